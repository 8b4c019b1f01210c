//! What the document says of a value that travels as XML (OpenAPI 3.0, "XML Object"; 3.2 for `nodeType`).

use super::{Folded, SchemaId, Schemas, TypeId};
use serde_json::Value;
use std::collections::BTreeMap;

/// What an element or an attribute is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct XmlName {
    /// Its name, without a prefix.
    pub name: String,
    /// The prefix of its namespace; empty for the default one.
    pub prefix: String,
    /// The URI of its namespace; empty for none.
    pub namespace: String,
}

impl XmlName {
    /// The same; called so if nothing says what it is called.
    pub(crate) fn or(self, name: &str) -> Self {
        match is_xml_name(&self.name) {
            true => self,
            false => Self { name: name.to_owned(), ..self },
        }
    }
}

/// Where a value stands in XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlNode {
    /// In an element.
    Element,
    /// In an attribute of the object's element.
    Attribute,
    /// It is the text of the object's element.
    Text,
}

/// How values stand in XML.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct XmlShapes {
    /// The shapes of the types that travel as XML.
    pub shapes: BTreeMap<TypeId, XmlShape>,
    /// The bodies that are XML, by the JSON pointers of their media types.
    pub bodies: BTreeMap<String, XmlBody>,
}

/// A body that is XML.
#[derive(Debug, Clone, PartialEq)]
pub struct XmlBody {
    /// What its element is called.
    pub name: XmlName,
    /// How it stands there.
    pub shape: XmlShape,
}

/// How a value stands in XML.
#[derive(Debug, Clone, PartialEq)]
pub enum XmlShape {
    /// As text.
    Text,
    /// A number, as text.
    Number,
    /// `true` or `false`, as text.
    Boolean,
    /// As attributes and elements.
    Object {
        /// The properties.
        fields: Vec<XmlField>,
        /// What stands in elements of other names.
        further: Option<Box<XmlShape>>,
    },
    /// An element for each item.
    List {
        /// What they are called.
        item: XmlName,
        /// What they hold.
        shape: Box<XmlShape>,
    },
    /// As a type with a name does.
    Named(TypeId),
    /// Of no known shape.
    Any,
}

/// A property in XML.
#[derive(Debug, Clone, PartialEq)]
pub struct XmlField {
    /// Its name in JSON.
    pub key: String,
    /// What its element or attribute is called.
    pub name: XmlName,
    /// Where it stands.
    pub node: XmlNode,
    /// Whether it is a list without an element around those of its items.
    pub is_flat: bool,
    /// Whether it is always there.
    pub required: bool,
    /// How its value stands there.
    pub shape: XmlShape,
}

impl XmlField {
    /// Whether an element or attribute can be called like it.
    pub(crate) fn is_nameable(&self) -> bool {
        match &self.shape {
            _ if self.node == XmlNode::Text => true,
            XmlShape::List { item, .. } if self.is_flat => is_xml_name(&item.name),
            _ => is_xml_name(&self.name.name),
        }
    }
}

impl XmlShape {
    /// The types with a name that it holds.
    pub(crate) fn named(&self) -> Vec<TypeId> {
        match self {
            Self::Named(id) => vec![*id],
            Self::Object { fields, further } => {
                let fields = fields.iter().map(|field| &field.shape);
                fields.chain(further.as_deref()).flat_map(Self::named).collect()
            }
            Self::List { shape, .. } => shape.named(),
            Self::Text | Self::Number | Self::Boolean | Self::Any => Vec::new(),
        }
    }
}

/// What a schema says of its values in XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Xml {
    /// What they are called; the name is empty if nothing says it.
    pub(crate) name: XmlName,
    /// Where they stand.
    pub(crate) node: XmlNode,
    /// Whether a list has an element around those of its items.
    pub(crate) is_wrapped: bool,
}

impl Schemas {
    /// What a schema says of its values in XML, or else what it refers to.
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
        Xml {
            name: XmlName {
                name: own("name"),
                prefix: Some(own("prefix")).filter(|own| is_xml_name(own)).unwrap_or_default(),
                namespace: own("namespace"),
            },
            node,
            is_wrapped: is("wrapped") || text("nodeType") == Some("element"),
        }
    }

    /// The schema that a keyword holds, of a schema or else of what it refers to.
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

    /// A schema, and one after the other those that it refers to or that say all of it.
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
        // A circle of references ends somewhere.
        std::iter::successors(Some(id), next).take(64)
    }
}

/// Whether an element or an attribute can be called so. Colons are for prefixes.
pub fn is_xml_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.'))
}
