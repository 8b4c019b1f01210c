//! Path items that refer to another, and responses that leave out what can only be one thing.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{
    Document, join, local_pointer, operations_mut, path_items_mut, response_maps,
};
use serde_json::{Map, Value, json};

/// Puts what a path item refers to in its place; its own keys win. Reports a reference to nothing.
pub(super) fn resolve(document: &mut Document, diagnostics: &mut Diagnostics) {
    let root = document.value.clone();
    let mut dangling = Vec::new();
    for (path, item) in path_items_mut(&mut document.value) {
        let Some(reference) = item.get("$ref").and_then(Value::as_str).map(str::to_owned) else {
            continue;
        };
        item.shift_remove("$ref");
        match local_pointer(&reference).and_then(|pointer| root.pointer(&pointer)?.as_object()) {
            Some(target) => {
                for (key, value) in target.iter().filter(|(key, _)| *key != "$ref") {
                    item.entry(key).or_insert_with(|| value.clone());
                }
            }
            None => dangling.push((join(&join("/paths", path), "$ref"), reference)),
        }
    }
    for (pointer, reference) in dangling {
        let message = format!("the reference {reference:?} points to nothing");
        let mut diagnostic = Diagnostic::new(Code::DanglingReference, message)
            .help("add the path item to this document, or correct the reference; an overlay can do either");
        diagnostic.place = document.place(&pointer);
        diagnostics.push(diagnostic);
    }
}

/// Adds the `description` of responses, and the `responses` of operations, where they are missing: both say nothing then.
pub(super) fn complete_responses(document: &mut Document) {
    for (_, operation) in operations_mut(&mut document.value) {
        operation.entry("responses").or_insert_with(|| json!({}));
    }
    response_maps(&mut document.value).for_each(|(_, responses)| complete(responses));
}

fn complete(responses: &mut Map<String, Value>) {
    for (key, response) in responses.iter_mut() {
        if let Some(response) =
            response.as_object_mut().filter(|response| !response.contains_key("$ref"))
            && !key.starts_with("x-")
        {
            response.entry("description").or_insert_with(|| json!(""));
        }
    }
}
