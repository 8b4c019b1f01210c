//! Documents in, one like them in JSON with some values changed out.

use super::Parser;
use crate::random::Random;
use serde_json::{Map, Value, json};

/// Keys of every version of OpenAPI, JSON Schema and what people use beside them.
const KEYS: &[&str] = &[
    "$ref",
    "$id",
    "$anchor",
    "$defs",
    "$dynamicRef",
    "$schema",
    "$self",
    "additionalOperations",
    "additionalProperties",
    "allOf",
    "allowReserved",
    "anyOf",
    "callbacks",
    "components",
    "const",
    "consumes",
    "content",
    "contentEncoding",
    "contentMediaType",
    "cookie",
    "default",
    "definitions",
    "delete",
    "deprecated",
    "description",
    "discriminator",
    "encoding",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "explode",
    "format",
    "get",
    "headers",
    "host",
    "if",
    "in",
    "info",
    "itemSchema",
    "items",
    "links",
    "mapping",
    "maximum",
    "maxLength",
    "minItems",
    "minimum",
    "name",
    "not",
    "nullable",
    "oneOf",
    "openapi",
    "operationId",
    "parameters",
    "pathItems",
    "paths",
    "pattern",
    "patternProperties",
    "post",
    "prefixEncoding",
    "prefixItems",
    "produces",
    "properties",
    "propertyName",
    "propertyNames",
    "put",
    "query",
    "readOnly",
    "requestBodies",
    "requestBody",
    "required",
    "responses",
    "schema",
    "schemas",
    "security",
    "securitySchemes",
    "servers",
    "style",
    "summary",
    "swagger",
    "tags",
    "then",
    "title",
    "type",
    "unevaluatedProperties",
    "uniqueItems",
    "url",
    "variables",
    "webhooks",
    "writeOnly",
    "x-enum-varnames",
    "x-nullable",
    "xml",
    "200",
    "default",
    "/a/{b}",
    "application/json",
    "multipart/form-data",
    "application/xml",
    "text/event-stream",
    "",
    "~/",
    "type ",
    "Self",
    "crate",
    "r#type",
    "😀",
];

/// Values of keywords, right ones and odd ones.
const TEXTS: &[&str] = &[
    "string",
    "integer",
    "number",
    "boolean",
    "object",
    "array",
    "null",
    "file",
    "int32",
    "int64",
    "uint64",
    "date-time",
    "date",
    "byte",
    "binary",
    "password",
    "uuid",
    "path",
    "query",
    "header",
    "cookie",
    "querystring",
    "body",
    "formData",
    "form",
    "simple",
    "label",
    "matrix",
    "deepObject",
    "pipeDelimited",
    "spaceDelimited",
    "apiKey",
    "http",
    "oauth2",
    "openIdConnect",
    "bearer",
    "basic",
    "3.0.0",
    "3.1.0",
    "3.2.0",
    "2.0",
    "/a/{b}",
    "/a/{b}/{b}",
    "/{",
    "/}",
    "https://{a}.example/{b}",
    "{scheme}://x",
    "//x",
    "#",
    "#/",
    "#/components/schemas/A",
    "other.yaml#/A",
    "^a$",
    "",
    " ",
    "a\nb",
    "*/",
    "//! x",
    "`",
    "```\nx\n```",
    "<script>",
    "\u{202e}",
    "\u{0}",
    "é",
    "🦀",
    "2020-01-01",
    "1",
    "-1",
    "application/json",
    "*/*",
    "a b",
    "Self",
    "self",
    "crate",
    "super",
    "_",
    "r#fn",
    "$a",
    "a-b",
    "aB",
    "a_b",
];

/// A document of one of the parser's seeds in JSON, with a few changes.
pub(crate) fn changed(random: &mut Random, parser: &Parser) -> String {
    let seed = &parser.seeds[random.below(parser.seeds.len())];
    let mut value = serde_json::from_str(seed).unwrap_or_else(|_| json!({}));
    change(random, &mut value);
    value.to_string()
}

/// Makes a few changes.
pub(crate) fn change(random: &mut Random, value: &mut Value) {
    for _ in 0..1 + random.below(6) {
        let pointers = pointers(value);
        let pointer = &pointers[random.below(pointers.len())];
        let other = &pointers[random.below(pointers.len())];
        let copy = value.pointer(other).cloned().unwrap_or_default();
        if let Some(at) = value.pointer_mut(pointer) {
            change_one(random, at, other, copy);
        }
    }
}

fn change_one(random: &mut Random, value: &mut Value, other: &str, copy: Value) {
    match random.below(10) {
        0 => *value = copy,
        1 => *value = json!({"$ref": format!("#{other}")}),
        2 => *value = plain(random),
        3 => *value = json!([value.take()]),
        4 => {
            let key = ["allOf", "oneOf", "anyOf"][random.below(3)];
            *value = json!({key: [value.take(), copy]});
        }
        _ => match value {
            Value::Object(map) => change_object(random, map, copy),
            Value::Array(items) if !items.is_empty() => {
                let at = random.below(items.len());
                match random.below(3) {
                    0 => drop(items.remove(at)),
                    1 => items.push(items[at].clone()),
                    _ => items.push(copy),
                }
            }
            Value::String(text) if random.below(2) == 0 => text.push_str(of(random, TEXTS)),
            single => *single = plain(random),
        },
    }
}

fn change_object(random: &mut Random, map: &mut Map<String, Value>, copy: Value) {
    let own: Vec<String> = map.keys().cloned().collect();
    match (random.below(5), own.get(random.below(own.len().max(1)))) {
        (0, Some(key)) => drop(map.shift_remove(key)),
        (1, Some(key)) => {
            let value = map.shift_remove(key).unwrap_or_default();
            map.insert(of(random, KEYS).to_owned(), value);
        }
        (2, _) => drop(map.insert(of(random, KEYS).to_owned(), copy)),
        (3, Some(key)) => {
            let value = map[key].clone();
            map.insert(format!("{key}{}", of(random, TEXTS)), value);
        }
        _ => drop(map.insert(of(random, KEYS).to_owned(), plain(random))),
    }
}

/// A value that holds no others, or none at all.
fn plain(random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!({}),
        4 => json!([]),
        5 => [json!(0), json!(-1), json!(1.5), json!(1e300), json!(u64::MAX), json!(i64::MIN)]
            [random.below(6)]
        .clone(),
        6 => json!([of(random, TEXTS), of(random, TEXTS)]),
        7 => json!({of(random, KEYS): of(random, TEXTS)}),
        _ => json!(of(random, TEXTS)),
    }
}

fn of<'t>(random: &mut Random, texts: &[&'t str]) -> &'t str {
    texts[random.below(texts.len())]
}

/// The pointers of all values inside of a value, its own one first.
pub(crate) fn pointers(value: &Value) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), vec![(String::new(), value)]);
    while let Some((pointer, value)) = open.pop() {
        let token =
            |token: &str| format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Object(map) => open.extend(map.iter().map(|(key, value)| (token(key), value))),
            Value::Array(items) => {
                open.extend(
                    items.iter().enumerate().map(|(at, item)| (token(&at.to_string()), item)),
                );
            }
            _ => {}
        }
        found.push(pointer);
    }
    found
}
