//! The forms of OpenAPI 3.1 in; those of 3.0 out: type lists, `null`, `const`, numeric exclusive bounds, content encodings.

use crate::document::schemas_mut;
use serde_json::{Map, Value, json};

/// Rewrites every schema. Numeric exclusive bounds, lists of types and `x-nullable` are rewritten in any document, the other forms in those of
/// 3.1 or later. Nothing is reported, since both forms are equivalent.
pub(super) fn rewrite(root: &mut Value, is_3_1: bool) {
    schemas_mut(root, &mut |_, schema| {
        exclusive_bounds(schema);
        nullable(schema);
        if is_3_1 {
            booleans(schema);
            null_arms(schema);
            constant(schema);
            unevaluated(schema);
        }
        type_list(schema);
        if is_3_1 {
            content_encoding(schema);
            items(schema);
        }
    });
    if is_3_1 && let Some(root) = root.as_object_mut() {
        root.insert("openapi".into(), json!("3.0.3"));
        root.entry("paths").or_insert_with(|| json!({}));
        root.shift_remove("jsonSchemaDialect");
    }
}

/// `x-nullable` is the form of `nullable` in Swagger 2.0. If a schema has both, `nullable` counts, as it is the keyword of OpenAPI.
pub(super) fn nullable(map: &mut Map<String, Value>) {
    if map.shift_remove("x-nullable") == Some(json!(true)) {
        map.entry("nullable").or_insert(json!(true));
    }
}

/// `oneOf: [X, {type: "null"}]` is a nullable X.
fn null_arms(map: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let Some(arms) = map.get_mut(key).and_then(Value::as_array_mut) else { continue };
        let before = arms.len();
        arms.retain(|arm| !is_null(arm));
        let left = arms.len();
        if left < before {
            map.insert("nullable".into(), json!(true));
        }
        if left == 0 && before > 0 {
            map.shift_remove(key);
        }
    }
}

/// Whether a schema allows only null.
fn is_null(schema: &Value) -> bool {
    schema.get("type") == Some(&json!("null"))
        || schema.get("const") == Some(&Value::Null)
        || schema.get("enum") == Some(&json!([null]))
}

/// `true` allows any value, `false` none. In 3.0, only `additionalProperties` may be a boolean.
fn booleans(map: &mut Map<String, Value>) {
    let plain = |schema: &mut Value| match schema {
        Value::Bool(true) => *schema = json!({}),
        Value::Bool(false) => *schema = json!({ "not": {} }),
        _ => {}
    };
    if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(plain);
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        map.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().for_each(plain);
    }
    map.get_mut("items").into_iter().for_each(plain);
}

/// An array without `items` holds anything.
fn items(map: &mut Map<String, Value>) {
    if map.get("type") == Some(&json!("array")) && !map.contains_key("prefixItems") {
        map.entry("items").or_insert(json!({}));
    }
}

/// `type: [string, null]` is a nullable string; several types are alternatives.
fn type_list(map: &mut Map<String, Value>) {
    if map.get("type") == Some(&json!("null")) {
        map.insert("type".into(), json!(["null"]));
    }
    let Some(types) = map.get("type").and_then(Value::as_array).cloned() else { return };
    let (null, other): (Vec<_>, Vec<_>) = types.into_iter().partition(|kind| kind == "null");
    if !null.is_empty() {
        map.insert("nullable".into(), json!(true));
    }
    match other.as_slice() {
        // An empty list of types is reported elsewhere.
        [] if null.is_empty() => {}
        [] => {
            map.shift_remove("type");
            // Without other keywords, null is the only value.
            if !["allOf", "oneOf", "anyOf", "$ref"].iter().any(|key| map.contains_key(*key)) {
                map.insert("enum".into(), json!([null]));
            }
        }
        [only] => drop(map.insert("type".into(), only.clone())),
        several => {
            map.shift_remove("type");
            let Some(key) = free_key(map, several) else { return };
            let mut arms: Vec<Value> = several.iter().map(|kind| arm(map, kind)).collect();
            // A type without listed values has no values.
            if let Some(listed) = map.shift_remove("enum") {
                arms.retain(|arm| arm.get("enum").is_some());
                if listed.as_array().is_some_and(|listed| listed.contains(&Value::Null)) {
                    map.insert("nullable".into(), json!(true));
                }
            }
            for key in TYPED.iter().flat_map(|(_, keys)| *keys).filter(|key| **key != "format") {
                map.shift_remove(*key);
            }
            if arms.iter().any(|arm| arm.get("format").is_some()) {
                map.shift_remove("format");
            }
            match arms.as_slice() {
                [Value::Object(only)] => map.extend(only.clone()),
                _ => drop(map.insert(key.into(), Value::Array(arms))),
            }
        }
    }
}

