//! Writes JSON as XML text, according to an [`XmlShape`].

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Map, Value};

use super::shape::{INSTANCE, Place, XmlElement, XmlField, XmlShape};
use crate::runtime::wire::digits;

/// Writes a value as the text of one element, or returns the reason why that is not possible.
pub(super) fn write(
    value: &Value,
    element: &XmlElement,
    shape: &XmlShape,
) -> Result<Vec<u8>, String> {
    let mut xml = Xml(Writer::new(Vec::new()));
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.value(Name::from(element), shape, value)?;
    Ok(xml.0.into_inner())
}

/// The name of an element.
#[derive(Clone, Copy)]
struct Name<'n> {
    local: &'n str,
    prefix: &'n str,
    namespace: &'n str,
}

impl<'n> From<&'n XmlElement> for Name<'n> {
    fn from(own: &'n XmlElement) -> Self {
        Self { local: own.name, prefix: own.prefix, namespace: own.namespace }
    }
}

impl<'n> Name<'n> {
    /// A name from the value itself.
    fn given(local: &'n str) -> Self {
        Self { local, prefix: "", namespace: "" }
    }

    /// The name with its prefix.
    fn qualified(self) -> Result<Cow<'n, str>, String> {
        match (is_name(self.local), self.prefix) {
            (false, _) => Err(format!("{:?} cannot be the name of an element", self.local)),
            (true, "") => Ok(self.local.into()),
            (true, prefix) => Ok(format!("{prefix}:{}", self.local).into()),
        }
    }

    /// The attribute that declares the namespace.
    fn binding(self) -> Option<(String, &'n str)> {
        let key = match self.prefix {
            "" => "xmlns".to_owned(),
            prefix => format!("xmlns:{prefix}"),
        };
        (!self.namespace.is_empty()).then_some((key, self.namespace))
    }
}

struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn event(&mut self, event: Event<'_>) -> Result<(), String> {
        self.0.write_event(event).map_err(|error| error.to_string())
    }

    /// Writes an element.
    fn value(&mut self, name: Name<'_>, shape: &XmlShape, value: &Value) -> Result<(), String> {
        let tag = name.qualified()?;
        let mut start = BytesStart::new(tag.as_ref());
        if let Some((key, uri)) = name.binding() {
            attribute(&mut start, &key, uri)?;
        }
        if value.is_null() {
            attribute(&mut start, "xmlns:xsi", INSTANCE)?;
            attribute(&mut start, "xsi:nil", "true")?;
            return self.event(Event::Empty(start));
        }
        attributes(&mut start, shape, value)?;
        self.event(Event::Start(start))?;
        self.content(shape, value)?;
        self.event(Event::End(BytesEnd::new(tag.as_ref())))
    }

    /// Writes the content of an element.
    fn content(&mut self, shape: &XmlShape, value: &Value) -> Result<(), String> {
        match (shape, value) {
            (XmlShape::Object { fields, further }, Value::Object(map)) => {
                self.object(fields, *further, map)
            }
            (XmlShape::List { item, shape }, Value::Array(items)) => {
                items.iter().try_for_each(|own| self.value(Name::from(item), shape, own))
            }
            (XmlShape::Any, Value::Object(map)) => self.any(map),
            (XmlShape::Any, Value::Array(items)) => items
                .iter()
                .try_for_each(|own| self.value(Name::given("item"), &XmlShape::Any, own)),
            (_, other) => self.text(&text(other)),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        self.event(Event::Text(BytesText::from_escaped(escape(text, false)?)))
    }

    fn object(
        &mut self,
        fields: &[XmlField],
        further: Option<&XmlShape>,
        map: &Map<String, Value>,
    ) -> Result<(), String> {
        for field in fields {
            let Some(value) = map.get(field.key) else { continue };
            match field.place {
                Place::Attribute => {}
                // Only an element of its own can be null.
                Place::Text | Place::Items if value.is_null() => {}
                Place::Text => self.text(&text(value))?,
                Place::Items => self.content(field.shape, value)?,
                Place::Element => self.value(Name::from(&field.element), field.shape, value)?,
            }
        }
        let Some(further) = further else { return Ok(()) };
        let is_known = |key: &str| fields.iter().any(|field| field.key == key);
        let mut others = map.iter().filter(|(key, _)| !is_known(key));
        others.try_for_each(|(key, value)| self.value(Name::given(key), further, value))
    }

    fn any(&mut self, map: &Map<String, Value>) -> Result<(), String> {
        for (key, value) in map.iter().filter(|(key, _)| !key.starts_with('@')) {
            match value {
                text if key == "#text" => self.content(&XmlShape::Text, text)?,
                Value::Array(items) => items
                    .iter()
                    .try_for_each(|item| self.value(Name::given(key), &XmlShape::Any, item))?,
                other => self.value(Name::given(key), &XmlShape::Any, other)?,
            }
        }
        Ok(())
    }
}

/// Adds the attributes of a value.
fn attributes(start: &mut BytesStart<'_>, shape: &XmlShape, value: &Value) -> Result<(), String> {
    let Value::Object(map) = value else { return Ok(()) };
    match shape {
        XmlShape::Object { fields, .. } => {
            for field in fields.iter().filter(|field| field.place == Place::Attribute) {
                let Some(value) = map.get(field.key).filter(|own| !own.is_null()) else { continue };
                let name = Name::from(&field.element);
                // The default namespace is none of attributes, and a prefix is declared once.
                let binding = name.binding().filter(|_| !name.prefix.is_empty());
                if let Some((key, uri)) = binding.filter(|(key, _)| !has(start, key)) {
                    attribute(start, &key, uri)?;
                }
                attribute(start, &name.qualified()?, &text(value))?;
            }
        }
        XmlShape::Any => {
            for (key, value) in map {
                if let Some(name) = key.strip_prefix('@') {
                    attribute(start, &Name::given(name).qualified()?, &text(value))?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn has(start: &BytesStart<'_>, key: &str) -> bool {
    start.attributes().with_checks(false).flatten().any(|own| own.key.as_ref() == key)
}

fn attribute(start: &mut BytesStart<'_>, key: &str, value: &str) -> Result<(), String> {
    let value = escape(value, true)?;
    start.push_attribute(quick_xml::events::attributes::Attribute {
        key: quick_xml::name::QName(key),
        value: value.into(),
    });
    Ok(())
}

/// A single value as text, any other as JSON.
fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        Value::Number(number) => digits(number).into(),
        other => other.to_string().into(),
    }
}

/// Escapes a text, so that it is read back unchanged.
fn escape(text: &str, is_attribute: bool) -> Result<String, String> {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' if is_attribute => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' if is_attribute => escaped.push_str(&format!("&#{};", u32::from(char))),
            '\t' | '\n' => escaped.push(char),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {
                return Err(format!("the character {char:?} cannot be written in XML"));
            }
            other => escaped.push(other),
        }
    }
    Ok(escaped)
}

/// Whether this can be the name of an element. Colons are reserved for prefixes.
fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.'))
}
