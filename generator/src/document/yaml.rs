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
    let written = in_quotes(value)?;
    if !written.contains(BREAKS) {
        return Ok(written);
    }
    let text = serde_json::to_string_pretty(value).unwrap_or(written);
    let escaped = |text: String, char| text.replace(char, &format!("\\u{:04x}", u32::from(char)));
    Ok(BREAKS.into_iter().fold(text, escaped) + "\n")
}

/// Writes a value in YAML 1.2, with the texts in quotes that YAML 1.1 reads as something else.
fn in_quotes<T: Serialize>(value: &T) -> Result<String, Error> {
    let plain = serde_yaml::to_string(value)?;
    let Ok(mut value) = serde_json::to_value(value) else { return Ok(plain) };
    let mut mark = "Quoted".to_owned();
    while plain.contains(&mark) {
        mark.push('Q');
    }
    let mut texts = Vec::new();
    mark_texts(&mut value, &mark, &mut texts);
    if texts.is_empty() {
        return Ok(plain);
    }
    let written = serde_yaml::to_string(&value)?;
    let mut parts = written.split(mark.as_str());
    let mut quoted = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // A mark is followed by the number of its text and an underscore.
        let (number, rest) = part.split_once('_').unwrap_or((part, ""));
        let text = number.parse::<usize>().ok().and_then(|number| texts.get(number));
        quoted += &format!("'{}'{rest}", text.map_or("", String::as_str));
    }
    Ok(quoted)
}

/// Replaces each text that YAML 1.1 reads as something else by a mark with its number.
fn mark_texts(value: &mut Value, mark: &str, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => mark_text(text, mark, texts),
        Value::Array(items) => items.iter_mut().for_each(|item| mark_texts(item, mark, texts)),
        Value::Object(map) => {
            for (mut key, mut value) in std::mem::take(map) {
                mark_text(&mut key, mark, texts);
                mark_texts(&mut value, mark, texts);
                map.insert(key, value);
            }
        }
        _ => {}
    }
}

fn mark_text(text: &mut String, mark: &str, texts: &mut Vec<String>) {
    if is_of_older_yaml(text) {
        let own = format!("{mark}{}_", texts.len());
        texts.push(std::mem::replace(text, own));
    }
}

/// Whether YAML 1.1 reads a plain text as a flag, a date, or a number with underscores or in base 60. None of them needs an escape.
fn is_of_older_yaml(text: &str) -> bool {
    const FLAGS: [&str; 6] = ["yes", "no", "on", "off", "y", "n"];
    let number = text.trim_start_matches(['-', '+']);
    let is_number = number.starts_with(|first: char| first.is_ascii_digit())
        && number.chars().all(|char| char.is_ascii_digit() || "_:-.TtZz +".contains(char))
        && number.contains(['_', ':', '-']);
    is_number || FLAGS.iter().any(|flag| flag.eq_ignore_ascii_case(text))
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