/// The keyword for alternatives of several types; `None` if the alternatives beside the types have them already.
fn free_key(map: &mut Map<String, Value>, several: &[Value]) -> Option<&'static str> {
    let keys = ["anyOf", "oneOf"];
    let used: Vec<&str> = keys.into_iter().filter(|key| map.contains_key(*key)).collect();
    let arms = |map: &Map<String, Value>| -> Vec<Value> {
        let lists = used.iter().filter_map(|key| map.get(*key)?.as_array());
        lists.flatten().cloned().collect()
    };
    let written = arms(map);
    if written.iter().any(says_type) {
        return None;
    }
    let families: Vec<Option<&Value>> = written.iter().map(|arm| family_of(arm, several)).collect();
    let are_covered = several.iter().all(|kind| families.contains(&Some(kind)));
    if !used.is_empty() && are_covered && families.iter().all(Option::is_some) {
        for key in used {
            let list = map.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten();
            for arm in list.filter_map(Value::as_object_mut) {
                let kind = family_of(&Value::Object(arm.clone()), several).cloned();
                arm.extend(kind.map(|kind| ("type".to_owned(), kind)));
            }
        }
        return None;
    }
    // Alternatives that only restrict values stay beside the types.
    keys.into_iter().find(|key| !map.contains_key(*key))
}

/// Whether an alternative has a type, or may have one.
fn says_type(arm: &Value) -> bool {
    const TYPES: [&str; 9] =
        ["type", "$ref", "$dynamicRef", "enum", "const", "properties", "allOf", "oneOf", "anyOf"];
    TYPES.iter().any(|key| arm.get(key).is_some())
}

/// The only one of some types that the keywords of an alternative apply to.
fn family_of<'k>(arm: &Value, several: &'k [Value]) -> Option<&'k Value> {
    let arm = arm.as_object()?;
    let applies = |kind: &&Value| {
        let name = kind.as_str().unwrap_or_default();
        let family = if name == "integer" { "number" } else { name };
        let mut keys = TYPED.iter().filter(|(own, _)| *own == family).flat_map(|(_, keys)| *keys);
        keys.any(|key| *key != "format" && arm.contains_key(*key))
    };
    let mut kinds = several.iter().filter(applies);
    kinds.next().filter(|_| kinds.next().is_none())
}

/// The keywords for values of one type.
const TYPED: [(&str, &[&str]); 4] = [
    (
        "string",
        &["format", "pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"],
    ),
    (
        "number",
        &["format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
    ),
    (
        "array",
        &[
            "items",
            "prefixItems",
            "contains",
            "minContains",
            "maxContains",
            "minItems",
            "maxItems",
            "uniqueItems",
            "unevaluatedItems",
        ],
    ),
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
        ],
    ),
];

/// The part of a schema with several types that applies to one of them.
fn arm(map: &Map<String, Value>, kind: &Value) -> Value {
    let name = kind.as_str().unwrap_or_default();
    let family = if name == "integer" { "number" } else { name };
    let mut arm = Map::new();
    arm.insert("type".into(), kind.clone());
    for key in TYPED.iter().filter(|(own, _)| *own == family).flat_map(|(_, keys)| *keys) {
        let is_own = |value: &&Value| {
            *key != "format"
                || value.as_str().is_some_and(|format| super::formats::is_known(name, format))
        };
        if let Some(value) = map.get(*key).filter(is_own) {
            arm.insert((*key).to_owned(), value.clone());
        }
    }
    if let Some(values) = map.get("enum").and_then(Value::as_array) {
        let is_own = |value: &&Value| match name {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            _ => value.is_object(),
        };
        let own: Vec<Value> = values.iter().filter(is_own).cloned().collect();
        if !own.is_empty() {
            arm.insert("enum".into(), Value::Array(own));
        }
    }
    Value::Object(arm)
}

/// Keywords whose schemas describe the same value and evaluate its properties.
const IN_PLACE: [&str; 8] =
    ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "not"];

/// Replaces `unevaluatedProperties` and `unevaluatedItems` by `additionalProperties` and `items`, unless those exist.
fn unevaluated(map: &mut Map<String, Value>) {
    let is_alone = !IN_PLACE.iter().any(|key| map.contains_key(*key));
    if is_alone && map.get("unevaluatedProperties") == Some(&Value::Bool(false)) {
        map.shift_remove("unevaluatedProperties");
        map.entry("additionalProperties").or_insert(json!(false));
    }
    let keys = [("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")];
    for (key, plain) in keys {
        // An explicit permission is kept.
        let is_any = |value: &Value| *value == Value::Bool(true) && key == "unevaluatedProperties";
        let says = |value: &Value| value.is_object() || is_any(value);
        if map.get(key).is_some_and(says) && !map.contains_key(plain) {
            let schema = map.shift_remove(key).unwrap_or_default();
            map.insert(plain.into(), schema);
        }
    }
}

