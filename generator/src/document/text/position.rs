//! The text of a JSON or YAML document in; the byte range of each of its values, by JSON pointer, out.
//!
//! An [`Index`] is built in one pass with its own stack, so deep nesting uses memory but not the call stack. For a text that does not
//! parse, it covers the part that was read. It is small: sixteen bytes for each value, and each key once.

use crate::document::pointer::{join, tokens};
use indexmap::IndexSet;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// The key of an array's item, and of the root.
const ITEM: u32 = u32::MAX;

/// The position of each value of a document in its text.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// All values, each before its nested values.
    nodes: Vec<Node>,
    keys: IndexSet<Box<str>>,
    duplicates: Vec<(u32, Range<usize>)>,
    /// The values that are numbers that JSON lacks.
    not_in_json: Vec<u32>,
    /// The members of the values looked up so far.
    members: Mutex<HashMap<u32, HashMap<u32, u32>>>,
}

/// A value, as small as possible, since there may be millions.
#[derive(Debug, Clone, Copy)]
struct Node {
    start: u32,
    end: u32,
    /// The number of values up to the next one that is not nested in it.
    size: u32,
    key: u32,
}

/// A duplicate key of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Duplicate {
    /// The pointer of its value.
    pub(crate) pointer: String,
    /// The byte range of its value.
    pub(crate) range: Range<usize>,
    /// The byte range of its earlier value.
    pub(crate) first: Range<usize>,
}

impl Index {
    /// The index of JSON with at most `limit` values. The error is the offset of the first value beyond it.
    pub(crate) fn of_json(text: &str, limit: usize) -> Result<Self, usize> {
        Scanner { text, offset: 0, builder: Builder::default(), keys: Vec::new() }.run(limit)
    }

    /// The byte range of the value at a JSON pointer, or of its nearest ancestor in the text.
    pub(crate) fn locate(&self, pointer: &str) -> Range<usize> {
        let mut node = 0;
        for token in tokens(pointer) {
            match self.member(node, &token) {
                Some(member) => node = member,
                None => break,
            }
        }
        self.range(node)
    }

    /// The duplicate keys, in the order of the text.
    pub(crate) fn duplicates(&self) -> Vec<Duplicate> {
        let pointers = self.pointers(self.duplicates.iter().map(|(node, _)| *node));
        let duplicate = |((node, first), pointer): (&(u32, Range<usize>), String)| Duplicate {
            pointer,
            range: self.range(*node),
            first: first.clone(),
        };
        self.duplicates.iter().zip(pointers).map(duplicate).collect()
    }

    /// The numbers that JSON lacks, which were read as strings: their pointers and byte ranges, in the order of the text.
    pub(crate) fn not_in_json(&self) -> Vec<(String, Range<usize>)> {
        let pointers = self.pointers(self.not_in_json.iter().copied());
        pointers.into_iter().zip(self.not_in_json.iter().map(|node| self.range(*node))).collect()
    }

    /// The pointers of values that are given in the order of the text.
    fn pointers(&self, wanted: impl Iterator<Item = u32>) -> Vec<String> {
        let mut wanted = wanted.peekable();
        let (mut found, mut pointer) = (Vec::new(), String::new());
        // For each open value: its end, the length of its pointer, and the number of its next member.
        let mut open: Vec<(usize, usize, usize)> = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            if wanted.peek().is_none() {
                break;
            }
            while open.last().is_some_and(|(end, ..)| *end <= at) {
                open.pop();
            }
            if let Some((_, length, number)) = open.last_mut() {
                pointer.truncate(*length);
                match self.keys.get_index(node.key as usize) {
                    Some(key) => pointer.push_str(&join("", key)),
                    None => pointer.push_str(&format!("/{number}")),
                }
                *number += 1;
            }
            open.push((at + node.size as usize, pointer.len(), 0));
            if wanted.next_if(|wanted| *wanted as usize == at).is_some() {
                found.push(pointer.clone());
            }
        }
        found
    }

    /// The member of an array or object for a token; the last one of several.
    fn member(&self, node: u32, token: &str) -> Option<u32> {
        let is_array = self.nodes.get(node as usize + 1).is_some_and(|first| first.key == ITEM);
        let key = match self.keys.get_index_of(token) {
            Some(key) if !is_array => u32::try_from(key).ok()?,
            None if !is_array => return None,
            _ => token.parse().ok().filter(|number: &u32| number.to_string() == token)?,
        };
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        let known = members.entry(node).or_insert_with(|| {
            let numbered = (0..).zip(self.members_of(node));
            numbered
                .map(|(number, at)| (if is_array { number } else { self.key(at) }, at))
                .collect()
        });
        known.get(&key).copied()
    }

    /// The values in an array or object.
    fn members_of(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let end = self.nodes.get(node as usize).map_or(0, |it| node + it.size);
        let mut next = node + 1;
        std::iter::from_fn(move || {
            let at = next;
            next += self.nodes.get(at as usize)?.size.max(1);
            (at < end).then_some(at)
        })
    }

    fn key(&self, node: u32) -> u32 {
        self.nodes.get(node as usize).map_or(ITEM, |node| node.key)
    }

    fn range(&self, node: u32) -> Range<usize> {
        self.nodes.get(node as usize).map_or(0..0, |node| node.start as usize..node.end as usize)
    }
}

