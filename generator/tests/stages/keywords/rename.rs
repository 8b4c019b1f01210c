//! Renames any one key of a document.

use serde_json::{Map, Value};
use specweave::document::{Object, Under, join, keys as visit, under};
use specweave::keywords::{self, Effect};

/// Every key of a document, with the pointer of its object, except those below a place of which the ledger says that it has no effect
/// on the emitted crate, extensions, and the names and parts of components that are reported as a whole since nothing uses them.
pub(crate) fn keys(document: &Value) -> Vec<(String, String)> {
    let unused = keywords::unused(document);
    let mut found = Vec::new();
    visit(document, &mut |key| {
        if unused.contains(key.parent) {
            return false;
        }
        let Some(keyword) = keywords::find(key.object, key.name) else { return false };
        found.push((key.parent.to_owned(), key.name.to_owned()));
        // The body of a response that has none is reported as a whole.
        let is_ignored = key.name == "content"
            && ["/204", "/205", "/304"].iter().any(|status| key.parent.ends_with(status));
        let counts = !is_ignored
            && !matches!(
                keyword.effect,
                Effect::None(_)
                    | Effect::Compared
                    | Effect::Tested
                    | Effect::Unshown(_)
                    | Effect::Unsupported(_)
            );
        let under = under(key.object, key.name);
        if let (true, Under::Map(_), Value::Object(entries)) = (counts, under, key.value) {
            let pointer = format!("{}/{}", key.parent, key.name);
            // A path without operations says nothing.
            let is_empty = |own: &Value| key.object == Object::OpenApi && !has_operations(own);
            let counts = |(name, own): &(&String, &Value)| {
                !unused.contains(&join(&pointer, name)) && !is_empty(own)
            };
            let names = entries.iter().filter(counts).map(|(name, _)| name);
            found.extend(names.map(|name| (pointer.clone(), name.clone())));
        }
        counts
    });
    found
}

/// Whether a path item, or one of webhooks, has an operation or refers to one that may.
fn has_operations(item: &Value) -> bool {
    let is_operation = |key: &String| match under(Object::PathItem, key) {
        Under::One(kind) => kind == Object::Operation,
        Under::Map(kind) => kind == Object::Operation,
        _ => key == "$ref",
    };
    item.as_object().is_none_or(|item| item.keys().any(is_operation))
}

/// The document with one key renamed in its place.
pub(crate) fn renamed(document: &Value, pointer: &str, key: &str) -> Value {
    let mut edited = document.clone();
    let object = edited.pointer_mut(pointer).and_then(Value::as_object_mut).unwrap();
    let rename = |(name, value)| (if name == key { format!("{key}zq") } else { name }, value);
    *object = std::mem::take(object).into_iter().map(rename).collect::<Map<_, _>>();
    edited
}
