//! A schema in; values out that may fit it: each part of it is made, and what several parts make is put together. Whether a value
//! fits is for the validator to say.

use serde_json::{Map, Value, json};

use super::judge::{children, reference, tags};
use super::schemas::Dice;

/// How deep values become.
const DEPTH: usize = 9;

/// Makes values.
pub(super) struct Values<'d> {
    schemas: &'d Map<String, Value>,
    dice: Dice,
}

impl<'d> Values<'d> {
    pub(super) fn new(schemas: &'d Map<String, Value>, dice: Dice) -> Self {
        Self { schemas, dice }
    }

    /// A value of a component; `None` where it does not come to an end.
    pub(super) fn of(&mut self, name: &str) -> Option<Value> {
        self.component(name, 0)
    }

    fn component(&mut self, name: &str, depth: usize) -> Option<Value> {
        let schema = &self.schemas[name];
        let children: Vec<_> = children(self.schemas, name).collect();
        if schema.get("discriminator").is_some() && !children.is_empty() {
            let child = *self.dice.pick(&children);
            return self.component(child, depth);
        }
        let mut value = self.at(schema, depth)?;
        if self.extends(schema) {
            value["kind"] = json!(name);
        }
        Some(value)
    }

    /// Whether a schema is a child of one with a discriminator.
    fn extends(&self, schema: &Value) -> bool {
        list(schema, "allOf").into_iter().filter_map(reference).any(|parent| {
            let parent = &self.schemas[parent];
            parent.get("discriminator").is_some() && parent.get("properties").is_some()
        })
    }

    fn at(&mut self, schema: &'d Value, depth: usize) -> Option<Value> {
        if depth > DEPTH {
            return None;
        }
        let Value::Object(parts) = schema else { return Some(json!("anything")) };
        if let Some(fixed) = parts.get("const") {
            return Some(fixed.clone());
        }
        if let Some(values) = parts.get("enum").and_then(Value::as_array) {
            return Some(self.dice.pick(values).clone());
        }
        if let Some(name) = reference(schema)
            && parts.len() == 1
        {
            return self.component(name, depth + 1);
        }
        let tags = tags(schema);
        if !tags.is_empty() {
            return self.tagged(schema, &tags, depth);
        }
        let mut value = self.own(schema, depth)?;
        for part in self.parts(schema) {
            let further = self.at(part, depth + 1)?;
            value = together(value, further);
        }
        if let Some(condition) = parts.get("if") {
            value = self.conditional(schema, condition, value, depth)?;
        }
        Some(value.unwrap_or_else(|| json!({})))
    }

