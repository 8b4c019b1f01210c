//! A value in; the same value with each set in a fixed order out, so that equal values compare as equal.
//!
//! The only such set is `required` of a schema. Data (`example`, `default`, `enum`, `const`) stays as it is.

use serde_json::Value;

const LITERALS: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// The value with its sets in order.
pub(super) fn ordered(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let entry = |(key, value): (&String, &Value)| {
                let value = match is_set(key, value) {
                    true => Value::Array(items(value)),
                    false if LITERALS.contains(&key.as_str()) => value.clone(),
                    false => ordered(value),
                };
                (key.clone(), value)
            };
            Value::Object(object.iter().map(entry).collect())
        }
        Value::Array(array) => Value::Array(array.iter().map(ordered).collect()),
        other => other.clone(),
    }
}

/// Whether the value of a key is a set of names.
pub(super) fn is_set(key: &str, value: &Value) -> bool {
    key == "required" && value.as_array().is_some_and(|array| array.iter().all(Value::is_string))
}

/// The items of a set in order.
pub(super) fn items(set: &Value) -> Vec<Value> {
    let mut items = set.as_array().cloned().unwrap_or_default();
    items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_the_order_of_required_is_none() {
        let same = |a: Value, b: Value| ordered(&a) == ordered(&b);
        assert!(same(
            json!({"properties": {"a": {"required": ["x", "y"]}}}),
            json!({"properties": {"a": {"required": ["y", "x"]}}})
        ));
        assert!(!same(json!({"required": ["x", "y"]}), json!({"required": ["x", "x"]})));
        assert!(!same(json!({"required": [1, 2]}), json!({"required": [2, 1]})));
        assert!(!same(json!({"enum": ["x", "y"]}), json!({"enum": ["y", "x"]})));
        let literal = |first: &str, second: &str| json!({"example": {"required": [first, second]}});
        assert!(!same(literal("x", "y"), literal("y", "x")));
    }
}
