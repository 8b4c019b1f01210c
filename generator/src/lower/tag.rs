//! A component that extends one with a discriminator in, the value that tells it from others that do so out.

use super::union::STEPS;
use crate::document::{target_name, tokens};
use crate::ir::{SchemaId, Schemas};
use std::collections::HashSet;

/// The property of a discriminator, and its value for one component.
pub(super) struct Tag<'a> {
    pub(super) property: &'a str,
    /// None where several values mean the component, or where it has the discriminator itself.
    pub(super) value: Option<String>,
}

/// What the discriminator that a schema inherits says of it: the value that is mapped to it, or else its name. It depends on the schema and
/// on what it extends, and not on who else extends that.
pub(super) fn inherited(schemas: &Schemas, id: SchemaId) -> Option<Tag<'_>> {
    let (mut open, mut seen) = (vec![id], HashSet::from([id]));
    while let Some(next) = open.pop().filter(|_| seen.len() < STEPS) {
        let schema = &schemas[next];
        if let Some(rule) = schema.discriminator() {
            let name = component(schemas, id).filter(|_| next != id);
            let means = |target: &str| name.as_deref() == Some(&*target_name(target));
            let mut mapped = rule.mapping.iter().filter(|(_, target)| means(target));
            let value = match (mapped.next(), mapped.next()) {
                (None, _) => name,
                (Some((value, _)), None) => Some((*value).to_owned()),
                (Some(_), Some(_)) => None,
            };
            return Some(Tag { property: rule.property, value });
        }
        let inherited = schema.inherited.unwrap_or(next);
        let parts = schemas[inherited].list("allOf").filter_map(|part| schemas.resolve(part));
        open.extend(parts.filter(|part| seen.insert(*part)));
    }
    None
}

/// The name of a component.
fn component(schemas: &Schemas, id: SchemaId) -> Option<String> {
    let pointer = &schemas[id].pointer;
    let inside = pointer.strip_prefix("/components/schemas/")?;
    if inside.contains('/') { None } else { tokens(pointer).last() }
}
