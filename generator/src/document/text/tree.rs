//! The values of a YAML document as written in; the JSON value out, with aliases expanded and merge keys (`<<`) resolved.

use super::fault::{Fault, too_deep};
use super::limits::DEPTH;
use super::scalar::Scalar;
use serde_json::{Map, Value};

/// The size of a value besides the bytes of its text.
const NODE: usize = 16;

/// All values, each before its nested values.
#[derive(Debug, Default)]
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

#[derive(Debug)]
struct Node<'a> {
    kind: Kind<'a>,
    key: Option<Box<str>>,
    /// Its offset in the text.
    start: usize,
    /// The index of the next node that is not nested in it.
    next: usize,
}

/// The kind of a value.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    Scalar(Scalar<'a>),
    Sequence,
    Mapping,
    /// The same as another node.
    Alias(usize),
}

impl<'a> Tree<'a> {
    pub(super) fn add(&mut self, kind: Kind<'a>, key: Option<String>, start: usize) -> usize {
        let node = self.nodes.len();
        let key = key.map(String::into_boxed_str);
        self.nodes.push(Node { kind, key, start, next: node + 1 });
        node
    }

    /// Marks the end of a node's content.
    pub(super) fn close(&mut self, node: usize) {
        self.nodes[node].next = self.nodes.len();
    }

    /// The value of the document; null if it is empty. The length of the text and the number of values limit its size.
    pub(crate) fn value(&self, text: &str, limit: usize) -> Result<Value, Fault> {
        if self.nodes.is_empty() {
            return Ok(Value::Null);
        }
        Making { tree: self, size: 1_000_000 + 20 * text.len(), values: limit, limit }.value(0, 0)
    }
}

/// Builds the value within its size limit.
struct Making<'t, 'a> {
    tree: &'t Tree<'a>,
    size: usize,
    values: usize,
    limit: usize,
}

impl Making<'_, '_> {
    fn value(&mut self, at: usize, depth: usize) -> Result<Value, Fault> {
        let node = &self.tree.nodes[at];
        if depth > DEPTH {
            return Err(too_deep(node.start));
        }
        match &node.kind {
            Kind::Alias(target) => self.value(*target, depth),
            Kind::Scalar(scalar) => {
                self.count(NODE + scalar.len(), node.start)?;
                Ok(scalar.value())
            }
            Kind::Sequence => {
                self.count(NODE, node.start)?;
                let mut items = Vec::new();
                let mut next = at + 1;
                while next < node.next {
                    items.push(self.value(next, depth + 1)?);
                    next = self.tree.nodes[next].next;
                }
                Ok(Value::Array(items))
            }
            Kind::Mapping => {
                self.count(NODE, node.start)?;
                self.mapping(at, depth).map(Value::Object)
            }
        }
    }

    fn mapping(&mut self, at: usize, depth: usize) -> Result<Map<String, Value>, Fault> {
        let (mut object, mut merged) = (Map::new(), None);
        let mut next = at + 1;
        while next < self.tree.nodes[at].next {
            let node = &self.tree.nodes[next];
            let value = self.value(next, depth + 1)?;
            match node.key.as_deref().unwrap_or_default() {
                "<<" => merged = Some((value, node.start)),
                key => {
                    self.count(key.len(), node.start)?;
                    object.insert(key.to_owned(), value);
                }
            }
            next = node.next;
        }
        if let Some((merged, start)) = merged {
            inherit(&mut object, merged).map_err(|message| Fault::new(message, start))?;
        }
        Ok(object)
    }

    /// Counts a value or a key, which takes as much work.
    fn count(&mut self, size: usize, start: usize) -> Result<(), Fault> {
        let too_much = || Fault::new("the aliases of this document expand to too much", start);
        self.size = self.size.checked_sub(size).ok_or_else(too_much)?;
        let too_many = || Fault::too_many(self.limit, start);
        self.values = self.values.checked_sub(1).ok_or_else(too_many)?;
        Ok(())
    }
}

/// Adds the entries of a merge key. Existing keys take precedence, and earlier mappings precede later ones.
fn inherit(object: &mut Map<String, Value>, merged: Value) -> Result<(), &'static str> {
    let parents = match merged {
        Value::Array(parents) => parents,
        parent => vec![parent],
    };
    for parent in parents {
        let Value::Object(parent) = parent else {
            return Err("a merge key (<<) needs a mapping or a list of mappings");
        };
        for (key, value) in parent {
            object.entry(key).or_insert(value);
        }
    }
    Ok(())
}
