//! Which schemas request bodies hold.

use crate::document::{Method, local_pointer};
use serde_json::Value;
use std::collections::HashSet;

/// The pointers of everything that request bodies refer to, directly or through others.
pub(super) struct Requests(HashSet<String>);

impl Requests {
    /// Follows the references of all request bodies.
    pub(super) fn of(root: &Value) -> Self {
        let mut open = Vec::new();
        let paths = root.get("paths").and_then(Value::as_object);
        for item in paths.into_iter().flat_map(|paths| paths.values()) {
            for method in Method::ALL {
                if let Some(body) = item.get(method.key()).and_then(|item| item.get("requestBody"))
                {
                    references(body, &mut open);
                }
            }
        }
        let mut found = HashSet::new();
        while let Some(pointer) = open.pop() {
            if found.insert(pointer.clone())
                && let Some(target) = root.pointer(&pointer)
            {
                references(target, &mut open);
            }
        }
        Self(found)
    }

    /// Whether requests hold the schema at a pointer.
    pub(super) fn hold(&self, pointer: &str) -> bool {
        let ends = pointer.match_indices('/').map(|(at, _)| at).chain([pointer.len()]);
        pointer.contains("/requestBody/")
            || ends.into_iter().any(|end| self.0.contains(&pointer[..end]))
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).and_then(local_pointer));
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}
