//! Visits every schema object of a document, wherever it stands.

use crate::document::{Document, join};
use serde_json::Value;

/// What a visitor finds: a message for each schema that it changed.
pub(super) type Finding = (String, String);

/// Calls `visit` with every schema, parents before their children, and returns what it reported as (pointer, message) pairs.
pub(super) fn schemas(
    document: &mut Document,
    visit: &dyn Fn(&mut Value) -> Option<String>,
) -> Vec<Finding> {
    let mut walk = Walk { visit, findings: Vec::new() };
    walk.anything(&mut document.value, "", Position::Other);
    walk.findings
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
    visit: &'v dyn Fn(&mut Value) -> Option<String>,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    fn anything(&mut self, value: &mut Value, pointer: &str, position: Position) {
        if position == Position::Data {
            return;
        }
        if position == Position::Schema
            && value.is_object()
            && let Some(message) = (self.visit)(value)
        {
            self.findings.push((pointer.to_owned(), message));
        }
        match value {
            Value::Object(map) => {
                for (key, child) in map.iter_mut() {
                    self.anything(child, &join(pointer, key), Self::child(position, key));
                }
            }
            Value::Array(items) => {
                let inner =
                    if position == Position::Schemas { Position::Schema } else { Position::Other };
                for (index, child) in items.iter_mut().enumerate() {
                    self.anything(child, &join(pointer, &index.to_string()), inner);
                }
            }
            _ => {}
        }
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
