//! Overlays with their JSONPath, and configurations.

use super::corpus;
use super::shown;
use crate::fuzzing::{Parser, text};
use serde_json::json;
use specweave::config::Config;
use specweave::diagnostic::Diagnostics;
use specweave::extract::extract;
use specweave::merge::merge;
use specweave::overlay::apply;
use specweave::source::Source;
use specweave::{Inputs, generate};
use std::sync::Arc;

pub(crate) fn overlays() -> Parser {
    let mut seeds: Vec<String> = SEEDS.iter().map(|&text| text.to_owned()).collect();
    let texts = corpus::everywhere(&["yaml"], 8_000);
    seeds.extend(texts.into_iter().filter(|text| text.contains("overlay:")));
    Parser { name: "overlays", seeds, words: PATHS, change: text::changed, check: check_overlay }
}

pub(crate) fn config() -> Parser {
    let texts = corpus::everywhere(&["yaml"], 8_000);
    let mut seeds: Vec<String> = texts.into_iter().filter(|text| text.contains("crate:")).collect();
    seeds.push(CONFIG.to_owned());
    Parser { name: "config", seeds, words: KEYS, change: text::changed, check: check_config }
}

const SEEDS: &[&str] = &[
    "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n  - target: $.paths['/b'].get\n    description: why\n    update: {summary: s}\n  - target: $..parameters[?@.name == 'p']\n    description: why\n    remove: true\n",
    "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:\n  - target: $.tags[?@.name != 'a' && @.name < 'c']\n    update: {x: [1, {y: z}]}\n  - target: $.components.schemas.*\n    copy: $.components.schemas.M\n  - target: $.paths.*.*.tags[0:2:1]\n    remove: true\n",
    "overlay: 1.0.0\nextends: d.json\ninfo: {title: T, version: '1'}\nactions:\n  - {target: \"$..[?match(@.name, '[a-z]')]\", update: {required: false}}\n  - {target: \"$.tags[-1]\", update: q}\n  - {target: $, update: {openapi: 3.1.0}}\n",
];

const PATHS: &[&str] = &[
    "$",
    "$.",
    "$..",
    "$..*",
    ".*",
    "[*]",
    "[0]",
    "[-1]",
    "[::]",
    "[1:2:-1]",
    "[?",
    "[?@.name]",
    "[?@.name == 'p']",
    "[?@..x]",
    "[?length(@) > 1]",
    "[?count(@.*) == 2]",
    "[?match(@.a, 'b')]",
    "[?search(@, '(a+)+$')]",
    "[?value(@.a) == null]",
    "['",
    "']",
    "[\"a\"]",
    "&&",
    "||",
    "!",
    "@",
    "(",
    ")",
    "target: ",
    "update: ",
    "remove: true",
    "copy: $",
    "actions:\n",
    "  - ",
    "overlay: 1.0.0\n",
    "{}",
    "[]",
    "null",
    "['\\u0041']",
    ".paths",
    ".tags",
    ".parameters",
    "99999999999",
];

fn check_overlay(text: &str) {
    let document = json!({
        "openapi": "3.0.1",
        "info": {"title": "T", "version": "1"},
        "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
        "paths": {
            "/b": {"get": {"summary": "s", "tags": ["x", "y"],
                "parameters": [{"name": "p", "required": true}, {"name": "q"}, {"name": "r"}]}},
            "/c": {"get": {}},
        },
        "components": {"schemas": {"M": {"type": "object", "properties": {"id": {"type": "integer"}}}}},
    });
    let mut diagnostics = Diagnostics::new();
    let source = Arc::new(Source::new("d.json", document.to_string()));
    let mut document = merge(extract(&[source], &mut diagnostics), &mut diagnostics);
    apply(&mut document, &[Arc::new(Source::new("o.yaml", text))], &mut diagnostics);
    for pointer in ["", "/paths/~1b/get", "/tags/1", "/components/schemas/M/properties/id"] {
        let place = document.place(pointer);
        let span = place.and_then(|place| place.span.map(|span| (place.source, span)));
        assert!(span.is_none_or(|(source, span)| source.text.get(span).is_some()), "{pointer}");
    }
    shown(&diagnostics.into_sorted());
}

const CONFIG: &str = "crate: {name: acme, version: 1.2.3, description: d, authors: [a]}\nclient: {cookies: true, error_schema: E, environment: ACME}\nselect: {tags: [t], operations: [get*]}\nnames: {tags: {t: u}, operations: {getA: fetch}, schemas: {A: B}}\ntypes:\n  - {schemas: ['A*'], derive: [Hash]}\nformats: {decimal: rust_decimal::Decimal}\npaging:\n  - {operations: ['*'], page: page, size: size}\nwaiters: []\nretry: {}\n";

const KEYS: &[&str] = &[
    "crate:",
    "name:",
    "version:",
    "license:",
    "repository:",
    "authors:",
    "extra_files:",
    "pages:",
    "path:",
    "address:",
    "overlays:",
    "client:",
    "select:",
    "tags:",
    "operations:",
    "without:",
    "names:",
    "types:",
    "schemas:",
    "derive:",
    "attributes:",
    "replace:",
    "dependencies:",
    "formats:",
    "paging:",
    "header:",
    "range:",
    "token:",
    "cursor:",
    "page:",
    "size:",
    "retry:",
    "waiters:",
    "pull:",
    "index:",
    "suffix:",
    "documentation:",
    "std::string::String",
    "#[derive(Hash)]",
    "serde(rename = \"x\")",
    "::",
    "<",
    ">",
    "*",
    "getA",
    "A",
    "{start}",
    "../x",
    "/x",
    "1.0.0-rc.1",
    "{",
    "}",
    "[",
    "]",
    ", ",
    ": ",
];

const DOCUMENT: &str = "openapi: 3.0.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths:\n  /a:\n    get:\n      operationId: getA\n      tags: [t]\n      parameters: [{name: page, in: query, schema: {type: integer}}]\n      responses:\n        '200': {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/A'}}}}}\ncomponents:\n  schemas:\n    A: {type: object, properties: {b: {type: string, format: decimal}, status: {type: string, enum: [x, y]}}}\n    E: {type: object, properties: {message: {type: string}}}\n";

fn check_config(text: &str) {
    let config = match Config::parse(&Arc::new(Source::new("specweave.yaml", text))) {
        Ok(config) => config,
        Err(faults) => return shown(&faults),
    };
    let inputs = Inputs { sources: vec![Source::new("d.yaml", DOCUMENT)], overlays: Vec::new() };
    match generate(inputs, &config, &|_| {}) {
        Ok(output) => shown(&output.diagnostics),
        Err(failure) => shown(&failure.diagnostics),
    }
}
