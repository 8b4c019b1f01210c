//! The alternatives of a discriminator in; a report if none of them has its property, out.

use super::listed::STEPS;
use crate::diagnostic::Code;
use crate::document::{COMPOSERS, join};
use crate::ir::{Discriminator, Schema, SchemaId, Schemas};
use crate::lower::context::Context;
use std::collections::HashSet;

/// Reports a discriminator whose property is in no alternative, as far as these say what they hold.
pub(super) fn report(
    context: &mut Context<'_>,
    union: SchemaId,
    rule: &Discriminator<'_>,
    arms: &[SchemaId],
) {
    let schemas = context.schemas;
    let mut all = arms.iter().chain([&union]);
    if arms.is_empty() || all.any(|arm| may_hold(schemas, *arm, rule.property)) {
        return;
    }
    let pointer = join(&join(&schemas[union].pointer, "discriminator"), "propertyName");
    if context.document.value.pointer(&pointer).is_none() {
        return;
    }
    let message = format!(
        "a discriminator names the property {:?}, which no alternative has; it is still written",
        rule.property
    );
    let help = "add the property to each alternative, or correct its name, in an overlay";
    context.report(Code::DiscriminatorWithoutProperty, &pointer, message, help);
}

/// Whether a schema has a property, or does not say what it has.
fn may_hold(schemas: &Schemas, id: SchemaId, property: &str) -> bool {
    let (mut open, mut seen) = (vec![id], HashSet::new());
    let mut says_something = false;
    while let Some(next) = open.pop() {
        let Some(end) = schemas.resolve(next).filter(|_| seen.len() < STEPS) else { return true };
        if !seen.insert(end) {
            continue;
        }
        let schema = &schemas[end];
        if schema.properties.contains_key(property) || is_free(schema) {
            return true;
        }
        says_something |= !schema.properties.is_empty();
        let keywords = COMPOSERS;
        open.extend(keywords.iter().flat_map(|key| schema.list(key)));
        open.extend(schema.inherited);
    }
    !says_something
}

/// Whether a schema is malformed, or allows other properties in so many words.
fn is_free(schema: &Schema) -> bool {
    schema.fault.is_some()
        || schema.boolean.is_some()
        || schema.part("additionalProperties").is_some()
        || schema.keywords.contains_key("additionalProperties")
        || schema.part("patternProperties").is_some()
}
