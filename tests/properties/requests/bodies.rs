//! A body as it was sent in; what is wrong with it out. JSON is read by `serde_json`, forms as WHATWG's URL Standard says
//! ("application/x-www-form-urlencoded parsing"), parts as RFC 7578 and RFC 2046 do.

use serde_json::Value;

use super::expansion::{json_text, plain, sorted};

/// A body with its media type.
#[derive(Clone, Copy)]
pub(super) struct Sent<'s> {
    pub(super) content_type: &'s str,
    pub(super) bytes: &'s [u8],
}

/// Compares a body with the value that was given for it.
pub(super) fn check(
    document: &Value,
    media_type: &str,
    written: &Value,
    value: &Value,
    sent: Sent<'_>,
) -> Result<(), String> {
    let _ = document;
    if sent.content_type != media_type {
        return Err(format!("is of {} and not of {media_type}", sent.content_type));
    }
    if media_type == "application/x-www-form-urlencoded" {
        return form(written, value, sent.bytes);
    }
    if media_type.ends_with("json") {
        let found: Value = serde_json::from_slice(sent.bytes).map_err(|error| error.to_string())?;
        return match json_text(&found) == json_text(value) {
            true => Ok(()),
            false => Err(format!("has the body {found}")),
        };
    }
    match sent.bytes == value.as_str().unwrap().as_bytes() {
        true => Ok(()),
        false => Err(format!("has the body {:?}", String::from_utf8_lossy(sent.bytes))),
    }
}

fn form(written: &Value, value: &Value, bytes: &[u8]) -> Result<(), String> {
    let _ = written;
    let mut expected = Vec::new();
    for (name, value) in sorted(value.as_object().unwrap()) {
        let items = match value {
            Value::Array(items) => items.as_slice(),
            single => std::slice::from_ref(single),
        };
        let items = items.iter().filter(|item| !item.is_null());
        expected.extend(items.map(|item| {
            (name.clone(), plain(item).unwrap_or_else(|| json_text(item)))
        }));
    }
    let mut found = pairs(bytes)?;
    expected.sort();
    found.sort();
    match expected == found {
        true => Ok(()),
        false => Err(format!("has the fields\n    {found:?}\n  and not\n    {expected:?}")),
    }
}

/// The fields of a form.
fn pairs(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect()
}

fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&digits, 16).map_err(|_| format!("has %{digits}"))?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|error| error.to_string())
}
