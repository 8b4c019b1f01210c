//! Paths as the routers of Express, Fastify and Hono write them in, `/pets/:id`; the same as OpenAPI writes them, `/pets/{id}`, out.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::join;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Names their variables as OpenAPI does. A path stays as it is if another one would then have the same name; so do all paths if
/// references lead into paths.
pub(super) fn name_variables(root: &mut Value, findings: &mut Findings) {
    let Some(paths) = root.get("paths").and_then(Value::as_object) else { return };
    let found: Vec<(String, String)> =
        paths.keys().filter_map(|path| Some((path.clone(), named(path)?))).collect();
    if found.is_empty() || refers_to_paths(root) {
        return;
    }
    let Some(paths) = root.get_mut("paths").and_then(Value::as_object_mut) else { return };
    let mut takers: HashMap<&str, usize> = HashMap::new();
    for (_, to) in &found {
        *takers.entry(to).or_default() += 1;
    }
    let renamed: HashMap<&str, &str> = found
        .iter()
        .filter(|(_, to)| takers[to.as_str()] == 1 && !paths.contains_key(to))
        .map(|(from, to)| (from.as_str(), to.as_str()))
        .collect();
    for (path, item) in std::mem::take(paths) {
        let Some(to) = renamed.get(path.as_str()) else {
            paths.insert(path, item);
            continue;
        };
        let pointer = join("/paths", to);
        findings.moved(&pointer, join("/paths", &path));
        findings.push(
            Code::RouterPath,
            pointer,
            format!("{} in a path was read as a variable, which OpenAPI writes in braces", written(&path)),
            "write it in this form in an overlay, or write %3A if the colon does not begin a variable",
        );
        paths.insert((*to).to_owned(), item);
    }
}

/// The path as OpenAPI writes it, if a segment of it is a variable.
fn named(path: &str) -> Option<String> {
    let mut is_changed = false;
    let segment = |segment: &str| match variable(segment) {
        Some(name) => {
            is_changed = true;
            format!("{{{name}}}")
        }
        None => segment.to_owned(),
    };
    let named = path.split('/').map(segment).collect::<Vec<String>>().join("/");
    is_changed.then_some(named)
}

/// The variables of a path as routers write them.
fn written(path: &str) -> String {
    let all: Vec<&str> = path.split('/').filter(|segment| variable(segment).is_some()).collect();
    all.join(" and ")
}

/// The name of the variable that a segment is.
fn variable(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix(':')?;
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_name =
        name.starts_with(is_start) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then_some(name)
}

/// Whether a reference leads into the paths of the document.
fn refers_to_paths(root: &Value) -> bool {
    let mut left = vec![root];
    while let Some(value) = left.pop() {
        match value {
            Value::Array(items) => left.extend(items),
            Value::Object(map) if is_into_paths(map) => return true,
            Value::Object(map) => left.extend(map.values()),
            _ => {}
        }
    }
    false
}

fn is_into_paths(map: &Map<String, Value>) -> bool {
    map.get("$ref").and_then(Value::as_str).is_some_and(|to| to.starts_with("#/paths/"))
}