/// Builds an index from values in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Builder {
    index: Index,
    open: Vec<Open>,
    /// The keys and values of the open objects.
    entries: Vec<(u32, u32)>,
}

/// An open array or object.
#[derive(Debug)]
struct Open {
    node: u32,
    /// The index of its first entry.
    entries: usize,
}

impl Builder {
    /// The number of values.
    pub(super) fn len(&self) -> usize {
        self.index.nodes.len()
    }

    /// Adds a value without nested values; the key `None` is that of an item.
    pub(super) fn leaf(&mut self, key: Option<&str>, range: Range<usize>) {
        let node = self.add(key, range.start);
        self.close(node, range.end);
    }

    /// Marks the last value as a number that JSON lacks.
    pub(super) fn mark_non_finite(&mut self) {
        self.index.not_in_json.extend(self.len().checked_sub(1).map(short));
    }

    /// Adds an array or object, whose values follow.
    pub(super) fn start(&mut self, key: Option<&str>, start: usize) {
        let node = self.add(key, start);
        self.open.push(Open { node, entries: self.entries.len() });
    }

    /// Ends the last open array or object, at this offset or at the end of its last value.
    pub(super) fn end(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let end = self.index.nodes.last().map_or(end, |last| end.max(last.end as usize));
        self.close(open.node, end);
        let mut entries = self.entries.split_off(open.entries);
        entries.sort_unstable();
        for pair in entries.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            self.index.duplicates.push((pair[1].1, self.index.range(pair[0].1)));
        }
    }

    /// Whether an array or object is open.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Returns the index. Open values end at the offset; without any values, the whole text is one.
    pub(super) fn finish(mut self, end: usize) -> Index {
        while self.is_open() {
            self.end(end);
        }
        if self.len() == 0 {
            self.leaf(None, 0..end);
        }
        self.index.duplicates.sort_by_key(|(node, _)| *node);
        self.index
    }

    fn add(&mut self, key: Option<&str>, start: usize) -> u32 {
        let key = key.map_or(ITEM, |key| match self.index.keys.get_index_of(key) {
            Some(known) => short(known),
            None => short(self.index.keys.insert_full(key.into()).0),
        });
        let node = short(self.len());
        if key != ITEM {
            self.entries.push((key, node));
        }
        self.index.nodes.push(Node { start: short(start), end: short(start), size: 1, key });
        node
    }

    fn close(&mut self, node: u32, end: usize) {
        let size = short(self.len()) - node;
        if let Some(node) = self.index.nodes.get_mut(node as usize) {
            node.end = short(end).max(node.start);
            node.size = size;
        }
    }
}

/// A compact offset: texts are shorter than 4 GB, and later offsets are cut off there.
fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX - 1)
}

/// Reads JSON that serde_json accepts; tolerates other text.
struct Scanner<'a> {
    text: &'a str,
    offset: usize,
    builder: Builder,
    /// For each open array or object, the key whose value comes next; `None` for an array.
    keys: Vec<Option<Option<String>>>,
}

impl Scanner<'_> {
    fn run(mut self, limit: usize) -> Result<Index, usize> {
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
            if self.builder.len() > limit {
                return Err(start);
            }
        }
        Ok(self.builder.finish(self.text.len()))
    }

    fn container(&mut self, array: bool) {
        let key = self.key();
        self.builder.start(key.as_deref(), self.offset);
        self.keys.push((!array).then_some(None));
        self.offset += 1;
    }

    fn end(&mut self) {
        self.offset = self.text.len().min(self.offset + 1);
        if self.keys.pop().is_some() {
            self.builder.end(self.offset);
        }
    }

    fn string(&mut self, range: Range<usize>) {
        match self.keys.last_mut() {
            Some(Some(key @ None)) => {
                let raw = &self.text[range];
                let plain = raw.get(1..raw.len() - 1).filter(|text| !text.contains('\\'));
                let text = plain.map(str::to_owned);
                *key = text
                    .or_else(|| serde_json::from_str(raw).ok())
                    .or_else(|| Some(raw.to_owned()));
            }
            _ => self.value(range),
        }
    }

    fn value(&mut self, range: Range<usize>) {
        let key = self.key();
        self.builder.leaf(key.as_deref(), range);
    }

    /// The key of the value that begins here. A value without a key in an object gets the empty key.
    fn key(&mut self) -> Option<String> {
        let key = self.keys.last_mut()?.as_mut()?;
        Some(key.take().unwrap_or_default())
    }

    /// The offset after the string that starts here.
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

    /// The offset after the number or word that starts here.
    fn scalar_end(&self) -> usize {
        let rest = &self.text[self.offset..];
        let end = rest.find([',', ':', ']', '}', '[', '{', '"', ' ', '\t', '\r', '\n']);
        end.map_or(self.text.len(), |end| self.offset + end)
    }
}
