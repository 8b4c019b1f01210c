//! The text of a YAML document in; the [`Index`] of its values, and their [`Tree`] or the fault of the text, out.
//!
//! It follows the events of `saphyr-parser`, which have positions and need no recursion. A value from an alias or a merge key (`<<`) has
//! no position of its own; its nearest ancestor is shown instead.

use super::fault::{Fault, too_deep};
use super::limits::DEPTH;
use super::position::{Builder, Index};
use super::quoted;
use super::scalar::{self, Scalar};
use super::tree::{Kind, Tree};
use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Reads at most `limit` values, up to the first fault. Quoted texts may have been joined.
pub(crate) fn read(text: &str, limit: usize, is_joined: bool) -> (Index, Result<Tree<'_>, Fault>) {
    let mut reader = Reader { is_joined, ..Reader::new(text, limit) };
    let mut outcome = Ok(());
    for event in Parser::new_from_str(text) {
        outcome = match event {
            Ok((Event::StreamEnd, _)) => break,
            Ok((event, span)) => reader.event(event, span),
            Err(error) => {
                let offset = reader.cursor.offset(error.marker().index());
                Err(Fault::of_parser(error.info(), offset))
            }
        };
        if outcome.is_err() {
            break;
        }
    }
    let index = reader.builder.finish(reader.content_end);
    (index, outcome.map(|()| reader.tree))
}

/// An open sequence or mapping.
struct Frame {
    node: usize,
    anchor: usize,
    is_mapping: bool,
    /// The key whose value comes next.
    key: Option<String>,
}

