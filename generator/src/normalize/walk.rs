//! Visits every schema object of a document, wherever it stands.

use crate::document::push;
use serde_json::{Map, Value};

/// Is called with the JSON pointer and the content of a schema.
pub(super) type Visit<'v> = &'v mut dyn FnMut(&str, &mut Map<String, Value>);

/// Visits every schema, parents before their children.
pub(super) fn schemas(root: &mut Value, visit: Visit<'_>) {
    Walk { visit, pointer: String::new() }.anything(root, Position::Other);
}

/// What a JSON value is in the document.
#[derive(Clone, Copy, PartialEq)]
enum Position {
    /// A schema.
    Schema,
    /// An object or array whose values are schemas.
    Schemas,
    /// Data: examples, defaults, extensions.
    Data,
    /// Anything else; may hold schemas further down.
    Other,
    /// An object whose keys are names chosen by the author and whose values are like `Other`.
    Named,
}

struct Walk<'v> {
    visit: Visit<'v>,
    pointer: String,
}

impl Walk<'_> {
    fn anything(&mut self, value: &mut Value, position: Position) {
        if position == Position::Data {
            return;
        }
        if position == Position::Schema
            && let Some(schema) = value.as_object_mut()
        {
            (self.visit)(&self.pointer, schema);
        }
        match value {
            Value::Object(map) => {
                for (key, child) in map.iter_mut() {
                    self.down(key, child, Self::child(position, key));
                }
            }
            Value::Array(items) => {
                let inner =
                    if position == Position::Schemas { Position::Schema } else { Position::Other };
                for (index, child) in items.iter_mut().enumerate() {
                    self.down(&index.to_string(), child, inner);
                }
            }
            _ => {}
        }
    }

    fn down(&mut self, token: &str, child: &mut Value, position: Position) {
        if position == Position::Data || !(child.is_object() || child.is_array()) {
            return;
        }
        let length = self.pointer.len();
        push(&mut self.pointer, token);
        self.anything(child, position);
        self.pointer.truncate(length);
    }

    fn child(position: Position, key: &str) -> Position {
        match position {
            Position::Schemas => Position::Schema,
            Position::Named => Position::Other,
            Position::Schema => match key {
                "properties" | "patternProperties" | "allOf" | "oneOf" | "anyOf" | "$defs" => {
                    Position::Schemas
                }
                "items" | "additionalProperties" | "not" => Position::Schema,
                _ => Position::Data,
            },
            Position::Other => match key {
                "schema" => Position::Schema,
                "schemas" => Position::Schemas,
                "example" | "examples" | "default" | "enum" => Position::Data,
                "paths" | "responses" | "headers" | "content" | "parameters" | "requestBodies"
                | "callbacks" | "webhooks" => Position::Named,
                key if key.starts_with("x-") => Position::Data,
                _ => Position::Other,
            },
            Position::Data => Position::Data,
        }
    }
}
