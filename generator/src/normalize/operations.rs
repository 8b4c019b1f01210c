//! Visits every operation of a document.

use crate::document::join;
use crate::method::Method;
use serde_json::{Map, Value};

/// Calls `visit` with the pointer, path, method and object of every operation.
pub(super) fn each(
    root: &mut Value,
    visit: &mut dyn FnMut(&str, &str, Method, &mut Map<String, Value>),
) {
    let Some(paths) = root.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for (path, item) in paths {
        for method in Method::ALL {
            if let Some(operation) = item.get_mut(method.key()).and_then(Value::as_object_mut) {
                visit(&join(&join("/paths", path), method.key()), path, method, operation);
            }
        }
    }
}
