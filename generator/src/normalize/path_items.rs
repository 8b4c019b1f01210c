//! Path items and operations with references, and incomplete responses, in; complete ones out.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{
    Document, dangling, join, local_pointer, operations, operations_mut, path_items, resolve,
    response_maps,
};
use serde_json::{Map, Value, json};

/// Inlines the references of path items, then of operations; keys beside a reference take precedence. A reference without a target is
/// reported, and it removes the operations that it stands for.
pub(super) fn inline_references(document: &mut Document, diagnostics: &mut Diagnostics) {
    let items = path_items(&document.value).map(|(path, item)| (join("/paths", path), item));
    let items = references(items);
    inline(document, items, diagnostics);
    let operations = operations(&document.value).map(|(at, operation)| (at.pointer, operation));
    let operations = references(operations);
    inline(document, operations, diagnostics);
}

/// The objects with a reference, each with it.
fn references<'a>(
    objects: impl Iterator<Item = (String, &'a Map<String, Value>)>,
) -> Vec<(String, String)> {
    objects
        .filter_map(|(at, object)| Some((at, object.get("$ref")?.as_str()?.to_owned())))
        .collect()
}

fn inline(document: &mut Document, found: Vec<(String, String)>, diagnostics: &mut Diagnostics) {
    for (pointer, reference) in found {
        let target = local_pointer(&reference).and_then(|target| {
            let value = resolve(&document.value, document.value.pointer(&target)?)?;
            Some((value.as_object()?.clone(), target))
        });
        let Some(own) = document.value.pointer_mut(&pointer).and_then(Value::as_object_mut) else {
            continue;
        };
        if let Some((value, target)) = target {
            own.shift_remove("$ref");
            for (key, value) in value {
                if !own.contains_key(&key) {
                    let (from, to) = (join(&target, &key), join(&pointer, &key));
                    let origin = document.places.origin(&from);
                    let origin = origin.map(|(origin, from)| (origin.clone(), from));
                    document.places.origins.extend(origin.map(|origin| (to, origin)));
                    own.insert(key, value);
                }
            }
            continue;
        }
        own.retain(|key, _| key.starts_with("x-"));
        let (message, help) = dangling(&reference);
        let message = format!("{message}; the object that it stands for was left out");
        let mut diagnostic = Diagnostic::new(Code::DanglingReference, message).help(help);
        diagnostic.place = document.place(&join(&pointer, "$ref"));
        diagnostics.push(diagnostic);
        // An unknown operation is removed.
        if let Some((parent, method)) = pointer.rsplit_once('/').filter(|(at, _)| *at != "/paths")
            && let Some(item) = document.value.pointer_mut(parent).and_then(Value::as_object_mut)
        {
            item.shift_remove(method);
        }
    }
}

/// Adds missing `description`s of responses and missing `responses` of operations, both empty.
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
