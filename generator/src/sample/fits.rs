//! A schema and a value in; whether the value is valid against the schema out.

use super::joined::Joined;
use super::pattern::Patterns;
use super::scalar;
use crate::ir::{Schema, SchemaId, Schemas};
use serde_json::Value;
use std::collections::HashSet;

/// The number of schemas that are checked for one value; beyond it the value counts as valid.
const WORK: usize = 5_000;

/// The depth of nested schemas that are checked.
const DEPTH: usize = 64;

/// Whether a value is valid against a schema. In doubt, as with a pattern that cannot be read, it counts as valid.
pub(super) fn fits(
    schema: SchemaId,
    value: &Value,
    schemas: &Schemas,
    patterns: &mut Patterns,
) -> bool {
    Validator { schemas, patterns, work: 0, depth: 0 }.fits(schema, value)
}

struct Validator<'s, 'p> {
    schemas: &'s Schemas,
    patterns: &'p mut Patterns,
    work: usize,
    depth: usize,
}

impl Validator<'_, '_> {
    fn fits(&mut self, id: SchemaId, value: &Value) -> bool {
        self.work += 1;
        if self.work > WORK || self.depth > DEPTH {
            return true;
        }
        self.depth += 1;
        let schema = &self.schemas[id];
        let fits = schema.boolean.unwrap_or_else(|| {
            (value.is_null() && schema.is("nullable"))
                || (self.is_of_value(schema, value) && self.is_of_parts(schema, value))
        });
        self.depth -= 1;
        fits
    }

    /// Checks the keywords that hold no schema.
    fn is_of_value(&mut self, schema: &Schema, value: &Value) -> bool {
        let mut types = schema.types().peekable();
        let is_of_type = types.peek().is_none() || types.any(|name| is_of(name, value));
        let is_listed = schema.values().is_none_or(|values| values.contains(value));
        if !is_of_type || !is_listed {
            return false;
        }
        let within = |least: Option<u64>, most: Option<u64>, count: usize| {
            least.is_none_or(|least| count as u64 >= least)
                && most.is_none_or(|most| count as u64 <= most)
        };
        match value {
            Value::String(text) => scalar::is_text_of(&Joined(vec![schema]), text, self.patterns),
            Value::Number(number) => scalar::is_number_of(&Joined(vec![schema]), number),
            Value::Array(items) => {
                within(schema.min_items(), schema.max_items(), items.len())
                    && (!schema.is("uniqueItems")
                        || items.iter().collect::<HashSet<_>>().len() == items.len())
            }
            Value::Object(members) => {
                within(schema.min_properties(), schema.max_properties(), members.len())
                    && schema
                        .required()
                        .all(|name| members.contains_key(name) || self.is_read_only(schema, name))
            }
            Value::Null | Value::Bool(_) => true,
        }
    }

    /// Whether only responses hold a property.
    fn is_read_only(&self, schema: &Schema, name: &str) -> bool {
        let Some(&property) = schema.properties.get(name) else { return false };
        let end = self.schemas.resolve(property);
        end.into_iter().chain([property]).any(|schema| self.schemas[schema].is("readOnly"))
    }

    /// Checks the schemas inside the schema.
    fn is_of_parts(&mut self, schema: &Schema, value: &Value) -> bool {
        let target = schema.reference.as_ref().and_then(|reference| reference.target);
        target.is_none_or(|target| self.fits(target, value))
            && schema.list("allOf").all(|arm| self.fits(arm, value))
            && self.fitting(schema, "anyOf", value).is_none_or(|fitting| fitting > 0)
            && self.fitting(schema, "oneOf", value).is_none_or(|fitting| fitting == 1)
            && schema.list("not").all(|not| !self.fits(not, value))
            && match value {
                Value::Array(items) => self.are_items(schema, items),
                Value::Object(members) => members.iter().all(|(name, value)| {
                    let further = schema.part("additionalProperties");
                    let property = schema.properties.get(name).copied();
                    let has_patterns = schema.part("patternProperties").is_some();
                    property
                        .or(further.filter(|_| !has_patterns))
                        .is_none_or(|property| self.fits(property, value))
                }),
                _ => true,
            }
    }

    /// The number of arms that fit; `None` without arms.
    fn fitting(&mut self, schema: &Schema, keyword: &str, value: &Value) -> Option<usize> {
        schema.part(keyword)?;
        Some(schema.list(keyword).filter(|&arm| self.fits(arm, value)).count())
    }

    fn are_items(&mut self, schema: &Schema, items: &[Value]) -> bool {
        let first: Vec<SchemaId> = schema.list("prefixItems").collect();
        let rest = schema.part("items");
        let mut schemas = first.into_iter().map(Some).chain(std::iter::repeat(rest));
        items
            .iter()
            .all(|item| schemas.next().flatten().is_none_or(|schema| self.fits(schema, item)))
    }
}

/// Whether a value is of a type.
fn is_of(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        // `5.0` is an integer too, but no sample is written like that.
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}
