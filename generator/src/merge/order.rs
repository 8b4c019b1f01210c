//! An OpenAPI document in; the same document with its keys in a fixed order out.
//!
//! Top-level keys, paths, the keys of a path item, component sections and their entries are sorted; everything below keeps its order.

use crate::document::Method;
use serde_json::{Map, Value};

/// The order of the top-level keys; others follow by name.
const ROOT: [&str; 10] = [
    "openapi",
    "info",
    "jsonSchemaDialect",
    "servers",
    "security",
    "tags",
    "paths",
    "webhooks",
    "components",
    "externalDocs",
];

/// The order of the keys of a path item besides methods.
const ITEM: [&str; 5] = ["$ref", "summary", "description", "servers", "parameters"];

/// Sorts a document.
pub(crate) fn sort(document: &mut Value) {
    let Some(root) = document.as_object_mut() else { return };
    sort_keys(root, &ROOT);
    if let Some(paths) = section(root, "paths") {
        sort_keys(paths, &[]);
        let methods: Vec<&str> = ITEM.into_iter().chain(Method::ALL.map(Method::key)).collect();
        for item in paths.values_mut().filter_map(Value::as_object_mut) {
            sort_keys(item, &methods);
        }
    }
    if let Some(webhooks) = section(root, "webhooks") {
        sort_keys(webhooks, &[]);
    }
    if let Some(components) = section(root, "components") {
        sort_keys(components, &[]);
        let entries = components.iter_mut().filter(|(name, _)| !name.starts_with("x-"));
        for entries in entries.filter_map(|(_, entries)| entries.as_object_mut()) {
            sort_keys(entries, &[]);
        }
    }
}

fn section<'a>(root: &'a mut Map<String, Value>, key: &str) -> Option<&'a mut Map<String, Value>> {
    root.get_mut(key).and_then(Value::as_object_mut)
}

/// Sorts an object's keys: first the given ones in their order, then the others by name.
fn sort_keys(object: &mut Map<String, Value>, first: &[&str]) {
    let rank = |key: &str| first.iter().position(|known| *known == key).unwrap_or(first.len());
    let mut entries: Vec<(String, Value)> = std::mem::take(object).into_iter().collect();
    entries.sort_by(|(a, _), (b, _)| (rank(a), a).cmp(&(rank(b), b)));
    object.extend(entries);
}
