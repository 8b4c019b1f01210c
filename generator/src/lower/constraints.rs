//! A schema in, the default, the bounds and other restrictions of its values out.

use super::context::Context;
use super::{compose, restriction};
use crate::ir::{Bounds, Constraints, Each, Folded, Schema, SchemaId, Schemas, Type};
use serde_json::Value;
use std::collections::HashSet;

/// The longest chain of references and single arms that is followed.
const STEPS: usize = 32;

/// The facts about a value of this schema and type. `described` are the schemas with its default, the nearest first.
pub(super) fn of(
    context: &Context<'_>,
    id: SchemaId,
    value: &Type,
    described: &[&Schema],
) -> Constraints {
    let schemas = context.schemas;
    let chain = chain(schemas, id);
    let mut restrictions = Vec::new();
    if !matches!(value.without_null(), Type::Named(_)) {
        restrictions.extend(chain.iter().flat_map(|own| restriction::restrictions(context, *own)));
        restrictions.extend(chain.iter().find_map(|own| restriction::values(&schemas[*own])));
    }
    restrictions.extend(chain.iter().find_map(|own| restriction::empty_text(context, *own)));
    let mut seen = HashSet::new();
    restrictions.retain(|sentence: &String| seen.insert(sentence.clone()));
    let end = chain.last().map(|end| &schemas[*end]);
    Constraints {
        default: annotation(described, "default").filter(|value| !value.is_null()).cloned(),
        bounds: bounds(schemas, id),
        of_each: end.and_then(|end| of_each(schemas, end, value.without_null())),
        restrictions,
    }
}

/// The schemas that describe a value, the nearest first: the schema, and what it only refers to or wraps.
pub(super) fn described(schemas: &Schemas, id: SchemaId) -> Vec<&Schema> {
    chain(schemas, id).into_iter().map(|id| &schemas[id]).collect()
}

/// The value of the nearest schema with a keyword.
fn annotation<'s>(described: &[&'s Schema], key: &str) -> Option<&'s Value> {
    described.iter().find_map(|schema| schema.keywords.get(key))
}

/// Whether the nearest schema with a flag sets it.
pub(super) fn is(described: &[&Schema], flag: &str) -> bool {
    annotation(described, flag) == Some(&Value::Bool(true))
}

/// The nearest description, or else the nearest title.
pub(super) fn description(described: &[&Schema]) -> Option<String> {
    let descriptions = described.iter().map(|schema| schema.description());
    let titles = described.iter().map(|schema| schema.title());
    let mut texts = descriptions.chain(titles).flatten().map(str::trim);
    texts.find(|text| !text.is_empty()).map(str::to_owned)
}

/// A schema, and after it those that it only refers to or wraps.
fn chain(schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
    let (mut chain, mut next) = (Vec::new(), Some(id));
    while let Some(id) = next.filter(|id| chain.len() < STEPS && !chain.contains(id)) {
        chain.push(id);
        next = same(schemas, id);
    }
    chain
}

/// The schema that a schema refers to, or its single arm.
fn same(schemas: &Schemas, id: SchemaId) -> Option<SchemaId> {
    let schema = &schemas[id];
    let mut arms = schema.list("oneOf").chain(schema.list("anyOf"));
    match (&schema.reference, schema.folded) {
        (Some(_), _) => schemas.resolve(id),
        (None, Some(Folded::Same(arm))) => Some(arm),
        (None, Some(Folded::Record | Folded::Rest)) => None,
        (None, None) => arms.next().filter(|_| arms.next().is_none()),
    }
}

/// The bounds of the items of a list, or of the values of a map, that have no type with a name.
fn of_each(schemas: &Schemas, schema: &Schema, value: &Type) -> Option<(Each, Bounds)> {
    let (each, held, keyword) = match value {
        Type::Array(held) => (Each::Item, held, "items"),
        Type::Map(held) => (Each::Value, held, "additionalProperties"),
        _ => return None,
    };
    let id = schema.part(keyword).filter(|_| !matches!(held.without_null(), Type::Named(_)))?;
    Some((each, bounds(schemas, id))).filter(|(_, bounds)| *bounds != Bounds::default())
}

/// The strictest bounds of all schemas that a value must fit.
fn bounds(schemas: &Schemas, id: SchemaId) -> Bounds {
    let (mut all, mut open, mut seen) = (Vec::new(), vec![id], HashSet::new());
    while let Some(id) = open.pop().filter(|_| all.len() < STEPS) {
        if seen.insert(id) {
            open.extend(schemas[id].list("allOf").chain(same(schemas, id)));
            all.push(id);
        }
    }
    let Some(kind) = all.iter().find_map(|id| compose::kind(&schemas[*id])) else {
        return Bounds::default();
    };
    let mut keywords = compose::bounds(schemas, &all);
    keywords.insert("type".to_owned(), kind.into());
    own_bounds(&Schema { keywords, ..Schema::default() })
}

/// What values a schema allows beyond its type.
fn own_bounds(schema: &Schema) -> Bounds {
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
