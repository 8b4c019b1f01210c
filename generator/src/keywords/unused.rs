//! A document in; the unused components, for which no code is generated, out.
//!
//! Schemas always become types, unless they have no type of their own; only [`crate::lower`] knows whether they have.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

use super::{Effect, find};
use crate::document::{Document, SCHEMA_LISTS, join, keys, local_pointer, tokens};
use crate::spelling::listing;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The pointers of components, and their names in messages. The last two are those of Swagger 2.0.
const KINDS: [(&str, &str); 9] = [
    ("/components/parameters", "parameters"),
    ("/components/headers", "headers"),
    ("/components/requestBodies", "request bodies"),
    ("/components/responses", "responses"),
    ("/components/pathItems", "path items"),
    (SCHEMA_LISTS[0], "schemas"),
    ("/parameters", "parameters"),
    ("/responses", "responses"),
    (SCHEMA_LISTS[1], "schemas"),
];

/// The keywords that give a schema a type of its own.
const TYPED: [&str; 8] = [
    "properties",
    "patternProperties",
    "additionalProperties",
    "enum",
    "const",
    "allOf",
    "oneOf",
    "anyOf",
];

/// The maximum number of names in one message.
const LISTED: usize = 50;

/// The pointers of the unused components that would otherwise affect the code.
pub fn unused(document: &Value) -> BTreeSet<String> {
    let is_typed = |own: &String| {
        let schema = document.pointer(own);
        is_schema(own)
            && schema.is_some_and(|schema| TYPED.iter().any(|key| schema.get(key).is_some()))
    };
    let mut found = unreferenced(document);
    found.retain(|own| !is_typed(own));
    found
}

/// The pointers of the components that nothing refers to but components of which that is true.
fn unreferenced(document: &Value) -> BTreeSet<String> {
    let all = KINDS.iter().flat_map(|(kind, _)| components(document, kind));
    // The targets of references, by the component that contains them; schemas count as used.
    let mut references: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    keys(document, &mut |key| {
        if let ("$ref", Some(target)) = (key.name, key.value.as_str().and_then(local_pointer)) {
            let owner = component(key.parent).filter(|own| !is_schema(own));
            references.entry(owner).or_default().extend(component(&target));
        }
        find(key.object, key.name).is_some_and(|keyword| {
            !matches!(keyword.effect, Effect::None(_) | Effect::Unshown(_) | Effect::Unsupported(_))
        })
    });
    let mut used = BTreeSet::new();
    let mut open = references.remove(&None).unwrap_or_default();
    while let Some(own) = open.pop() {
        if used.insert(own.clone()) {
            open.extend(references.remove(&Some(own)).unwrap_or_default());
        }
    }
    all.filter(|own| !used.contains(own)).collect()
}

fn is_schema(component: &str) -> bool {
    SCHEMA_LISTS.iter().any(|kind| component.starts_with(kind))
}

/// Reports the unused components other than schemas, each kind once.
pub(super) fn check(document: &Document, diagnostics: &mut Diagnostics) {
    let unused = unused(&document.value);
    for (kind, noun) in KINDS.into_iter().filter(|(kind, _)| !SCHEMA_LISTS.contains(kind)) {
        let prefix = format!("{kind}/");
        let own: Vec<&String> = unused.iter().filter(|own| own.starts_with(&prefix)).collect();
        diagnostics.extend(finding(document, noun, &own));
    }
}

/// The message about the schemas of the components that nothing uses, among those that have no type.
pub fn untyped_schemas(document: &Document, untyped: &BTreeSet<String>) -> Option<Diagnostic> {
    if untyped.is_empty() {
        return None;
    }
    let unreferenced = unreferenced(&document.value);
    let own: Vec<&String> = untyped.intersection(&unreferenced).collect();
    finding(document, "schemas", &own)
}

fn finding(document: &Document, noun: &str, own: &[&String]) -> Option<Diagnostic> {
    let first = own.first()?;
    let name = |pointer: &&String| format!("{:?}", tokens(pointer).last().unwrap_or_default());
    let names = listing::first(own.iter().map(name), LISTED);
    let message = format!(
        "these {noun} of the components are not used, and no code is generated from them: {names}"
    );
    let help = "refer to them where they belong, or remove them, in an overlay";
    let mut diagnostic = Diagnostic::new(Code::UnusedComponent, message).help(help);
    diagnostic.place = document.place(first);
    Some(diagnostic)
}

/// The pointers of the components of a kind.
fn components(document: &Value, kind: &str) -> Vec<String> {
    let entries = document.pointer(kind).and_then(Value::as_object);
    entries.into_iter().flat_map(Map::keys).map(|name| join(kind, name)).collect()
}

/// The component that contains a pointer.
fn component(pointer: &str) -> Option<String> {
    let (kind, _) = KINDS
        .iter()
        .find(|(kind, _)| pointer.strip_prefix(kind).is_some_and(|rest| rest.starts_with('/')))?;
    let name = pointer[kind.len() + 1..].split('/').next()?;
    Some(format!("{kind}/{name}"))
}
