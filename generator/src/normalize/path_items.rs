//! Path items that refer to another, and answers that leave out what can only be one thing.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Method, join, local_pointer};
use serde_json::{Map, Value, json};

/// Puts what a path item refers to in its place; its own keys win. Reports a reference to nothing.
pub(super) fn resolve(document: &mut Document, diagnostics: &mut Diagnostics) {
    let root = document.value.clone();
    let Some(paths) = document.value.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    let mut dangling = Vec::new();
    for (path, item) in
        paths.iter_mut().filter_map(|(path, item)| Some((path, item.as_object_mut()?)))
    {
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

/// Adds the `description` of answers, and the `responses` of operations, where they are missing: both say nothing then.
pub(super) fn complete_responses(document: &mut Document) {
    if let Some(shared) =
        document.value.pointer_mut("/components/responses").and_then(Value::as_object_mut)
    {
        complete(shared);
    }
    let Some(paths) = document.value.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for item in paths.values_mut() {
        for key in Method::ALL.map(Method::key) {
            let Some(operation) = item.get_mut(key).and_then(Value::as_object_mut) else {
                continue;
            };
            if let Some(responses) =
                operation.entry("responses").or_insert_with(|| json!({})).as_object_mut()
            {
                complete(responses);
            }
        }
    }
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
