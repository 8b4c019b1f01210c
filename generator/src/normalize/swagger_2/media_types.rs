//! `consumes` and `produces`: the media types of bodies and responses without their own.

use super::rewrites::Rewrites;
use crate::diagnostic::Code;
use crate::document::{join, operations_mut};
use serde_json::{Map, Value};

/// The media types in `consumes` or `produces` of an operation, or else of the document. An empty list of the operation counts too.
pub(super) fn of(operation: &Map<String, Value>, document: &[String], key: &str) -> Vec<String> {
    match operation.get(key) {
        own @ Some(Value::Array(_)) => list(own),
        _ => document.to_vec(),
    }
}

/// The media types in a list.
pub(super) fn list(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Removes both keys, which all bodies and responses have received by now.
pub(super) fn drop(root: &mut Value, rewrites: &mut Rewrites<'_>) {
    let mut drop = |map: &mut Map<String, Value>, pointer: &str| {
        for key in ["consumes", "produces"] {
            if map.shift_remove(key).is_some() {
                rewrites.push(
                    Code::Swagger2MediaTypes,
                    join(pointer, key),
                    format!("`{key}` is a key of Swagger 2; it counts where no other key names a media type"),
                    "OpenAPI 3 names the media types under `content` of the body and of each response",
                    false,
                );
            }
        }
    };
    if let Some(map) = root.as_object_mut() {
        drop(map, "");
    }
    operations_mut(root).for_each(|(at, operation)| drop(operation, &at.pointer));
}
