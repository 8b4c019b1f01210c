//! Pages in Markdown that hold fragments of a document, and texts that become documentation.

use super::corpus;
use super::shown;
use crate::fuzzing::{Parser, text};
use serde_json::json;
use specweave::config::Config;
use specweave::diagnostic::Diagnostics;
use specweave::extract::extract;
use specweave::source::Source;
use specweave::{Inputs, generate};
use std::sync::Arc;

pub(crate) fn pages() -> Parser {
    let mut seeds = corpus::everywhere(&["md"], 20_000);
    seeds.push(PAGE.to_owned());
    Parser { name: "pages", seeds, words: WORDS, change: text::changed, check: check_page }
}

pub(crate) fn descriptions() -> Parser {
    let mut seeds = corpus::everywhere(&["md"], 1_000);
    seeds.push(PAGE.to_owned());
    let check = check_description;
    Parser { name: "descriptions", seeds, words: WORDS, change: text::changed, check }
}

const PAGE: &str = "# Page\n\n> GET /a\n\n````json\n{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"T\",\"version\":\"1\"},\n  \"paths\":{\"/a\":{\"get\":{\"responses\":{\"204\":{\"description\":\"d\"}}}}}}\n````\n\n~~~ yaml title=x\nopenapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n~~~\n\n- item\n\n  ```json\n  {\"openapi\": \"3.0.0\"}\n  ```\n\n<details>\n\n| a | b |\n|---|---|\n| `c` | **d** |\n\n{% openapi src=\"x\" %}\n[openapi](../openapi.json)\n{% endopenapi %}\n";

const WORDS: &[&str] = &[
    "```",
    "````",
    "~~~",
    "```json\n",
    "```yaml\n",
    "````json title=\"x\"\n",
    "\n```\n",
    "  ```",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "# ",
    "## ",
    "<!doctype html>",
    "<html>",
    "<details>",
    "</details>",
    "<!--",
    "-->",
    "{\"openapi\": \"3.0.0\"}",
    "\"openapi\"",
    "openapi: 3.0.0\n",
    "swagger: '2.0'\n",
    "{% openapi %}",
    "---\n",
    "***",
    "[a](b)",
    "![a](b)",
    "[a]: b\n",
    "`a`",
    "``",
    "|---|\n",
    "<b>",
    "&lt;",
    "\\",
    "<script>",
    "https://x.example/a_b",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "[^1]",
    "$$",
    "{#id}",
    "\u{a0}",
    "{\"paths\": {}}",
    "{",
    "}",
];

fn check_page(text: &str) {
    let mut diagnostics = Diagnostics::new();
    let source = Arc::new(Source::new("page.md", text));
    for fragment in extract(&[source], &mut diagnostics) {
        assert!(text.get(fragment.origin.range.clone()).is_some());
        for pointer in ["", "/info", "/paths/~1a/get", "/openapi"] {
            let span = fragment.origin.place(pointer).span.unwrap();
            assert!(text.get(span).is_some(), "{pointer}");
        }
    }
    shown(&diagnostics.into_sorted());
}

/// It stands wherever a document holds Markdown, or a name.
fn check_description(text: &str) {
    let schema = json!({"type": "object", "title": text, "description": text,
        "properties": {text: {"description": text}, "a": {"enum": [text, "b"]}}});
    let operation = json!({"summary": text, "description": text, "operationId": text, "tags": [text],
        "parameters": [{"in": "query", "name": text, "description": text, "schema": {"type": "string"}}],
        "responses": {"200": {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}});
    let document = json!({"openapi": "3.0.1", "info": {"title": text, "version": "1", "description": text},
        "tags": [{"name": text, "description": text}], "paths": {"/a": {"get": operation}},
        "components": {"schemas": {"A": schema}}});
    let source = Source::new("d.json", document.to_string());
    let inputs = Inputs { sources: vec![source], overlays: Vec::new() };
    match generate(inputs, &Config::default(), &|_| {}) {
        Ok(output) => shown(&output.diagnostics),
        Err(failure) => shown(&failure.diagnostics),
    }
}
