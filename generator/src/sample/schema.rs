//! A schema in, a value that is valid against it out: references followed, `allOf` joined, the first arm of a union taken.

use super::{scalar, text};
use crate::document::local_pointer;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashSet};

/// Deeper values are cut: no real API nests like this.
const MAX_DEPTH: usize = 24;

/// After so many values a sample gets only what it must hold: schemas that use each other have samples of any size.
const BUDGET: usize = 200;

/// After so many values nothing is added, not even what must be there.
const LIMIT: usize = 10 * BUDGET;

/// How many keywords and properties are looked at for one sample.
const WORK: usize = 50_000;

/// The sample of a schema that requests use.
pub(super) fn sample(schema: &Value, root: &Value) -> Value {
    let mut sampler = Sampler { root, open: Vec::new(), depth: 0, values: 0, work: 0 };
    sampler.value(schema).unwrap_or(Value::Null)
}

struct Sampler<'d> {
    root: &'d Value,
    /// The references that are being followed.
    open: Vec<String>,
    depth: usize,
    /// How many values were begun.
    values: usize,
    /// How many keywords and properties were looked at.
    work: usize,
}

impl Sampler<'_> {
    /// A value; `None` where the schema holds itself.
    fn value(&mut self, schema: &Value) -> Option<Value> {
        if self.is_over() {
            return None;
        }
        self.values += 1;
        let opened = self.open.len();
        let mut joined = Map::new();
        self.depth += 1;
        let ends = self.depth <= MAX_DEPTH && self.join(schema, &mut joined, &mut BTreeSet::new());
        let value = if ends { self.joined(&joined) } else { None };
        self.depth -= 1;
        self.open.truncate(opened);
        value
    }

    /// Whether only what must be there is added.
    fn is_spent(&self) -> bool {
        self.values >= BUDGET
    }

    /// Whether nothing is added at all.
    fn is_over(&self) -> bool {
        self.values >= LIMIT || self.work >= WORK
    }

    /// Puts the keywords of a schema, of what it refers to and of the arms of its `allOf` into one; whether that ends. What is in it
    /// already, as two arms refer to it, is not put in again. The references that were followed stay open.
    fn join(
        &mut self,
        schema: &Value,
        into: &mut Map<String, Value>,
        known: &mut BTreeSet<String>,
    ) -> bool {
        let Some(schema) = schema.as_object() else { return true };
        if let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(local_pointer) {
            if known.contains(&target) {
                return true;
            }
            if self.open.contains(&target) {
                return false;
            }
            self.open.push(target.clone());
            let Some(found) = self.root.pointer(&target) else { return true };
            let ends = self.join(found, into, known);
            known.insert(target);
            return ends;
        }
        let arms = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        for arm in arms {
            if !self.join(arm, into, known) {
                return false;
            }
        }
        for (key, value) in schema.iter().filter(|(key, _)| *key != "allOf") {
            self.work += 1 + value.as_object().map_or(0, Map::len);
            if self.work >= WORK {
                return false;
            }
            match (into.get_mut(key), value) {
                (Some(Value::Object(known)), Value::Object(value)) if key == "properties" => {
                    known.extend(value.clone());
                }
                (Some(Value::Array(known)), Value::Array(value)) if key == "required" => {
                    known.extend(value.iter().cloned());
                }
                _ => {
                    into.insert(key.clone(), value.clone());
                }
            }
        }
        true
    }

    fn joined(&mut self, schema: &Map<String, Value>) -> Option<Value> {
        let list = |key: &str| schema.get(key).and_then(Value::as_array);
        if let Some(values) = list("enum") {
            return values.iter().find(|value| !value.is_null()).or(values.first()).cloned();
        }
        if let Some(arms) = list("oneOf").or_else(|| list("anyOf")) {
            return self.union(schema, arms);
        }
        let object =
            ["properties", "additionalProperties"].iter().any(|key| schema.contains_key(*key));
        match schema.get("type").and_then(Value::as_str) {
            Some("string") => Some(scalar::string(schema)),
            Some("integer") => Some(scalar::integer(schema)),
            Some("number") => Some(scalar::number(schema)),
            Some("boolean") => Some(Value::Bool(true)),
            Some("array") => Some(self.array(schema)),
            Some("object") => self.object(schema),
            _ if object => self.object(schema),
            _ if schema.contains_key("items") => Some(self.array(schema)),
            _ => Some(json!({})),
        }
    }

    /// A value of the first arm that ends, with what the schema says beside the arms.
    fn union(&mut self, schema: &Map<String, Value>, arms: &[Value]) -> Option<Value> {
        let arm = arms.iter().find_map(|arm| Some((arm, self.value(arm)?)));
        let (arm, mut value) = arm?;
        if let Value::Object(members) = &mut value {
            if schema.contains_key("properties")
                && let Some(Value::Object(own)) = self.object(schema)
            {
                members.extend(own);
            }
            if let Some((property, tag)) = discriminator(schema, arm) {
                members.insert(property, Value::String(tag));
            }
        }
        Some(value)
    }

    /// As many items as there must be, at least one if one may be.
    fn array(&mut self, schema: &Map<String, Value>) -> Value {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
        let (least, most) = (bound("minItems").unwrap_or(0), bound("maxItems").unwrap_or(u64::MAX));
        let wanted = if self.is_spent() { least } else { least.max(1) };
        let count = usize::try_from(wanted.min(most).min(100)).unwrap_or(1);
        if count == 0 {
            return json!([]);
        }
        let items = schema.get("items").cloned().unwrap_or_default();
        let before = self.values;
        let Some(item) = self.value(&items) else { return json!([]) };
        // Copies count like what they are copies of: arrays in arrays multiply. What does not fit any more is left out.
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

    /// Every property that a request may hold, as long as the budget lasts; `None` if one that it must hold does not end.
    fn object(&mut self, schema: &Map<String, Value>) -> Option<Value> {
        let mut members = Map::new();
        let list = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let list: HashSet<&str> = list.filter_map(Value::as_str).collect();
        let required = |name: &str| list.contains(name);
        for (name, property) in
            schema.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            if self.is_over() {
                break;
            }
            if (self.is_spent() && !required(name)) || self.says(property, "readOnly") {
                continue;
            }
            match self.value(property) {
                Some(value) => drop(members.insert(name.clone(), value)),
                None if self.says(property, "nullable") => {
                    drop(members.insert(name.clone(), Value::Null))
                }
                None if required(name) => return None,
                None => {}
            }
        }
        match schema.get("additionalProperties").filter(|_| !self.is_spent()) {
            Some(Value::Bool(true)) => drop(members.insert("more".into(), scalar::TEXT.into())),
            Some(values @ Value::Object(_)) => {
                members.extend(self.value(values).map(|value| ("more".to_owned(), value)));
            }
            _ => {}
        }
        Some(Value::Object(members))
    }

    /// Whether a flag is set in a schema or in what it is made of.
    fn says(&mut self, schema: &Value, flag: &str) -> bool {
        if schema.get(flag) == Some(&Value::Bool(true)) {
            return true;
        }
        let (opened, mut joined) = (self.open.len(), Map::new());
        self.join(schema, &mut joined, &mut BTreeSet::new());
        self.open.truncate(opened);
        joined.get(flag) == Some(&Value::Bool(true))
    }
}

/// The property that tells arms apart, and its value for this one.
fn discriminator(schema: &Map<String, Value>, arm: &Value) -> Option<(String, String)> {
    let discriminator = schema.get("discriminator")?;
    let property = text(discriminator, "propertyName")?;
    let target = text(arm, "$ref")?;
    let name = target.rsplit('/').next()?;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mapped = mapping.into_iter().flatten().find(|(_, to)| *to == target || *to == name);
    Some((property.to_owned(), mapped.map_or(name, |(tag, _)| tag).to_owned()))
}
