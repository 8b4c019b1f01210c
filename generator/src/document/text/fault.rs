//! The faults of a text.

use super::limits::DEPTH;
use std::borrow::Cow;

/// The fault of a text, and its byte offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) message: Cow<'static, str>,
    pub(crate) offset: usize,
    /// Whether the text is only too large, and may be valid otherwise.
    pub(crate) is_size: bool,
}

impl Fault {
    pub(super) fn new(message: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        Self { message: message.into(), offset, is_size: false }
    }

    /// A text with too many values.
    pub(crate) fn too_many(limit: usize, offset: usize) -> Self {
        let message = format!("it holds more than {limit} values").into();
        Self { message, offset, is_size: true }
    }
}

/// A text that is nested too deep.
pub(super) fn too_deep(offset: usize) -> Fault {
    Fault::new(format!("it is nested deeper than {DEPTH} levels"), offset)
}
