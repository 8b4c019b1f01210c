//! What OpenAPI 3.1 says differently, in the words of 3.0: type lists, `null`, `const`, numeric exclusive bounds, content encodings.

use super::walk;
use crate::document::Document;
use serde_json::{Map, Value, json};

/// Rewrites every schema of a 3.1 document, and numeric exclusive bounds in any. Nothing is reported: the two forms mean the same.
pub(super) fn rewrite(document: &mut Document) {
    let root = &mut document.value;
    let is_3_1 = root
        .get("openapi")
        .and_then(Value::as_str)
        .is_some_and(|version| version.starts_with("3.1"));
    walk::schemas(root, &mut |_, schema| {
        exclusive_bounds(schema);
        if is_3_1 {
            null_arms(schema);
            type_list(schema);
            constant(schema);
            content_encoding(schema);
        }
    });
    if is_3_1 && let Some(root) = root.as_object_mut() {
        root.insert("openapi".into(), json!("3.0.3"));
        root.entry("paths").or_insert_with(|| json!({}));
        root.shift_remove("jsonSchemaDialect");
        // What others refer to there stays.
        let is_needed = |webhooks: &Value| {
            let text = Value::Object(root.clone()).to_string();
            webhooks.is_object() && text.contains("\"#/webhooks/")
        };
        if !root.get("webhooks").is_some_and(is_needed) {
            root.shift_remove("webhooks");
        }
    }
}

/// `oneOf: [X, {type: "null"}]` is a nullable X.
fn null_arms(map: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let Some(arms) = map.get_mut(key).and_then(Value::as_array_mut) else { continue };
        let before = arms.len();
        arms.retain(|arm| arm.get("type") != Some(&json!("null")));
        if arms.len() < before {
            map.insert("nullable".into(), json!(true));
        }
    }
}

/// `type: [string, null]` is a nullable string; several types are alternatives.
fn type_list(map: &mut Map<String, Value>) {
    let Some(types) = map.get("type").and_then(Value::as_array).cloned() else { return };
    let (null, other): (Vec<_>, Vec<_>) = types.into_iter().partition(|kind| kind == "null");
    if !null.is_empty() {
        map.insert("nullable".into(), json!(true));
    }
    match other.as_slice() {
        [] => drop(map.shift_remove("type")),
        [only] => drop(map.insert("type".into(), only.clone())),
        several => {
            map.shift_remove("type");
            let arms: Vec<Value> = several.iter().map(|kind| json!({ "type": kind })).collect();
            map.entry("anyOf").or_insert(Value::Array(arms));
        }
    }
}

/// `const: x` is an enum of one.
fn constant(map: &mut Map<String, Value>) {
    if let Some(value) = map.shift_remove("const") {
        if value.is_string() {
            map.entry("type").or_insert(json!("string"));
        }
        map.insert("enum".into(), json!([value]));
    }
}

/// `exclusiveMinimum: 3` is `minimum: 3, exclusiveMinimum: true`.
fn exclusive_bounds(map: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(value) = map.get(exclusive).filter(|value| value.is_number()).cloned() {
            map.insert(exclusive.into(), json!(true));
            map.insert(bound.into(), value);
        }
    }
}

/// `contentEncoding: base64` is `format: byte`.
fn content_encoding(map: &mut Map<String, Value>) {
    if map.shift_remove("contentEncoding").is_some_and(|encoding| encoding == "base64") {
        map.insert("format".into(), json!("byte"));
    }
}
