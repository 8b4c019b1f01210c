//! A body as it was sent in; what is wrong with it out. JSON is read by `serde_json`, forms as WHATWG's URL Standard says
//! ("application/x-www-form-urlencoded parsing"), parts as RFC 7578 and RFC 2046 do.

use serde_json::Value;
use std::fmt;

use super::expansion::{plain, query};
use super::values::is_file;
use super::{resolve, xml};

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
    if media_type.starts_with("multipart") {
        return parts(document, media_type, written, value, sent);
    }
    let media_type = match media_type {
        "*/*" => "application/json",
        "image/*" => "application/octet-stream",
        named => named,
    };
    if sent.content_type != media_type {
        return Err(format!("is of {} and not of {media_type}", sent.content_type));
    }
    if media_type == "application/x-www-form-urlencoded" {
        return form(written, value, sent.bytes);
    }
    if media_type.ends_with("xml") {
        return xml::check(document, &written["schema"], value, sent.bytes);
    }
    if media_type.ends_with("json") {
        let found: Value = serde_json::from_slice(sent.bytes).map_err(|error| error.to_string())?;
        return match found == *value {
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
    let mut expected = Vec::new();
    for (name, value) in value.as_object().unwrap() {
        expected.extend(field(&written["encoding"][name], name, value)?);
    }
    let mut found = pairs(bytes)?;
    expected.sort();
    found.sort();
    match expected == found {
        true => Ok(()),
        false => Err(format!("has the fields\n    {found:?}\n  and not\n    {expected:?}")),
    }
}

/// The pairs of a field. Where anything is said of its style it is a parameter of a query, and else it is text or JSON.
fn field(encoding: &Value, name: &str, value: &Value) -> Result<Vec<(String, String)>, String> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    if ["style", "explode", "allowReserved"].iter().any(|key| encoding.get(key).is_some()) {
        let style = encoding["style"].as_str().unwrap_or("form");
        let explode = encoding["explode"].as_bool().unwrap_or(style == "form");
        let written = query(name, value, style, explode, "");
        return pairs(written.join("&").as_bytes());
    }
    let name = name.to_owned();
    if encoding["contentType"] == "application/json" {
        return Ok(vec![(name, value.to_string())]);
    }
    let items = several(value).iter().filter(|item| !item.is_null());
    let text = |item| plain(item).unwrap_or_else(|| item.to_string());
    Ok(items.map(|item| (name.clone(), text(item))).collect())
}

/// The items of a list, or a single value as the only one.
fn several(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        single => std::slice::from_ref(single),
    }
}

/// A part: its name, that of its file, its media type and its content.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    name: String,
    file: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
    content: Vec<u8>,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, file, media_type, headers, content } = self;
        let content = String::from_utf8_lossy(content);
        write!(f, "{name:?} ({file:?}, {media_type:?}, {headers:?}): {content:?}")
    }
}

fn parts(
    document: &Value,
    media_type: &str,
    written: &Value,
    value: &Value,
    sent: Sent<'_>,
) -> Result<(), String> {
    let schema = resolve(document, &written["schema"]);
    let mut expected = Vec::new();
    for (name, value) in value.as_object().unwrap() {
        let property = property(document, schema, name);
        let encoding = &written["encoding"][name];
        let is_styled = is_styled(document, media_type, encoding);
        if is_styled && !is_file(property) && !is_file(&property["items"]) {
            for mut part in styled(name, encoding, value)? {
                // What is said of one part is said of none of several.
                if part.name == *name {
                    part.headers = headers(encoding);
                    part.headers.extend(transfer_encoding(document, property));
                    part.headers.sort();
                }
                expected.push(part);
            }
            continue;
        }
        for item in several(value).iter().filter(|item| !item.is_null()) {
            let mut part = part(name, property, encoding, item);
            part.headers = headers(encoding);
            if let Some(header) = transfer_encoding(document, property) {
                // Of several that are allowed a value names none.
                if encoding.get("contentType").is_none() {
                    part.media_type.get_or_insert_with(|| "application/octet-stream".to_owned());
                }
                part.headers.push(header);
                part.headers.sort();
            }
            if media_type != "multipart/form-data" {
                part.name.clear();
            }
            expected.push(part);
        }
    }
    let mut found = read_parts(media_type, sent)?;
    expected.sort();
    found.sort();
    match expected == found {
        true => Ok(()),
        false => Err(format!("has the parts\n    {found:?}\n  and not\n    {expected:?}")),
    }
}

