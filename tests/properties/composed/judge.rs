//! A document in; validators for its components out, which take what the types of a program keep.
//!
//! They take the schemas as they are, and besides:
//!
//! - a value has no property that no schema names which it fits: types pass such properties over;
//! - the property of a discriminator names the schema, of a union and of a parent, as OpenAPI says and JSON Schema does not.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// The schemas as validators take them.
pub(super) struct Judge<'d> {
    schemas: &'d Map<String, Value>,
    definitions: Value,
}

impl<'d> Judge<'d> {
    pub(super) fn new(schemas: &'d Map<String, Value>) -> Self {
        let mut judge = Self { schemas, definitions: Value::Null };
        let definitions = schemas.iter().map(|(name, schema)| (name.clone(), judge.part(schema)));
        judge.definitions = Value::Object(definitions.collect());
        judge
    }

    /// The validator for the values of a component.
    pub(super) fn of(&self, name: &str) -> Validator {
        let mut schema = self.whole(&json!({"$ref": format!("{PREFIX}{name}")}));
        schema["components"] = json!({"schemas": self.definitions});
        jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
    }

    /// A schema that says all of a value.
    fn whole(&self, schema: &Value) -> Value {
        let is_free =
            !schema.is_object() || *schema == json!({}) || *schema == json!({"type": "object"});
        if is_free {
            return schema.clone();
        }
        let closed = |parts: Value| json!({"allOf": parts, "unevaluatedProperties": false});
        match reference(schema).filter(|name| self.is_parent(name)) {
            Some(parent) => {
                let child = |name: &String| {
                    closed(json!([{"$ref": format!("{PREFIX}{name}")}, tagged("kind", name)]))
                };
                let children: Vec<Value> = children(self.schemas, parent).map(child).collect();
                json!({"anyOf": children})
            }
            None => closed(json!([self.part(schema)])),
        }
    }

    fn is_parent(&self, name: &str) -> bool {
        let schema = &self.schemas[name];
        schema.get("discriminator").is_some() && schema.get("properties").is_some()
    }

    /// A schema that others may stand beside.
    fn part(&self, schema: &Value) -> Value {
        let Value::Object(keys) = schema else { return schema.clone() };
        let mut out = Map::new();
        for (key, part) in keys {
            let part = match key.as_str() {
                "properties" | "patternProperties" => each(part, |schema| self.whole(schema)),
                "dependentSchemas" => each(part, |schema| self.part(schema)),
                "items" | "additionalProperties" => self.whole(part),
                "prefixItems" => each(part, |schema| self.whole(schema)),
                "allOf" | "oneOf" | "anyOf" => each(part, |schema| self.part(schema)),
                "if" | "then" | "else" => self.part(part),
                "discriminator" => continue,
                _ => part.clone(),
            };
            out.insert(key.clone(), part);
        }
        for (arm, tag) in out
            .get_mut("oneOf")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
            .zip(tags(schema))
        {
            *arm = json!({"allOf": [arm.take(), tagged("kind", &tag)]});
        }
        Value::Object(out)
    }
}

const PREFIX: &str = "#/components/schemas/";

fn tagged(property: &str, tag: &str) -> Value {
    json!({"properties": {property: {"const": tag}}})
}

/// Every part of a map or a list.
fn each(parts: &Value, change: impl Fn(&Value) -> Value) -> Value {
    match parts {
        Value::Object(map) => map.iter().map(|(name, part)| (name.clone(), change(part))).collect(),
        Value::Array(list) => list.iter().map(change).collect(),
        _ => parts.clone(),
    }
}

/// The component that a schema refers to.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix(PREFIX)
}

/// The names of the components that extend one.
pub(super) fn children<'d>(
    schemas: &'d Map<String, Value>,
    parent: &str,
) -> impl Iterator<Item = &'d String> {
    let extends = move |schema: &Value| {
        let arms = schema["allOf"].as_array().into_iter().flatten();
        arms.filter_map(reference).any(|name| name == parent)
    };
    schemas.iter().filter(move |(_, schema)| extends(schema)).map(|(name, _)| name)
}

/// What the discriminator of a union of components calls each of them; nothing of any other schema.
pub(super) fn tags(schema: &Value) -> Vec<String> {
    let Some(discriminator) = schema.get("discriminator") else { return Vec::new() };
    let mapping = discriminator["mapping"].as_object().into_iter().flatten();
    let mapping: Vec<_> = mapping.collect();
    let arms = schema["oneOf"].as_array().into_iter().flatten();
    let tag = |arm: &Value| {
        let mapped = mapping.iter().find(|(_, target)| **target == arm["$ref"]);
        mapped.map_or_else(|| reference(arm).map(str::to_owned), |(tag, _)| Some((*tag).clone()))
    };
    arms.filter_map(tag).collect()
}