/// `const: x` is an enum of one.
fn constant(map: &mut Map<String, Value>) {
    if let Some(value) = map.shift_remove("const") {
        if value.is_null() {
            map.insert("nullable".into(), json!(true));
        }
        if value.is_string() {
            map.entry("type").or_insert(json!("string"));
        }
        map.insert("enum".into(), json!([value]));
    }
}

/// `exclusiveMinimum: 3` is `minimum: 3, exclusiveMinimum: true`, unless its `minimum` is stricter.
fn exclusive_bounds(map: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(value) = map.get(exclusive).filter(|value| value.is_number()).cloned() {
            let is_stricter = |other: f64| {
                let own = value.as_f64().unwrap_or_default();
                if bound == "minimum" { other > own } else { other < own }
            };
            if map.get(bound).and_then(Value::as_f64).is_some_and(is_stricter) {
                map.shift_remove(exclusive);
                continue;
            }
            map.insert(exclusive.into(), json!(true));
            map.insert(bound.into(), value);
        }
    }
}

/// `contentEncoding: base64` is `format: byte`.
fn content_encoding(map: &mut Map<String, Value>) {
    if map.get("contentEncoding").is_some_and(|encoding| encoding == "base64") {
        map.shift_remove("contentEncoding");
        map.insert("format".into(), json!("byte"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The property of a 3.1 document, converted to 3.0.
    fn property(schema: Value) -> Value {
        let mut root = json!({
            "openapi": "3.1.0",
            "components": {"schemas": {"A": {"type": "object", "properties": {"p": schema}}}}
        });
        rewrite(&mut root, true);
        root["components"]["schemas"]["A"]["properties"]["p"].take()
    }

    #[test]
    fn what_3_1_says_differently_is_said_as_in_3_0() {
        for (schema, expected) in [
            (json!(true), json!({})),
            (json!(false), json!({"not": {}})),
            (json!({"type": "null"}), json!({"nullable": true, "enum": [null]})),
            (json!({"const": null}), json!({"nullable": true, "enum": [null]})),
            (json!({"oneOf": [{"type": "null"}]}), json!({"nullable": true})),
            (
                json!({"anyOf": [{"type": "string"}, {"enum": [null]}]}),
                json!({"anyOf": [{"type": "string"}], "nullable": true}),
            ),
            (json!({"type": "array"}), json!({"type": "array", "items": {}})),
            (
                json!({"type": ["array", "string"]}),
                json!({"anyOf": [{"type": "array", "items": {}}, {"type": "string"}]}),
            ),
            (
                json!({"type": ["string", "integer"], "oneOf": [{"pattern": "a"}, {"minimum": 3}]}),
                json!({"oneOf": [{"pattern": "a", "type": "string"}, {"minimum": 3, "type": "integer"}]}),
            ),
            (
                json!({"type": ["string", "integer"], "anyOf": [{"pattern": "a"}, {"pattern": "b"}]}),
                json!({
                    "anyOf": [{"pattern": "a"}, {"pattern": "b"}],
                    "oneOf": [{"type": "string"}, {"type": "integer"}]
                }),
            ),
            (
                json!({"type": ["string", "integer"], "anyOf": [{"type": "string"}, {"$ref": "#/x"}]}),
                json!({"anyOf": [{"type": "string"}, {"$ref": "#/x"}]}),
            ),
            (
                json!({"type": "object", "unevaluatedProperties": false}),
                json!({"type": "object", "additionalProperties": false}),
            ),
            (
                json!({"$ref": "#/x", "unevaluatedProperties": false}),
                json!({"$ref": "#/x", "unevaluatedProperties": false}),
            ),
            (
                json!({"$ref": "#/x", "unevaluatedProperties": true}),
                json!({"$ref": "#/x", "additionalProperties": true}),
            ),
            (json!({"x-nullable": true}), json!({"nullable": true})),
            (json!({"nullable": false, "x-nullable": true}), json!({"nullable": false})),
            (json!({"minimum": 10, "exclusiveMinimum": 3}), json!({"minimum": 10})),
            (
                json!({"minimum": 3, "exclusiveMinimum": 3}),
                json!({"minimum": 3, "exclusiveMinimum": true}),
            ),
            (
                json!({"maximum": 10, "exclusiveMaximum": 3}),
                json!({"maximum": 3, "exclusiveMaximum": true}),
            ),
        ] {
            assert_eq!(property(schema.clone()), expected, "{schema}");
        }
    }
}