fn version_is_3_0(document: &Value) -> bool {
    document["openapi"].as_str().unwrap().starts_with("3.0")
}

/// Whether a part is written as a parameter of a query (OpenAPI 3.1.1, "Encoding Object"): in 3.0, and in other bodies, nothing is. What
/// says it in the documents that are turned into Swagger 2.0 is `collectionFormat` there.
pub(super) fn is_styled(document: &Value, media_type: &str, encoding: &Value) -> bool {
    let is_said =
        ["style", "explode", "allowReserved"].iter().any(|key| encoding.get(key).is_some());
    let counts = !version_is_3_0(document) || document.get("x-swagger").is_some();
    is_said && counts && media_type == "multipart/form-data"
}

/// The parts of a value in a style: the pairs of a query, of which nothing is encoded (OpenAPI 3.2, appendix C).
fn styled(name: &str, encoding: &Value, value: &Value) -> Result<Vec<Part>, String> {
    let style = encoding["style"].as_str().unwrap_or("form");
    let explode = encoding["explode"].as_bool().unwrap_or(style == "form");
    let written = query(name, value, style, explode, "");
    let part = |(name, text): (String, String)| Part {
        name,
        file: None,
        media_type: None,
        headers: Vec::new(),
        content: text.into_bytes(),
    };
    Ok(pairs(written.join("&").as_bytes())?.into_iter().map(part).collect())
}

/// The headers that a part always has. That of its media type is none of them, and `contentType` says it.
fn headers(encoding: &Value) -> Vec<(String, String)> {
    let all = encoding["headers"].as_object().into_iter().flatten();
    let all = all.filter(|(name, _)| *name != "Content-Type");
    let known = all.filter_map(|(name, own)| {
        let json = own["content"].get("application/json");
        let only = match json.unwrap_or(own)["schema"]["enum"].as_array()?.as_slice() {
            [only] => only,
            _ => return None,
        };
        let text = if json.is_some() { only.to_string() } else { plain(only)? };
        Some((name.clone(), text))
    });
    known.collect()
}

/// What `contentEncoding` says of a part (OpenAPI 3.1.1, "Encoding multipart Media Types").
fn transfer_encoding(document: &Value, property: &Value) -> Option<(String, String)> {
    let is_encoded = |own: &&Value| own["contentEncoding"] == "base64";
    let is_any = [property, &property["items"]].iter().any(is_encoded);
    (is_any && !version_is_3_0(document))
        .then(|| ("Content-Transfer-Encoding".to_owned(), "base64".to_owned()))
}

/// A property of an object, or of one of several that it is at once.
pub(super) fn property<'d>(document: &'d Value, schema: &'d Value, name: &str) -> &'d Value {
    let arms = schema["allOf"].as_array().into_iter().flatten();
    let all: Vec<&Value> = arms.map(|arm| resolve(document, arm)).chain([schema]).collect();
    let named = all.iter().find_map(|arm| arm["properties"].get(name));
    named.or_else(|| all.iter().find_map(|arm| arm.get("additionalProperties"))).unwrap()
}

fn part(name: &str, property: &Value, encoding: &Value, item: &Value) -> Part {
    let name = name.to_owned();
    let said = encoding["contentType"].as_str().filter(|said| !said.contains(','));
    let own = property["contentMediaType"].as_str();
    let own = own.or_else(|| property["items"]["contentMediaType"].as_str());
    let said = said.or(own.filter(|_| encoding.get("contentType").is_none()));
    if is_file(property) || is_file(&property["items"]) {
        let text = |key: &str| item[key].as_str();
        let media_type = text("type").or(said).unwrap_or("application/octet-stream");
        return Part {
            name,
            file: text("name").map(str::to_owned),
            media_type: Some(media_type.to_owned()),
            headers: Vec::new(),
            content: text("content").unwrap().as_bytes().to_vec(),
        };
    }
    let is_json = said.is_some_and(|said| said.ends_with("json")) || plain(item).is_none();
    let content = match is_json {
        true => item.to_string(),
        false => plain(item).unwrap(),
    };
    let usual = plain(item).is_none().then_some("application/json");
    let media_type = said.or(usual).map(str::to_owned);
    Part { name, file: None, media_type, headers: Vec::new(), content: content.into_bytes() }
}

