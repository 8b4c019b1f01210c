//! The text of a JSON or YAML document in; the values that it holds, and where each stands, out.

mod events;
mod fault;
mod position;
mod scalar;
mod tree;

pub(super) use events::read;
pub(super) use fault::Fault;
pub(super) use position::{Duplicate, Index};

use std::ops::Range;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// JSON.
    Json,
    /// YAML 1.2, as far as it can be said in JSON.
    Yaml,
}

/// The bytes of the value that a JSON pointer names, or of its nearest ancestor that is there.
///
/// For many pointers into one text, [`crate::document::FragmentOrigin::place`] is faster: it reads the text once.
pub fn locate(text: &str, syntax: Syntax, pointer: &str) -> Range<usize> {
    index(text, syntax).locate(pointer)
}

/// Where each value of a text stands.
pub(super) fn index(text: &str, syntax: Syntax) -> Index {
    match syntax {
        Syntax::Json => Index::of_json(text, usize::MAX).unwrap_or_default(),
        Syntax::Yaml => read(text, usize::MAX).0,
    }
}
