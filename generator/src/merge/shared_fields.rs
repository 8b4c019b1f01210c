//! Fragments in; the `security` and `servers` of the document, and those that each fragment's operations must carry themselves, out.
//!
//! - A fragment without `security` needs no credentials. It counts as an empty list, and is compared with the others.
//! - A fragment without `servers`, or with an empty list, takes the document's.
//! - A path's `parameters` and `servers` that other fragments of the same path lack concern only the operations beside them.

use crate::document::{Fragment, FragmentOrigin, Method, join, operations, path_items, tokens};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The keys that a path item hands down to its operations.
const HANDED_DOWN: [&str; 2] = ["parameters", "servers"];

/// The values that hold for the whole document.
#[derive(Debug, Default)]
pub(super) struct Inheritance {
    security: Option<(Value, FragmentOrigin)>,
    servers: Option<(Value, FragmentOrigin)>,
    /// Path and key of values that only some fragments of the path have.
    partial_keys: BTreeSet<(String, &'static str)>,
}

impl Inheritance {
    /// Decides for all fragments, which are already sorted.
    pub(super) fn of(fragments: &[Fragment]) -> Self {
        let servers =
            fragments.iter().filter(|fragment| stated(&fragment.value, "servers").is_some());
        Self {
            security: prevailing(fragments.iter(), "security"),
            servers: prevailing(servers, "servers"),
            partial_keys: partial_keys(fragments),
        }
    }

    /// The values that a fragment's operations must carry.
    pub(super) fn for_fragment<'a>(&'a self, root: &Map<String, Value>) -> Inherited<'a> {
        let own = |key| root.get(key).filter(|value| !is_empty(value)).cloned();
        let (security, servers) = (own("security"), own("servers"));
        let differs = security.as_ref()
            != self.security.as_ref().map(|(value, _)| value).filter(|v| !is_empty(v));
        Inherited {
            security: differs.then(|| security.unwrap_or_else(|| Value::Array(Vec::new()))),
            servers: servers
                .filter(|own| self.servers.as_ref().is_some_and(|(value, _)| value != own)),
            partial_keys: &self.partial_keys,
        }
    }

    /// The document's own keys.
    pub(super) fn into_values(self) -> impl Iterator<Item = (&'static str, Value, FragmentOrigin)> {
        let security = self.security.map(|(value, origin)| ("security", value, origin));
        let servers = self.servers.map(|(value, origin)| ("servers", value, origin));
        servers.into_iter().chain(security)
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn stated<'a>(root: &'a Value, key: &str) -> Option<&'a Value> {
    root.get(key).filter(|value| !is_empty(value))
}

/// The value for most operations, the first of equals; `None` if most operations have none.
fn prevailing<'a>(
    fragments: impl Iterator<Item = &'a Fragment> + Clone,
    key: &str,
) -> Option<(Value, FragmentOrigin)> {
    let mut votes: Vec<(Option<&Value>, usize)> = Vec::new();
    for fragment in fragments.clone() {
        let value = stated(&fragment.value, key);
        let operations = operations(&fragment.value).count();
        match votes.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += operations,
            None => votes.push((value, operations)),
        }
    }
    // `max_by_key` returns the last of equals, and the first is wanted.
    let (winner, _) = votes.into_iter().rev().max_by_key(|(_, count)| *count)?;
    fragments
        .filter(|fragment| stated(&fragment.value, key) == winner)
        .find_map(|fragment| Some((fragment.value.get(key)?.clone(), fragment.origin.clone())))
}

fn partial_keys(fragments: &[Fragment]) -> BTreeSet<(String, &'static str)> {
    let mut seen: BTreeMap<&String, [BTreeSet<bool>; 2]> = BTreeMap::new();
    for (path, item) in fragments.iter().flat_map(|fragment| path_items(&fragment.value)) {
        let states = seen.entry(path).or_default();
        for (state, key) in states.iter_mut().zip(HANDED_DOWN) {
            state.insert(item.contains_key(key));
        }
    }
    let partial_keys = |(path, states): (&String, [BTreeSet<bool>; 2])| {
        let keys = states.into_iter().zip(HANDED_DOWN).filter(|(state, _)| state.len() == 2);
        keys.map(|(_, key)| (path.clone(), key)).collect::<Vec<_>>()
    };
    seen.into_iter().flat_map(partial_keys).collect()
}

