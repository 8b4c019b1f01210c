//! The faults of a text.

use super::limits::DEPTH;
use std::borrow::Cow;

/// The fault of a text, and its byte offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) message: Cow<'static, str>,
    pub(crate) offset: usize,
    pub(crate) kind: FaultKind,
}

/// The kinds of faults that are treated in a way of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// The text is only too large, and may be valid otherwise.
    TooLarge,
    /// A line of a quoted text is not indented enough.
    QuotedIndentation,
    /// Any other line is not indented enough.
    Indentation,
    /// A tab stands where only spaces may.
    Tab,
    /// A colon stands where no key may.
    Mapping,
    /// Any other fault.
    Other,
}

impl FaultKind {
    /// The kind of a fault with this message of the YAML parser, which has no codes.
    fn of_parser(message: &str) -> Self {
        if message == "invalid indentation in quoted scalar" {
            Self::QuotedIndentation
        } else if message.starts_with("invalid indentation") {
            Self::Indentation
        } else if message.contains("tabs disallowed") || message.contains("found a tab") {
            Self::Tab
        } else if message.starts_with("mapping values are not allowed") {
            Self::Mapping
        } else {
            Self::Other
        }
    }
}

impl Fault {
    pub(super) fn new(message: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        Self { message: message.into(), offset, kind: FaultKind::Other }
    }

    /// A fault that the YAML parser found.
    pub(super) fn of_parser(message: &str, offset: usize) -> Self {
        Self { kind: FaultKind::of_parser(message), ..Self::new(message.to_owned(), offset) }
    }

    /// A text with too many values.
    pub(crate) fn too_many(limit: usize, offset: usize) -> Self {
        let message = format!("it holds more than {limit} values").into();
        Self { message, offset, kind: FaultKind::TooLarge }
    }
}

/// A text that is nested too deep.
pub(super) fn too_deep(offset: usize) -> Fault {
    Fault::new(format!("it is nested deeper than {DEPTH} levels"), offset)
}
