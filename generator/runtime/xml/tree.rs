//! Reads XML text as a tree of elements. Names lose their prefixes. Comments, declarations and instructions are skipped.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The maximum depth of nested elements.
const MAX_DEPTH: usize = 128;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
    pub(super) text: String,
}

/// Reads the root element of a text, or returns a description of the fault.
pub(super) fn parse(text: &str) -> Result<Node, String> {
    let mut reader = Reader::from_str(text);
    let (mut open, mut root) = (Vec::<Node>::new(), None);
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(_) if open.len() == MAX_DEPTH => {
                return Err(format!("elements are nested more than {MAX_DEPTH} deep"));
            }
            Event::Start(start) => open.push(node(&start)?),
            Event::Empty(start) => close(node(&start)?, &mut open, &mut root)?,
            Event::End(_) => {
                if let Some(node) = open.pop() {
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
        (Some(open), _) => Err(format!("the text ends inside the element {:?}", open.name)),
        (None, root) => root.ok_or_else(|| "there is no root element".into()),
    }
}

fn node(start: &BytesStart<'_>) -> Result<Node, String> {
    let mut attributes = Vec::new();
    // A check for duplicates would take quadratic time.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| error.to_string())?.into_owned();
        if attribute.key.as_namespace_binding().is_none() {
            attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
        }
    }
    let name = start.local_name().as_ref().to_owned();
    Ok(Node { name, attributes, ..Node::default() })
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
