//! Paths that resemble each other: equal except for a final slash, or with one variable of two types. Also paths that contain more than a
//! path.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{join, operations, path_items, resolve};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reports these paths. Nothing changes: each path and each operation is read literally.
pub(super) fn note(root: &Value, findings: &mut Findings) {
    slashes(root, findings);
    queries(root, findings);
    types(root, findings);
}

fn slashes(root: &Value, findings: &mut Findings) {
    let Some(paths) = root.get("paths").and_then(Value::as_object) else { return };
    for path in paths.keys() {
        if let Some(other) = path.strip_suffix('/').filter(|other| paths.contains_key(*other)) {
            findings.push(
                Code::TrailingSlash,
                join("/paths", path),
                format!("{path} and {other} differ by a slash at the end; both are kept as they are written"),
                "remove one in an overlay if the server treats them alike",
            );
        }
    }
}

fn queries(root: &Value, findings: &mut Findings) {
    for (path, _) in path_items(root).filter(|(path, _)| path.contains(['?', '#'])) {
        let (sent, fragment) =
            path.split_once('#').map_or((path.as_str(), false), |(sent, _)| (sent, true));
        let query =
            "if the value of a query can vary, describe it as a query parameter in an overlay";
        let (what, help) = match (sent.contains('?'), fragment) {
            (true, true) => {
                ("a query, which is sent as one, and a fragment, which is not sent", query)
            }
            (true, false) => ("a query, which is sent as one", query),
            (false, _) => (
                "a fragment, which is not sent",
                "no change is needed if it only tells apart operations of one path",
            ),
        };
        findings.push(
            Code::PathWithQuery,
            join("/paths", path),
            format!("a path holds {what}"),
            help,
        );
    }
}

/// Reports different types of a variable after the same beginning of a path.
fn types<'a>(root: &'a Value, findings: &mut Findings) {
    let mut known: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (at, operation) in operations(root) {
        let item = root.get("paths").and_then(|paths| paths.get(at.path));
        let shared = item.and_then(|item| item.get("parameters"));
        let of = |list: Option<&'a Value>| {
            let list = list.and_then(Value::as_array).into_iter().flatten();
            list.filter_map(|parameter| resolve(root, parameter))
        };
        let own: Vec<&Value> = of(operation.get("parameters")).collect();
        // A parameter of the operation takes the place of one of the path.
        let is_own =
            |name: &Value| own.iter().any(|own| own["name"] == *name && own["in"] == "path");
        let shared = of(shared).filter(|shared| !is_own(&shared["name"]));
        for parameter in own.iter().copied().chain(shared) {
            let Some(name) = parameter["name"].as_str().filter(|_| parameter["in"] == "path")
            else {
                continue;
            };
            let Some((before, _)) = at.path.split_once(&format!("{{{name}}}")) else { continue };
            let schema = parameter.get("schema").and_then(|schema| resolve(root, schema));
            let Some(kind) = schema.and_then(|schema| schema.get("type")?.as_str()) else {
                continue;
            };
            let operation = || format!("{} {}", at.method.name(), at.path);
            let (first, first_kind) = known
                .entry(format!("{before}{{{name}}}"))
                .or_insert_with(|| (operation(), kind.to_owned()));
            if first_kind != kind {
                findings.push(
                    Code::PathParameterTypes,
                    join(&at.pointer, "parameters"),
                    format!("the path parameter {name:?} has type {kind} here and type {first_kind} in {first}; each operation keeps its type"),
                    "give both the same type in an overlay",
                );
            }
        }
    }
}
