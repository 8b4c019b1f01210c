//! Writes the values of parameters and form fields as text, in every style of OpenAPI 3.0 to 3.2.
//!
//! The results follow the table in the specification (version 3.2.0, "Style Examples"), which is based on RFC 6570. The table of 3.0 is
//! the same without the style `cookie`.

use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::{Number, Value};

use crate::runtime::url::{ENCODED, encode};

/// The `style`, `explode` and `allowReserved` of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub(super) shape: Shape,
    pub(super) explode: bool,
    reserved: bool,
    or_null: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Simple,
    Label,
    Matrix,
    Form,
    Delimited(&'static str),
    DeepObject,
    Json,
    Cookie,
}

impl Style {
    /// `style: simple`, for paths and headers.
    pub const SIMPLE: Self = Self::new(Shape::Simple, false);
    /// `style: label`, for paths.
    pub const LABEL: Self = Self::new(Shape::Label, false);
    /// `style: matrix`, for paths.
    pub const MATRIX: Self = Self::new(Shape::Matrix, false);
    /// `style: form`, for queries and cookies.
    pub const FORM: Self = Self::new(Shape::Form, true);
    /// `style: spaceDelimited`, for queries.
    pub const SPACE_DELIMITED: Self = Self::new(Shape::Delimited("%20"), false);
    /// `style: pipeDelimited`, for queries.
    pub const PIPE_DELIMITED: Self = Self::new(Shape::Delimited("%7C"), false);
    /// `style: deepObject`, for queries. Cases not specified by OpenAPI are written as most servers read them:
    /// `a[b][c]=1` for nested objects, `a[]=1` for each item of an array, and `a[0][b]=1` where the items are not plain
    /// values.
    pub const DEEP_OBJECT: Self = Self::new(Shape::DeepObject, true);
    /// `style: cookie`, for cookies: one cookie for each item or property, without encoding.
    pub const COOKIE: Self = Self::new(Shape::Cookie, true);
    /// `content: application/json`, anywhere.
    pub const JSON: Self = Self::new(Shape::Json, false);

    const fn new(shape: Shape, explode: bool) -> Self {
        Self { shape, explode, reserved: false, or_null: false }
    }

    /// Sets `explode`.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sets `allowReserved`: reserved characters, and triplets such as `%2F`, are not encoded. Exceptions are `#`, `[`, `]`, `&` and `+` in a
    /// query, where a server could not read them, and `#`, `[`, `]` and `?` in a path. A path segment `.` or `..` is still refused.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    pub(super) const fn is_reserved(self) -> bool {
        self.reserved
    }

    /// Sends `null` as a value of JSON. Otherwise a parameter that is `null` is left out.
    #[must_use]
    pub const fn or_null(mut self) -> Self {
        self.or_null = true;
        self
    }

    /// Whether a value is left out.
    pub(super) fn omits(self, value: &Value) -> bool {
        value.is_null() && !self.or_null
    }
}

const RESERVED_KEPT: &AsciiSet = &ENCODED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

const RESERVED_IN_PATH: &AsciiSet = &RESERVED_KEPT.add(b'?').remove(b'&').remove(b'+');

/// Encodes a text except for the characters that a set leaves, and for triplets such as `%2F`, which are encoded already.
fn reserved_kept(text: &str, set: &'static AsciiSet) -> String {
    let mut pieces = text.split('%');
    let mut out = utf8_percent_encode(pieces.next().unwrap_or_default(), set).to_string();
    for piece in pieces {
        let digits = piece.as_bytes().get(..2);
        let is_triplet = digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if is_triplet { "%" } else { "%25" });
        out.extend(utf8_percent_encode(piece, set));
    }
    out
}

/// The reason why a nested value cannot be written in a style.
pub(crate) const NESTED: &str =
    "has a list or an object inside another, which its style cannot express";
const ENDED: &str = "has a semicolon, which would end the cookie";
const MISPLACED: &str = "has a style that its location does not allow";

fn verbatim(text: &str) -> String {
    text.to_owned()
}

