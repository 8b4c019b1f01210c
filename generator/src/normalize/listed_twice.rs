//! What a document names twice: operationIds, paths that differ only in the names of their variables, values of an enumeration.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{Method, join, operations, path_items};
use crate::spelling::listing;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The number of repeated values that a message lists.
const SHOWN: usize = 3;

/// Reports operationIds and paths. Nothing changes: each operation is kept.
pub(super) fn note(root: &Value, findings: &mut Findings) {
    operation_ids(root, findings);
    paths(root, findings);
}

/// Reports each operationId that a second operation has. Operations of one tag are reported where one of them gets another name.
fn operation_ids(root: &Value, findings: &mut Findings) {
    let mut known: HashMap<&str, (String, &str)> = HashMap::new();
    for (at, operation) in operations(root) {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else { continue };
        let tag = operation.get("tags").and_then(|tags| tags.get(0)?.as_str()).unwrap_or_default();
        let own = format!("{} {}", at.method.name(), at.path);
        let Some((first, first_tag)) = known.get(id) else {
            known.insert(id, (own, tag));
            continue;
        };
        if *first_tag != tag {
            findings.push(
                Code::RepeatedOperationId,
                join(&at.pointer, "operationId"),
                format!("{own} has the operationId {id:?} of {first}; each has a method in the module of its tag"),
                "give each operation an operationId of its own in an overlay",
            );
        }
    }
}

/// Reports each path that differs from an earlier one only in the names of its variables.
fn paths(root: &Value, findings: &mut Findings) {
    let mut known: HashMap<String, (&String, &Map<String, Value>)> = HashMap::new();
    for (path, item) in path_items(root) {
        let Some(shape) = shape(path) else { continue };
        let Some((first, other)) = known.get(&shape) else {
            known.insert(shape, (path, item));
            continue;
        };
        let is_in_both =
            |method: &Method| [item, *other].iter().all(|own| own.contains_key(method.key()));
        let done = match Method::ALL.iter().find(|method| is_in_both(method)) {
            Some(method) => {
                format!("both have {}, and a server cannot tell one from the other", method.name())
            }
            None => "their operations are kept".to_owned(),
        };
        findings.push_key(
            Code::EquivalentPaths,
            join("/paths", path),
            format!("the paths {first} and {path} are the same path, with variables of other names; {done}"),
            "write the operations of one path under one key in an overlay",
        );
    }
}

/// A path without the names of its variables; none if it has no variables, or one in another syntax, which may restrict its values.
fn shape(path: &str) -> Option<String> {
    let mut parts = path.split('{');
    let mut shape = parts.next().unwrap_or_default().to_owned();
    let mut has_variable = false;
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        if name.is_empty() || !name.chars().all(is_plain) {
            return None;
        }
        shape.push_str("{}");
        shape.push_str(rest);
        has_variable = true;
    }
    has_variable.then_some(shape)
}

/// Reports the values that an enumeration lists more than once.
pub(super) fn values(schema: &Map<String, Value>, pointer: &str, findings: &mut Findings) {
    let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
    let mut seen = HashMap::new();
    let mut repeated: Vec<(usize, String)> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let text = value.to_string();
        let count: &mut usize = seen.entry(text.clone()).or_default();
        *count += 1;
        if *count == 2 {
            repeated.push((index, text));
        }
    }
    let Some((first, _)) = repeated.first() else { return };
    let names = listing::first(repeated.iter().map(|(_, text)| text), SHOWN);
    let message = match repeated.len() {
        1 => format!("the value {names} is listed twice in `enum`; the second was ignored"),
        _ => format!("the values {names} are listed twice in `enum`; the repetitions were ignored"),
    };
    findings.push(
        Code::RepeatedValue,
        join(&join(pointer, "enum"), &first.to_string()),
        message,
        "remove the repeated value in an overlay, or correct it if another is meant",
    );
}
