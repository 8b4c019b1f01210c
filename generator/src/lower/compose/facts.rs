//! Schemas that describe the same value in; the type, format and values that they agree on out.

use crate::document::Format;
use crate::ir::{Limit, Schema, SchemaId, Schemas};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The facts that several schemas agree on.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) kind: Option<String>,
    pub(super) format: Option<String>,
    /// The values that all lists contain, without null.
    pub(super) values: Option<Vec<Value>>,
    pub(super) items: Vec<SchemaId>,
    /// The schemas of each of the first items.
    pub(super) first: Vec<Vec<SchemaId>>,
}

/// The keywords with schemas that describe the content of an object.
const OBJECT: [&str; 6] =
    ["additionalProperties", "patternProperties", "then", "else", "if", "dependentSchemas"];

/// Whether a schema describes a value by more than the name of its type, apart from its `allOf` and alternatives.
pub(super) fn is_strong(schema: &Schema) -> bool {
    let holds = |key: &&str| schema.part(key).is_some();
    !schema.properties.is_empty()
        || values(schema).is_some()
        || ["items", "prefixItems"].iter().any(holds)
        || OBJECT.iter().any(holds)
        || schema.format().is_some_and(|format| Format::named(format).is_some())
}

/// Whether a schema describes objects by their content.
pub(super) fn is_object(schema: &Schema) -> bool {
    !schema.properties.is_empty()
        || OBJECT.iter().any(|key| schema.part(key).is_some())
        || schema.required().next().is_some()
}

/// The values of an `enum` except null, if there are any.
fn values(schema: &Schema) -> Option<Vec<Value>> {
    let values = schema.values()?.iter().filter(|value| !value.is_null());
    Some(values.cloned().collect()).filter(|values: &Vec<Value>| !values.is_empty())
}

/// The type of all values of a list.
pub(super) fn kind_of(values: &[Value]) -> Option<&'static str> {
    let kind = |value: &Value| match value {
        Value::String(_) => "string",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        _ => "object",
    };
    let first = kind(values.first()?);
    let is_number = |value: &Value| matches!(kind(value), "integer" | "number");
    match values {
        values if values.iter().all(|value| kind(value) == first) => Some(first),
        values if values.iter().all(is_number) => Some("number"),
        _ => None,
    }
}

/// The types that OpenAPI defines, except null.
const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// The type that a schema names, or that its values have. An unknown type name counts only if there is no other evidence.
pub(in crate::lower) fn kind(schema: &Schema) -> Option<&str> {
    let written = schema.types().find(|kind| *kind != "null");
    let named = written.filter(|kind| TYPES.contains(kind));
    let items = ["items", "prefixItems"].iter().any(|key| schema.part(key).is_some());
    let listed = || values(schema).and_then(|values| kind_of(&values));
    named.or_else(listed).or(items.then_some("array")).or(written)
}

impl Facts {
    /// The facts that schemas agree on. The error is a sentence that describes the contradiction.
    pub(super) fn of(schemas: &Schemas, pieces: &[SchemaId]) -> Result<Self, String> {
        let mut facts = Self::default();
        for id in pieces {
            facts.add(schemas, &schemas[*id])?;
        }
        Ok(facts)
    }

    fn add(&mut self, schemas: &Schemas, schema: &Schema) -> Result<(), String> {
        if let Some(kind) = kind(schema) {
            self.kind = Some(match self.kind.as_deref() {
                None | Some("number") if kind == "integer" => kind.to_owned(),
                None => kind.to_owned(),
                Some(known) if known == kind || (known, kind) == ("integer", "number") => {
                    known.to_owned()
                }
                Some(known) => {
                    return Err(format!("it is both of type {known} and of type {kind}"));
                }
            });
        }
        let format = schema.format().filter(|format| Format::named(format).is_some());
        if let Some(format) = format {
            let known = self.format.as_deref();
            let is_wider = bits(format) > known.and_then(bits) && known.and_then(bits).is_some();
            if !is_wider {
                self.format = Some(format.to_owned());
            }
        }
        if let Some(values) = values(schema) {
            let common = match self.values.take() {
                None => values,
                Some(known) => {
                    let values: HashSet<Value> = values.into_iter().collect();
                    known.into_iter().filter(|value| values.contains(value)).collect()
                }
            };
            if common.is_empty() {
                return Err("its lists of values have none in common".to_owned());
            }
            self.values = Some(common);
        }
        let adds = |known: &mut Vec<SchemaId>, items: SchemaId| {
            let end = schemas.resolve(items);
            if end.is_some() && known.iter().all(|known| schemas.resolve(*known) != end) {
                known.push(items);
            }
        };
        if let Some(items) = schema.part("items") {
            adds(&mut self.items, items);
        }
        for (turn, item) in schema.list("prefixItems").enumerate() {
            self.first.resize(self.first.len().max(turn + 1), Vec::new());
            adds(&mut self.first[turn], item);
        }
        Ok(())
    }

    /// The keywords that express the same facts.
    pub(super) fn keywords(&self) -> Map<String, Value> {
        let mut keywords = Map::new();
        let texts = [("type", &self.kind), ("format", &self.format)];
        for (key, text) in texts {
            keywords.extend(text.clone().map(|text| (key.to_owned(), text.into())));
        }
        keywords.extend(self.values.clone().map(|list| ("enum".to_owned(), list.into())));
        keywords
    }
}

/// The number of bits of a format's integers.
fn bits(format: &str) -> Option<u32> {
    format.strip_prefix("uint").or_else(|| format.strip_prefix("int"))?.parse().ok()
}

/// The strictest bounds of all schemas.
pub(in crate::lower) fn bounds(schemas: &Schemas, pieces: &[SchemaId]) -> Map<String, Value> {
    const LEAST: [&str; 3] = ["minLength", "minItems", "minProperties"];
    const MOST: [&str; 3] = ["maxLength", "maxItems", "maxProperties"];
    const OTHER: [&str; 3] = ["pattern", "multipleOf", "uniqueItems"];
    let mut bounds = Map::new();
    let (mut low, mut high): (Option<Limit>, Option<Limit>) = (None, None);
    for schema in pieces.iter().map(|id| &schemas[*id]) {
        for (key, value) in &schema.keywords {
            let known = bounds.get(key).and_then(Value::as_u64);
            let own = value.as_u64();
            let counts = match key.as_str() {
                key if LEAST.contains(&key) => own >= known,
                key if MOST.contains(&key) => known.is_none() || own <= known,
                key => OTHER.contains(&key),
            };
            if counts {
                bounds.insert(key.clone(), value.clone());
            }
        }
        low = stricter(low, schema.minimum(), |own, known| own > known);
        high = stricter(high, schema.maximum(), |own, known| own < known);
    }
    for (limit, key, exclusive) in
        [(low, "minimum", "exclusiveMinimum"), (high, "maximum", "exclusiveMaximum")]
    {
        let Some(Limit { value, is_exclusive }) = limit else { continue };
        bounds.insert(key.to_owned(), value.into());
        bounds.extend(is_exclusive.then(|| (exclusive.to_owned(), true.into())));
    }
    bounds
}

fn stricter(known: Option<Limit>, own: Option<Limit>, wins: fn(f64, f64) -> bool) -> Option<Limit> {
    let (Some(a), Some(b)) = (&known, &own) else { return own.or(known) };
    let (a_value, b_value) = (a.value.as_f64()?, b.value.as_f64()?);
    let is_stricter = wins(b_value, a_value) || (a_value == b_value && b.is_exclusive);
    if is_stricter { own } else { known }
}
