//! Invalid values of the configuration in; diagnostics at their places out.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Syntax;
use crate::source::{Place, Source};
use std::ops::Range;
use std::sync::Arc;

/// An invalid value.
pub(super) struct Fault {
    pub(super) pointer: String,
    pub(super) message: String,
    pub(super) span: Option<Range<usize>>,
    pub(super) help: Option<String>,
    /// Whether the line may contain a password and must not be shown.
    pub(super) secret: bool,
    /// Whether the key is at fault, and not its value.
    pub(super) is_key: bool,
}

impl Fault {
    pub(super) fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
            span: None,
            help: None,
            secret: false,
            is_key: false,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Hides the line of an address that contains a user or a query.
    pub(super) fn secret(mut self, address: Option<&str>) -> Self {
        self.secret = address.is_some_and(|address| address.contains(['@', '?']));
        self
    }

    pub(super) fn at(mut self, pointer: String) -> Self {
        self.pointer = pointer;
        self
    }
}

pub(super) fn invalid(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::InvalidConfig, message)
}

/// The diagnostic of a fault, at the value that its pointer names.
pub(super) fn locate(source: &Arc<Source>, fault: Fault) -> Diagnostic {
    let mut place = place(source, &fault.pointer);
    if fault.is_key {
        place = place.at_key();
    }
    if fault.secret {
        place.span = None;
    }
    let mut diagnostic = invalid(fault.message).at(place);
    diagnostic.help = fault.help;
    diagnostic
}

/// The place of the value at a pointer.
pub(super) fn place(source: &Arc<Source>, pointer: &str) -> Place {
    let span = crate::document::locate(&source.text, Syntax::Yaml, pointer);
    Place::span(source, span).at(pointer)
}

/// The library's message without its path and position, which are reported separately.
pub(crate) fn message_of(text: &str) -> String {
    let text = text.split_once(" at line ").map_or(text, |(before, _)| before);
    let start = [
        "unknown field",
        "unknown variant",
        "invalid type",
        "invalid value",
        "invalid length",
        "missing field",
        "duplicate",
    ];
    let cut = start.iter().filter_map(|words| text.find(words)).min().unwrap_or(0);
    text[cut..].to_owned()
}

/// The byte range of the word at a line and column, both counted from 1.
pub(crate) fn span_of(text: &str, line: usize, column: usize) -> Range<usize> {
    let lines = text.split_inclusive('\n');
    let start: usize = lines.clone().take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    let start =
        start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    let word = text[start..].find([':', ',', '\n', '\r', '}', ']']);
    start..word.map_or(text.len(), |length| start + length.max(1).min(text.len() - start))
}
