//! A component that extends one with a discriminator in; its discriminator value out.

use super::listed::{STEPS, listed};
use crate::document::{target_name, tokens};
use crate::ir::{SchemaId, Schemas};
use std::collections::HashSet;

/// The property of a discriminator, and its value for one component.
pub(in crate::lower) struct Tag<'a> {
    pub(in crate::lower) property: &'a str,
    /// `None` if several values identify the component, or if it has the discriminator itself.
    pub(in crate::lower) value: Option<String>,
    /// The schema with the discriminator.
    pub(in crate::lower) teller: SchemaId,
}

/// The value of an inherited discriminator for a schema: the mapped value, or else the schema's name. It depends only on the schema and
/// the schemas that it extends, not on others that extend those.
pub(in crate::lower) fn inherited(schemas: &Schemas, id: SchemaId) -> Option<Tag<'_>> {
    let (mut open, mut seen) = (vec![id], HashSet::from([id]));
    while let Some(next) = open.pop().filter(|_| seen.len() < STEPS) {
        let schema = &schemas[next];
        if let Some(rule) = schema.discriminator() {
            let name = component(schemas, id).filter(|_| next != id);
            let means = |target: &str| name.as_deref() == Some(&*target_name(target));
            let mut mapped = rule.mapping.iter().filter(|(_, target)| means(target));
            let value = match (mapped.next(), mapped.next()) {
                (None, _) => name.map(|name| match spelled_like(&name, &values(schemas, next)) {
                    Spelled::Like(value) => value,
                    Spelled::Same | Spelled::Unlike => name,
                }),
                (Some((value, _)), None) => Some((*value).to_owned()),
                (Some(_), Some(_)) => None,
            };
            return Some(Tag { property: rule.property, value, teller: next });
        }
        let inherited = schema.inherited.unwrap_or(next);
        let parts = schemas[inherited].list("allOf").filter_map(|part| schemas.resolve(part));
        open.extend(parts.filter(|part| seen.insert(*part)));
    }
    None
}

/// The comparison of a schema's name with the values of its discriminator.
pub(super) enum Spelled {
    /// No values are listed, or the name is one of them.
    Same,
    /// Another value is spelled with the same letters.
    Like(String),
    /// No value is similar.
    Unlike,
}

/// Compares a name with the listed values.
pub(super) fn spelled_like(name: &str, listed: &[String]) -> Spelled {
    if listed.is_empty() || listed.iter().any(|value| value == name) {
        return Spelled::Same;
    }
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let alike = listed.iter().find(|value| letters(value) == letters(name));
    alike.map_or(Spelled::Unlike, |value| Spelled::Like(value.clone()))
}

/// The values that a schema with a discriminator lists for its property: those of all components that extend it.
pub(super) fn values(schemas: &Schemas, id: SchemaId) -> Vec<String> {
    let Some(rule) = schemas[id].discriminator() else { return Vec::new() };
    let own = schemas[id].inherited.unwrap_or(id);
    let property = schemas[own].properties.get(rule.property);
    property.map(|property| listed(schemas, *property)).unwrap_or_default()
}

/// The name of a component.
fn component(schemas: &Schemas, id: SchemaId) -> Option<String> {
    let pointer = &schemas[id].pointer;
    let inside = pointer.strip_prefix("/components/schemas/")?;
    if inside.contains('/') { None } else { tokens(pointer).last() }
}
