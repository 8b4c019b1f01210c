//! References (`$ref`) in; their targets out.

use super::pointer::{local_pointer, tokens};
use serde_json::Value;

/// The maximum length of a chain of references; a longer one counts as recursive.
pub(crate) const MAX_CHAIN: usize = 64;

/// The pointer of a value that is a local reference.
pub(crate) fn target(value: &Value) -> Option<String> {
    value.get("$ref").and_then(Value::as_str).and_then(local_pointer)
}

/// A value, or the final target of its reference. None if there is no target, if it is in another document, or if the references are
/// recursive.
pub(crate) fn resolve<'v>(root: &'v Value, mut value: &'v Value) -> Option<&'v Value> {
    for _ in 0..MAX_CHAIN {
        if !value.get("$ref").is_some_and(Value::is_string) {
            return Some(value);
        }
        value = root.pointer(&target(value)?)?;
    }
    None
}

/// The pointers of all references in a value, with repetitions.
pub(crate) fn targets(value: &Value) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), vec![value]);
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                found.extend(target(value));
                open.extend(map.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// The name of the schema in a reference, or in a bare name of a `mapping`.
pub(crate) fn target_name(reference: &str) -> String {
    let pointer = local_pointer(reference).unwrap_or_else(|| reference.to_owned());
    tokens(&pointer).last().unwrap_or(pointer)
}

/// The name of a reference's target, if the last key of the reference is a name: `Pet` for `#/components/schemas/Pet`, and none for
/// `#/paths/~1pets/get/responses/200/content/application~1json/schema` or `#/components/schemas/Pet/allOf/0`.
pub(crate) fn name_of_target(reference: &str) -> Option<String> {
    const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
    const SCHEMAS: [&str; 4] = ["schema", "items", "additionalProperties", "not"];
    const NAMED: [&str; 4] = ["schemas", "definitions", "$defs", "properties"];
    let keys: Vec<String> = local_pointer(reference).iter().flat_map(|own| tokens(own)).collect();
    let is_none = match keys.as_slice() {
        [.., around, last] => {
            LISTS.contains(&around.as_str())
                || SCHEMAS.contains(&last.as_str()) && !NAMED.contains(&around.as_str())
        }
        _ => false,
    };
    (!is_none).then(|| target_name(reference))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_chain_leads_to_its_end_and_a_circle_nowhere() {
        let to = |name: &str| json!({"$ref": format!("#/{name}")});
        let root = json!({"a": to("b"), "b": to("c"), "c": {"x": 1}, "d": to("e"), "e": to("d"), "f": to("g")});
        assert_eq!(resolve(&root, &root["a"]), Some(&root["c"]));
        for nowhere in ["d", "f"] {
            assert_eq!(resolve(&root, &root[nowhere]), None);
        }
        assert_eq!(resolve(&root, &json!({"$ref": "other.yaml#/a"})), None);
    }
}
