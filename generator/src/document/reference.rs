//! References (`$ref`): what they name, and what a chain of them leads to.

use super::pointer::{local_pointer, tokens};
use serde_json::Value;

/// A longer chain of references is taken for one that leads back to itself.
pub(crate) const LINKS: usize = 64;

/// The pointer that a value names, if it is a reference inside of the document.
pub(crate) fn target(value: &Value) -> Option<String> {
    value.get("$ref").and_then(Value::as_str).and_then(local_pointer)
}

/// A value, or what it leads to if it is a reference. None if that is nothing, outside of the document or the reference itself.
pub(crate) fn resolve<'v>(root: &'v Value, mut value: &'v Value) -> Option<&'v Value> {
    for _ in 0..LINKS {
        if !value.get("$ref").is_some_and(Value::is_string) {
            return Some(value);
        }
        value = root.pointer(&target(value)?)?;
    }
    None
}

/// The pointers of all references inside of a value, the same one as often as it is there.
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

/// The name of the schema that a reference, or a bare name in a `mapping`, stands for.
pub(crate) fn target_name(reference: &str) -> String {
    let pointer = local_pointer(reference).unwrap_or_else(|| reference.to_owned());
    tokens(&pointer).last().unwrap_or(pointer)
}

/// The name of what a reference leads to, if the last key of the reference is one: `Pet` of `#/components/schemas/Pet`, and none of
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
