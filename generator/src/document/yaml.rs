//! YAML text in; JSON values, or any type that deserializes, out.
//!
//! Documents are read by the reader that knows the positions of values: keys are taken as they are written (`200:` is `"200"`), merge
//! keys (`<<`) are resolved, and aliases that would expand to many times the size of the text are refused. `serde_yaml` reads only
//! our own configuration, once it has passed that reader, and writes; this is the only module that knows it.

use super::pointer::join;
use super::text::{self, Fault};
use crate::source::Position;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// A text that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at line {line}, column {column}")]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The JSON pointer of the value that does not fit; empty where the text itself is at fault.
    pub pointer: String,
}

/// Reads a document as a JSON value. Where a mapping names a key twice, the last one counts.
///
/// # Errors
///
/// The text is not one YAML document that can be said in JSON.
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
/// The text is not one YAML document, or not of that type.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    parse(text)?;
    serde_path_to_error::deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let pointer = pointer(error.path());
        Error { pointer, ..error.into_inner().into() }
    })
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => join(&pointer, &index.to_string()),
        Segment::Map { key } => join(&pointer, key),
        Segment::Enum { variant } => join(&pointer, variant),
        Segment::Unknown => pointer,
    })
}

/// What `serde_yaml` writes as line breaks, as which YAML 1.2 does not read them.
const BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// Writes a value. A text with a character that YAML of different versions reads differently is written as JSON, which is YAML too and can
/// escape it.
///
/// # Errors
///
/// The value cannot be said in YAML.
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
