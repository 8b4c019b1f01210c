//! The text of a JSON or YAML document in; its values and their positions out.

mod brackets;
mod events;
mod fault;
mod limits;
mod position;
mod quoted;
mod scalar;
mod tree;
mod unclosed;

use events::read;
pub(crate) use fault::{Fault, FaultKind};
pub(super) use position::{Duplicate, Index};
pub(super) use unclosed::unclosed;

use serde_json::Value;
use std::borrow::Cow;
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
    let fault = match value(text, limit, false) {
        Err(fault)
            if matches!(fault.kind, FaultKind::Indentation | FaultKind::QuotedIndentation) =>
        {
            fault
        }
        outcome => return outcome,
    };
    indented(text, limit, &fault).ok_or(fault)
}

fn value(text: &str, limit: usize, is_joined: bool) -> Result<(Value, Index), Fault> {
    let (index, tree) = read(text, limit, is_joined);
    Ok((tree.and_then(|tree| tree.value(text, limit))?, index))
}

/// The value of a text with this fault, if it is valid apart from indentation that other parsers accept.
fn indented(text: &str, limit: usize, fault: &Fault) -> Option<(Value, Index)> {
    if text.contains(quoted::is_mark) {
        return None;
    }
    let (mut text, mut fault) = (Cow::Borrowed(text), Cow::Borrowed(fault));
    let (mut is_joined, mut are_brackets_moved) = (false, false);
    for _ in 0..quoted::TIMES {
        let changed = if fault.kind == FaultKind::QuotedIndentation {
            is_joined = true;
            quoted::joined(&text, fault.offset)?
        } else if std::mem::replace(&mut are_brackets_moved, true) {
            return None;
        } else {
            brackets::joined(&text)?
        };
        text = Cow::Owned(changed);
        match value(&text, limit, is_joined) {
            Ok(found) => return Some(found),
            Err(next) => fault = Cow::Owned(next),
        }
    }
    None
}

/// The positions of a text's values.
pub(super) fn index(text: &str, syntax: Syntax) -> Index {
    match syntax {
        Syntax::Json => Index::of_json(text, usize::MAX).unwrap_or_default(),
        Syntax::Yaml => positions(text),
    }
}

fn positions(text: &str) -> Index {
    match read(text, usize::MAX, false) {
        (index, Ok(_)) => index,
        (index, Err(fault)) => indented(text, usize::MAX, &fault).map_or(index, |(_, index)| index),
    }
}