/// The parts of a body (RFC 2046, section 5.1), with the names of RFC 7578 as browsers escape them.
fn read_parts(media_type: &str, sent: Sent<'_>) -> Result<Vec<Part>, String> {
    let boundary = sent.content_type.strip_prefix(media_type);
    let boundary = boundary
        .and_then(|rest| rest.strip_prefix("; boundary="))
        .ok_or_else(|| format!("is of {}", sent.content_type))?;
    let (boundary, root) = boundary.split_once("; type=").unwrap_or((boundary, ""));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if boundary.len() > 70 || !boundary.bytes().all(is_plain) {
        return Err(format!("has the boundary {boundary}"));
    }
    // The first delimiter has no line before it.
    let bytes = [b"\r\n", sent.bytes].concat();
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    let mut pieces = split(&bytes, &delimiter);
    let end = pieces.pop().unwrap_or_default();
    if end != b"--\r\n" || pieces.is_empty() || !pieces.remove(0).is_empty() {
        return Err("has no parts that end".into());
    }
    let mut parts = pieces.into_iter().map(read_part).collect::<Result<Vec<_>, _>>()?;
    // RFC 2387: what the first part is, and no parameter of any other body.
    let first = parts.first().map(|part| part.media_type.as_deref().unwrap_or("text/plain"));
    let first = first.map(|first| first.split(';').next().unwrap_or(first));
    let first = first.filter(|_| media_type == "multipart/related").map(str::to_owned);
    if media_type != "multipart/form-data" {
        parts.iter_mut().try_for_each(take_charset)?;
    }
    match root == first.as_ref().map(|first| format!("\"{first}\"")).unwrap_or_default() {
        true => Ok(parts),
        false => Err(format!("is of {}, and begins with {first:?}", sent.content_type)),
    }
}

/// Takes the label that MIME requires of text that is not US-ASCII (RFC 2046, section 5.2), which no document has to name.
fn take_charset(part: &mut Part) -> Result<(), String> {
    match part.media_type.as_deref() {
        None if !part.content.is_ascii() => Err("has text that is not US-ASCII, unlabelled".into()),
        Some("text/plain; charset=utf-8") if part.file.is_none() => {
            part.media_type = None;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn read_part(piece: &[u8]) -> Result<Part, String> {
    // A part without headers has two ends of lines here.
    if !piece.starts_with(b"\r\n") {
        return Err("has a delimiter without an end of line".into());
    }
    let mut halves = split(piece, b"\r\n\r\n");
    let head = String::from_utf8(halves.remove(0).to_vec()).map_err(|error| error.to_string())?;
    let content = halves.join(&b"\r\n\r\n"[..]);
    let headers = Vec::new();
    let mut part = Part { name: String::new(), file: None, media_type: None, headers, content };
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        match line.split_once(": ") {
            Some(("Content-Disposition", value)) if value.starts_with("attachment") => {
                let file = value.strip_prefix("attachment; filename=\"").ok_or(value)?;
                part.file = Some(unquoted(file.strip_suffix('"').ok_or(file)?)?);
            }
            Some(("Content-Type", value)) => part.media_type = Some(value.to_owned()),
            Some(("Content-Disposition", value)) => {
                let rest = value.strip_prefix("form-data; name=\"").ok_or("is no form")?;
                let (name, rest) = rest.split_once('"').ok_or("has a name without an end")?;
                part.name = unescaped(name);
                if !rest.is_empty() {
                    let file = rest.strip_prefix("; filename=\"").ok_or(rest)?;
                    part.file = Some(unescaped(file.strip_suffix('"').ok_or(file)?));
                }
            }
            Some((name, value)) => part.headers.push((name.to_owned(), value.to_owned())),
            None => return Err(format!("has a part with the line {line:?}")),
        }
    }
    part.headers.sort();
    Ok(part)
}

/// A name between quotes (HTML, "Multipart form data").
fn unescaped(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// The content of a quoted string (RFC 2045). A line feed, which it cannot hold, is written as in forms.
fn unquoted(text: &str) -> Result<String, String> {
    let (mut chars, mut name) = (text.chars(), String::new());
    while let Some(char) = chars.next() {
        name.push(match char {
            '"' => return Err(format!("has the file name {text:?}, which ends before")),
            '\\' => chars.next().ok_or("has a file name without an end")?,
            other => other,
        });
    }
    Ok(name.replace("%0D", "\r").replace("%0A", "\n"))
}

fn split<'b>(mut bytes: &'b [u8], by: &[u8]) -> Vec<&'b [u8]> {
    let mut pieces = Vec::new();
    while let Some(at) = bytes.windows(by.len()).position(|window| window == by) {
        pieces.push(&bytes[..at]);
        bytes = &bytes[at + by.len()..];
    }
    pieces.push(bytes);
    pieces
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
