//! A schema in; a value that is valid against it out: references are followed, `allOf` is joined, an arm of a union is taken.

use super::fits::fits;
use super::joined::Joined;
use super::pattern::Patterns;
use super::scalar;
use crate::document::tokens;
use crate::ir::{Schema, SchemaId, Schemas};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// The depth at which values are cut: no real API nests like this.
const MAX_DEPTH: usize = 24;

/// The number of values after which a sample gets only required ones: schemas that use each other have samples of any size.
const BUDGET: usize = 200;

/// The number of values after which nothing is added, not even required values.
const LIMIT: usize = 10 * BUDGET;

/// The number of keywords and properties that are read for one sample.
const WORK: usize = 50_000;

/// The flag of properties that requests leave out.
pub(super) const READ_ONLY: &str = "readOnly";

/// The flag of properties that responses leave out.
pub(super) const WRITE_ONLY: &str = "writeOnly";

/// The sample of a schema, without the properties that have a flag.
pub(super) fn sample(
    schema: SchemaId,
    without: &'static str,
    schemas: &Schemas,
    patterns: &mut Patterns,
) -> Value {
    let open = Vec::new();
    let mut sampler =
        Sampler { schemas, without, patterns, open, depth: 0, values: 0, work: 0, passed: 0 };
    sampler.value(schema).unwrap_or(Value::Null)
}

/// The number of arms that may be passed over in one sample.
const MAX_PASSED: usize = 20;

struct Sampler<'s, 'p> {
    schemas: &'s Schemas,
    without: &'static str,
    patterns: &'p mut Patterns,
    /// The references that are being followed.
    open: Vec<SchemaId>,
    depth: usize,
    /// The number of values begun.
    values: usize,
    /// The number of keywords and properties read.
    work: usize,
    /// The number of arms passed over, since their values fit others too.
    passed: usize,
}

