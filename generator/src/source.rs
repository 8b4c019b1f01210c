//! What comes in: texts with a name, and places inside them.
//!
//! A [`Source`] is one page, document, overlay or configuration, already read; the library does no I/O. A [`Place`] points
//! into a source by JSON pointer and byte range, and [`Place::position`] turns it into a line and column for people.

use std::ops::Range;
use std::sync::Arc;

/// One input text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// How messages call it: the path as the user gave it, with `/` between folders.
    pub name: String,
    /// The whole text, as it was read: byte order mark and line ends included.
    pub text: String,
}

impl Source {
    /// A source from its name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// The last component of the name without its extension: `session` for `pages/general/session.md`.
    pub fn stem(&self) -> &str {
        let file = self.name.rsplit('/').next().unwrap_or(&self.name);
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }
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
        self.span.as_ref().map(|span| Position::of(&self.source.text, span.start))
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
    /// The position of a byte offset; an offset past the end counts as the end.
    pub fn of(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        Self { line, column: before[start..].trim_start_matches('\u{feff}').chars().count() + 1 }
    }
}
