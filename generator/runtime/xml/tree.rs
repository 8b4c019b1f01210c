//! Reads XML text as a tree of elements. Prefixes become namespaces. Comments, declarations and instructions are skipped.

use std::collections::HashMap;
use std::rc::Rc;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{PrefixDeclaration, QName};
use quick_xml::{Reader, XmlVersion};

/// The maximum depth of nested elements.
const MAX_DEPTH: usize = 128;

/// The name of an element or attribute.
#[derive(Debug, Default)]
pub(super) struct Name {
    /// The URI of the namespace; empty for none.
    pub(super) space: Rc<str>,
    pub(super) local: String,
}

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: Name,
    pub(super) attributes: Vec<(Name, String)>,
    pub(super) children: Vec<Node>,
    pub(super) text: String,
    /// The prefixes that it declares.
    declared: Vec<String>,
}

/// The URIs of prefixes, the innermost last. The default namespace has an empty prefix.
#[derive(Default)]
struct Spaces(HashMap<String, Vec<Rc<str>>>);

impl Spaces {
    fn declare(&mut self, prefix: &str, uri: &str) {
        self.0.entry(prefix.to_owned()).or_default().push(uri.into());
    }

    fn end(&mut self, prefixes: &[String]) {
        for prefix in prefixes {
            self.0.get_mut(prefix).and_then(Vec::pop);
        }
    }

    /// A name in its namespace. An undeclared prefix stands for itself.
    fn name(&self, name: QName<'_>, is_attribute: bool) -> Name {
        let prefix = name.prefix();
        let prefix = prefix.as_ref().map_or("", AsRef::as_ref);
        let space = match self.0.get(prefix).and_then(|uris| uris.last()) {
            _ if prefix.is_empty() && is_attribute => "".into(),
            Some(uri) => Rc::clone(uri),
            None if prefix == "xml" => "http://www.w3.org/XML/1998/namespace".into(),
            None => prefix.into(),
        };
        Name { space, local: name.local_name().as_ref().to_owned() }
    }
}

/// Reads the root element of a text, or returns a description of the fault.
pub(super) fn parse(text: &str) -> Result<Node, String> {
    let mut reader = Reader::from_str(text);
    let (mut open, mut root) = (Vec::<Node>::new(), None);
    let mut spaces = Spaces::default();
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(_) if open.len() == MAX_DEPTH => {
                return Err(format!("elements are nested more than {MAX_DEPTH} deep"));
            }
            Event::Start(start) => open.push(node(&start, &mut spaces)?),
            Event::Empty(start) => {
                let node = node(&start, &mut spaces)?;
                spaces.end(&node.declared);
                close(node, &mut open, &mut root)?;
            }
            Event::End(_) => {
                if let Some(node) = open.pop() {
                    spaces.end(&node.declared);
                    close(node, &mut open, &mut root)?;
                }
            }
            Event::Text(text) => add(&mut open, &text.xml10_content())?,
            Event::CData(text) => add(&mut open, &text.xml10_content())?,
            Event::GeneralRef(entity) => {
                add(&mut open, character(&entity)?.encode_utf8(&mut [0; 4]))?
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match (open.pop(), root) {
        (Some(open), _) => Err(format!("the text ends inside the element {:?}", open.name.local)),
        (None, root) => root.ok_or_else(|| "there is no root element".into()),
    }
}

fn node(start: &BytesStart<'_>, spaces: &mut Spaces) -> Result<Node, String> {
    let (mut attributes, mut declared) = (Vec::new(), Vec::new());
    // A check for duplicates would take quadratic time.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| error.to_string())?.into_owned();
        let prefix = match attribute.key.as_namespace_binding() {
            Some(PrefixDeclaration::Named(prefix)) => prefix,
            Some(PrefixDeclaration::Default) => "",
            None => {
                attributes.push((attribute.key, value));
                continue;
            }
        };
        spaces.declare(prefix, &value);
        declared.push(prefix.to_owned());
    }
    let attributes = attributes.into_iter().map(|(key, value)| (spaces.name(key, true), value));
    let attributes = attributes.collect();
    Ok(Node { name: spaces.name(start.name(), false), attributes, declared, ..Node::default() })
}

fn close(node: Node, open: &mut [Node], root: &mut Option<Node>) -> Result<(), String> {
    match (open.last_mut(), &root) {
        (Some(parent), _) => parent.children.push(node),
        (None, Some(_)) => return Err("there is more than one root element".into()),
        (None, None) => *root = Some(node),
    }
    Ok(())
}

fn add(open: &mut [Node], text: &str) -> Result<(), String> {
    match open.last_mut() {
        Some(node) => node.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err("there is text outside of the root element".into()),
    }
    Ok(())
}

/// The character of a reference. Entities defined by the document itself are not supported.
fn character(entity: &BytesRef<'_>) -> Result<char, String> {
    if let Some(char) = entity.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(char);
    }
    match &**entity {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        other => Err(format!("the entity {other:?} is not known")),
    }
}
