//! The text of a JSON or YAML document in; its values and their positions out.

mod brackets;
mod events;
mod fault;
mod limits;
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

/// The syntax of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// JSON.
    Json,
    /// YAML 1.2, as far as JSON can express it.
    Yaml,
}

/// The byte range of the value at a JSON pointer, or of its nearest ancestor in the text.
///
/// For many pointers into one text, [`crate::document::FragmentOrigin::place`] is faster: it reads the text once.
pub fn locate(text: &str, syntax: Syntax, pointer: &str) -> Range<usize> {
    index(text, syntax).locate(pointer)
}

/// The value of a YAML text with at most `limit` values, and their positions.
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

/// The positions of a text's values.
pub(super) fn index(text: &str, syntax: Syntax) -> Index {
    match syntax {
        Syntax::Json => Index::of_json(text, usize::MAX).unwrap_or_default(),
        Syntax::Yaml => read(text, usize::MAX).0,
    }
}
