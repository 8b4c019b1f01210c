//! An action and a document in; the changed document, or the fault of the action, out.

use super::edit::{self, Editor};
use super::read::{self, Action, Change};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, FragmentOrigin, join, tokens};
use serde_json::Value;
use serde_json_path::PathElement;
use std::sync::Arc;

/// A step of the path to a target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Index(usize),
    Name(String),
}

/// Runs an action and returns its fault, if any.
pub(super) fn run(
    document: &mut Document,
    origin: &Arc<FragmentOrigin>,
    action: &Action,
) -> Option<Diagnostic> {
    let targets = targets(document, action);
    if targets.is_empty() {
        return Some(never("this action matches nothing"));
    }
    match &action.change {
        Change::Remove => remove(document, targets),
        Change::Update(update) => self::update(document, origin, action, update, &targets),
    }
}

fn never(message: &str) -> Diagnostic {
    Diagnostic::new(Code::OverlayNeverApplied, message)
        .help("correct the target; if the document no longer has the mistake, remove the action")
}

/// The paths to the targets of an action, in a fixed order.
fn targets(document: &Document, action: &Action) -> Vec<Vec<Step>> {
    let nodes = action.target.query_located(&document.value);
    let step = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Step::Name((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    };
    let mut targets: Vec<Vec<Step>> =
        nodes.locations().map(|location| location.iter().map(step).collect()).collect();
    targets.sort();
    targets.dedup();
    targets
}

fn pointer(target: &[Step]) -> String {
    target.iter().fold(String::new(), |pointer, step| match step {
        Step::Index(index) => format!("{pointer}/{index}"),
        Step::Name(name) => join(&pointer, name),
    })
}

/// Removes all targets: nested targets first, and later items of an array before earlier ones.
fn remove(document: &mut Document, targets: Vec<Vec<Step>>) -> Option<Diagnostic> {
    for target in targets.iter().rev() {
        match target.split_last() {
            None => return Some(read::invalid("the whole document cannot be removed")),
            Some((Step::Name(name), parent)) => edit::remove_key(document, &pointer(parent), name),
            Some((Step::Index(index), parent)) => {
                edit::remove_item(document, &pointer(parent), *index);
            }
        }
    }
    None
}

fn update(
    document: &mut Document,
    origin: &Arc<FragmentOrigin>,
    action: &Action,
    update: &Value,
    targets: &[Vec<Step>],
) -> Option<Diagnostic> {
    let pointers: Vec<String> = targets.iter().map(|target| pointer(target)).collect();
    for pointer in &pointers {
        if let Some(message) =
            document.value.pointer(pointer).and_then(|t| refusal(t, update, pointer))
        {
            let target = document.value.pointer(pointer).unwrap_or(&Value::Null);
            return Some(read::invalid(message).help(help(target, pointer, update)));
        }
    }
    let from = join(&action.pointer, "update");
    let mut editor = Editor::new(document, origin);
    for pointer in &pointers {
        editor.update(pointer, update, &from);
    }
    (!editor.changed).then(|| never("this action changes nothing"))
}

/// The help text for a target that cannot be updated. A plain value is replaced through the object around it.
fn help(target: &Value, pointer: &str, update: &Value) -> String {
    let parent = pointer.rsplit_once('/').map(|(parent, _)| parent);
    let key = tokens(pointer).last();
    match (target, parent.zip(key)) {
        (Value::Array(_) | Value::Object(_), _) | (_, None) => {
            "to change the type of a value, remove it in one action and add it in the next"
                .to_owned()
        }
        (_, Some((parent, key))) => {
            let value = if update.is_object() || update.is_array() {
                "…".to_owned()
            } else {
                update.to_string()
            };
            format!(
                "target the object around it: `target: {}` with `update: {{{key}: {value}}}`",
                query(parent)
            )
        }
    }
}

/// The JSONPath query for a pointer.
fn query(pointer: &str) -> String {
    tokens(pointer).fold("$".to_owned(), |query, token| {
        let is_index = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
        let is_plain = token.starts_with(|c: char| c.is_ascii_alphabetic())
            && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        match (is_index, is_plain) {
            (true, _) => format!("{query}[{token}]"),
            (_, true) => format!("{query}.{token}"),
            _ => format!("{query}['{token}']"),
        }
    })
}

/// The reason why a target cannot be updated, if any.
fn refusal(target: &Value, update: &Value, pointer: &str) -> Option<String> {
    let kind = crate::document::kind_of;
    match (target, update) {
        (Value::Array(_), _) => None,
        (Value::Object(_), Value::Object(_)) => incompatible(target, update, pointer.to_owned()),
        (Value::Object(_), _) => {
            Some(format!("the target `{pointer}` is an object, and the update is {}", kind(update)))
        }
        _ => Some(format!(
            "the target `{pointer}` is {}, and only objects and arrays can be updated",
            kind(target)
        )),
    }
}

/// The first property of the update with another kind than the existing one.
fn incompatible(target: &Value, update: &Value, pointer: String) -> Option<String> {
    let kind = crate::document::kind_of;
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => update
            .iter()
            .find_map(|(key, update)| incompatible(target.get(key)?, update, join(&pointer, key))),
        (Value::Array(_), Value::Array(_)) => None,
        (Value::Array(_) | Value::Object(_), _) | (_, Value::Array(_) | Value::Object(_)) => {
            let (there, here) = (kind(target), kind(update));
            Some(format!("`{pointer}` is {there}, and the update has {here}"))
        }
        _ => None,
    }
}
