//! Path items and operations with references, and incomplete responses, in; complete ones out.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{
    Document, Lost, join, local_pointer, operations, operations_mut, path_items, resolve,
    response_maps,
};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Inlines the references of path items, then of operations; keys beside a reference take precedence, and parameters are united. A reference without a target is
/// reported, and an operation that it alone stands for is removed.
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
        let chain = chain(&document.value, &reference);
        let Some(own) = document.value.pointer_mut(&pointer).and_then(Value::as_object_mut) else {
            continue;
        };
        if !chain.is_empty() {
            own.shift_remove("$ref");
            for (target, value) in chain {
                take(document, (&pointer, &target), value, diagnostics);
            }
            continue;
        }
        own.shift_remove("$ref");
        let is_empty = own.keys().all(|key| key.starts_with("x-"));
        let Lost { message, help } = match local_pointer(&reference) {
            Some(target) if document.value.pointer(&target).is_some() => Lost {
                message: format!("the reference {reference:?} leads back to itself"),
                help: "refer to an object without a reference, in an overlay".to_owned(),
            },
            _ => document.lost(&reference, &pointer),
        };
        let message = if is_empty {
            format!("{message}; the object that it stands for was left out")
        } else {
            format!("{message}; it was ignored, and what stands beside it is kept")
        };
        let mut diagnostic = Diagnostic::new(Code::DanglingReference, message).help(help);
        diagnostic.place = document.place(&join(&pointer, "$ref"));
        diagnostics.push(diagnostic);
        // An unknown operation is removed.
        if is_empty
            && let Some((parent, method)) =
                pointer.rsplit_once('/').filter(|(at, _)| *at != "/paths")
            && let Some(item) = document.value.pointer_mut(parent).and_then(Value::as_object_mut)
        {
            item.shift_remove(method);
        }
    }
}

/// The objects that a reference leads to, each with its pointer: the last one has no reference of its own. Empty if it leads to nothing.
fn chain(root: &Value, reference: &str) -> Vec<(String, Map<String, Value>)> {
    let mut found = Vec::new();
    let mut next = local_pointer(reference);
    let start = next.as_deref().and_then(|target| root.pointer(target));
    if start.and_then(|value| resolve(root, value)).is_none_or(|end| !end.is_object()) {
        return found;
    }
    while let Some(target) = next {
        let Some(value) = root.pointer(&target).and_then(Value::as_object) else { break };
        next = value.get("$ref").and_then(Value::as_str).and_then(local_pointer);
        found.push((target, value.clone()));
    }
    found
}

/// Adds the keys of the target of a reference to an object. Lists of parameters are united; another key that the object has itself counts.
fn take(
    document: &mut Document,
    (pointer, target): (&str, &str),
    value: Map<String, Value>,
    diagnostics: &mut Diagnostics,
) {
    for (key, value) in value.into_iter().filter(|(key, _)| key != "$ref") {
        let (from, to) = (join(target, &key), join(pointer, &key));
        let known = document.value.pointer(&to);
        match (known.and_then(Value::as_array), &value) {
            (Some(known), Value::Array(others)) if key == "parameters" => {
                let added = added_parameters(&document.value, known, others);
                add_parameters(document, (&to, &from), added);
            }
            _ if known.is_none() => {
                keep_origin(document, to, &from);
                let own = document.value.pointer_mut(pointer).and_then(Value::as_object_mut);
                own.and_then(|own| own.insert(key, value));
            }
            _ if known != Some(&value) && counts(&key) => {
                let message = format!(
                    "`{key}` stands beside a `$ref` whose target has `{key}` too; that of the target was ignored"
                );
                let help =
                    "OpenAPI does not define which one counts: remove one of them in an overlay";
                let mut diagnostic = Diagnostic::new(Code::ReplacedKey, message).help(help);
                diagnostic.place = document.place(&to);
                diagnostics.push(diagnostic);
            }
            _ => {}
        }
    }
}

/// Whether a key of a path item or an operation has an effect on requests or types.
fn counts(key: &str) -> bool {
    !matches!(key, "summary" | "description" | "operationId" | "tags" | "externalDocs")
        && !key.starts_with("x-")
}

/// The parameters that a list lacks, each with its index.
fn added_parameters(root: &Value, known: &[Value], others: &[Value]) -> Vec<(usize, Value)> {
    let identity = |parameter: &Value| {
        let parameter = resolve(root, parameter)?;
        let text = |key: &str| parameter.get(key).and_then(Value::as_str).map(str::to_owned);
        Some((text("in")?, text("name")?))
    };
    let known: HashSet<(String, String)> = known.iter().filter_map(identity).collect();
    let is_new = |parameter: &Value| identity(parameter).is_none_or(|own| !known.contains(&own));
    let others = others.iter().enumerate().filter(|(_, parameter)| is_new(parameter));
    others.map(|(index, parameter)| (index, parameter.clone())).collect()
}

/// Appends parameters to a list, with the places where they were written.
fn add_parameters(document: &mut Document, (to, from): (&str, &str), added: Vec<(usize, Value)>) {
    let length = document.value.pointer(to).and_then(Value::as_array).map_or(0, Vec::len);
    for (offset, (index, parameter)) in added.into_iter().enumerate() {
        let place = join(to, &(length + offset).to_string());
        keep_origin(document, place, &join(from, &index.to_string()));
        let list = document.value.pointer_mut(to).and_then(Value::as_array_mut);
        list.into_iter().for_each(|list| list.push(parameter.clone()));
    }
}

/// Keeps the place where a copied value was written.
fn keep_origin(document: &mut Document, to: String, from: &str) {
    let origin = document.places.origin(from).map(|(origin, from)| (origin.clone(), from));
    document.places.origins.extend(origin.map(|origin| (to, origin)));
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
