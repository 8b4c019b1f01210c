//! Inputs: texts with a name, and places inside them.
//!
//! A [`Source`] is a page, document, overlay or configuration that was already read; the library does no I/O. A [`Place`] refers to a
//! part of a source by JSON pointer and byte range, and [`Place::position`] converts it to a line and column.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The number of bytes between two marks.
const MARK: usize = 1024;

/// An input text.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name in messages: the path as the user gave it, with `/` between folders.
    pub name: String,
    /// The whole text, as it was read, including byte order mark and line ends.
    pub text: String,
    /// Positions at regular distances in the text; computed on first use.
    marks: OnceLock<Vec<Position>>,
    /// Whether it was only read because other sources refer to it.
    is_referred: bool,
    /// Whether it was only read because it is in a folder of the input.
    is_found: bool,
    /// The number of sources that are preferred to it.
    rank: usize,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.text) == (&other.name, &other.text)
    }
}

impl Eq for Source {}

impl Source {
    /// A source from its name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        Self { name, text, marks: OnceLock::new(), is_referred: false, is_found: false, rank: 0 }
    }

    /// Marks the source as one that only exists for references from other sources and describes no API itself.
    #[must_use]
    pub fn referred(self) -> Self {
        Self { is_referred: true, ..self }
    }

    /// Marks the source as one that was found in a folder, and may describe nothing.
    #[must_use]
    pub fn found(self) -> Self {
        Self { is_found: true, ..self }
    }

    /// Whether it was found in a folder.
    pub(crate) fn is_found(&self) -> bool {
        self.is_found
    }

    /// Sets the rank of the source. Where sources disagree, a lower rank takes precedence. The default is 0.
    #[must_use]
    pub fn ranked(self, rank: usize) -> Self {
        Self { rank, ..self }
    }

    /// Its rank.
    pub(crate) fn rank(&self) -> usize {
        self.rank
    }

    /// Whether it only exists for references from other sources.
    pub(crate) fn is_referred(&self) -> bool {
        self.is_referred
    }

    /// The position of a byte offset, computed from the last mark before it; an offset after the end counts as the end.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = floor(&self.text, offset);
        let marks = self.marks.get_or_init(|| {
            let ends = (0..=self.text.len() / MARK).map(|number| floor(&self.text, number * MARK));
            let (mut start, mut position) = (0, Position::START);
            let mark = |end| {
                position = position.after(&self.text[start..end]);
                start = end;
                position
            };
            ends.map(mark).collect()
        });
        let number = offset / MARK;
        let before = marks.get(number).copied().unwrap_or(Position::START);
        before.after(&self.text[floor(&self.text, number * MARK)..offset])
    }

    /// The last component of the name without its extension: `session` for `pages/general/session.md`.
    pub fn stem(&self) -> &str {
        let file = self.name.rsplit('/').next().unwrap_or(&self.name);
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }
}

/// The inputs of a run, already in memory. The order of sources does not matter; that of overlays does.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Pages and documents.
    pub sources: Vec<Source>,
    /// OpenAPI Overlay 1.0 documents, applied in this order.
    pub overlays: Vec<Source>,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its source.
    pub source: Arc<Source>,
    /// The byte range of [`Source::text`]; `None` if only the source is known.
    pub span: Option<Range<usize>>,
    /// The JSON pointer (RFC 6901) inside the fragment or document; empty for its root or if there is none.
    pub pointer: String,
    /// Whether only line and column may be shown, and not the text, as it may hold a password.
    pub is_unquoted: bool,
}

impl Place {
    /// The source as a whole.
    pub fn whole(source: &Arc<Source>) -> Self {
        Self { source: source.clone(), span: None, pointer: String::new(), is_unquoted: false }
    }

    /// A byte range of the source.
    pub fn span(source: &Arc<Source>, span: Range<usize>) -> Self {
        Self {
            source: source.clone(),
            span: Some(span),
            pointer: String::new(),
            is_unquoted: false,
        }
    }

    /// The place with a JSON pointer.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// The place of the key of a value, if the pointer leads to a property whose key is written just before the value.
    #[must_use]
    pub fn at_key(mut self) -> Self {
        let key = self.pointer.rsplit('/').next().unwrap_or_default();
        let key = key.replace("~1", "/").replace("~0", "~");
        let found = self.span.as_ref().and_then(|span| key_before(&self.source.text, span, &key));
        self.span = found.or(self.span);
        self
    }

    /// Line and column of the first byte, if it is known.
    pub fn position(&self) -> Option<Position> {
        self.span.as_ref().map(|span| self.source.position(span.start))
    }
}

/// The byte range of a key that is written just before its value: only a colon, comments, anchors and tags are between them.
fn key_before(text: &str, value: &Range<usize>, key: &str) -> Option<Range<usize>> {
    let before = text.get(..value.start)?;
    let start = before.rfind(key).filter(|_| !key.is_empty())?;
    let rest = &before[start + key.len()..];
    let colon = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start().strip_prefix(':')?;
    let is_begun = before[..start].ends_with(|c: char| c.is_whitespace() || "\"'{,?".contains(c));
    let is_blank = |line: &str| {
        let words = line.split('#').next().unwrap_or_default().split_whitespace();
        words
            .into_iter()
            .all(|word| word.starts_with(['&', '!', '|', '>']) || word == "\"" || word == "'")
    };
    let is_first = start == 0 || is_begun;
    (is_first && colon.lines().all(is_blank)).then_some(start..start + key.len())
}

/// A line and a column, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    const START: Self = Self { line: 1, column: 1 };

    /// The position of a byte offset; an offset after the end counts as the end.
    pub fn of(text: &str, offset: usize) -> Self {
        Self::START.after(&text[..floor(text, offset)])
    }

    /// The position after a text that begins here. Byte order marks at the start of a line do not count.
    fn after(self, text: &str) -> Self {
        let lines = text.bytes().filter(|&byte| byte == b'\n').count();
        let (line, last) = match text.rfind('\n') {
            Some(newline) => (Self { line: self.line + lines, column: 1 }, &text[newline + 1..]),
            None => (self, text),
        };
        let last = if line.column == 1 { last.trim_start_matches('\u{feff}') } else { last };
        Self { column: line.column + last.chars().count(), ..line }
    }
}

/// Checks that a path names a file below a folder on every system: relative, with `/` between its parts, none of which is `.` or `..`.
///
/// # Errors
///
/// The reason, as text after the path: "is empty".
pub fn check_path(path: &str) -> Result<(), &'static str> {
    let part_fault = |part: &str| match part {
        "" => Some("has an empty part"),
        "." | ".." => Some("has a part that is `.` or `..`"),
        _ => None,
    };
    if path.is_empty() {
        Err("is empty")
    } else if path.starts_with('/') {
        Err("is not relative")
    } else if path.contains(['\\', ':']) || path.contains(char::is_control) {
        Err("holds a character that is not portable")
    } else {
        path.split('/').find_map(part_fault).map_or(Ok(()), Err)
    }
}

/// The nearest character boundary at or before an offset.
pub(crate) fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_the_same_from_every_mark() {
        for piece in ["a\n", "é", "\u{feff}x\r\n", "\u{1f600}\n\n", "x", "\u{feff}"] {
            let text = piece.repeat(2 * MARK + 3);
            let source = Source::new("a", text.as_str());
            for offset in
                (0..text.len() + 5).step_by(7).chain([MARK - 1, MARK, MARK + 1, text.len()])
            {
                assert_eq!(
                    source.position(offset),
                    Position::of(&text, offset),
                    "{piece:?} {offset}"
                );
            }
        }
    }
}