/// The value of a path parameter.
pub(crate) fn path(name: &str, value: &Value, style: Style) -> Result<String, &'static str> {
    let Style { shape, explode, reserved, .. } = style;
    let write = if reserved { |text: &str| reserved_kept(text, RESERVED_IN_PATH) } else { encode };
    let (pair, writer) = (explode.then_some(pair as Pair), Writer::encoding(write));
    match shape {
        Shape::Simple => Ok(pairs_or_items(value, pair, writer)?.join(",")),
        Shape::Label => {
            let parts = pairs_or_items(value, pair, writer)?;
            Ok(with_prefix('.', &parts.join(if explode { "." } else { "," })))
        }
        Shape::Matrix => {
            let name = encode(name);
            let parts = pairs_or_items(value, explode.then_some(matrix as Pair), writer)?;
            Ok(match value {
                Value::Object(_) if explode => parts.concat(),
                Value::Array(_) if explode => {
                    parts.iter().map(|item| matrix(&name, item)).collect()
                }
                _ if parts.is_empty() => String::new(),
                _ => matrix(&name, &parts.join(",")),
            })
        }
        Shape::Json => Ok(encode(&value.to_string())),
        Shape::Form | Shape::Delimited(_) | Shape::DeepObject | Shape::Cookie => Err(MISPLACED),
    }
}

/// The text of a query parameter, `None` for an empty list or object. As in forms, values nested deeper than the specification allows
/// are JSON text.
pub(crate) fn query(
    name: &str,
    value: &Value,
    style: Style,
) -> Result<Option<String>, &'static str> {
    let Style { shape, explode, reserved, .. } = style;
    let write = if reserved { |text: &str| reserved_kept(text, RESERVED_KEPT) } else { encode };
    let key = encode(name);
    let separator = match shape {
        Shape::Form => ",",
        // With `explode`, these are the same as `form`.
        Shape::Delimited(separator) => separator,
        Shape::DeepObject => {
            let mut pairs = Vec::new();
            deep(&key, value, write, &mut pairs);
            return Ok(some_joined(&pairs, "&"));
        }
        Shape::Json => return Ok(Some(format!("{key}={}", write(&value.to_string())))),
        Shape::Simple | Shape::Label | Shape::Matrix | Shape::Cookie => return Err(MISPLACED),
    };
    if let (Value::Object(entries), true) = (value, explode) {
        return Ok(exploded(entries, write));
    }
    let parts = pairs_or_items(&flat(value), None, Writer::encoding(write))?;
    Ok(match value {
        Value::Array(_) if explode => {
            let pairs: Vec<_> = parts.iter().map(|item| format!("{key}={item}")).collect();
            some_joined(&pairs, "&")
        }
        _ => some_joined(&parts, separator).map(|text| format!("{key}={text}")),
    })
}

/// The properties of an object as separate parameters, with one for each item of a list.
fn exploded(entries: &serde_json::Map<String, Value>, write: fn(&str) -> String) -> Option<String> {
    let mut pairs = Vec::new();
    for (key, value) in entries {
        pairs.extend(items(value).map(|item| format!("{}={}", encode(key), text(item, write))));
    }
    some_joined(&pairs, "&")
}

/// Flattens a list or object: items or properties that are not plain values become JSON text.
fn flat(value: &Value) -> Value {
    let plain = |value: &Value| match value {
        Value::Array(_) | Value::Object(_) => Value::String(value.to_string()),
        plain => plain.clone(),
    };
    match value {
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), plain(value))).collect()
        }
        single => single.clone(),
    }
}

/// The items of a list, or the single value, without nulls.
pub(super) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    items.iter().filter(|item| !item.is_null())
}

/// The text of a header.
pub(crate) fn header(value: &Value, style: Style) -> Result<Option<String>, &'static str> {
    match style.shape {
        Shape::Simple => {
            let pair = style.explode.then_some(pair as Pair);
            Ok(some_joined(&pairs_or_items(value, pair, Writer::VERBATIM)?, ","))
        }
        Shape::Json => Ok(Some(value.to_string())),
        _ => Err(MISPLACED),
    }
}

/// The text of a cookie.
pub(crate) fn cookie(
    name: &str,
    value: &Value,
    style: Style,
) -> Result<Option<String>, &'static str> {
    match style.shape {
        Shape::Form | Shape::Json => query(name, value, style),
        Shape::Cookie => {
            let pair = style.explode.then_some(pair as Pair);
            let parts = pairs_or_items(value, pair, Writer::VERBATIM)?;
            if parts.iter().any(|part| part.contains(';')) {
                return Err(ENDED);
            }
            Ok(match value {
                Value::Object(_) if style.explode => some_joined(&parts, "; "),
                Value::Array(_) if style.explode => {
                    let pairs: Vec<_> = parts.iter().map(|item| format!("{name}={item}")).collect();
                    some_joined(&pairs, "; ")
                }
                _ => some_joined(&parts, ",").map(|text| format!("{name}={text}")),
            })
        }
        _ => Err(MISPLACED),
    }
}