impl<'s> Sampler<'s, '_> {
    /// A value; `None` where the schema holds itself.
    fn value(&mut self, schema: SchemaId) -> Option<Value> {
        if self.is_over() {
            return None;
        }
        self.values += 1;
        let opened = self.open.len();
        let mut joined = Joined::default();
        self.depth += 1;
        let ends = self.depth <= MAX_DEPTH && self.join(schema, &mut joined, &mut HashSet::new());
        let value = if ends { self.joined(&joined) } else { None };
        self.depth -= 1;
        self.open.truncate(opened);
        value
    }

    /// Whether only required values are added.
    fn is_spent(&self) -> bool {
        self.values >= BUDGET
    }

    /// Whether nothing more is added.
    fn is_over(&self) -> bool {
        self.values >= LIMIT || self.work >= WORK
    }

    /// Joins a schema, the target of its reference and the arms of its `allOf`; returns whether that ends. A schema to which two arms refer is
    /// joined once. The references that were followed stay open.
    fn join(&mut self, id: SchemaId, into: &mut Joined<'s>, known: &mut HashSet<SchemaId>) -> bool {
        let schema = &self.schemas[id];
        if let Some(reference) = &schema.reference {
            let Some(target) = reference.target.filter(|target| !known.contains(target)) else {
                return true;
            };
            if self.open.contains(&target) {
                return false;
            }
            self.open.push(target);
            let ends = self.join(target, into, known);
            known.insert(target);
            return ends;
        }
        for arm in schema.list("allOf") {
            if !self.join(arm, into, known) {
                return false;
            }
        }
        self.work += schema.keywords.len() + schema.properties.len() + schema.parts.len();
        into.0.push(schema);
        self.work < WORK
    }

    fn joined(&mut self, schema: &Joined<'s>) -> Option<Value> {
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return values.iter().find(|value| !value.is_null()).or(values.first()).cloned();
        }
        for (keyword, only_one) in [("oneOf", true), ("anyOf", false)] {
            let arms = schema.list(keyword);
            if !arms.is_empty() {
                return self.union(schema, &arms, only_one);
            }
        }
        let is_object = |own: &&Schema| {
            !own.properties.is_empty() || own.part("additionalProperties").is_some()
        };
        match schema.get("type").and_then(Value::as_str) {
            Some("string") => Some(scalar::string(schema, self.patterns)),
            Some("integer") => Some(scalar::integer(schema)),
            Some("number") => Some(scalar::number(schema)),
            Some("boolean") => Some(Value::Bool(true)),
            Some("array") => Some(self.array(schema)),
            Some("object") => self.object(schema),
            _ if schema.0.iter().any(is_object) => self.object(schema),
            _ if !schema.list("items").is_empty() => Some(self.array(schema)),
            _ => Some(json!({})),
        }
    }

    /// A value of the first arm that ends; if it may fit only one arm, of the first arm whose value fits no other.
    fn union(&mut self, schema: &Joined<'s>, arms: &[SchemaId], only_one: bool) -> Option<Value> {
        let mut first = None;
        for &arm in arms {
            let values = self.values;
            let Some(value) = self.arm(schema, arm) else { continue };
            let mut others = arms.iter().filter(|&&other| other != arm);
            let is_settled = !only_one
                || self.passed >= MAX_PASSED
                || !others.any(|&other| fits(other, &value, self.schemas, self.patterns));
            if is_settled {
                return Some(value);
            }
            self.passed += 1;
            self.values = values;
            first = first.or(Some(value));
        }
        first
    }

    /// A value of an arm, with the properties that the schema has beside the arms.
    fn arm(&mut self, schema: &Joined<'s>, arm: SchemaId) -> Option<Value> {
        let mut value = self.value(arm)?;
        if let Value::Object(members) = &mut value {
            if schema.0.iter().any(|own| !own.properties.is_empty())
                && let Some(Value::Object(own)) = self.object(schema)
            {
                members.extend(own);
            }
            members.extend(self.discriminator(schema, arm));
        }
        Some(value)
    }

    /// As many items as required, and at least one if one is allowed.
    fn array(&mut self, schema: &Joined<'s>) -> Value {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
        let (least, most) = (bound("minItems").unwrap_or(0), bound("maxItems").unwrap_or(u64::MAX));
        let wanted = if self.is_spent() { least } else { least.max(1) };
        let count = usize::try_from(wanted.min(most).min(100)).unwrap_or(1);
        if count == 0 {
            return json!([]);
        }
        let before = self.values;
        let first = schema.list("prefixItems").into_iter();
        let first: Vec<Value> = first.map_while(|item| self.value(item)).collect();
        if !first.is_empty() {
            return Value::Array(first);
        }
        let item = match schema.list("items").first() {
            Some(items) => self.value(*items),
            None => Some(json!({})),
        };
        let Some(item) = item else { return json!([]) };
        // Copies count like their original, since arrays in arrays multiply. Copies beyond the limit are left out.
        let size = (self.values - before).max(1);
        let count = count.min(1 + (LIMIT - self.values.min(LIMIT)) / size);
        self.values += (count - 1) * size;
        let distinct = schema.get("uniqueItems") == Some(&Value::Bool(true));
        let next = |index: usize| match (&item, distinct) {
            (Value::String(text), true) if index > 0 => json!(format!("{text}{index}")),
            (Value::Number(number), true) => number
                .as_i64()
                .and_then(|number| number.checked_add(index as i64))
                .map_or(item.clone(), |number| json!(number)),
            _ => item.clone(),
        };
        Value::Array((0..count).map(next).collect())
    }

    /// Every allowed property, as long as the budget lasts; `None` if a required one does not end.
    fn object(&mut self, schema: &Joined<'s>) -> Option<Value> {
        let mut members = Map::new();
        let required: HashSet<&str> = schema.0.iter().flat_map(|own| own.required()).collect();
        for (name, property) in schema.properties() {
            if self.is_over() {
                break;
            }
            let is_required = required.contains(name);
            if (self.is_spent() && !is_required) || self.says(property, self.without) {
                continue;
            }
            match self.value(property) {
                Some(value) => drop(members.insert(name.to_owned(), value)),
                None if self.says(property, "nullable") => {
                    drop(members.insert(name.to_owned(), Value::Null))
                }
                None if is_required => return None,
                None => {}
            }
        }
        let further = schema.list("additionalProperties");
        if let Some(&further) = further.first().filter(|_| !self.is_spent()) {
            let value = match self.schemas[further].boolean {
                None => self.value(further),
                Some(is_allowed) => is_allowed.then(|| scalar::TEXT.into()),
            };
            members.extend(value.map(|value| ("more".to_owned(), value)));
        }
        Some(Value::Object(members))
    }

    /// Whether a schema, or one that is joined with it, sets a flag.
    fn says(&mut self, schema: SchemaId, flag: &str) -> bool {
        if self.schemas[schema].is(flag) {
            return true;
        }
        let (opened, mut joined) = (self.open.len(), Joined::default());
        self.join(schema, &mut joined, &mut HashSet::new());
        self.open.truncate(opened);
        joined.get(flag) == Some(&Value::Bool(true))
    }

    /// The property that tells arms apart, with its value for this one.
    fn discriminator(&self, schema: &Joined<'s>, arm: SchemaId) -> Option<(String, Value)> {
        let rule = schema.0.iter().rev().find_map(|schema| schema.discriminator())?;
        let target = &self.schemas[arm].reference.as_ref()?.uri;
        let name = tokens(target).last()?;
        let is_meant = |to: &str| to == target || to == name;
        let mapped = rule.mapping.iter().find(|(_, to)| is_meant(to)).map(|(tag, _)| *tag);
        Some((rule.property.to_owned(), mapped.unwrap_or(&name).into()))
    }
}