/// The values that the operations of one fragment must carry themselves.
pub(super) struct Inherited<'a> {
    security: Option<Value>,
    servers: Option<Value>,
    partial_keys: &'a BTreeSet<(String, &'static str)>,
}

/// A path item with complete operations.
pub(super) struct Completed {
    /// The item.
    pub(super) item: Map<String, Value>,
    /// For each method: a pointer inside the operation, and the pointer in the fragment that the part was taken from.
    pub(super) parts: BTreeMap<String, Vec<(String, String)>>,
}

impl Inherited<'_> {
    /// Completes the operations of the path item at a pointer. Parameters that are references are looked up in the fragment's
    /// `components/parameters`.
    pub(super) fn apply(
        &self,
        pointer: &str,
        mut item: Map<String, Value>,
        definitions: &Value,
    ) -> Completed {
        let path = tokens(pointer).last().unwrap_or_default();
        let has_servers = item.contains_key("servers");
        let mut taken = HANDED_DOWN.map(|key| {
            if self.partial_keys.contains(&(path.clone(), key)) {
                item.shift_remove(key)
            } else {
                None
            }
        });
        let mut parts = BTreeMap::new();
        for method in Method::ALL.map(Method::key) {
            let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
                continue;
            };
            let mut given = Vec::new();
            if let Some(Value::Array(parameters)) = &taken[0] {
                given.extend(give_parameters(operation, parameters, definitions, pointer));
            }
            let servers = match &mut taken[1] {
                Some(servers) => Some((servers.clone(), join(pointer, "servers"))),
                None if has_servers => None,
                None => self.servers.clone().map(|servers| (servers, "/servers".to_owned())),
            };
            let security = self.security.clone().map(|value| (value, "/security".to_owned()));
            for (key, value) in [("servers", servers), ("security", security)] {
                if let (false, Some((value, from))) = (operation.contains_key(key), value) {
                    operation.insert(key.to_owned(), value);
                    given.push((format!("/{key}"), from));
                }
            }
            parts.insert(method.to_owned(), given);
        }
        Completed { item, parts }
    }
}

/// Adds the path's parameters that an operation does not override.
fn give_parameters(
    operation: &mut Map<String, Value>,
    parameters: &[Value],
    definitions: &Value,
    pointer: &str,
) -> Vec<(String, String)> {
    let entry = operation.entry("parameters").or_insert_with(|| Value::Array(Vec::new()));
    let Some(own) = entry.as_array_mut() else { return Vec::new() };
    let names: Vec<_> = own.iter().map(|parameter| identity(parameter, definitions)).collect();
    let mut given = Vec::new();
    for (index, parameter) in parameters.iter().enumerate() {
        if !names.contains(&identity(parameter, definitions)) {
            given.push((
                format!("/parameters/{}", own.len()),
                format!("{pointer}/parameters/{index}"),
            ));
            own.push(parameter.clone());
        }
    }
    given
}

/// The identity of a parameter: name and place, even behind a reference.
fn identity(parameter: &Value, definitions: &Value) -> (String, String) {
    let reference = parameter.get("$ref").and_then(Value::as_str);
    let named = reference.and_then(|reference| reference.strip_prefix("#/components/parameters"));
    let target = named.and_then(|pointer| definitions.pointer(pointer)).unwrap_or(parameter);
    let text = |key: &str| target.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    match (text("name"), reference) {
        (name, Some(reference)) if name.is_empty() => (reference.to_owned(), String::new()),
        (name, _) => (name, text("in")),
    }
}