struct Reader<'a> {
    text: &'a str,
    limit: usize,
    /// Whether quoted texts may contain the marks of [`quoted`].
    is_joined: bool,
    cursor: Cursor<'a>,
    builder: Builder,
    tree: Tree<'a>,
    stack: Vec<Frame>,
    /// The nodes of completed anchors on sequences and mappings; open ones are missing.
    anchors: HashMap<usize, usize>,
    /// The scalars with an anchor: the text, which an alias may use as a key, and the value.
    scalars: HashMap<usize, (Cow<'a, str>, Scalar<'a>)>,
    has_document: bool,
    /// The end of the text without trailing space.
    content_end: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, limit: usize) -> Self {
        Self {
            text,
            limit,
            is_joined: false,
            cursor: Cursor { text, character: 0, byte: 0, is_ascii: text.is_ascii() },
            builder: Builder::default(),
            tree: Tree::default(),
            stack: Vec::new(),
            anchors: HashMap::new(),
            scalars: HashMap::new(),
            has_document: false,
            content_end: text.trim_end().len(),
        }
    }

    fn event(&mut self, event: Event<'a>, span: Span) -> Result<(), Fault> {
        let start = self.cursor.offset(span.start.index());
        let end = self.cursor.offset(span.end.index());
        if self.builder.len() >= self.limit {
            return Err(Fault::too_many(self.limit, start));
        }
        match event {
            Event::DocumentStart(_) if std::mem::replace(&mut self.has_document, true) => {
                let message = "there is more than one document; a file holds one";
                Err(Fault::new(message, start))
            }
            Event::Scalar(value, style, anchor, tag) => {
                let value = self.without_added_break(value, style, end);
                let value = if self.is_joined {
                    quoted::restored(value, &self.text[start..end])
                } else {
                    value
                };
                let end = start + quoted_length(&self.text[start..end]).unwrap_or(end - start);
                self.scalar(value, style, anchor, tag.as_deref(), start..end)
            }
            Event::Alias(anchor) => self.alias(anchor, start..end),
            Event::SequenceStart(anchor, tag) => self.start(false, anchor, tag.as_deref(), start),
            Event::MappingStart(anchor, tag) => self.start(true, anchor, tag.as_deref(), start),
            Event::SequenceEnd | Event::MappingEnd => {
                self.end(start, end);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        value: Cow<'a, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        range: Range<usize>,
    ) -> Result<(), Fault> {
        let is_key = self.wants_key();
        if is_key && anchor == 0 {
            self.set_key(value.into_owned());
            return Ok(());
        }
        let text = if anchor > 0 { value.clone() } else { Cow::Borrowed("") };
        let scalar = scalar::resolve(value, style, tag)
            .map_err(|message| Fault::new(message, range.start))?;
        if anchor > 0 {
            self.scalars.insert(anchor, (text.clone(), scalar.clone()));
        }
        if is_key {
            self.set_key(text.into_owned());
        } else {
            self.leaf(Kind::Scalar(scalar), range);
        }
        Ok(())
    }

    /// Removes the line break that the parser adds to a block scalar at the end of a text without one.
    fn without_added_break(
        &self,
        value: Cow<'a, str>,
        style: ScalarStyle,
        end: usize,
    ) -> Cow<'a, str> {
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if !is_block || end < self.content_end {
            return value;
        }
        let last = self.text.rsplit(['\n', '\r']).next().unwrap_or_default();
        if last.trim().is_empty() {
            return value;
        }
        match value.strip_suffix('\n') {
            Some(value) => Cow::Owned(value.to_owned()),
            None => value,
        }
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Fault> {
        match (self.scalars.get(&anchor), self.anchors.get(&anchor)) {
            (Some((text, _)), _) if self.wants_key() => {
                let text = text.clone().into_owned();
                self.set_key(text);
            }
            (None, _) if self.wants_key() => return Err(complex_key(range.start)),
            (Some((_, scalar)), _) => {
                let scalar = scalar.clone();
                self.leaf(Kind::Scalar(scalar), range);
            }
            (None, Some(&node)) => self.leaf(Kind::Alias(node), range),
            (None, None) => {
                let message = "this alias is inside its own anchor";
                return Err(Fault::new(message, range.start));
            }
        }
        Ok(())
    }

    fn leaf(&mut self, kind: Kind<'a>, range: Range<usize>) {
        let key = self.take_key();
        self.builder.leaf(key.as_deref(), range.clone());
        if matches!(kind, Kind::Scalar(Scalar::NoNumber(_))) {
            self.builder.mark_non_finite();
        }
        self.tree.add(kind, key, range.start);
    }

    fn start(
        &mut self,
        is_mapping: bool,
        anchor: usize,
        tag: Option<&Tag>,
        start: usize,
    ) -> Result<(), Fault> {
        if self.wants_key() {
            return Err(complex_key(start));
        }
        if self.stack.len() >= DEPTH {
            return Err(too_deep(start));
        }
        scalar::known(tag).map_err(|message| Fault::new(message, start))?;
        let key = self.take_key();
        self.builder.start(key.as_deref(), start);
        let kind = if is_mapping { Kind::Mapping } else { Kind::Sequence };
        let node = self.tree.add(kind, key, start);
        self.stack.push(Frame { node, anchor, is_mapping, key: None });
        Ok(())
    }

    fn end(&mut self, start: usize, end: usize) {
        let Some(frame) = self.stack.pop() else { return };
        // The parser finds the end of a block at the next token, after the space in between.
        let end = if end > start { end } else { self.text[..start].trim_end().len() };
        self.builder.end(end);
        self.tree.close(frame.node);
        if frame.anchor > 0 {
            self.anchors.insert(frame.anchor, frame.node);
        }
    }

    fn wants_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { is_mapping: true, key: None, .. }))
    }

    fn set_key(&mut self, key: String) {
        if let Some(frame) = self.stack.last_mut() {
            frame.key = Some(key);
        }
    }

    fn take_key(&mut self) -> Option<String> {
        self.stack.last_mut()?.key.take()
    }
}

fn complex_key(offset: usize) -> Fault {
    Fault::new("a key that is not text cannot be expressed in JSON", offset)
}

/// Converts character numbers to offsets, mostly in ascending order.
struct Cursor<'a> {
    text: &'a str,
    character: usize,
    byte: usize,
    is_ascii: bool,
}

impl Cursor<'_> {
    fn offset(&mut self, character: usize) -> usize {
        if self.is_ascii {
            return character.min(self.text.len());
        }
        while self.character < character {
            let Some(next) = self.text[self.byte..].chars().next() else { break };
            self.byte += next.len_utf8();
            self.character += 1;
        }
        while self.character > character {
            let Some(last) = self.text[..self.byte].chars().next_back() else { break };
            self.byte -= last.len_utf8();
            self.character -= 1;
        }
        self.byte
    }
}

/// The length of the quoted scalar at the beginning of a text: the parser includes a comment after it.
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
    use crate::document::text::{Syntax, locate};

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
