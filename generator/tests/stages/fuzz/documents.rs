//! Whole documents, and one document beside another.

use super::corpus;
use super::shown;
use crate::fuzzing::{Parser, document};
use crate::random::Random;
use serde_json::Value;
use specweave::config::Config;
use specweave::diff::comparison::{Comparison, State};
use specweave::diff::report::{Format, Look, render};
use specweave::diff::states::compare_inputs;
use specweave::document::yaml;
use specweave::source::Source;
use specweave::{Inputs, generate};

pub(crate) fn documents() -> Parser {
    let seeds = seeds("openapi", 4_000);
    Parser {
        name: "documents",
        seeds,
        words: &[],
        change: document::changed,
        check: check_document,
    }
}

pub(crate) fn swagger_2() -> Parser {
    let mut seeds = seeds("swagger", 8_000);
    seeds.push(yaml::parse(SWAGGER).unwrap().to_string());
    Parser {
        name: "swagger_2",
        seeds,
        words: &[],
        change: document::changed,
        check: check_document,
    }
}

pub(crate) fn diff() -> Parser {
    let seeds = seeds("openapi", 4_000);
    Parser { name: "diff", seeds, words: &[], change: document::changed, check: check_diff }
}

/// The documents of the repository, and of others, that begin so.
fn seeds(key: &str, limit: usize) -> Vec<String> {
    let texts = corpus::everywhere(&["yaml", "yml", "json"], limit);
    let values = texts.iter().filter_map(|text| yaml::parse(text).ok());
    values.filter(|value| value.get(key).is_some()).map(|value| value.to_string()).collect()
}

const SWAGGER: &str = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: x.example\nbasePath: /v1\nschemes: [https, http]\nconsumes: [application/json]\nproduces: [application/json, application/xml]\nparameters:\n  P: {name: p, in: query, type: array, items: {type: string}, collectionFormat: multi}\nresponses:\n  R: {description: d, schema: {$ref: '#/definitions/A'}}\nsecurityDefinitions:\n  k: {type: apiKey, in: header, name: X-K}\n  o: {type: oauth2, flow: accessCode, authorizationUrl: 'https://x.example/a', tokenUrl: 'https://x.example/t', scopes: {a: b}}\npaths:\n  /a/{b}:\n    parameters: [{name: b, in: path, required: true, type: integer, format: int64}]\n    post:\n      operationId: a\n      consumes: [multipart/form-data]\n      parameters:\n        - {$ref: '#/parameters/P'}\n        - {name: f, in: formData, type: file}\n        - {name: g, in: formData, type: string, enum: [x, y]}\n      responses:\n        '200': {$ref: '#/responses/R'}\n        default: {description: d, headers: {X-H: {type: integer}}, schema: {type: file}}\n    put:\n      parameters: [{name: body, in: body, required: true, schema: {$ref: '#/definitions/A'}}]\n      responses: {'204': {description: d}}\n      security: [{k: []}, {o: [a]}]\ndefinitions:\n  A:\n    type: object\n    discriminator: t\n    required: [t]\n    properties: {t: {type: string}, n: {type: integer, x-nullable: true}, l: {type: array, items: {$ref: '#/definitions/A'}}}\n  B: {allOf: [{$ref: '#/definitions/A'}, {type: object, properties: {c: {type: number}}}]}\n";

fn inputs(text: &str) -> Inputs {
    Inputs { sources: vec![Source::new("d.json", text)], overlays: Vec::new() }
}

fn check_document(text: &str) {
    match generate(inputs(text), &Config::default(), &|_| {}) {
        Ok(output) => {
            shown(&output.diagnostics);
            assert!(output.files.contains_key("src/lib.rs"));
            output.report();
        }
        Err(failure) => {
            assert!(!failure.diagnostics.is_empty());
            shown(&failure.diagnostics);
        }
    }
}

/// The document beside itself, and beside one that is changed.
fn check_diff(text: &str) {
    let Ok(mut value) = serde_json::from_str::<Value>(text) else { return };
    let seed = text.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    document::change(&mut Random(seed), &mut value);
    let config = Config::default();
    if let Ok(states) = compare_inputs(inputs(text), inputs(text), &config, &|_| {}) {
        assert_eq!(states.changes.len(), 0, "{:?}", states.changes);
    }
    match compare_inputs(inputs(text), inputs(&value.to_string()), &config, &|_| {}) {
        Ok(states) => {
            shown(&states.diagnostics);
            let sides = [State::new("old", &states.old), State::new("new", &states.new)];
            let comparison = Comparison::new(sides, states.changes, Vec::new(), Some(&config));
            for format in
                [Format::Text, Format::Markdown, Format::Json, Format::Github, Format::Html]
            {
                render(&comparison, format, &Look::default());
            }
        }
        Err(failure) => shown(&failure.diagnostics),
    }
}
