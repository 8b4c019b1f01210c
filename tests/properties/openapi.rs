//! The schemas of OpenAPI 3.0 said in JSON Schema 2020-12, so that a validator of that can judge values.
//!
//! - `nullable: true` allows null, beside a `$ref` in an `allOf` too (the specification leaves that open; everybody means it).
//! - A read-only property "SHOULD NOT be sent as part of the request. If the property is marked as readOnly being true and is in the
//!   required list, the required will take effect on the response only": it is forbidden in a request. Write-only ones likewise.
//! - `exclusiveMinimum: true` beside `minimum` becomes the number that 2020-12 wants.
//! - `format`: `int32` and its kin are bounds; `float` those of the type; `byte` is Base64. `date-time`, `date` and `uuid` are
//!   asserted as they are. Others are annotations.
//! - A `discriminator` requires its property, with a value that names the arm.
//! - An `x-discriminator`, which is this project's own, makes the value beside a property decide on its schema.
//! - Keys beside `$ref` are ignored.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

use crate::view::{self, Discriminator, Reader, list};

/// How much of a schema is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// All of it.
    Whole,
    /// What the types of a program can hold: no bounds, lengths, patterns, and no `not` but of everything; one arm of a `oneOf` or more.
    Types,
    /// That, with any value for enumerations and unions, which keep what they do not know.
    Open,
}

const BOUNDS: [&str; 9] = [
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
    "minProperties",
    "maxProperties",
];

/// A validator for a schema.
pub(crate) fn validator(reader: Reader<'_>, schema: &Value, level: Level) -> Validator {
    let mut translation = Translation { reader, level, names: HashMap::new(), open: Vec::new() };
    let mut root = translation.schema(schema, &[]);
    let mut definitions = Map::new();
    while let Some(pointer) = translation.open.pop() {
        let target = reader.document.pointer(&pointer).unwrap();
        let target = translation.schema(target, &[]);
        definitions.insert(translation.names[&pointer].clone(), target);
    }
    if let Some(root) = root.as_object_mut() {
        root.insert("$defs".into(), Value::Object(definitions));
    }
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_format("byte", is_base64)
        .build(&root)
        .unwrap()
}

fn is_base64(text: &str) -> bool {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).is_ok()
}

struct Translation<'d> {
    reader: Reader<'d>,
    level: Level,
    names: HashMap<String, String>,
    open: Vec<String>,
}

