//! Choices in; schemas of what responses hold out, and of their headers.

use serde_json::{Map, Value, json};

use super::Dice;

/// The names of properties.
const PROPERTIES: [&str; 7] = ["id", "name", "size", "a b", "x-y", "ü", "type"];

/// Makes schemas.
pub(super) struct Schemas {
    pub(super) dice: Dice,
    pub(super) version: &'static str,
    /// Whether they say only what Swagger 2.0 can say.
    pub(super) is_swagger: bool,
    /// The components so far.
    pub(super) components: Map<String, Value>,
}

impl Schemas {
    /// What a response in JSON holds.
    pub(super) fn any(&mut self) -> Value {
        let schema = match self.dice.below(12) {
            0 => self.scalar(),
            1 => self.list(),
            2 => json!({"type": "object", "additionalProperties": self.scalar()}),
            3 => return json!({}),
            4 => {
                let item = self.object();
                json!({"type": "array", "items": item})
            }
            _ => self.object(),
        };
        if self.dice.one_in(6) { self.nullable(schema) } else { schema }
    }

    /// An object, often one that has a name.
    pub(super) fn object(&mut self) -> Value {
        if self.dice.one_in(4) && !self.components.is_empty() {
            let names: Vec<String> = self.components.keys().cloned().collect();
            let name = self.dice.pick(&names);
            return json!({"$ref": format!("#/components/schemas/{name}")});
        }
        let object = self.inline_object();
        match self.dice.one_in(2) {
            true => self.named(object),
            false => object,
        }
    }

    fn named(&mut self, schema: Value) -> Value {
        let name = format!("C{}", self.components.len());
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        self.components.insert(name, schema);
        reference
    }

    fn inline_object(&mut self) -> Value {
        let count = 1 + self.dice.below(4);
        let mut properties = Map::new();
        let mut required = Vec::new();
        for name in self.dice.some(&PROPERTIES, count) {
            let mut property = match self.dice.below(5) {
                0 => self.list(),
                1 if self.dice.one_in(2) => self.inner_object(),
                _ => self.scalar(),
            };
            match self.dice.below(8) {
                0 => property["readOnly"] = json!(true),
                1 if !self.is_swagger => property["writeOnly"] = json!(true),
                2 => property = self.nullable(property),
                _ => {}
            }
            if self.dice.one_in(2) {
                required.push(*name);
            }
            properties.insert((*name).to_owned(), property);
        }
        let mut object = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        object
    }

    fn inner_object(&mut self) -> Value {
        let property = self.scalar();
        json!({"type": "object", "properties": {"inner": property, "more": {"type": "string"}}})
    }

    /// An object of plain values, which XML can hold.
    pub(super) fn xml(&mut self) -> Value {
        let count = 1 + self.dice.below(3);
        let mut properties = Map::new();
        for name in self.dice.some(&["id", "name", "size", "tag"], count) {
            let property = match self.dice.below(4) {
                0 => json!({"type": "integer"}),
                1 => json!({"type": "boolean"}),
                2 => json!({"type": "array", "items": {"type": "string"}}),
                _ => json!({"type": "string"}),
            };
            properties.insert((*name).to_owned(), property);
        }
        json!({"type": "object", "properties": properties, "xml": {"name": "root"}})
    }

    pub(super) fn list(&mut self) -> Value {
        json!({"type": "array", "items": self.scalar()})
    }

    pub(super) fn scalar(&mut self) -> Value {
        match self.dice.below(12) {
            0 | 1 => json!({"type": "integer"}),
            2 => json!({"type": "integer", "format": "int32"}),
            3 => json!({"type": "number"}),
            4 => json!({"type": "boolean"}),
            5 => json!({"type": "string", "enum": ["one", "two words", "ü"]}),
            6 => json!({"type": "string", "format": "date-time"}),
            7 => json!({"type": "string", "format": "uuid"}),
            _ => json!({"type": "string"}),
        }
    }

    /// What a header holds.
    pub(super) fn of_header(&mut self) -> Value {
        match self.dice.below(12) {
            0 | 1 => json!({"type": "integer"}),
            2 => json!({"type": "boolean"}),
            3 => json!({"type": "number"}),
            4 => json!({"type": "string", "format": "date-time"}),
            5 => json!({"type": "string", "enum": ["one", "two words"]}),
            6 => json!({"type": "array", "items": {"type": "integer"}}),
            7 => json!({"type": "array", "items": {"type": "string"}}),
            8 if !self.is_swagger => {
                json!({"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}})
            }
            _ => json!({"type": "string"}),
        }
    }

    fn nullable(&mut self, mut schema: Value) -> Value {
        let is_plain = schema.get("type").is_some() && schema.get("enum").is_none();
        match (self.version, is_plain) {
            _ if self.is_swagger => {}
            ("3.0.3", true) => schema["nullable"] = json!(true),
            ("3.0.3", false) => {}
            (_, true) => schema["type"] = json!([schema["type"], "null"]),
            (_, false) => return json!({"anyOf": [schema, {"type": "null"}]}),
        }
        schema
    }
}
