//! Bodies of several parts, of the documents of this law: files, values, lists of both, with encodings.

use super::document::Requests;
use serde_json::{Map, Value, json};

impl Requests {
    pub(super) fn parts(&mut self) -> Value {
        let count = 1 + self.dice.below(4);
        let names = ["photo", "two words", "ü", "a\"b", "meta", "tags", "c\\d"];
        let chosen: Vec<&str> = self.dice.some(&names, count).into_iter().copied().collect();
        let (mut properties, mut encoding) = (Map::new(), Map::new());
        for name in &chosen {
            let property = self.part();
            properties.insert((*name).to_owned(), property);
            if let Some(own) = self.part_encoding() {
                encoding.insert((*name).to_owned(), own);
            }
        }
        let required: Vec<_> = chosen.iter().filter(|_| self.dice.one_in(2)).collect();
        let mut schema = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        match self.dice.below(8) {
            0 => schema["additionalProperties"] = self.file(),
            1 => {
                schema["additionalProperties"] = json!({"type": "array", "items": self.file()});
            }
            2 => schema["additionalProperties"] = self.scalar(),
            3 => schema["additionalProperties"] = self.object(),
            // Nothing but what the program names.
            4 if self.dice.one_in(2) => {
                schema = json!({"type": "object", "additionalProperties": self.file()});
            }
            4 => {
                schema = json!({"type": "object", "additionalProperties": self.scalar()});
            }
            _ => {}
        }
        let schema = self.merged(schema);
        json!({"schema": self.perhaps_component(schema), "encoding": encoding})
    }

    fn file(&self) -> Value {
        match self.version {
            "3.0.3" => json!({"type": "string", "format": "binary"}),
            _ => json!({"type": "string", "contentMediaType": "image/png"}),
        }
    }

    fn part(&mut self) -> Value {
        match self.dice.below(7) {
            0 | 1 => self.file(),
            2 => json!({"type": "array", "items": self.file()}),
            // What is anything is a file.
            3 => std::iter::repeat_with(|| self.nested(1))
                .find(|own| *own != json!({}))
                .unwrap_or_default(),
            4 if self.version != "3.0.3" => {
                let mut text = json!({"type": "string", "contentEncoding": "base64"});
                if self.dice.one_in(2) {
                    text["contentMediaType"] = json!("image/png");
                }
                if self.dice.one_in(3) { json!({"type": "array", "items": text}) } else { text }
            }
            _ => self.scalar(),
        }
    }

    fn part_encoding(&mut self) -> Option<Value> {
        let header = match self.dice.below(5) {
            0 => json!({"schema": {"type": "string"}}),
            1 => json!({"content": {"application/json": {"schema": {"enum": ["a b"]}}}}),
            2 => json!({"required": true, "schema": {"type": "integer", "enum": [5]}}),
            _ => json!({"schema": {"type": "string", "enum": ["one, two"]}}),
        };
        let style = *self.dice.pick(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]);
        Some(match self.dice.below(14) {
            0 => json!({"contentType": "application/json"}),
            1 => json!({"contentType": "image/png, image/jpeg"}),
            2 => json!({"contentType": "text/markdown"}),
            3 | 4 => json!({"headers": {"X-Part": header}}),
            5 => {
                json!({"contentType": "text/markdown", "headers": {"X-Part": header, "Content-Type": header}})
            }
            6 => json!({"style": "form"}),
            7 => json!({"style": style, "contentType": "application/json"}),
            8 => json!({"style": "form", "explode": false}),
            9 => json!({"explode": self.dice.one_in(2), "headers": {"X-Part": header}}),
            10 => json!({"allowReserved": self.dice.one_in(2)}),
            _ => return None,
        })
    }
}
