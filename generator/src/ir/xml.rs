//! The XML forms of values, as the document describes them (OpenAPI 3.0, "XML Object"; 3.2 for `nodeType`).

use super::{Folded, SchemaId, Schemas, TypeId};
use serde_json::Value;
use std::collections::BTreeMap;

/// The name of an element or attribute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct XmlName {
    /// The local name, without a prefix.
    pub name: String,
    /// The namespace prefix; empty for the default namespace.
    pub prefix: String,
    /// The namespace URI; empty for none.
    pub namespace: String,
}

impl XmlName {
    /// The same name, or the given local name if its own is not valid.
    pub(crate) fn or(self, name: &str) -> Self {
        if is_xml_name(&self.name) { self } else { Self { name: name.to_owned(), ..self } }
    }
}

/// The XML node that holds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlNode {
    /// An element.
    Element,
    /// An attribute of the object's element.
    Attribute,
    /// The text of the object's element.
    Text,
}

/// The XML forms of all values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct XmlShapes {
    /// The shapes of the types that are sent or read as XML.
    pub shapes: BTreeMap<TypeId, XmlShape>,
    /// The XML bodies, by the JSON pointers of their media types.
    pub bodies: BTreeMap<String, XmlBody>,
}

/// An XML body.
#[derive(Debug, Clone, PartialEq)]
pub struct XmlBody {
    /// The name of its element.
    pub name: XmlName,
    /// The shape of its content.
    pub shape: XmlShape,
}

/// The shape of a value in XML.
#[derive(Debug, Clone, PartialEq)]
pub enum XmlShape {
    /// Text.
    Text,
    /// Text that white space around it does not belong to, such as a date.
    Token,
    /// A number, as text.
    Number,
    /// `true` or `false`, as text.
    Boolean,
    /// Attributes and elements.
    Object {
        /// The properties.
        fields: Vec<XmlField>,
        /// The shape of elements with other names.
        further: Option<Box<XmlShape>>,
    },
    /// An element for each item.
    List {
        /// The name of the items' elements.
        item: XmlName,
        /// The shape of the items.
        shape: Box<XmlShape>,
    },
    /// The shape of a named type.
    Named(TypeId),
    /// Unknown.
    Any,
}

/// A property in XML.
#[derive(Debug, Clone, PartialEq)]
pub struct XmlField {
    /// Its name in JSON.
    pub key: String,
    /// The name of its element or attribute.
    pub name: XmlName,
    /// The node that holds it.
    pub node: XmlNode,
    /// Whether it is a list without an element around its items' elements.
    pub is_flat: bool,
    /// Whether it is always present.
    pub required: bool,
    /// The shape of its value.
    pub shape: XmlShape,
}

impl XmlField {
    /// Whether its name is valid for an element or attribute.
    pub(crate) fn is_nameable(&self) -> bool {
        match &self.shape {
            _ if self.node == XmlNode::Text => true,
            XmlShape::List { item, .. } if self.is_flat => is_xml_name(&item.name),
            _ => is_xml_name(&self.name.name),
        }
    }
}

impl XmlShape {
    /// Whether it is one text, or may be.
    pub(crate) fn is_single(&self) -> bool {
        !matches!(self, Self::Object { .. } | Self::List { .. } | Self::Named(_))
    }

    /// Calls a function with each name in it.
    pub(crate) fn each_name(&mut self, call: &mut dyn FnMut(&mut XmlName)) {
        match self {
            Self::Object { fields, further } => {
                for field in fields {
                    call(&mut field.name);
                    field.shape.each_name(call);
                }
                further.iter_mut().for_each(|own| own.each_name(call));
            }
            Self::List { item, shape } => {
                call(item);
                shape.each_name(call);
            }
            Self::Named(_)
            | Self::Text
            | Self::Token
            | Self::Number
            | Self::Boolean
            | Self::Any => {}
        }
    }

    /// The named types in it.
    pub(crate) fn named(&self) -> Vec<TypeId> {
        match self {
            Self::Named(id) => vec![*id],
            Self::Object { fields, further } => {
                let fields = fields.iter().map(|field| &field.shape);
                fields.chain(further.as_deref()).flat_map(Self::named).collect()
            }
            Self::List { shape, .. } => shape.named(),
            Self::Text | Self::Token | Self::Number | Self::Boolean | Self::Any => Vec::new(),
        }
    }
}

/// The XML form of a schema's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Xml {
    /// Their name, with an empty local name if the document gives none.
    pub(crate) name: XmlName,
    /// The node that holds them.
    pub(crate) node: XmlNode,
    /// Whether a list has an element around its items' elements.
    pub(crate) is_wrapped: bool,
}

