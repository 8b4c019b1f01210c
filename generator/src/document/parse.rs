//! The text of a JSON or YAML document in; its value with all positions, or the place and reason of a parse error, out.

use super::origin::{Fragment, FragmentOrigin};
use super::text::{self, Duplicate, Fault, FaultKind, Index, Syntax};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, Source};
use serde_json::Value;
use std::ops::Range;
use std::sync::Arc;

/// A parsed text.
pub(crate) struct Parsed {
    /// Its value and place.
    pub(crate) fragment: Fragment,
    /// Duplicate keys of objects, with their ranges in the source.
    pub(crate) duplicates: Vec<Duplicate>,
    /// A report of each number that JSON lacks, which was read as a string.
    pub(crate) not_in_json: Vec<Diagnostic>,
}

/// A parse error.
pub(crate) struct ParseError {
    /// The message, without the place.
    pub(crate) message: String,
    /// The byte offset of the error in the source.
    pub(crate) offset: usize,
    pub(crate) kind: FaultKind,
    /// The byte offset of an object or array without an end, if that is the error.
    pub(crate) unclosed: Option<usize>,
}

/// The maximum number of values in a text. Each takes at least a hundred bytes of memory and three of the text. The largest known API has
/// a million and a half.
const VALUES: usize = 5_000_000;

/// Parses a text of the same length as its `range` of the source.
pub(crate) fn parse(
    source: &Arc<Source>,
    range: Range<usize>,
    text: &str,
    syntax: Syntax,
) -> Result<Parsed, ParseError> {
    let (value, index) = match syntax {
        Syntax::Json => json(text),
        Syntax::Yaml => yaml(text),
    }
    .map_err(|error| ParseError {
        offset: range.start + error.offset,
        unclosed: error.unclosed.map(|at| range.start + at),
        ..error
    })?;
    let start = range.start;
    let shift = |range: Range<usize>| start + range.start..start + range.end;
    let mut duplicates = index.duplicates();
    for duplicate in &mut duplicates {
        duplicate.range = shift(duplicate.range.clone());
        duplicate.first = shift(duplicate.first.clone());
    }
    let not_in_json = index.not_in_json().into_iter();
    let not_in_json = not_in_json
        .map(|(pointer, range)| non_finite(Place::span(source, shift(range)).at(pointer)))
        .collect();
    let origin = FragmentOrigin::new(source, range, syntax).with_index(index);
    Ok(Parsed { fragment: Fragment { value, origin }, duplicates, not_in_json })
}

/// The report of a number that JSON lacks.
fn non_finite(place: Place) -> Diagnostic {
    let message = "JSON has no such number: it was read as a string";
    let help = "write a finite number, or leave the keyword out: without it there is no bound";
    Diagnostic::new(Code::NoNumber, message).at(place).help(help)
}

fn json(text: &str) -> Result<(Value, Index), ParseError> {
    let index = Index::of_json(text, VALUES)
        .map_err(|offset| ParseError::from(Fault::too_many(VALUES, offset)))?;
    let value = serde_json::from_str(text).map_err(|error| {
        let full = error.to_string();
        let suffix = format!(" at line {} column {}", error.line(), error.column());
        let message = full.strip_suffix(&suffix).unwrap_or(&full).to_owned();
        let start = line_start(text, error.line());
        let offset = text.len().min(start + error.column().saturating_sub(1));
        // At the end of the text, serde_json reports the last byte that it has read.
        let offset = if error.is_eof() { text.trim_end().len() } else { offset };
        let fault = if error.is_eof() { text.len() } else { offset };
        let unclosed = text::unclosed(text, fault);
        ParseError { message, offset, kind: FaultKind::Other, unclosed }
    })?;
    Ok((value, index))
}

fn yaml(text: &str) -> Result<(Value, Index), ParseError> {
    Ok(text::yaml(text, VALUES)?)
}

impl From<Fault> for ParseError {
    fn from(Fault { message, offset, kind }: Fault) -> Self {
        Self { message: message.into_owned(), offset, kind, unclosed: None }
    }
}

/// The offset of a line, counted from 1, or of the end of the text.
fn line_start(text: &str, line: usize) -> usize {
    match line.checked_sub(2) {
        None => 0,
        Some(newline) => text.match_indices('\n').nth(newline).map_or(text.len(), |(at, _)| at + 1),
    }
}

/// The bytes of a source's text without its byte order mark.
pub(crate) fn body(source: &Source) -> Range<usize> {
    let start = source.text.len() - source.text.trim_start_matches('\u{feff}').len();
    start..source.text.len()
}

/// The syntax of a source that must be JSON or YAML, for instance an overlay.
pub(crate) fn syntax(source: &Source) -> Syntax {
    match extension(&source.name).as_str() {
        "json" => Syntax::Json,
        "yaml" | "yml" => Syntax::Yaml,
        _ if source.text[body(source)].trim_start().starts_with('{') => Syntax::Json,
        _ => Syntax::Yaml,
    }
}

/// The value of a source that is JSON or YAML; `None` if it is neither.
pub(crate) fn parse_any(source: &Arc<Source>) -> Option<Value> {
    let range = body(source);
    let text = &source.text[range.clone()];
    parse(source, range, text, syntax(source)).ok().map(|parsed| parsed.fragment.value)
}

/// The extension of a name, in lower case; empty if it has none.
pub(crate) fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
}

/// The kind of a value, for messages.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