/// The names of form fields, and their documented styles.
pub(crate) type Styles = &'static [(&'static str, Style)];

/// A body of `application/x-www-form-urlencoded`, with each field in its style. A field without a style is one key, repeated for each
/// item of a list; deeper values are JSON text. `None` if the value is not an object.
pub(crate) fn form(value: &Value, styles: Styles) -> Option<Result<String, &'static str>> {
    let mut pairs = Vec::new();
    for (key, value) in value.as_object()? {
        let style = styles.iter().find(|(name, _)| name == key).map(|(_, style)| *style);
        match style.filter(|_| !value.is_null()).map(|style| query(key, value, style)) {
            Some(Ok(text)) => pairs.extend(text),
            Some(Err(reason)) => return Some(Err(reason)),
            None => pairs
                .extend(items(value).map(|item| format!("{}={}", encode(key), text(item, encode)))),
        }
    }
    Some(Ok(pairs.join("&")))
}

/// The functions that write names of properties and values.
#[derive(Clone, Copy)]
struct Writer {
    key: fn(&str) -> String,
    value: fn(&str) -> String,
}

impl Writer {
    /// For a URL. Keys are always fully encoded, so that a key ends where its value begins.
    const fn encoding(value: fn(&str) -> String) -> Self {
        Self { key: encode, value }
    }

    const VERBATIM: Self = Self { key: verbatim, value: verbatim };
}

/// A function that joins a name and a value.
type Pair = fn(&str, &str) -> String;

fn pair(name: &str, value: &str) -> String {
    format!("{name}={value}")
}

/// A pair in the style `matrix`, where an empty value leaves only the name (RFC 6570, section 3.2.7).
fn matrix(name: &str, value: &str) -> String {
    if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") }
}

/// The texts of a list's items, of an object's pairs (or its keys and values in turn), or of a single value. `null` is left out of lists
/// and objects.
fn pairs_or_items(
    value: &Value,
    pair: Option<Pair>,
    Writer { key: write_key, value: write }: Writer,
) -> Result<Vec<String>, &'static str> {
    match value {
        Value::Array(items) => {
            items.iter().filter(|item| !item.is_null()).map(|item| scalar(item, write)).collect()
        }
        Value::Object(entries) => {
            let mut parts = Vec::new();
            for (key, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
                let text = scalar(value, write)?;
                match pair {
                    Some(pair) => parts.push(pair(&write_key(key), &text)),
                    None => parts.extend([write_key(key), text]),
                }
            }
            Ok(parts)
        }
        single => Ok(vec![scalar(single, write)?]),
    }
}

fn scalar(value: &Value, write: fn(&str) -> String) -> Result<String, &'static str> {
    match value {
        Value::String(text) => Ok(write(text)),
        Value::Number(number) => Ok(write(&digits(number))),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null => Ok(String::new()),
        Value::Array(_) | Value::Object(_) => Err(NESTED),
    }
}

/// The text of a plain value, or the JSON text of any other.
pub(super) fn text(value: &Value, write: fn(&str) -> String) -> String {
    scalar(value, write).unwrap_or_else(|_| write(&value.to_string()))
}

/// The text of a number. Whole numbers have no fraction, whatever their type.
pub(crate) fn digits(number: &Number) -> String {
    // From here on, floats no longer represent every whole number exactly.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(value) if number.is_f64() && value.fract() == 0.0 && value.abs() < EXACT => {
            format!("{value:.0}")
        }
        _ => number.to_string(),
    }
}

fn deep(key: &str, value: &Value, write: fn(&str) -> String, pairs: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Object(entries) => {
            for (name, value) in entries {
                deep(&format!("{key}%5B{}%5D", encode(name)), value, write, pairs);
            }
        }
        Value::Array(items) => {
            let is_plain = items.iter().all(|item| !item.is_array() && !item.is_object());
            for (index, item) in items.iter().enumerate() {
                let index = if is_plain { String::new() } else { index.to_string() };
                deep(&format!("{key}%5B{index}%5D"), item, write, pairs);
            }
        }
        Value::String(text) => pairs.push(format!("{key}={}", write(text))),
        Value::Number(number) => pairs.push(format!("{key}={}", write(&digits(number)))),
        Value::Bool(flag) => pairs.push(format!("{key}={flag}")),
    }
}

fn some_joined(parts: &[String], separator: &str) -> Option<String> {
    if parts.is_empty() { None } else { Some(parts.join(separator)) }
}

/// Adds a prefix, except to an empty text, so that an empty value stays empty.
fn with_prefix(prefix: char, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{prefix}{text}") }
}