impl Schemas {
    /// The XML form that a schema, or else the schema it refers to, gives its values.
    pub(crate) fn xml(&self, id: SchemaId) -> Xml {
        let written = self.line(id).find_map(|id| self[id].xml());
        let text = |key: &str| written.and_then(|xml| xml.get(key)).and_then(Value::as_str);
        let is = |key: &str| written.and_then(|xml| xml.get(key)) == Some(&Value::Bool(true));
        let own = |key: &str| text(key).unwrap_or_default().trim().to_owned();
        let node = match text("nodeType") {
            Some("attribute") => XmlNode::Attribute,
            Some("text" | "cdata") => XmlNode::Text,
            None if is("attribute") => XmlNode::Attribute,
            _ => XmlNode::Element,
        };
        let said = own("name");
        let (before, name) = split(&said);
        let prefix = Some(own("prefix")).filter(|own| is_xml_name(own));
        let prefix = prefix.unwrap_or_else(|| before.to_owned());
        // The default namespace is none of attributes.
        let has_namespace = node != XmlNode::Attribute || !prefix.is_empty();
        let namespace = if has_namespace { own("namespace") } else { String::new() };
        Xml {
            name: XmlName { name: name.to_owned(), prefix, namespace },
            node,
            is_wrapped: is("wrapped") || text("nodeType") == Some("element"),
        }
    }

    /// The `nodeType` that a schema gives its values and that has no effect, with the pointer of the schema. That a list or a reference has
    /// no node of its own is the default.
    pub(crate) fn unread_node(&self, id: SchemaId) -> Option<(&str, &str)> {
        let id = self.line(id).find(|id| self[*id].xml().is_some())?;
        let schema = &self[id];
        let node = schema.xml()?.get("nodeType")?.as_str()?;
        let is_default =
            || schema.reference.is_some() || schema.types().any(|name| name == "array");
        let is_read = matches!(node, "element" | "attribute" | "text" | "cdata")
            || node == "none" && is_default();
        (!is_read).then_some((schema.pointer.as_str(), node))
    }

    /// The JSON pointer of the keyword `xml` that gives a schema its XML form, with what cannot be used in it.
    pub(crate) fn xml_faults(&self, id: SchemaId, lost: &[String]) -> Option<(String, String)> {
        let id = self.line(id).find(|id| self[*id].xml().is_some())?;
        let text = |key: &str| Some(self[id].xml()?.get(key)?.as_str()?.trim());
        let used = self.xml(id).name;
        let fault = match (text("name"), text("prefix"), text("namespace")) {
            (Some(name), ..) if !name.is_empty() && used.name == name && !is_xml_name(name) => {
                format!(
                    "the XML name {name:?} is not valid; the name of the property or schema is used"
                )
            }
            (_, Some(prefix), _) if !prefix.is_empty() && !is_xml_name(prefix) => {
                format!("the XML prefix {prefix:?} is not valid and was left out")
            }
            (.., Some(uri)) if !uri.is_empty() && used.namespace.is_empty() => {
                format!(
                    "an XML attribute is in the namespace {uri:?} and has no prefix, which only elements may lack; the namespace was left out"
                )
            }
            _ if used.namespace.is_empty() && lost.contains(&used.prefix) => {
                format!("the XML prefix {:?} has no namespace and was left out", used.prefix)
            }
            _ => return None,
        };
        Some((format!("{}/xml", self[id].pointer), fault))
    }

    /// The schema in a keyword of a schema, or else of the schema it refers to.
    pub(crate) fn part_of(&self, id: SchemaId, keyword: &str) -> Option<SchemaId> {
        self.line(id).find_map(|id| self[id].part(keyword))
    }

    /// The name of the component that a schema is or refers to.
    pub(crate) fn component_name(&self, id: SchemaId) -> Option<String> {
        self.line(id).find_map(|id| {
            let name = self[id].pointer.strip_prefix("/components/schemas/")?;
            (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
        })
    }

    /// A schema, followed by the chain of schemas that it refers to or is equal to.
    fn line(&self, id: SchemaId) -> impl Iterator<Item = SchemaId> {
        let next = move |id: &SchemaId| {
            let schema = &self[*id];
            let target = schema.reference.as_ref().and_then(|reference| reference.target);
            let folded = match schema.folded {
                Some(Folded::Same(arm)) => Some(arm),
                _ => None,
            };
            target.or(folded)
        };
        // The limit ends a cycle of references.
        std::iter::successors(Some(id), next).take(64)
    }
}

/// The prefix, or an empty text, and the rest of a name.
fn split(name: &str) -> (&str, &str) {
    let parts = name.split_once(':');
    parts.filter(|(prefix, name)| is_xml_name(prefix) && is_xml_name(name)).unwrap_or(("", name))
}

/// Whether a name is valid for an element or attribute, without a prefix.
pub fn is_xml_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.'))
}
