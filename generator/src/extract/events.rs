//! The text of a YAML document in; an [`Index`] of its values and the size that its aliases expand to out.
//!
//! It follows the events of `saphyr-parser`, which know their positions and do not nest calls. Merge keys (`<<`) stay as they
//! are written: a value that comes from one has no position of its own, and its nearest ancestor is shown instead.

use super::position::Index;
use saphyr_parser::{Event, Parser, ScanError, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// What a value counts beside the bytes of its text.
const NODE: u64 = 16;

/// What was read, up to the first error, if there is one.
pub(crate) fn read(text: &str) -> (Index, Result<u64, ScanError>) {
    let mut reader = Reader::new(text);
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::StreamEnd, _)) => break,
            Ok((event, span)) => reader.event(event, span),
            Err(error) => return (reader.finish(), Err(error)),
        }
    }
    let size = reader.size;
    (reader.finish(), Ok(size))
}

/// A sequence or mapping whose end is still to come.
struct Frame {
    node: usize,
    anchor: usize,
    size: u64,
    /// The number of the next item; `None` in a mapping.
    next: Option<usize>,
    /// The key whose value is to come.
    key: Option<Arc<str>>,
    /// Whether the frame is itself a key.
    is_key: bool,
}

struct Reader<'a> {
    text: &'a str,
    /// The byte offset of each character, unless all are one byte long.
    offsets: Option<Vec<usize>>,
    index: Index,
    stack: Vec<Frame>,
    /// What an alias of each finished anchor expands to.
    anchors: HashMap<usize, u64>,
    size: u64,
    /// Keys that are no scalars get made-up names, which must differ.
    odd_keys: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let offsets =
            (!text.is_ascii()).then(|| text.char_indices().map(|(offset, _)| offset).collect());
        Self {
            text,
            offsets,
            index: Index::default(),
            stack: Vec::new(),
            anchors: HashMap::new(),
            size: 0,
            odd_keys: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        let (start, end) = (self.offset(span.start.index()), self.offset(span.end.index()));
        match event {
            Event::Scalar(value, _, anchor, _) => {
                let size = NODE + value.len() as u64;
                let end = start + quoted_length(&self.text[start..end]).unwrap_or(end - start);
                self.anchors.insert(anchor, size);
                self.leaf(Some(&value), size, start, end);
            }
            Event::Alias(anchor) => {
                // An anchor that is not finished contains its own alias: it has no finite size.
                let size = self.anchors.get(&anchor).copied().unwrap_or(u64::MAX);
                self.leaf(None, size, start, end);
            }
            Event::SequenceStart(anchor, _) => self.start(anchor, Some(0), start),
            Event::MappingStart(anchor, _) => self.start(anchor, None, start),
            Event::SequenceEnd | Event::MappingEnd => self.end(start, end),
            _ => {}
        }
    }

    fn leaf(&mut self, scalar: Option<&str>, size: u64, start: usize, end: usize) {
        self.grow(size);
        if self.wants_key() {
            let key = scalar.map_or_else(|| self.odd_key(), Into::into);
            self.set_key(key);
        } else {
            let node = self.add(start);
            self.index.close(node, end);
        }
    }

    fn start(&mut self, anchor: usize, next: Option<usize>, start: usize) {
        let is_key = self.wants_key();
        if is_key {
            let key = self.odd_key();
            self.set_key(key);
        }
        let node = self.add(start);
        self.stack.push(Frame { node, anchor, size: NODE, next, key: None, is_key });
    }

    fn end(&mut self, start: usize, end: usize) {
        let Some(frame) = self.stack.pop() else { return };
        // The end of a block is found at the next token: what lies between is space.
        let end = if end > start { end } else { self.text[..start].trim_end().len() };
        self.index.close(frame.node, end);
        self.anchors.insert(frame.anchor, frame.size);
        self.grow(frame.size);
        if frame.is_key {
            let key = self.odd_key();
            self.set_key(key);
        }
    }

    fn wants_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { next: None, key: None, .. }))
    }

    fn set_key(&mut self, key: Arc<str>) {
        if let Some(frame) = self.stack.last_mut() {
            frame.key = Some(key);
        }
    }

    fn odd_key(&mut self) -> Arc<str> {
        self.odd_keys += 1;
        format!("\0{}", self.odd_keys).into()
    }

    fn grow(&mut self, size: u64) {
        let total = self.stack.last_mut().map_or(&mut self.size, |frame| &mut frame.size);
        *total = total.saturating_add(size);
    }

    fn add(&mut self, start: usize) -> usize {
        let (parent, token) = match self.stack.last_mut() {
            None => (0, "".into()),
            Some(Frame { node, next: Some(next), .. }) => {
                *next += 1;
                (*node, (*next - 1).to_string().into())
            }
            Some(Frame { node, key, .. }) => (*node, key.take().unwrap_or_else(|| "".into())),
        };
        self.index.open(parent, token, start)
    }

    fn offset(&self, character: usize) -> usize {
        let offset = match &self.offsets {
            Some(offsets) => offsets.get(character).copied().unwrap_or(self.text.len()),
            None => character,
        };
        offset.min(self.text.len())
    }

    fn finish(mut self) -> Index {
        let end = self.text.trim_end().len();
        while let Some(frame) = self.stack.pop() {
            self.index.close(frame.node, end);
        }
        if self.index.is_empty() {
            let root = self.index.open(0, "".into(), 0);
            self.index.close(root, self.text.len());
        }
        self.index
    }
}

/// How long the quoted scalar is that a text begins with: the parser counts a comment behind it in.
fn quoted_length(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let mut rest = text.char_indices().skip(1).peekable();
    while let Some((at, char)) = rest.next() {
        let doubled = quote == '\'' && rest.peek().is_some_and(|(_, next)| *next == quote);
        match char {
            '\\' if quote == '"' => drop(rest.next()),
            _ if char == quote && doubled => drop(rest.next()),
            _ if char == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::document::Syntax;
    use crate::extract::locate;

    #[test]
    fn a_comment_is_no_part_of_a_scalar() {
        for scalar in ["plain", "'it''s'", r#""a \" # b\\""#, "\"é\"", "'ü'"] {
            for after in ["", " # last", "\r", " # last\r"] {
                let text = format!("a: 1\nversion: {scalar}{after}\nb: 2\n");
                let span = locate(&text, Syntax::Yaml, "/version");
                assert_eq!(&text[span], scalar, "{text}");
            }
        }
    }
}
