//! Reads XML text as JSON, according to an [`XmlShape`].

use serde_json::{Map, Number, Value};

use super::shape::{INSTANCE, Place, XmlElement, XmlField, XmlShape};
use super::tree::{Name, Node, parse};

/// Reads a text as JSON, or returns a description of the fault. The name of the root element does not matter.
pub(super) fn read(text: &[u8], shape: &XmlShape) -> Result<Value, String> {
    let text = std::str::from_utf8(text).map_err(|error| error.to_string())?;
    let root = parse(text.trim_start_matches('\u{feff}'))?;
    Ok(value(root, shape))
}

/// The value of an element. Content that does not fit the shape becomes a string, which the type then refuses.
fn value(node: Node, shape: &XmlShape) -> Value {
    let is_nil = |(name, value): &(Name, String)| {
        name.local == "nil" && *name.space == *INSTANCE && is_true(value.trim()) == Some(true)
    };
    if node.attributes.iter().any(is_nil) {
        return Value::Null;
    }
    match shape {
        XmlShape::Text | XmlShape::Token | XmlShape::Number | XmlShape::Boolean => {
            scalar(node.text, shape)
        }
        XmlShape::Object { fields, further } => Value::Object(object(node, fields, *further)),
        XmlShape::List { shape, .. } => items(node.children, shape),
        XmlShape::Any => any(node),
    }
}

fn items(nodes: Vec<Node>, shape: &XmlShape) -> Value {
    nodes.into_iter().map(|node| value(node, shape)).collect()
}

/// The value of a text. White space around it counts only in strings, and no other value is empty.
fn scalar(text: String, shape: &XmlShape) -> Value {
    let word = text.trim();
    let read = match shape {
        XmlShape::Number | XmlShape::Boolean | XmlShape::Token if word.is_empty() => {
            Some(Value::Null)
        }
        XmlShape::Number => number(word).map(Value::Number),
        XmlShape::Boolean => is_true(word).map(Value::Bool),
        XmlShape::Token => Some(Value::String(word.to_owned())),
        _ => None,
    };
    read.unwrap_or(Value::String(text))
}

fn number(text: &str) -> Option<Number> {
    let integer = text.parse::<i64>().map(Number::from);
    let integer = integer.or_else(|_| text.parse::<u64>().map(Number::from));
    integer.ok().or_else(|| Number::from_f64(text.parse().ok()?))
}

fn is_true(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn object(
    node: Node,
    fields: &[XmlField],
    further: Option<&'static XmlShape>,
) -> Map<String, Value> {
    let mut map = Map::new();
    let Node { name: Name { space: own, .. }, attributes, children, text, .. } = node;
    let attributes = attributes.into_iter().filter_map(|(name, text)| {
        let (field, fit) = best(fields, &name, &own, true)?;
        (fit != Fit::Other).then_some((fit, field, text))
    });
    let (exact, near): (Vec<_>, Vec<_>) = attributes.partition(|(fit, ..)| *fit == Fit::Same);
    for (_, field, text) in near.into_iter().chain(exact) {
        map.insert(field.key.to_owned(), scalar(text, field.shape));
    }
    let children =
        children.into_iter().map(|child| (best(fields, &child.name, &own, false), child));
    // An element in another namespace is the property only if none is in the documented one.
    let (others, exact): (Vec<_>, Vec<_>) =
        children.partition(|(found, _)| found.is_none_or(|(_, fit)| fit == Fit::Other));
    for (field, child) in exact.into_iter().filter_map(|(found, child)| Some((found?.0, child))) {
        put(&mut map, field, child);
    }
    let is_filled: Vec<&str> =
        fields.iter().map(|field| field.key).filter(|key| map.contains_key(*key)).collect();
    for (found, child) in others {
        match (found, further) {
            (Some((field, _)), _) if is_filled.contains(&field.key) => {}
            (Some((field, _)), _) => put(&mut map, field, child),
            (None, Some(shape)) => drop(map.insert(child.name.local.clone(), value(child, shape))),
            (None, None) => {}
        }
    }
    for field in fields {
        match field.place {
            Place::Text => {
                drop(map.insert(field.key.to_owned(), scalar(text.clone(), field.shape)))
            }
            Place::Items if field.required => {
                map.entry(field.key).or_insert_with(|| Value::Array(Vec::new()));
            }
            _ => {}
        }
    }
    map
}

/// Adds an element to the property that it belongs to.
fn put(map: &mut Map<String, Value>, field: &XmlField, child: Node) {
    let (Place::Items, XmlShape::List { item, shape }) = (field.place, field.shape) else {
        map.insert(field.key.to_owned(), value(child, field.shape));
        return;
    };
    // Servers also write an element around the items where none is documented.
    let items = if item.name == child.name.local { vec![child] } else { child.children };
    let list = map.entry(field.key).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(list) = list {
        list.extend(items.into_iter().map(|item| value(item, shape)));
    }
}

/// How well the namespace of an element or attribute fits the documented one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Same,
    /// As documents leave it out: that of the object's element, and none for an attribute.
    Implied,
    Other,
}

impl Fit {
    fn of(said: &XmlElement, space: &str, own: &str, is_attribute: bool) -> Self {
        let is_own = space == own && said.namespace.is_empty();
        match space == said.namespace {
            true => Self::Same,
            false if is_own || is_attribute && space.is_empty() => Self::Implied,
            false => Self::Other,
        }
    }
}

/// The property that an element or attribute belongs to.
fn best<'f>(
    fields: &'f [XmlField],
    name: &Name,
    own: &str,
    is_attribute: bool,
) -> Option<(&'f XmlField, Fit)> {
    let found = fields.iter().filter_map(|field| {
        let said = field.named(&name.local, is_attribute)?;
        Some((field, Fit::of(said, &name.space, own, is_attribute)))
    });
    found.min_by_key(|(_, fit)| *fit)
}

impl XmlField {
    /// The documented name, if an element or attribute of this local name is the property or one of its items.
    fn named(&self, name: &str, is_attribute: bool) -> Option<&XmlElement> {
        match (self.place, self.shape) {
            (Place::Attribute, _) if is_attribute => Some(&self.element),
            (Place::Items, XmlShape::List { item, .. }) if !is_attribute && item.name == name => {
                return Some(item);
            }
            (Place::Items, _) if !is_attribute && self.key == name => return Some(&self.element),
            (Place::Element, _) if !is_attribute => Some(&self.element),
            _ => None,
        }
        .filter(|said| said.name == name)
    }
}

/// The value of an element of unknown shape.
fn any(node: Node) -> Value {
    if node.children.is_empty() && node.attributes.is_empty() {
        return Value::String(node.text);
    }
    let mut map = Map::new();
    // A plain name is not replaced by one of a namespace.
    let (plain, others): (Vec<_>, Vec<_>) =
        node.attributes.into_iter().partition(|(name, _)| name.space.is_empty());
    for (name, text) in others.into_iter().chain(plain) {
        map.insert(format!("@{}", name.local), Value::String(text));
    }
    if !node.text.trim().is_empty() {
        map.insert("#text".to_owned(), Value::String(node.text));
    }
    for child in node.children {
        let name = child.name.local.clone();
        let child = any(child);
        match map.get_mut(&name) {
            None => drop(map.insert(name, child)),
            Some(Value::Array(items)) => items.push(child),
            Some(other) => *other = Value::Array(vec![other.take(), child]),
        }
    }
    Value::Object(map)
}
