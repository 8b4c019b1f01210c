//! Formats that OpenAPI does not define, or not for the type they stand on, are ignored: the type alone decides.

use super::findings::Findings;
use super::objects::{is_alternative, is_arm};
use crate::diagnostic::Code;
use crate::document::join;
use serde_json::{Map, Value};

/// Reports a `format` that has no meaning to us. It stays, as who compares two documents wants to know of it; one that is no text goes.
pub(super) fn note_unknown(
    schema: &mut Map<String, Value>,
    pointer: &str,
    findings: &mut Findings,
) {
    let Some(found) = unknown(schema) else { return };
    let is_composed = ["allOf", "oneOf", "anyOf"].iter().any(|key| schema.contains_key(*key));
    if !schema.contains_key("type") && (is_composed || is_arm(pointer) || is_alternative(pointer)) {
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        if ["integer", "number", "string"].iter().any(|kind| is_known(kind, format)) {
            return;
        }
    }
    if !schema.get("format").is_some_and(Value::is_string) {
        schema.shift_remove("format");
    }
    findings.push(
        Code::UnknownFormat,
        join(pointer, "format"),
        format!("{found} has no meaning and was ignored"),
        "the type alone decides; give a defined format in an overlay if you know better",
    );
}

/// Removes the `format` of a schema if it has no meaning to us.
pub(super) fn take_unknown(schema: &mut Map<String, Value>) {
    if unknown(schema).is_some() {
        schema.shift_remove("format");
    }
}

/// Says what the `format` of a schema is if it has no meaning to us.
fn unknown(schema: &Map<String, Value>) -> Option<String> {
    let format = schema.get("format")?.as_str();
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
    if format.is_some_and(|format| is_known(kind, format)) {
        return None;
    }
    let format =
        format.map_or_else(|| "that is no text".to_owned(), |format| format!("{format:?}"));
    Some(if kind.is_empty() {
        format!("format {format}")
    } else {
        format!("format {format} on type {kind}")
    })
}

pub(super) fn is_known(kind: &str, format: &str) -> bool {
    match kind {
        "integer" => {
            matches!(
                format,
                "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
            )
        }
        "number" => matches!(format, "float" | "double") || is_known("integer", format),
        "string" => {
            matches!(format, "date-time" | "date" | "uuid" | "byte" | "binary" | "password")
        }
        _ => false,
    }
}
