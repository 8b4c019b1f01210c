//! YAML text in; JSON values, or any type that deserializes, out.
//!
//! Documents are read by the parser that records positions. It takes keys as written (`200:` is `"200"`), resolves merge keys (`<<`), and
//! refuses aliases that would expand to many times the size of the text. `serde_yaml` only reads our own configuration, after that parser
//! has accepted it, and writes YAML. Only this module uses it.

use super::pointer::join;
use super::text::{self, Fault};
use crate::source::Position;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// A YAML error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at line {line}, column {column}")]
pub struct Error {
    /// The message.
    pub message: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The JSON pointer of the value with the wrong type; empty for a syntax error.
    pub pointer: String,
}

/// Reads a document as a JSON value. If a mapping has a key twice, the last one applies.
///
/// # Errors
///
/// The text is not a YAML document that JSON can express.
pub fn parse(text: &str) -> Result<Value, Error> {
    let value = text::yaml(text, usize::MAX).map(|(value, _)| value);
    value.map_err(|Fault { message, offset, .. }| {
        let Position { line, column } = Position::of(text, offset);
        Error { message: message.into_owned(), line, column, pointer: String::new() }
    })
}

/// Reads a document as a type.
///
/// # Errors
///
/// The text is not a YAML document, or not of that type.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    parse(text)?;
    serde_path_to_error::deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let pointer = pointer(error.path());
        Error { pointer, ..error.into_inner().into() }
    })
}

/// Reads a value as a type, exactly as [`from_str`] reads its text. The position of an error means nothing.
///
/// # Errors
///
/// The value is not of that type.
pub(crate) fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    from_str(&to_string(value)?)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => join(&pointer, &index.to_string()),
        Segment::Map { key } => join(&pointer, key),
        Segment::Enum { variant } => join(&pointer, variant),
        Segment::Unknown => pointer,
    })
}

/// The line breaks that `serde_yaml` writes, but YAML 1.2 does not recognise.
const BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// Writes a value. A string with a character that YAML versions read differently is written as JSON, which is valid YAML and can escape it.
///
/// # Errors
///
/// YAML cannot express the value.
pub fn to_string<T: Serialize>(value: &T) -> Result<String, Error> {
    let written = serde_yaml::to_string(value)?;
    if !written.contains(BREAKS) {
        return Ok(written);
    }
    let text = serde_json::to_string_pretty(value).unwrap_or(written);
    let escaped = |text: String, char| text.replace(char, &format!("\\u{:04x}", u32::from(char)));
    Ok(BREAKS.into_iter().fold(text, escaped) + "\n")
}

impl From<serde_yaml::Error> for Error {
    fn from(error: serde_yaml::Error) -> Self {
        let full = error.to_string();
        let pointer = String::new();
        let Some(location) = error.location() else {
            return Self { message: full, line: 1, column: 1, pointer };
        };
        let suffix = format!(" at line {} column {}", location.line(), location.column());
        let message = full.replacen(&suffix, "", 1);
        Self { message, line: location.line(), column: location.column(), pointer }
    }
}
