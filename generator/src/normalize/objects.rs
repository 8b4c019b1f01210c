//! Objects that nothing fits.

use serde_json::{Map, Value, json};

/// Whether a schema is an object without properties that allows none: only `{}` fits.
pub(super) fn is_closed_and_empty(schema: &Map<String, Value>) -> bool {
    let is_empty = |key: &str| match schema.get(key) {
        None => true,
        Some(Value::Object(map)) => map.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => false,
    };
    schema.get("type") == Some(&json!("object"))
        && schema.get("additionalProperties") == Some(&json!(false))
        && ["properties", "patternProperties", "allOf", "oneOf", "anyOf", "required"]
            .iter()
            .all(|key| is_empty(key))
}
