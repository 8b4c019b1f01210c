//! What can be wrong with a text, and the limits of what is read.

use std::borrow::Cow;

/// The deepest nesting, which is that of serde_json too: later stages call themselves for each level.
pub(super) const DEPTH: usize = 128;

/// What is wrong with a text, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) message: Cow<'static, str>,
    pub(crate) offset: usize,
    /// Whether the text is too large, and may be right otherwise.
    pub(crate) is_size: bool,
}

impl Fault {
    pub(super) fn new(message: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        Self { message: message.into(), offset, is_size: false }
    }

    /// A text of more values than are read.
    pub(crate) fn too_many(limit: usize, offset: usize) -> Self {
        let message = format!("it holds more than {limit} values").into();
        Self { message, offset, is_size: true }
    }
}

/// A text that is nested deeper than is read.
pub(super) fn too_deep(offset: usize) -> Fault {
    Fault::new(format!("it is nested deeper than {DEPTH} levels"), offset)
}
