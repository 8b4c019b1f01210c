//! [`XmlShape`]: where in XML the parts of a value stand.

/// How a value stands in XML.
#[derive(Debug, Clone, Copy)]
pub enum XmlShape {
    /// As text.
    Text,
    /// A number, as text.
    Number,
    /// `true` or `false`, as text.
    Boolean,
    /// An object, as attributes and elements.
    Object {
        /// Its documented properties.
        fields: &'static [XmlField],
        /// What stands in elements of other names, if they count.
        further: Option<&'static XmlShape>,
    },
    /// A list: an element for each item.
    List {
        /// What the elements are called.
        item: XmlElement,
        /// What they hold.
        shape: &'static XmlShape,
    },
    /// Of no known shape: an element with elements in it is an object, those of one name are a list, attributes are properties that begin
    /// with `@`, and the text beside them is the property `#text`.
    Any,
}

/// What an element or an attribute is called.
#[derive(Debug, Clone, Copy)]
pub struct XmlElement {
    /// Its name, without a prefix.
    pub name: &'static str,
    /// The prefix of its namespace; empty for the default one.
    pub prefix: &'static str,
    /// The URI of its namespace; empty for none.
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

/// Where a property stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In an element of its own.
    Element,
    /// Its items stand in elements beside those of other properties.
    Items,
    /// In an attribute.
    Attribute,
    /// It is the text of the object's element.
    Text,
}

impl XmlElement {
    /// One without a namespace.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, prefix: "", namespace: "" }
    }

    /// The same in a namespace.
    #[must_use]
    pub const fn within(self, prefix: &'static str, namespace: &'static str) -> Self {
        Self { prefix, namespace, ..self }
    }
}

#[allow(dead_code, reason = "an API need not have all of them")]
impl XmlField {
    /// A property in an element of its name.
    #[must_use]
    pub const fn new(key: &'static str, shape: &'static XmlShape) -> Self {
        let place = Place::Element;
        Self { key, element: XmlElement::new(key), shape, place, required: false }
    }

    /// The same in an element or attribute that is called otherwise.
    #[must_use]
    pub const fn called(self, element: XmlElement) -> Self {
        Self { element, ..self }
    }

    /// The same where each item of the list has an element, and the list has none.
    #[must_use]
    pub const fn items(self) -> Self {
        Self { place: Place::Items, ..self }
    }

    /// The same in an attribute.
    #[must_use]
    pub const fn attribute(self) -> Self {
        Self { place: Place::Attribute, ..self }
    }

    /// The same as the text of the object's element.
    #[must_use]
    pub const fn text(self) -> Self {
        Self { place: Place::Text, ..self }
    }

    /// The same, always there: a list of which there is no element is an empty one.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}
