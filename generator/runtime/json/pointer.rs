//! JSON pointers (RFC 6901).

use serde_json::Value;

/// Finds the value at a pointer. The token `-` is the last item of a list.
pub(crate) fn find<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    let mut found = value;
    for token in pointer.split('/').skip(1) {
        found = match found {
            Value::Array(items) if token == "-" => items.last()?,
            Value::Array(items) => items.get(token.parse::<usize>().ok()?)?,
            _ => found.get(token.replace("~1", "/").replace("~0", "~"))?,
        };
    }
    Some(found)
}
