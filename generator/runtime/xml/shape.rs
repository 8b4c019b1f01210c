//! [`XmlShape`]: the place of each part of a value in XML.

/// The namespace of `nil`, which marks an element as null.
pub(super) const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The form of a value in XML.
#[derive(Debug, Clone, Copy)]
pub enum XmlShape {
    /// Text.
    Text,
    /// Text that white space around it does not belong to, such as a date.
    Token,
    /// A number, as text.
    Number,
    /// `true` or `false`, as text.
    Boolean,
    /// An object, as attributes and elements.
    Object {
        /// The documented properties.
        fields: &'static [XmlField],
        /// The shape of elements with other names, if they are read.
        further: Option<&'static XmlShape>,
    },
    /// A list: an element for each item.
    List {
        /// The name of the elements.
        item: XmlElement,
        /// The shape of each item.
        shape: &'static XmlShape,
    },
    /// Unknown: an element with child elements is an object, and children of the same name are a list. The names of attributes begin with
    /// `@`, and the text beside them is the property `#text`.
    Any,
}

/// The name of an element or attribute.
#[derive(Debug, Clone, Copy)]
pub struct XmlElement {
    /// The name without a prefix.
    pub name: &'static str,
    /// The prefix of the namespace; empty for the default one.
    pub prefix: &'static str,
    /// The URI of the namespace; empty for none.
    pub namespace: &'static str,
}

/// A property of an object.
#[derive(Debug, Clone, Copy)]
pub struct XmlField {
    pub(super) key: &'static str,
    pub(super) element: XmlElement,
    pub(super) shape: &'static XmlShape,
    pub(super) place: Place,
    pub(super) required: bool,
}

/// The place of a property in XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In an element of its own.
    Element,
    /// In one element for each item, beside those of other properties.
    Items,
    /// In an attribute.
    Attribute,
    /// In the text of the object's element.
    Text,
}

impl XmlElement {
    /// A name without a namespace.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, prefix: "", namespace: "" }
    }

    /// Adds a namespace.
    #[must_use]
    pub const fn within(self, prefix: &'static str, namespace: &'static str) -> Self {
        Self { prefix, namespace, ..self }
    }
}

#[allow(dead_code, reason = "an API need not have all of them")]
impl XmlField {
    /// A property in an element of the same name.
    #[must_use]
    pub const fn new(key: &'static str, shape: &'static XmlShape) -> Self {
        let place = Place::Element;
        Self { key, element: XmlElement::new(key), shape, place, required: false }
    }

    /// Sets another name for the element or attribute.
    #[must_use]
    pub const fn called(self, element: XmlElement) -> Self {
        Self { element, ..self }
    }

    /// Gives each item of the list an element, and the list itself none.
    #[must_use]
    pub const fn items(self) -> Self {
        Self { place: Place::Items, ..self }
    }

    /// Puts the property into an attribute.
    #[must_use]
    pub const fn attribute(self) -> Self {
        Self { place: Place::Attribute, ..self }
    }

    /// Makes the property the text of the object's element.
    #[must_use]
    pub const fn text(self) -> Self {
        Self { place: Place::Text, ..self }
    }

    /// Makes the property required: a list without elements is then empty, not absent.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}
