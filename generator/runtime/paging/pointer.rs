//! What JSON pointers into a page lead to: what it says of the next one, and the items that tell it from others.

use std::borrow::Cow;

use serde_json::Value;

use crate::runtime::bodies::Body;
use crate::runtime::json::find;

/// The body as JSON; `null` if it is none.
pub(crate) fn json(body: &Body) -> Value {
    let bytes = body.as_bytes().unwrap_or_default();
    serde_json::from_slice(bytes).unwrap_or(Value::Null)
}

/// The text of the items of a page, or of all of it if they stand nowhere: what tells it from other pages. What stands beside the
/// items may well tell the time.
pub(crate) fn items<'b>(body: &'b Body, at: &str) -> Cow<'b, [u8]> {
    match find(&json(body), at).filter(|_| !at.is_empty()) {
        Some(items) => Cow::Owned(items.to_string().into_bytes()),
        None => Cow::Borrowed(body.as_bytes().unwrap_or_default()),
    }
}

/// What names the next page: a text, or a number as one; nothing where there is none. The error is any other value.
pub(crate) fn name(value: &Value, pointer: &str) -> Result<Option<String>, NoName> {
    match find(value, pointer) {
        None | Some(Value::Null | Value::Bool(false)) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(NoName),
    }
}

/// That a value cannot name a page.
pub(crate) struct NoName;
