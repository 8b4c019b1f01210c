//! The text, style and tag of a YAML scalar in; its JSON value out.
//!
//! Scalars are resolved by the core schema of YAML 1.2, with the variations of `serde_yaml`: `0o17`, `0x1f` and `0b1` are integers, and
//! `0123` and `1_000` are strings.

use saphyr_parser::{ScalarStyle, Tag};
use serde_json::{Number, Value};
use std::borrow::Cow;

/// A scalar.
#[derive(Debug, Clone)]
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    /// A number that JSON lacks, `.inf` or `.nan`, as written.
    NoNumber(Cow<'a, str>),
}

impl Scalar<'_> {
    /// Its length as text in bytes; 0 for other values.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Text(text) | Self::NoNumber(text) => text.len(),
            _ => 0,
        }
    }

    pub(super) fn value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) | Self::NoNumber(text) => Value::String(text.as_ref().to_owned()),
        }
    }
}

/// The value of a scalar; the error is a sentence.
pub(super) fn resolve<'a>(
    text: Cow<'a, str>,
    style: ScalarStyle,
    tag: Option<&Tag>,
) -> Result<Scalar<'a>, String> {
    let plain = style == ScalarStyle::Plain;
    let wrong = |what: &str| format!("the tag says {what}, and this is {text:?}");
    match known(tag)? {
        None if plain => Ok(untagged(text)),
        Some("null") if text.is_empty() || is_null(&text) => Ok(Scalar::Null),
        Some("null") => Err(wrong("null")),
        Some("bool") => boolean(&text).map(Scalar::Bool).ok_or_else(|| wrong("a boolean")),
        Some("int") => integer(&text).map(Scalar::Number).ok_or_else(|| wrong("an integer")),
        Some("float") => match float(&text) {
            Some(float) => Ok(number(float, text)),
            None => Err(wrong("a number")),
        },
        None | Some(_) => Ok(Scalar::Text(text)),
    }
}

/// The name of a tag of the core schema. The error says that another tag cannot be read.
pub(super) fn known(tag: Option<&Tag>) -> Result<Option<&str>, String> {
    let Some(tag) = tag else { return Ok(None) };
    let whole = (tag.handle.as_str(), tag.suffix.as_str());
    match whole {
        ("tag:yaml.org,2002:", name) => Ok(Some(name)),
        ("", name) if name.starts_with("tag:yaml.org,2002:") => {
            Ok(name.strip_prefix("tag:yaml.org,2002:"))
        }
        (handle, name)
            if handle.starts_with('!') || (handle.is_empty() && name.starts_with('!')) =>
        {
            Err(format!("the tag {:?} cannot be expressed in JSON", format!("{handle}{name}")))
        }
        _ => Ok(Some("")),
    }
}

fn untagged(text: Cow<'_, str>) -> Scalar<'_> {
    if text.is_empty() || is_null(&text) {
        return Scalar::Null;
    }
    if let Some(value) = boolean(&text) {
        return Scalar::Bool(value);
    }
    if let Some(value) = integer(&text) {
        return Scalar::Number(value);
    }
    match float(&text) {
        Some(float) if !has_leading_zero(&text) => number(float, text),
        _ => Scalar::Text(text),
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL" | "~")
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// An integer; one of more than 64 bits becomes the nearest number that JSON readers accept.
fn integer(text: &str) -> Option<Number> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2)].into_iter().find_map(|(prefix, radix)| {
        let rest = digits.strip_prefix(prefix)?;
        if rest.starts_with(['+', '-']) { None } else { u128::from_str_radix(rest, radix).ok() }
    });
    let amount = match prefixed {
        Some(amount) => amount,
        None if has_leading_zero(text) => return None,
        None => digits.parse::<u128>().ok()?,
    };
    if !negative {
        let small = u64::try_from(amount).ok().map(Number::from);
        return small.or_else(|| Number::from_f64(amount as f64));
    }
    let amount = 0_i128.checked_sub_unsigned(amount)?;
    let small = i64::try_from(amount).ok().map(Number::from);
    small.or_else(|| Number::from_f64(amount as f64))
}

fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if unsigned.len() < text.len() && unsigned.starts_with(['+', '-']) {
        return None;
    }
    match (unsigned, text) {
        (".inf" | ".Inf" | ".INF", _) => Some(f64::INFINITY),
        (_, "-.inf" | "-.Inf" | "-.INF") => Some(f64::NEG_INFINITY),
        (_, ".nan" | ".NaN" | ".NAN") => Some(f64::NAN),
        _ => unsigned.parse().ok().filter(|float: &f64| float.is_finite()),
    }
}

fn number(float: f64, text: Cow<'_, str>) -> Scalar<'_> {
    Number::from_f64(float).map_or(Scalar::NoNumber(text), Scalar::Number)
}

/// Whether these are digits with a leading zero, which YAML 1.2 reads as a string.
fn has_leading_zero(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}
