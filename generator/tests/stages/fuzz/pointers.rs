//! JSON pointers, and references that lead by them through one document or several.

use super::shown;
use crate::fuzzing::{Parser, text};
use serde_json::json;
use specweave::document::{join, local_pointer};
use specweave::source::Source;
use specweave::{Inputs, bundle};

pub(crate) fn pointers() -> Parser {
    let seeds = SEEDS.iter().map(|&text| text.to_owned()).collect();
    Parser { name: "pointers", seeds, words: WORDS, change: text::changed, check }
}

const SEEDS: &[&str] = &[
    "#/components/schemas/A",
    "#/components/schemas/B/properties/a~1b",
    "#/paths/~1a~1%7Bid%7D/get/responses/200",
    "#A",
    "#",
    "#/",
    "other.yaml#/components/schemas/C",
    "./folder/../other.yaml",
    "../x.json#/a%2Fb",
    "https://x.example/a.yaml#/b",
    "other.yaml#anchor",
    "urn:x:y#/a",
    "#/components/schemas/B/allOf/0",
    "/absolute",
    "folder\\x.yaml",
    "#/$defs/a",
    "other.yaml#/components/schemas/A/items",
];

const WORDS: &[&str] = &[
    "#",
    "#/",
    "/",
    "~",
    "~0",
    "~1",
    "~2",
    "%7E",
    "%2f",
    "%25",
    "%",
    "%f",
    "..",
    "./",
    "?",
    ":",
    "://",
    "other.yaml",
    "components",
    "schemas",
    "A",
    "B",
    "properties",
    "allOf",
    "0",
    "00",
    "-",
    "-1",
    "4294967296",
    "$defs",
    "anchor",
    "https:",
    "c:\\",
    "\\",
    " ",
];

fn check(text: &str) {
    let pointer = join("", text);
    assert_eq!(json!({text: 1}).pointer(&pointer), Some(&json!(1)), "{pointer}");
    let encoded = percent_encoded(&pointer);
    assert_eq!(local_pointer(&format!("#{encoded}")), Some(pointer), "{encoded}");
    let one = json!({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": {
            "parameters": [{"$ref": text}],
            "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {"$ref": text}}}}}}}},
        "components": {"schemas": {
            "A": {"type": "array", "items": {"$ref": text}},
            "B": {"$anchor": "A", "allOf": [{"$ref": "#/components/schemas/A"}], "properties": {"a/b": {"$ref": text}}},
            text: {"$id": text, "type": "string"}}}});
    let other = json!({"components": {"schemas": {"A": {"$ref": text}, "C": {"$anchor": "anchor", "$defs": {"a": {"$ref": text}}}}}});
    let sources = vec![
        Source::new("api.json", one.to_string()),
        Source::new("other.yaml", other.to_string()).referred(),
    ];
    match bundle(Inputs { sources, overlays: Vec::new() }, &|_| {}) {
        Ok((_, diagnostics)) => shown(&diagnostics),
        Err(failure) => shown(&failure.diagnostics),
    }
}

/// Every byte that is no letter and no digit.
fn percent_encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'/' => "/".to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
