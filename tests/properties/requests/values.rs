//! A schema in; values out that fit it.

use serde_json::{Map, Value, json};

use super::{Dice, resolve};

/// Texts that are easily written in a wrong way.
const TEXTS: [&str; 27] = [
    "",
    "a",
    "text",
    "a b",
    " a ",
    "ä€\u{1f600}",
    "a/b?c#d",
    "a&b=c",
    "%41",
    "a+b",
    "a,b",
    "a;b",
    "a|b",
    ".",
    "..",
    "{id}",
    "\"quoted\" \\ 'so'",
    "[x]",
    "*!()~-_.",
    "a\tb",
    "a\r\nX-Evil: 1",
    "null",
    "7",
    ":@$<>`^",
    "a=b",
    "+1 2",
    "100%",
];

/// Makes values.
pub(super) struct Values<'d> {
    document: &'d Value,
    dice: Dice,
}

impl<'d> Values<'d> {
    pub(super) fn new(document: &'d Value, dice: Dice) -> Self {
        Self { document, dice }
    }

    /// Whether something that need not be given is given.
    pub(super) fn is_given(&mut self) -> bool {
        !self.dice.one_in(3)
    }

    pub(super) fn text(&mut self) -> &'static str {
        let text: &&'static str = self.dice.pick(&TEXTS);
        text
    }

    /// The value of a body; text and bytes are what a program gives.
    pub(super) fn body(&mut self, media_type: &str, content: &'d Value) -> Value {
        if media_type.starts_with("multipart") {
            return self.parts(resolve(self.document, &content["schema"]));
        }
        match media_type == "*/*"
            || media_type.ends_with("json")
            || media_type.ends_with("xml")
            || media_type.ends_with("urlencoded")
        {
            true => self.of(&content["schema"]),
            false => json!(self.text()),
        }
    }

    pub(super) fn of(&mut self, schema: &'d Value) -> Value {
        let schema = resolve(self.document, schema);
        if let Some(arms) = schema["allOf"].as_array() {
            let mut all = Map::new();
            for arm in arms {
                let Value::Object(more) = self.of(arm) else { panic!("{arm} is no object") };
                all.extend(more);
            }
            return Value::Object(all);
        }
        if let Some(arms) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
            let arm = self.dice.pick(arms);
            return self.of(arm);
        }
        if let Some(values) = schema["enum"].as_array() {
            return self.dice.pick(values).clone();
        }
        if let Some(fixed) = schema.get("const") {
            return fixed.clone();
        }
        if *schema == json!({}) {
            let free = [
                json!("free"),
                json!(5),
                json!([1, "b c"]),
                json!({"a": {"b": [true]}}),
                json!({}),
            ];
            return self.dice.pick(&free).clone();
        }
        if schema["nullable"] == json!(true) && self.dice.one_in(3) {
            return Value::Null;
        }
        let of = match &schema["type"] {
            Value::Array(types) => self.dice.pick(types),
            of => of,
        };
        match of.as_str() {
            Some("null") => Value::Null,
            Some("boolean") => json!(self.dice.one_in(2)),
            Some("integer") if schema["format"] == "uint64" => {
                json!(self.dice.pick(&[0, u64::MAX]))
            }
            Some("integer") if schema.get("format").is_some() => {
                json!(self.dice.pick(&[0, -1, 7]))
            }
            Some("integer") => json!(self.dice.pick(&[0, -5, 9_007_199_254_740_993_i64])),
            Some("number") if schema["format"] == "float" => {
                json!(self.dice.pick(&[0.0, 0.1, 2.5, 16_777_216.0]))
            }
            Some("number") => {
                json!(self.dice.pick(&[0.0, 5.0, 5.5, -0.25, 1e21, 4_503_599_627_370_497.5]))
            }
            Some("array") => {
                let count = self.dice.below(4);
                (0..count).map(|_| self.of(&schema["items"])).collect()
            }
            Some("object") => self.object(schema),
            _ if schema["contentEncoding"] == "base64" => json!(self.base64()),
            _ => json!(match schema["format"].as_str() {
                Some("date-time") => "2024-05-06T07:08:09Z",
                Some("date") => "2024-05-06",
                Some("byte") => self.base64(),
                Some("uuid") => "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                _ => self.text(),
            }),
        }
    }

    fn base64(&mut self) -> &'static str {
        let text: &&'static str = self.dice.pick(&["", "YWI/Pg==", "/+8="]);
        text
    }

    fn object(&mut self, schema: &'d Value) -> Value {
        let mut object = Map::new();
        let required: Vec<&Value> = schema["required"].as_array().into_iter().flatten().collect();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if property["readOnly"] == json!(true) {
                continue;
            }
            if required.contains(&&json!(name)) || self.is_given() {
                let value = self.of(property);
                object.insert(name.clone(), value);
            }
        }
        if let Some(further) = schema.get("additionalProperties").filter(|own| own.is_object()) {
            let count = self.dice.below(3);
            for key in self.dice.some(&["b c", "d&e=f", "more", "é"], count) {
                let value = self.of(further);
                object.insert((*key).to_owned(), value);
            }
        }
        Value::Object(object)
    }

    /// The parts of a form. There is no null among them.
    fn parts(&mut self, schema: &'d Value) -> Value {
        let mut parts = Map::new();
        for arm in schema["allOf"].as_array().into_iter().flatten() {
            let Value::Object(more) = self.parts(resolve(self.document, arm)) else { continue };
            parts.extend(more);
        }
        let required: Vec<&Value> = schema["required"].as_array().into_iter().flatten().collect();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if !required.contains(&&json!(name)) && !self.is_given() {
                continue;
            }
            let value = self.part(property);
            parts.insert(name.clone(), value);
        }
        if let Some(further) = schema.get("additionalProperties").filter(|own| own.is_object()) {
            let count = self.dice.below(3);
            for key in self.dice.some(&["b c", "d\"e", "more", "é"], count) {
                let value = self.part(further);
                parts.insert((*key).to_owned(), value);
            }
        }
        Value::Object(parts)
    }

    fn part(&mut self, schema: &'d Value) -> Value {
        match is_file(schema) {
            true => self.file(),
            false if is_file(&schema["items"]) => {
                let count = self.dice.below(3);
                (0..count).map(|_| self.file()).collect()
            }
            false => {
                std::iter::repeat_with(|| self.of(schema)).find(|value| !value.is_null()).unwrap()
            }
        }
    }

    fn file(&mut self) -> Value {
        let name = *self.dice.pick(&["a.png", "b \"c\".txt", "ü;.md", "..\r\nX: 1"]);
        let mut file = json!({"name": name, "content": self.text()});
        if self.dice.one_in(3) {
            file["type"] = json!("image/webp");
        }
        file
    }
}

/// Whether a schema of a part describes a file.
pub(super) fn is_file(schema: &Value) -> bool {
    schema["format"] == "binary"
        || schema.get("contentMediaType").is_some() && schema.get("contentEncoding").is_none()
}
