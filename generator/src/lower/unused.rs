//! The types of all schemas in; a report of the component schemas that are not used and have none, out.

use super::context::Context;
use crate::document::{SCHEMA_LISTS, join};
use crate::ir::SchemaId;
use crate::keywords;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// Reports them, unless the document does not contain them itself.
pub(super) fn report(context: &mut Context<'_>, components: &IndexMap<String, SchemaId>) {
    let document = context.document;
    let typed: BTreeSet<&str> = context.types.iter().map(|own| own.pointer.as_str()).collect();
    let is_written = |pointer: &String| {
        let from = document.places.origin(pointer).map(|(_, from)| from);
        from.is_some_and(|from| SCHEMA_LISTS.iter().any(|list| from.starts_with(list)))
    };
    let is_typed = |pointer: &str| {
        let inside = format!("{pointer}/");
        typed.contains(pointer)
            || typed.range(inside.as_str()..).next().is_some_and(|own| own.starts_with(&inside))
    };
    let pointers = components.keys().map(|name| join(SCHEMA_LISTS[0], name));
    let untyped = pointers.filter(|own| !is_typed(own) && is_written(own)).collect();
    if let Some(found) = keywords::untyped_schemas(document, &untyped) {
        context.report_elsewhere(found);
    }
}
