//! Bodies of which one member says whether the response is to be a stream: it is sent as that, whatever the body holds.

use std::ops::Range;

use serde::Serialize;
use serde_json::Value;

use super::request::RequestBuilder;
use super::style::Style;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::json::to_json;

impl RequestBuilder {
    /// Sends a JSON body with this member. All else in it stays as it is, in its order.
    #[must_use]
    pub fn json_with<T: Serialize + ?Sized>(
        mut self,
        media_type: &'static str,
        body: Option<&T>,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> Self {
        match with_member(body, name, value) {
            Ok(body) => self.put_body(media_type, Body::from(body)),
            Err(reason) => self.fail(BuildErrorKind::InvalidBody { reason: reason.into() }),
        }
        self
    }

    /// Sends a body of `application/x-www-form-urlencoded` with this field.
    #[must_use]
    pub fn form_with<T: Serialize + ?Sized>(
        mut self,
        styles: &'static [(&'static str, Style)],
        body: Option<&T>,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> Self {
        let empty = || Ok(Value::Object(serde_json::Map::new()));
        let whole = body.map_or_else(empty, to_json).and_then(|mut body| {
            if let Value::Object(fields) = &mut body {
                fields.insert(name.to_owned(), to_json(value)?);
            }
            Ok(body)
        });
        match whole {
            Ok(body) => self.form_styled(styles, Some(&body)),
            Err(error) => {
                self.fail(BuildErrorKind::InvalidBody { reason: error.to_string().into() });
                self
            }
        }
    }
}

fn with_member<T: Serialize + ?Sized>(
    body: Option<&T>,
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<Vec<u8>, String> {
    let json = body.map_or_else(|| Ok(b"{}".to_vec()), serde_json::to_vec);
    let [name, value] = [serde_json::to_vec(name), serde_json::to_vec(value)];
    let (mut json, name, value) = (json.map_err(text)?, name.map_err(text)?, value.map_err(text)?);
    let Some(end) = json.strip_suffix(b"}").map(<[u8]>::len) else {
        return Err(format!(
            "it is no object, in which {} could be sent",
            text(String::from_utf8_lossy(&name))
        ));
    };
    if let Some(own) = find(&json, &name) {
        json.splice(own, value);
        return Ok(json);
    }
    let separator: &[u8] = if end == 1 { b"" } else { b"," };
    json.truncate(end);
    json.extend([separator, &name, b":", &value, b"}"].concat());
    Ok(json)
}

fn text(value: impl ToString) -> String {
    value.to_string()
}

/// Where the value of a member stands in an object of JSON, which has no spaces around its members.
fn find(json: &[u8], name: &[u8]) -> Option<Range<usize>> {
    let (mut depth, mut begin, mut value, mut at) = (0_u32, 1, None, 0);
    while at < json.len() {
        match json[at] {
            b'"' => at = end_of_text(json, at),
            b'{' | b'[' => depth += 1,
            b':' if depth == 1 => {
                value = (&json[begin..at] == name).then_some(at + 1);
            }
            b',' | b'}' if depth == 1 => {
                if let Some(value) = value {
                    return Some(value..at);
                }
                begin = at + 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where a text ends that begins here.
fn end_of_text(json: &[u8], begin: usize) -> usize {
    let mut at = begin + 1;
    while at < json.len() && json[at] != b'"' {
        at += if json[at] == b'\\' { 2 } else { 1 };
    }
    at
}
