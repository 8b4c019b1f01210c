//! `names` of the configuration in; shorter names for operations and types, where they are unique, out.

use crate::config::{NameOptions, Redundant, Strip};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, OperationPlace, operations};
use crate::ir::{Operation, SchemaId, TypeDefinition};
use crate::lower::context::Context;
use crate::spelling::ident::{camel, snake};
use crate::spelling::{
    without_class, without_namespace, without_path, without_prefix, without_tag,
};
use indexmap::IndexMap;
use serde_json::Value;
use std::collections::HashMap;

/// The operationIds without the path and method at their ends, and `METHOD path` without a prefix of the path for operations without an
/// operationId, by the pointers of the operations. A name that another operation has is not used.
pub(in crate::lower) fn of_ids(
    options: &NameOptions,
    document: &Document,
) -> HashMap<String, String> {
    if options.path_in_ids == Redundant::Keep && options.path_prefix == Redundant::Keep {
        return HashMap::new();
    }
    let (mut found, mut takers) = (HashMap::new(), HashMap::<String, usize>::new());
    for (at, operation) in operations(&document.value) {
        let id = operation.get("operationId").and_then(Value::as_str);
        let (name, rest) = of_id(options, &at, id);
        for name in [Some(&name), rest.as_ref()].into_iter().flatten() {
            *takers.entry(snake(name)).or_default() += 1;
        }
        found.extend(rest.map(|rest| (at.pointer, rest)));
    }
    found.retain(|_, rest| takers[&snake(rest)] == 1);
    found
}

/// The full and the shortened name of an operation, before names are compared.
fn of_id(
    options: &NameOptions,
    at: &OperationPlace<'_>,
    id: Option<&str>,
) -> (String, Option<String>) {
    let Some(id) = id else {
        let method = at.method.name().to_lowercase();
        let rest = without_prefix(at.path).filter(|_| options.path_prefix == Redundant::Strip);
        return (format!("{method} {}", at.path), rest.map(|rest| format!("{method} {rest}")));
    };
    let rest = without_path(id, at.path, at.method.key());
    let rest = rest.filter(|_| options.path_in_ids == Redundant::Strip);
    (id.to_owned(), rest.map(str::to_owned))
}

/// Reports the prefixes and suffixes of the configuration that no name has.
pub(in crate::lower) fn report_unused(
    context: &mut Context<'_>,
    components: &IndexMap<String, SchemaId>,
    operations: &[(String, Operation)],
) {
    let config = context.config;
    let ids = operations.iter().flat_map(|(_, own)| [own.short_name.as_deref(), own.id.as_deref()]);
    let ids: Vec<&str> = ids.flatten().collect();
    let schemas: Vec<&str> = components.keys().map(String::as_str).collect();
    let lists = [
        ("operations", &config.names.operations, ids, "operationId"),
        ("schemas", &config.names.schemas, schemas, "schema"),
    ];
    for (key, entries, names, what) in lists {
        // Without any name there is nothing to compare, as with `types_only`.
        for (index, entry) in entries.iter().enumerate().filter(|_| !names.is_empty()) {
            if names.iter().any(|name| entry.apply(name).is_some()) {
                continue;
            }
            let wanted = [("begins", &entry.strip_prefix), ("ends", &entry.strip_suffix)];
            let wanted = wanted.iter().filter(|(_, part)| !part.is_empty());
            let wanted: Vec<String> =
                wanted.map(|(how, part)| format!("{how} with {part:?}")).collect();
            let message =
                format!("no {what} {}, as an entry of `names.{key}` says", wanted.join(" and "));
            let help = "correct the entry, or remove it";
            let place = config.place(&format!("/names/{key}/{index}"));
            let finding = Diagnostic::new(Code::UnusedPattern, message).help(help);
            context.report_elsewhere(Diagnostic { place, ..finding });
        }
    }
}

/// Gives operations short names. A name that another operation of the tag has, original or shortened, is not used.
pub(in crate::lower) fn of_operations(
    options: &NameOptions,
    operations: &mut [(String, Operation)],
) {
    if options.operations.is_empty() && options.stutter == Redundant::Keep {
        return;
    }
    let short: Vec<Option<String>> = operations
        .iter()
        .map(|(tag, own)| {
            let id = own.short_name.as_deref().or(own.id.as_deref());
            id.and_then(|id| short(options, tag, id))
        })
        .collect();
    let mut takers: HashMap<(&str, String), usize> = HashMap::new();
    for ((tag, own), short) in operations.iter().zip(&short) {
        let id = own.rust_name.clone().unwrap_or_else(|| own.raw_name());
        let names = [Some(snake(&id)), short.as_deref().map(snake)];
        names.into_iter().flatten().for_each(|name| {
            *takers.entry((tag, name)).or_default() += 1;
        });
    }
    let free: Vec<bool> = operations
        .iter()
        .zip(&short)
        .map(|((tag, _), short)| {
            short.as_deref().is_some_and(|short| takers[&(tag.as_str(), snake(short))] == 1)
        })
        .collect();
    for (((_, own), short), is_free) in operations.iter_mut().zip(short).zip(free) {
        own.short_name = short.filter(|_| is_free).or(own.short_name.take());
    }
}

/// The short name of an operation, if it has one.
fn short(options: &NameOptions, tag: &str, id: &str) -> Option<String> {
    let stripped = strip(&options.operations, id).unwrap_or(id);
    let short = match options.stutter {
        Redundant::Keep => stripped.to_owned(),
        Redundant::Strip => {
            let own = without_class(stripped).unwrap_or(stripped);
            without_tag(own, tag).unwrap_or_else(|| own.to_owned())
        }
    };
    (snake(&short) != snake(id)).then_some(short)
}

fn strip<'n>(entries: &[Strip], name: &'n str) -> Option<&'n str> {
    entries.iter().find_map(|entry| entry.apply(name))
}

/// Gives the types of component schemas, and the types inside them, short names. A name that another component has is not used.
pub(in crate::lower) fn of_schemas(
    options: &NameOptions,
    components: &IndexMap<String, SchemaId>,
    types: &mut [TypeDefinition],
) {
    if options.schemas.is_empty() && options.namespaces == Redundant::Keep {
        return;
    }
    let mut takers: HashMap<String, usize> = HashMap::new();
    for name in components.keys() {
        let short = short_schema(options, name).map(camel);
        for name in [Some(camel(name)), short].into_iter().flatten() {
            *takers.entry(name).or_default() += 1;
        }
    }
    for definition in types {
        let Some(first) = definition.path.first_mut() else { continue };
        if !components.contains_key(first) {
            continue;
        }
        if let Some(short) = short_schema(options, first).filter(|short| takers[&camel(short)] == 1)
        {
            *first = short.to_owned();
        }
    }
}

/// The short name of a component, if it has one.
fn short_schema<'n>(options: &NameOptions, name: &'n str) -> Option<&'n str> {
    let bare = || without_namespace(name).filter(|_| options.namespaces == Redundant::Strip);
    strip(&options.schemas, name).or_else(bare)
}
