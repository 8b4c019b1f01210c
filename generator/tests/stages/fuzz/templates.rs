//! Templates of paths, of the URLs of servers and of headers that ask for a part of a list.

use super::shown;
use crate::fuzzing::{Parser, text};
use serde_json::json;
use specweave::config::Config;
use specweave::source::Source;
use specweave::{Inputs, generate};
use std::sync::Arc;

pub(crate) fn templates() -> Parser {
    let seeds = SEEDS.iter().map(|&text| text.to_owned()).collect();
    Parser { name: "templates", seeds, words: WORDS, change: text::changed, check }
}

const SEEDS: &[&str] = &[
    "/a/{b}/c/{d}",
    "/{a}.{b}",
    "/a/{b}:do",
    "/a?x=1&y={b}",
    "/a#b",
    "https://{a}.example:{b}/v{d}",
    "//{a}/b",
    "{a}",
    "/",
    "{a}://x.example/{b}",
    "https://user:pass@x.example/",
    "/a(b={b},c={d})",
    "/a//{b}/",
    "start={start},results={results}",
    "a/{b",
    "/a/{b}{d}",
    "/v1/{b*}/{+d}",
    "http://[::1]:80/{a}",
    "./a",
    "..",
    "/a/%7Bb%7D",
    "/{a-b}/{b c}",
];

const WORDS: &[&str] = &[
    "{",
    "}",
    "{a}",
    "{b}",
    "{d}",
    "{}",
    "{{",
    "}}",
    "/",
    "//",
    "?",
    "#",
    "&",
    "=",
    ":",
    "://",
    "https://",
    "http:",
    "@",
    "[",
    "]",
    "%",
    "%2F",
    "..",
    ".",
    ";",
    ",",
    "*",
    "+",
    "{start}",
    "{results}",
    "{a",
    "b}",
    " ",
    "\\",
    "x.example",
    ":80",
    ":99999",
];

fn check(text: &str) {
    let parameter = |name: &str| json!({"in": "path", "name": name, "required": true, "schema": {"type": "string"}});
    let variable = |value: &str| json!({"default": value, "enum": [value, text]});
    let operation = json!({"parameters": [parameter("b"), parameter("d"), parameter(text)],
        "servers": [{"url": text}],
        "responses": {"204": {"description": "d"}}});
    let path = if text.starts_with('/') { text.to_owned() } else { format!("/{text}") };
    let document = json!({"openapi": "3.0.1", "info": {"title": "T", "version": "1"},
        "servers": [{"url": text, "variables": {"a": variable("x"), "b": {"default": text}, "d": {}}}, {"url": format!("https://x.example{text}")}],
        "paths": {path: {"get": operation}, text: {"put": {"responses": {}}}, "/x/{b}": {"get": {"responses": {}}}}});
    let inputs =
        Inputs { sources: vec![Source::new("d.json", document.to_string())], overlays: Vec::new() };
    let quoted = serde_json::Value::from(text);
    let config = format!("paging: [{{header: X-RANGE, range: {quoted}, results: 5}}]");
    let config = Config::parse(&Arc::new(Source::new("c.yaml", config))).unwrap_or_default();
    match generate(inputs, &config, &|_| {}) {
        Ok(output) => shown(&output.diagnostics),
        Err(failure) => shown(&failure.diagnostics),
    }
}
