//! Sizes in, documents that have one thing so many times out, and what is done with them.

mod operations;
mod schemas;
mod states;
mod texts;

use serde_json::{Value, json};
use specweave::config::Config;
use specweave::diagnostic::Diagnostic;
use specweave::render::{self, Style};
use specweave::report::{lines, text};
use specweave::source::Source;
use specweave::{Inputs, Output};

/// Something that can be there many times.
pub(crate) struct Shape {
    /// What grows.
    pub(crate) name: &'static str,
    /// n.
    pub(crate) size: usize,
    /// The work for a size, with all that is made before it is measured; it returns how many bytes came out.
    pub(crate) work: fn(usize) -> Work,
}

/// What is measured.
pub(crate) type Work = Box<dyn FnOnce() -> usize>;

/// All shapes.
pub(crate) static SHAPES: std::sync::LazyLock<Vec<&'static Shape>> =
    std::sync::LazyLock::new(|| {
        [operations::SHAPES, schemas::SHAPES, states::SHAPES, texts::SHAPES]
            .into_iter()
            .flatten()
            .collect()
    });

/// A document with these paths and schemas.
pub(super) fn document(paths: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.0.1",
        "info": {"title": "Acme", "version": "1.0.0"},
        "servers": [{"url": "https://acme.example"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// An operation that sends and receives the schema `S`.
pub(super) fn echo() -> Value {
    json!({"/echo": {"post": {
        "tags": ["Echo"],
        "operationId": "echo",
        "requestBody": {"required": true, "content": {"application/json": {"schema": schema("S")}}},
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": schema("S")}}}},
    }}})
}

/// A reference to a schema.
pub(super) fn schema(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// An object with as many entries as there are.
pub(super) fn object(entries: impl Iterator<Item = (String, Value)>) -> Value {
    Value::Object(entries.collect())
}

/// Generates from one document.
pub(super) fn generate(document: &Value) -> Work {
    generate_all(vec![("a.json".to_owned(), document.to_string())], vec![])
}

/// Generates from a text.
pub(super) fn generate_text(name: &str, text: String) -> Work {
    generate_all(vec![(name.to_owned(), text)], vec![])
}

/// Generates, and shows all that was found and the report.
pub(super) fn generate_all(sources: Vec<(String, String)>, overlays: Vec<String>) -> Work {
    let inputs = inputs(sources, overlays);
    Box::new(move || match specweave::generate(inputs, &Config::default(), &|_| {}) {
        Ok(output) => {
            let report = output.report();
            let Output { files, diagnostics, .. } = output;
            let files: usize = files.values().map(String::len).sum();
            files + shown(&diagnostics) + text(&report).len() + lines(&report).join("\n").len()
        }
        Err(failure) => shown(&failure.diagnostics),
    })
}

pub(super) fn inputs(sources: Vec<(String, String)>, overlays: Vec<String>) -> Inputs {
    let sources = sources.into_iter().map(|(name, text)| Source::new(name, text)).collect();
    let overlays = overlays.into_iter().map(|text| Source::new("overlay.yaml", text)).collect();
    Inputs { sources, overlays }
}

/// The bytes of diagnostics for people and for programs.
pub(super) fn shown(diagnostics: &[Diagnostic]) -> usize {
    let verbose = Style { verbose: true, ..Style::default() };
    let json: usize = diagnostics.iter().map(|finding| render::json(finding).len()).sum();
    render::human(diagnostics, verbose).len()
        + render::human(diagnostics, Style::default()).len()
        + render::total(diagnostics, Style::default()).map_or(0, |text| text.len())
        + json
}
