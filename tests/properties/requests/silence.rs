//! A document and what was made of it in; what was lost without a word out.

use serde_json::{Map, Value};
use specweave::ir::Operation;
use std::fmt::Write as _;

use super::{is_it, listed};
use crate::subject::Subject;

/// What is neither sent nor reported, and what is reported without being lost.
pub(super) fn check(document: &Value, subject: &Subject) -> String {
    let mut faults = String::new();
    let mut said: Vec<(&str, &str, &str)> = Vec::new();
    for diagnostic in &subject.diagnostics {
        let pointer = diagnostic.place.as_ref().map_or("", |place| place.pointer.as_str());
        said.push((diagnostic.code.number(), pointer, &diagnostic.message));
    }
    let operations = subject.api.tags.iter().flat_map(|tag| &tag.operations);
    let operations: Vec<&Operation> = operations.collect();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, written) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters") {
            let made: Vec<_> = operations
                .iter()
                .filter(|own| own.path == *path && own.method.name().eq_ignore_ascii_case(method))
                .collect();
            let mut lost = Vec::new();
            for parameter in listed([item, written]) {
                if !made.iter().all(|own| own.parameters.iter().any(|own| is_it(parameter, own))) {
                    lost.push(parameter["name"].as_str().unwrap());
                }
            }
            let content = written["requestBody"]["content"].as_object();
            for media_type in content.into_iter().flat_map(Map::keys) {
                let is_sent = made.iter().any(|own| {
                    own.body.as_ref().is_some_and(|body| body.contents[0].media_type == *media_type)
                });
                if !is_sent {
                    lost.push(media_type);
                }
            }
            for name in lost {
                if !said.iter().any(|(_, _, message)| message.contains(name)) {
                    writeln!(faults, "{method} {path}: {name} is lost").unwrap();
                }
            }
        }
    }
    for (code, pointer, message) in said {
        println!("{code} {pointer}: {message}");
    }
    faults
}
