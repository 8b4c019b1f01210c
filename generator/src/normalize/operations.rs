//! Visits every operation of a document.

use crate::document::{Method, join};
use serde_json::{Map, Value};

/// Where an operation stands.
pub(super) struct Place<'p> {
    /// Its path template.
    pub(super) path: &'p str,
    /// Its method.
    pub(super) method: Method,
    /// Its JSON pointer.
    pub(super) pointer: String,
}

/// Calls `visit` with every operation, which it may change.
pub(super) fn each(root: &mut Value, visit: &mut dyn FnMut(&Place<'_>, &mut Map<String, Value>)) {
    let Some(paths) = root.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for (path, item) in paths {
        for method in Method::ALL {
            if let Some(operation) = item.get_mut(method.key()).and_then(Value::as_object_mut) {
                visit(&place(path, method), operation);
            }
        }
    }
}

/// Calls `visit` with every operation.
pub(super) fn look(root: &Value, visit: &mut dyn FnMut(&Place<'_>, &Map<String, Value>)) {
    for (path, item) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for method in Method::ALL {
            if let Some(operation) = item.get(method.key()).and_then(Value::as_object) {
                visit(&place(path, method), operation);
            }
        }
    }
}

fn place(path: &str, method: Method) -> Place<'_> {
    Place { path, method, pointer: join(&join("/paths", path), method.key()) }
}
