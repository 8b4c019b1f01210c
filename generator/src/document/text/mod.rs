//! The text of a JSON or YAML document in; the values that it holds, and where each stands, out.

mod brackets;
mod events;
mod fault;
mod position;
mod scalar;
mod tree;
mod unclosed;

use events::read;
pub(super) use fault::Fault;
pub(super) use position::{Duplicate, Index};
pub(super) use unclosed::unclosed;

use serde_json::Value;
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

/// The value of a text in YAML of at most so many values, and where each stands.
pub(super) fn yaml(text: &str, limit: usize) -> Result<(Value, Index), Fault> {
    let once = |text: &str| {
        let (index, tree) = read(text, limit);
        Ok::<_, Fault>((tree.and_then(|tree| tree.value(text, limit))?, index))
    };
    let fault = match once(text) {
        Err(fault) if fault.message.starts_with("invalid indentation") => fault,
        outcome => return outcome,
    };
    match brackets::joined(text) {
        Some(joined) => once(&joined).map_err(|_| fault),
        None => Err(fault),
    }
}

/// Where each value of a text stands.
pub(super) fn index(text: &str, syntax: Syntax) -> Index {
    match syntax {
        Syntax::Json => Index::of_json(text, usize::MAX).unwrap_or_default(),
        Syntax::Yaml => read(text, usize::MAX).0,
    }
}