    /// What stands beside the schema's own keywords: what it refers to, each part of an `allOf`, one alternative and now and then two,
    /// what depends on a property.
    fn parts(&mut self, schema: &'d Value) -> Vec<&'d Value> {
        let mut parts: Vec<&Value> =
            reference(schema).map(|name| &self.schemas[name]).into_iter().collect();
        parts.extend(list(schema, "allOf"));
        for key in ["oneOf", "anyOf"] {
            let arms = list(schema, key);
            if !arms.is_empty() {
                if key == "anyOf" && self.dice.one_in(5) {
                    parts.push(*self.dice.pick(&arms));
                }
                parts.push(*self.dice.pick(&arms));
            }
        }
        let dependent = schema["dependentSchemas"].as_object().into_iter().flatten();
        parts.extend(dependent.map(|(_, schema)| schema));
        parts
    }

    fn conditional(
        &mut self,
        schema: &'d Value,
        condition: &'d Value,
        value: Option<Value>,
        depth: usize,
    ) -> Option<Option<Value>> {
        let holds = self.dice.one_in(2);
        let mut all = value;
        if holds {
            all = together(all, self.at(condition, depth + 1)?);
        }
        match schema.get(if holds { "then" } else { "else" }) {
            Some(then) => Some(together(all, self.at(then, depth + 1)?)),
            None => Some(all),
        }
    }

    /// A value of a union, with what the discriminator calls its arm.
    fn tagged(&mut self, schema: &'d Value, tags: &[String], depth: usize) -> Option<Value> {
        let arms = list(schema, "oneOf");
        let chosen = self.dice.below(arms.len());
        let mut value = self.at(arms[chosen], depth + 1)?;
        value["kind"] = json!(tags[chosen]);
        Some(value)
    }

    /// What the keywords of the schema itself make; nothing if they do not say of what type it is.
    fn own(&mut self, schema: &'d Value, depth: usize) -> Option<Option<Value>> {
        let of = match &schema["type"] {
            Value::String(of) => of.as_str(),
            Value::Array(types) => self.dice.pick(types).as_str().unwrap_or_default(),
            _ if ["properties", "additionalProperties"]
                .iter()
                .any(|key| schema.get(key).is_some()) =>
            {
                "object"
            }
            _ if schema.get("prefixItems").is_some() => "array",
            _ => return Some(None),
        };
        let value = match of {
            "null" => Value::Null,
            "boolean" => json!(self.dice.one_in(2)),
            "integer" => json!(self.dice.pick(&[0, 1, 5, 2_000_000_000])),
            "number" => self.dice.pick(&[json!(0), json!(2.5), json!(-7), json!(1e10)]).clone(),
            "string" => self.text(schema),
            "array" => self.array(schema, depth)?,
            _ => self.object(schema, depth)?,
        };
        Some(Some(value))
    }

    fn text(&mut self, schema: &Value) -> Value {
        json!(match schema["format"].as_str() {
            Some("date-time") => "2024-05-06T07:08:09Z",
            Some("uuid") => "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            _ if schema.get("minLength").is_some() => *self.dice.pick(&["ab", "abcde"]),
            _ => *self.dice.pick(&["", "text", "one", "cat", "7", "null", "é\u{1f600}\n\""]),
        })
    }

    fn array(&mut self, schema: &'d Value, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        for item in list(schema, "prefixItems") {
            items.push(self.at(item, depth + 1)?);
        }
        if let Some(further) = schema.get("items").filter(|items| items.is_object()) {
            for _ in 0..self.dice.below(3) {
                match self.at(further, depth + 1) {
                    Some(item) => items.push(item),
                    None => break,
                }
            }
        }
        let first = list(schema, "prefixItems").len();
        if first > 0 && self.dice.one_in(4) {
            items.truncate(self.dice.below(first));
        } else if first > 0 && schema.get("items").is_none() && self.dice.one_in(4) {
            items.extend([json!("more"), json!({"further": [1]})]);
        }
        Some(Value::Array(items))
    }

    fn object(&mut self, schema: &'d Value, depth: usize) -> Option<Value> {
        let mut object = Map::new();
        let required = list(schema, "required");
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_required = required.contains(&&json!(name));
            if is_required || self.dice.below(DEPTH) > depth {
                match self.at(property, depth + 1) {
                    Some(value) => drop(object.insert(name.clone(), value)),
                    None if is_required => return None,
                    None => {}
                }
            }
        }
        let patterns = schema["patternProperties"].as_object().into_iter().flatten();
        let further = patterns.map(|(_, schema)| ("x-more", schema));
        let further =
            further.chain(schema.get("additionalProperties").map(|schema| ("other", schema)));
        for (name, schema) in further.filter(|(_, schema)| **schema != json!(false)) {
            if self.dice.one_in(2)
                && let Some(value) = self.at(schema, depth + 1)
            {
                object.insert(name.into(), value);
            }
        }
        Some(Value::Object(object))
    }
}

/// What two parts of a schema make together: of objects, all that either has; of lists, the items that the other has after them; of anything
/// else, the latter.
fn together(one: Option<Value>, other: Value) -> Option<Value> {
    match (one, other) {
        (Some(Value::Object(mut one)), Value::Object(other)) => {
            for (key, value) in other {
                let before = one.remove(&key);
                one.extend(together(before, value).map(|value| (key, value)));
            }
            Some(Value::Object(one))
        }
        (Some(Value::Array(mut one)), Value::Array(other)) if other.len() > one.len() => {
            let known = one.len();
            one.extend(other.into_iter().skip(known));
            Some(Value::Array(one))
        }
        (_, other) => Some(other),
    }
}

fn list<'d>(schema: &'d Value, key: &str) -> Vec<&'d Value> {
    schema[key].as_array().into_iter().flatten().collect()
}
