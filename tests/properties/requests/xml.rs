//! Bodies in XML: a schema that says how a value stands there, and the text that was sent of one in, what is wrong with it out.
//!
//! What is expected is written from OpenAPI ("XML Object") alone, and read by a parser of the few things that such a text needs (XML 1.0).

use serde_json::{Map, Value, json};

use super::expansion::plain;
use super::{Dice, resolve};

/// The schema of an object whose root element has a name of its own.
pub(super) fn object(dice: &mut Dice, depth: usize) -> Value {
    let names = ["name", "size", "kind", "at", "tags", "x.y", "ü"];
    let count = 1 + dice.below(4);
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for name in dice.some(&names, count) {
        let mut property = match dice.below(6) {
            0 => {
                let mut list = json!({"type": "array", "items": scalar(dice)});
                if dice.one_in(2) {
                    list["xml"] = json!({"wrapped": true});
                }
                if dice.one_in(3) {
                    list["items"]["xml"] = json!({"name": "item"});
                }
                list
            }
            1 if depth == 0 => object(dice, 1),
            2 => {
                let mut scalar = scalar(dice);
                scalar["xml"] = json!({"attribute": true});
                scalar
            }
            _ => scalar(dice),
        };
        // A list without an element of its own has no name.
        if dice.one_in(4) && (property["type"] != "array" || property.get("xml").is_some()) {
            property["xml"]["name"] = json!(format!("{}-2", name.replace('ü', "u")));
        } else if property["type"] == "object" {
            property.as_object_mut().unwrap().shift_remove("xml");
        }
        if dice.one_in(2) {
            required.push(*name);
        }
        properties.insert((*name).to_owned(), property);
    }
    let mut object = json!({"type": "object", "properties": properties, "xml": {"name": "root"}});
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

fn scalar(dice: &mut Dice) -> Value {
    match dice.below(6) {
        0 => json!({"type": "integer"}),
        1 => json!({"type": "boolean"}),
        2 => json!({"type": "number"}),
        3 => json!({"type": "string", "format": "date"}),
        _ => json!({"type": "string"}),
    }
}

/// An element: its name, attributes, text and elements.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

/// Compares a text with the value that was given for it. The order of attributes says nothing.
pub(super) fn check(
    document: &Value,
    schema: &Value,
    value: &Value,
    bytes: &[u8],
) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut found = Reader { rest: text }.document()?;
    let schema = resolve(document, schema);
    let mut expected = element("root", schema, value);
    sort(&mut found);
    sort(&mut expected);
    match found == expected {
        true => Ok(()),
        false => Err(format!("has the elements\n    {found:?}\n  and not\n    {expected:?}")),
    }
}

fn sort(element: &mut Element) {
    element.attributes.sort();
    element.children.iter_mut().for_each(sort);
    element.children.sort();
}

/// The element of a value that is called so, unless its schema names it.
fn element(name: &str, schema: &Value, value: &Value) -> Element {
    let name = schema["xml"]["name"].as_str().unwrap_or(name).to_owned();
    let mut own = Element { name, ..Element::default() };
    let Some(properties) = value.as_object() else {
        own.text = plain(value).unwrap();
        return own;
    };
    for (name, value) in properties {
        let property = &schema["properties"][name];
        let said = &property["xml"];
        if said["attribute"] == true {
            let name = said["name"].as_str().unwrap_or(name);
            own.attributes.push((name.to_owned(), plain(value).unwrap()));
        } else if let Some(items) = value.as_array() {
            let wrapper = said["name"].as_str().unwrap_or(name);
            let item = |item| element(wrapper, &property["items"], item);
            let elements: Vec<Element> = items.iter().map(item).collect();
            match said["wrapped"] == true {
                true => own.children.push(Element {
                    name: wrapper.to_owned(),
                    children: elements,
                    ..Element::default()
                }),
                false => own.children.extend(elements),
            }
        } else {
            own.children.push(element(name, property, value));
        }
    }
    own
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// The root element, behind the declaration.
    fn document(mut self) -> Result<Element, String> {
        let (declaration, rest) = self.rest.split_once("?>").ok_or("has no XML declaration")?;
        if declaration != "<?xml version=\"1.0\" encoding=\"UTF-8\"" {
            return Err(format!("has the XML declaration {declaration}"));
        }
        self.rest = rest;
        let element = self.element()?;
        match self.rest {
            "" => Ok(element),
            rest => Err(format!("goes on with {rest:?}")),
        }
    }

    fn element(&mut self) -> Result<Element, String> {
        self.skip("<")?;
        let mut own = Element { name: self.until(&[' ', '>', '/'])?.to_owned(), ..<_>::default() };
        while self.rest.starts_with(' ') {
            self.skip(" ")?;
            let name = self.until(&['='])?;
            self.skip("=\"")?;
            let value = self.until(&['"'])?;
            self.skip("\"")?;
            // Ends of lines and tabs that are not written as such are read as spaces.
            let value = value.replace(['\t', '\n', '\r'], " ");
            own.attributes.push((name.to_owned(), unescaped(&value)?));
        }
        if self.skip("/>").is_ok() {
            return Ok(own);
        }
        self.skip(">")?;
        while !self.rest.starts_with("</") {
            match self.rest.starts_with('<') {
                true => own.children.push(self.element()?),
                // An end of a line is a line feed, however it is written.
                false => {
                    let text = self.until(&['<'])?.replace("\r\n", "\n").replace('\r', "\n");
                    own.text += &unescaped(&text)?;
                }
            }
        }
        let end = format!("</{}>", own.name);
        self.skip(&end)?;
        Ok(own)
    }

    fn skip(&mut self, text: &str) -> Result<(), String> {
        let at = || format!("has {:?} where {text:?} belongs", self.rest);
        self.rest = self.rest.strip_prefix(text).ok_or_else(at)?;
        Ok(())
    }

    fn until(&mut self, ends: &[char]) -> Result<&'t str, String> {
        let end = self.rest.find(ends).ok_or_else(|| format!("ends in {:?}", self.rest))?;
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(text)
    }
}

/// A text without references.
fn unescaped(text: &str) -> Result<String, String> {
    let mut pieces = text.split('&');
    let mut read = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';').ok_or("has & alone")?;
        read.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let code = name.strip_prefix('#').and_then(|code| code.parse().ok());
                code.and_then(char::from_u32).ok_or_else(|| format!("has &{name};"))?
            }
        });
        read += rest;
    }
    Ok(read)
}
