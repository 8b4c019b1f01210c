//! What comes in: texts with a name, and places inside them.
//!
//! A [`Source`] is one page, document, overlay or configuration, already read; the library does no I/O. A [`Place`] points
//! into a source by JSON pointer and byte range, and [`Place::position`] turns it into a line and column for people.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// How many bytes there are from one mark to the next.
const MARK: usize = 1024;

/// One input text.
#[derive(Debug, Clone)]
pub struct Source {
    /// How messages call it: the path as the user gave it, with `/` between folders.
    pub name: String,
    /// The whole text, as it was read: byte order mark and line ends included.
    pub text: String,
    /// Positions on the way through the text; made when one is first asked for.
    marks: OnceLock<Vec<Position>>,
    /// Whether nobody asked for it but other sources, which refer to it.
    is_referred: bool,
    /// How many sources are preferred to it.
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
        Self { name, text, marks: OnceLock::new(), is_referred: false, rank: 0 }
    }

    /// The same, as a file that is there for other sources, which refer to it: of itself it describes nothing.
    #[must_use]
    pub fn referred(self) -> Self {
        Self { is_referred: true, ..self }
    }

    /// The same, as one that counts less than those with a lower rank, where they say different things. All have rank 0 at first.
    #[must_use]
    pub fn ranked(self, rank: usize) -> Self {
        Self { rank, ..self }
    }

    /// Its rank.
    pub(crate) fn rank(&self) -> usize {
        self.rank
    }

    /// Whether it is there for other sources only.
    pub(crate) fn is_referred(&self) -> bool {
        self.is_referred
    }

    /// The position of a byte offset, from the nearest mark before it; an offset past the end counts as the end.
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

/// What a run reads, already in memory. The order does not matter for sources and decides for overlays.
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
    /// The source it is in.
    pub source: Arc<Source>,
    /// The bytes of [`Source::text`] it covers; `None` where only the source is known.
    pub span: Option<Range<usize>>,
    /// The JSON pointer (RFC 6901) inside the fragment or document, empty for its root or where there is none.
    pub pointer: String,
}

impl Place {
    /// The source as a whole.
    pub fn whole(source: &Arc<Source>) -> Self {
        Self { source: source.clone(), span: None, pointer: String::new() }
    }

    /// Some bytes of the source.
    pub fn span(source: &Arc<Source>, span: Range<usize>) -> Self {
        Self { source: source.clone(), span: Some(span), pointer: String::new() }
    }

    /// The same place with a JSON pointer.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// Line and column of the first byte, if it is known.
    pub fn position(&self) -> Option<Position> {
        self.span.as_ref().map(|span| self.source.position(span.start))
    }
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

    /// The position of a byte offset; an offset past the end counts as the end.
    pub fn of(text: &str, offset: usize) -> Self {
        Self::START.after(&text[..floor(text, offset)])
    }

    /// The position behind a text that begins here. Byte order marks at the start of a line do not count.
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

/// Whether a path names a file below a folder on every system: relative, `/` between its parts, none of them `.` or `..`.
///
/// # Errors
///
/// The reason, to be read after the path: "is empty".
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
fn floor(text: &str, offset: usize) -> usize {
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
