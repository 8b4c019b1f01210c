//! What JSON pointers into a page lead to: what it says of the next one, and the items that tell it from others.

use std::borrow::Cow;

use serde_json::Value;

use crate::runtime::bodies::Body;
use crate::runtime::json::{any_json, find};

/// The body as JSON; `null` if it is empty. The error is any other text.
pub(crate) fn json(body: &Body) -> Result<Value, NoName> {
    match body.as_bytes().unwrap_or_default() {
        [] => Ok(Value::Null),
        bytes => any_json(bytes).ok_or(NoName),
    }
}

/// The text of the items of a page, or of all of it if they stand nowhere: what tells it from other pages. What stands beside the
/// items may well tell the time.
pub(crate) fn items<'b>(body: &'b Body, at: &str) -> Cow<'b, [u8]> {
    let json = if at.is_empty() { Value::Null } else { json(body).unwrap_or_default() };
    match find(&json, at).filter(|_| !at.is_empty()) {
        Some(items) => Cow::Owned(items.to_string().into_bytes()),
        None => Cow::Borrowed(body.as_bytes().unwrap_or_default()),
    }
}

/// What names the next page: a text or a number; nothing where there is none. The error is any other value.
pub(crate) fn name<'v>(value: &'v Value, pointer: &str) -> Result<Option<&'v Value>, NoName> {
    match find(value, pointer) {
        None | Some(Value::Null | Value::Bool(false)) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(name @ (Value::String(_) | Value::Number(_))) => Ok(Some(name)),
        Some(_) => Err(NoName),
    }
}

/// A text or number as text.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// That a value, or a text that is no JSON, cannot name a page.
pub(crate) struct NoName;
