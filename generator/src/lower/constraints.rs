//! A schema in, the default, the bounds and other restrictions of its values out.

use super::context::Context;
use super::restriction;
use crate::ir::{Bounds, Constraints, Schema, SchemaId, Type};

/// The facts about a value of this schema and type. `described` is the schema with its description and default.
pub(super) fn of(
    context: &Context<'_>,
    id: SchemaId,
    value: &Type,
    described: &Schema,
) -> Constraints {
    let schemas = context.schemas;
    let end = schemas.resolve(id);
    let mut restrictions = match (value.without_null(), end) {
        (Type::Named(_), _) | (_, None) => Vec::new(),
        (_, Some(end)) => {
            let mut all = restriction::restrictions(context, end);
            all.extend(restriction::values(&schemas[end]));
            all
        }
    };
    restrictions.extend(end.and_then(|end| restriction::empty_text(context, end)));
    Constraints {
        default: described.default_value().filter(|value| !value.is_null()).cloned(),
        bounds: end.map(|end| bounds(&schemas[end])).unwrap_or_default(),
        restrictions,
    }
}

/// The schema with the description of a value: the target of a plain reference.
pub(super) fn described<'a>(context: &Context<'a>, id: SchemaId) -> Option<&'a Schema> {
    let schemas = context.schemas;
    if schemas[id].is_plain_reference() {
        schemas.resolve(id).map(|id| &schemas[id])
    } else {
        Some(&schemas[id])
    }
}

pub(super) fn description(schema: &Schema) -> Option<String> {
    [schema.description(), schema.title()]
        .into_iter()
        .flatten()
        .map(str::trim)
        .find(|text| !text.is_empty())
        .map(str::to_owned)
}

/// What values a schema allows beyond its type.
fn bounds(schema: &Schema) -> Bounds {
    let length = |bound: Option<u64>| bound.and_then(|bound| usize::try_from(bound).ok());
    match schema.types().next() {
        Some("string") => Bounds {
            min_length: length(schema.min_length()),
            max_length: length(schema.max_length()),
            pattern: schema.pattern().map(str::to_owned),
            ..Bounds::default()
        },
        Some("number" | "integer") => Bounds {
            minimum: schema.minimum(),
            maximum: schema.maximum(),
            multiple_of: schema.multiple_of().cloned(),
            ..Bounds::default()
        },
        Some("array") => Bounds {
            min_length: length(schema.min_items()),
            max_length: length(schema.max_items()),
            of_items: true,
            unique: schema.is("uniqueItems"),
            ..Bounds::default()
        },
        _ => Bounds::default(),
    }
}
