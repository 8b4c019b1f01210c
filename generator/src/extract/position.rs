//! The text of a JSON or YAML document in; the byte range of each of its values, by JSON pointer, out.
//!
//! An [`Index`] is made in one pass that keeps its own stack, so deep nesting costs memory and not the call stack. It never
//! fails: of a text that does not parse it knows as much as could be read.

use crate::document::{Syntax, join, tokens};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Where each value of a document stands in its text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    nodes: Vec<Node>,
    children: HashMap<(usize, Arc<str>), usize>,
    duplicates: Vec<(usize, Range<usize>)>,
}

/// One value.
#[derive(Debug, Clone)]
struct Node {
    parent: usize,
    token: Arc<str>,
    range: Range<usize>,
}

/// A key that an object names a second time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Duplicate {
    /// The pointer of its value.
    pub(crate) pointer: String,
    /// The bytes of its value.
    pub(crate) range: Range<usize>,
    /// The bytes of the value that it had before.
    pub(crate) first: Range<usize>,
}

impl Index {
    /// The index of a text.
    pub(crate) fn of(text: &str, syntax: Syntax) -> Self {
        let mut index = match syntax {
            Syntax::Json => Scanner::new(text).run(),
            Syntax::Yaml => super::events::read(text).0,
        };
        if index.nodes.is_empty() {
            index.open(0, "".into(), 0);
            index.close(0, text.len());
        }
        index
    }

    /// The bytes of the value that a JSON pointer names, or of its nearest ancestor that is there.
    pub(crate) fn locate(&self, pointer: &str) -> Range<usize> {
        let mut node = 0;
        for token in tokens(pointer) {
            match self.children.get(&(node, token.into())) {
                Some(&child) => node = child,
                None => break,
            }
        }
        self.range(node)
    }

    /// The keys that an object names again, in the order of the text.
    pub(crate) fn duplicates(&self) -> Vec<Duplicate> {
        let duplicate = |(node, first): &(usize, Range<usize>)| Duplicate {
            pointer: self.pointer(*node),
            range: self.range(*node),
            first: first.clone(),
        };
        self.duplicates.iter().map(duplicate).collect()
    }

    /// Adds a value that starts at an offset; the first one is the root and its own parent.
    pub(super) fn open(&mut self, parent: usize, token: Arc<str>, start: usize) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { parent, token: token.clone(), range: start..start });
        if node != 0
            && let Some(former) = self.children.insert((parent, token), node)
        {
            self.duplicates.push((node, self.range(former)));
        }
        node
    }

    /// Sets the end of a value.
    pub(super) fn close(&mut self, node: usize, end: usize) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.range.end = end.max(node.range.start);
        }
    }

    /// Whether there is no value yet.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn range(&self, node: usize) -> Range<usize> {
        self.nodes.get(node).map_or(0..0, |node| node.range.clone())
    }

    fn pointer(&self, mut node: usize) -> String {
        let mut path = Vec::new();
        while node != 0 {
            path.push(&self.nodes[node].token);
            node = self.nodes[node].parent;
        }
        path.iter().rev().fold(String::new(), |pointer, token| join(&pointer, token))
    }
}

/// An array or object whose end is still to come.
struct Frame {
    node: usize,
    /// The number of the next item; `None` in an object.
    next: Option<usize>,
    /// The key whose value is to come.
    key: Option<Arc<str>>,
}

/// Reads JSON that serde_json has accepted; takes other text without failing.
struct Scanner<'a> {
    text: &'a str,
    offset: usize,
    index: Index,
    stack: Vec<Frame>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, offset: 0, index: Index::default(), stack: Vec::new() }
    }

    fn run(mut self) -> Index {
        while let Some(&byte) = self.text.as_bytes().get(self.offset) {
            let start = self.offset;
            match byte {
                b'{' | b'[' => self.container(byte == b'['),
                b'}' | b']' => self.end(),
                b'"' => {
                    self.offset = self.string_end();
                    self.string(start..self.offset);
                }
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => self.offset += 1,
                _ => {
                    self.offset = self.scalar_end();
                    self.value(start..self.offset);
                }
            }
        }
        while !self.stack.is_empty() {
            self.end();
        }
        self.index
    }

    fn container(&mut self, array: bool) {
        let node = self.add(self.offset);
        self.stack.push(Frame { node, next: array.then_some(0), key: None });
        self.offset += 1;
    }

    fn end(&mut self) {
        self.offset = self.text.len().min(self.offset + 1);
        if let Some(frame) = self.stack.pop() {
            self.index.close(frame.node, self.offset);
        }
    }

    fn string(&mut self, range: Range<usize>) {
        match self.stack.last_mut() {
            Some(Frame { next: None, key: key @ None, .. }) => {
                let raw = &self.text[range];
                let text = serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned());
                *key = Some(text.into());
            }
            _ => self.value(range),
        }
    }

    fn value(&mut self, range: Range<usize>) {
        let node = self.add(range.start);
        self.index.close(node, range.end);
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

    /// The offset behind the string that starts here.
    fn string_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.offset + 1;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => return at + 1,
                b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii) => at += 2,
                _ => at += 1,
            }
        }
        bytes.len()
    }

    /// The offset behind the number or word that starts here.
    fn scalar_end(&self) -> usize {
        let rest = &self.text[self.offset..];
        let end = rest.find([',', ':', ']', '}', '[', '{', '"', ' ', '\t', '\r', '\n']);
        end.map_or(self.text.len(), |end| self.offset + end)
    }
}
