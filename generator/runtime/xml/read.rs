//! Reads XML text as JSON, according to an [`XmlShape`].

use serde_json::{Map, Number, Value};

use super::shape::{Place, XmlField, XmlShape};
use super::tree::{Node, parse};

/// Reads a text as JSON, or returns a description of the fault. The name of the root element does not matter.
pub(super) fn read(text: &[u8], shape: &XmlShape) -> Result<Value, String> {
    let text = std::str::from_utf8(text).map_err(|error| error.to_string())?;
    let root = parse(text.trim_start_matches('\u{feff}'))?;
    Ok(value(root, shape))
}

/// The value of an element. Content that does not fit the shape becomes a string, which the type then refuses.
fn value(node: Node, shape: &XmlShape) -> Value {
    if node.attributes.iter().any(|(name, value)| name == "nil" && is_true(value) == Some(true)) {
        return Value::Null;
    }
    match shape {
        XmlShape::Text | XmlShape::Number | XmlShape::Boolean => scalar(node.text, shape),
        XmlShape::Object { fields, further } => Value::Object(object(node, fields, *further)),
        XmlShape::List { shape, .. } => items(node.children, shape),
        XmlShape::Any => any(node),
    }
}

fn items(nodes: Vec<Node>, shape: &XmlShape) -> Value {
    nodes.into_iter().map(|node| value(node, shape)).collect()
}

fn scalar(text: String, shape: &XmlShape) -> Value {
    let read = match shape {
        XmlShape::Number => number(text.trim()).map(Value::Number),
        XmlShape::Boolean => is_true(text.trim()).map(Value::Bool),
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
    let Node { attributes, children, text, .. } = node;
    for (name, text) in attributes {
        let is_it =
            |field: &&XmlField| field.place == Place::Attribute && field.element.name == name;
        if let Some(field) = fields.iter().find(is_it) {
            map.insert(field.key.to_owned(), scalar(text, field.shape));
        }
    }
    for child in children {
        let name = child.name.clone();
        match fields.iter().find(|field| field.holds(&name)) {
            Some(XmlField {
                key,
                place: Place::Items,
                shape: XmlShape::List { item, shape },
                ..
            }) => {
                // Servers also write an element around the items where none is documented.
                let items = if item.name == name { vec![child] } else { child.children };
                let list = map.entry(*key).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.extend(items.into_iter().map(|item| value(item, shape)));
                }
            }
            Some(field) => drop(map.insert(field.key.to_owned(), value(child, field.shape))),
            None => {
                if let Some(shape) = further {
                    map.insert(name, value(child, shape));
                }
            }
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

impl XmlField {
    /// Whether an element of this name is the property or one of its items.
    fn holds(&self, name: &str) -> bool {
        match (self.place, self.shape) {
            (Place::Items, XmlShape::List { item, .. }) => item.name == name || self.key == name,
            (Place::Element, _) => self.element.name == name,
            _ => false,
        }
    }
}

/// The value of an element of unknown shape.
fn any(node: Node) -> Value {
    if node.children.is_empty() && node.attributes.is_empty() {
        return Value::String(node.text);
    }
    let mut map = Map::new();
    for (name, text) in node.attributes {
        map.insert(format!("@{name}"), Value::String(text));
    }
    if !node.text.trim().is_empty() {
        map.insert("#text".to_owned(), Value::String(node.text));
    }
    for child in node.children {
        let name = child.name.clone();
        let child = any(child);
        match map.get_mut(&name) {
            None => drop(map.insert(name, child)),
            Some(Value::Array(items)) => items.push(child),
            Some(other) => *other = Value::Array(vec![other.take(), child]),
        }
    }
    Value::Object(map)
}