impl Translation<'_> {
    /// One schema; `hidden` are properties that values do not have though the schema may require them.
    fn schema(&mut self, schema: &Value, hidden: &[&str]) -> Value {
        let Some(object) = schema.as_object() else { return schema.clone() };
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            return json!({"$ref": format!("#/$defs/{}", self.name(&reference[1..]))});
        }
        let mut out = Map::new();
        let hidden: Vec<&str> = match self.reader.properties(schema) {
            Some(own) => own
                .iter()
                .filter(|p| p.hidden)
                .map(|p| p.name)
                .chain(hidden.iter().copied())
                .collect(),
            None => hidden.to_vec(),
        };
        self.structure(schema, &hidden, &mut out);
        if self.level == Level::Whole {
            self.bounds(object, &mut out);
        }
        self.format(object, &mut out);
        let out = Value::Object(out);
        if object.get("nullable") == Some(&Value::Bool(true)) {
            json!({"anyOf": [{"type": "null"}, out]})
        } else {
            out
        }
    }

    fn name(&mut self, pointer: &str) -> String {
        if let Some(name) = self.names.get(pointer) {
            return name.clone();
        }
        let name = format!("s{}", self.names.len());
        self.names.insert(pointer.to_owned(), name.clone());
        self.open.push(pointer.to_owned());
        name
    }

    fn structure(&mut self, schema: &Value, hidden: &[&str], out: &mut Map<String, Value>) {
        if let Some(of) = schema.get("type") {
            out.insert("type".into(), of.clone());
        }
        if let Some(values) = schema.get("enum").filter(|_| self.level != Level::Open) {
            out.insert("enum".into(), values.clone());
        }
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let translated = properties.iter().map(|(name, property)| {
                let is_hidden = hidden.contains(&name.as_str());
                (name.clone(), if is_hidden { json!(false) } else { self.schema(property, &[]) })
            });
            out.insert("properties".into(), Value::Object(translated.collect()));
        }
        let required = list(schema, "required").into_iter().filter_map(Value::as_str);
        let required: Vec<&str> = required.filter(|name| !hidden.contains(name)).collect();
        out.insert("required".into(), json!(required));
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = schema.get(key) {
                out.insert(key.into(), self.schema(inner, &[]));
            }
        }
        // What may not be there at all has no field.
        let counts = |not: &&Value| self.level == Level::Whole || **not == json!({});
        if let Some(not) = schema.get("not").filter(counts) {
            out.insert("not".into(), self.schema(not, &[]));
        }
        let arms = list(schema, "allOf");
        if !arms.is_empty() {
            let arms: Vec<Value> = arms.into_iter().map(|arm| self.schema(arm, hidden)).collect();
            out.insert("allOf".into(), json!(arms));
        }
        self.siblings(schema, out);
        self.alternatives(schema, out);
    }

    /// What `x-discriminator` says: a value beside a property names the schema of that, or of its items.
    fn siblings(&mut self, schema: &Value, out: &mut Map<String, Value>) {
        let properties = schema["properties"].as_object().into_iter().flatten();
        let mut rules = Vec::new();
        let is_open = self.level == Level::Open;
        for (name, property) in properties.filter(|_| !is_open) {
            let sibling = property["x-discriminator"]["property"].as_str().unwrap_or_default();
            let mapping = property["x-discriminator"]["mapping"].as_object();
            for (tag, target) in mapping.into_iter().flatten() {
                let target = target.as_str().unwrap().rsplit('/').next().unwrap();
                let arm = json!({"$ref": format!("#/components/schemas/{target}")});
                let arm = self.schema(&arm, &[]);
                let list = json!({"type": "array", "items": arm});
                let tags = json!([tag, tag.parse::<i64>().ok()]);
                rules.push(json!({
                    "if": {"properties": {sibling: {"enum": tags, "not": {"type": "null"}}}, "required": [sibling]},
                    "then": {"properties": {name: {"anyOf": [{"type": "null"}, arm, list]}}},
                }));
            }
        }
        if let Some(all) = out.entry("allOf").or_insert_with(|| json!([])).as_array_mut() {
            all.extend(rules);
        }
        if out["allOf"] == json!([]) {
            out.shift_remove("allOf");
        }
    }

    fn alternatives(&mut self, schema: &Value, out: &mut Map<String, Value>) {
        for key in ["oneOf", "anyOf"] {
            let arms = list(schema, key);
            if arms.is_empty() || self.level == Level::Open {
                continue;
            }
            let mut translated: Vec<Value> = arms.iter().map(|arm| self.schema(arm, &[])).collect();
            if let Some(Discriminator { property, tags }) = view::discriminator(schema, &arms) {
                for (arm, tags) in translated.iter_mut().zip(tags) {
                    let tag =
                        json!({"properties": {property: {"enum": tags}}, "required": [property]});
                    *arm = json!({"allOf": [tag, arm.take()]});
                }
            }
            let key = if self.level == Level::Types { "anyOf" } else { key };
            out.insert(key.into(), json!(translated));
        }
    }

    fn bounds(&self, object: &Map<String, Value>, out: &mut Map<String, Value>) {
        for key in BOUNDS {
            if let Some(bound) = object.get(key) {
                out.insert(key.into(), bound.clone());
            }
        }
        for (key, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            if let Some(bound) = object.get(key) {
                let strictly = object.get(exclusive) == Some(&Value::Bool(true));
                out.insert((if strictly { exclusive } else { key }).into(), bound.clone());
            }
        }
    }

    fn format(&self, object: &Map<String, Value>, out: &mut Map<String, Value>) {
        let format = object.get("format").and_then(Value::as_str).unwrap_or_default();
        let of = object.get("type").and_then(Value::as_str).unwrap_or_default();
        match (of, format) {
            ("string", "date-time" | "date" | "uuid" | "byte") => {
                out.insert("format".into(), json!(format));
            }
            ("integer", _) => {
                let (low, high) = integer_range(format);
                restrict(out, json!(low), json!(high));
            }
            // The greatest float in as few digits as tell it from others, as it is written.
            ("number", "float") => restrict(out, json!(-3.4028235e38), json!(3.4028235e38)),
            _ => {}
        }
    }
}

/// Adds bounds to those that are there.
fn restrict(out: &mut Map<String, Value>, low: Value, high: Value) {
    let own = json!({"minimum": low, "maximum": high});
    match out.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(all) => all.push(own),
        None => drop(out.insert("allOf".into(), json!([own]))),
    }
}

/// The integers of a format; 64 bits without one, which is all that the crate promises to read.
pub(crate) fn integer_range(format: &str) -> (i128, i128) {
    match format {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    }
}
