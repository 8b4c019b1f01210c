//! Reads a page by JSON pointers: the reference to the next page, and the items that identify the page.

use std::borrow::Cow;

use serde_json::Value;

use crate::runtime::bodies::Body;
use crate::runtime::json::{any_json, find};

/// The body as JSON; `null` if it is empty. The error means that it is not JSON.
pub(crate) fn json(body: &Body) -> Result<Value, InvalidReference> {
    match body.as_bytes().unwrap_or_default() {
        [] => Ok(Value::Null),
        bytes => any_json(bytes).ok_or(InvalidReference),
    }
}

/// The text that identifies a page: that of its items, or of the whole page if they are not found. Other values of the page, such as a
/// time, may change with every response.
pub(crate) fn items<'b>(body: &'b Body, at: &str) -> Cow<'b, [u8]> {
    let json = if at.is_empty() { Value::Null } else { json(body).unwrap_or_default() };
    match find(&json, at).filter(|_| !at.is_empty()) {
        Some(items) => Cow::Owned(items.to_string().into_bytes()),
        None => Cow::Borrowed(body.as_bytes().unwrap_or_default()),
    }
}

/// The reference to the next page, a string or number; none on the last page. The error means that it is any other value.
pub(crate) fn reference<'v>(
    value: &'v Value,
    pointer: &str,
) -> Result<Option<&'v Value>, InvalidReference> {
    match find(value, pointer) {
        None | Some(Value::Null | Value::Bool(false)) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(reference @ (Value::String(_) | Value::Number(_))) => Ok(Some(reference)),
        Some(_) => Err(InvalidReference),
    }
}

/// A string or number as text.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The error of a value that cannot refer to a page, or of a text that is not JSON.
pub(crate) struct InvalidReference;
