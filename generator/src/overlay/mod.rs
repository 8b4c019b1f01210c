//! A [`Document`] and OpenAPI overlays in; the changed document and what is wrong with the overlays out.
//!
//! This is the [OpenAPI Overlay Specification 1.0](https://spec.openapis.org/overlay/v1.0.0.html): actions run in their order,
//! each on the result of the one before; a target is a JSONPath query (RFC 9535).
//!
//! - `update` on an object merges recursively: new properties are added, objects merged, arrays concatenated, primitives
//!   replaced. Values of different kinds are not compatible: remove the old one first. On an array it appends one entry.
//! - `remove: true` removes each target, and wins over `update`. Beyond the specification it may remove primitives too.
//!
//! Stricter than the specification, because a correction must explain itself and must not outlive its cause:
//!
//! - Each action needs a `description` that says why it is there; `x-source` may name where that is known from.
//! - An action that matches nothing, or changes nothing, is an error ([`Code::OverlayNeverApplied`]).
//! - `x-page` names the page that an action is about, or several: the stem of a source, `session` for `pages/session.md`. Where none of
//!   them is among the inputs, such as where the whole API is one document, the action applies all the same; but what it corrects need
//!   not be there, so that one overlay serves any part of an API. How many such actions found nothing is said in one note.
//! - Keys that the specification does not know are errors unless they begin with `x-`.

mod action;
mod edit;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, FragmentOrigin, join};
use crate::source::Source;
use action::{Action, Change};
use edit::Editor;
use serde_json::Value;
use serde_json_path::PathElement;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The actions that made a difference: the name of the overlay, and the JSON pointer of the action in it.
pub type Applied = BTreeSet<(String, String)>;

/// Applies overlays to a document, in their order. Actions that are not valid are reported and left out.
pub fn apply(
    document: &mut Document,
    overlays: &[Arc<Source>],
    diagnostics: &mut Diagnostics,
) -> Applied {
    let mut applied = Applied::new();
    for overlay in overlays {
        let Some((origin, actions)) = action::read(overlay, diagnostics) else { continue };
        // Without a document there is nothing that an action could match, and that has been reported.
        if document.value.is_null() {
            continue;
        }
        let mut skipped = Vec::new();
        for action in &actions {
            match run(document, &origin, action) {
                Some(found)
                    if found.code == Code::OverlayNeverApplied && !is_due(document, action) =>
                {
                    skipped.push(action);
                }
                Some(found) => diagnostics.push(found.at(origin.place(&action.pointer))),
                None => {
                    applied.insert((overlay.name.clone(), action.pointer.clone()));
                }
            }
        }
        diagnostics.extend(note(&skipped, &origin));
        crate::merge::sort(&mut document.value);
    }
    applied
}

/// Whether it is an error that an action makes no difference: one of its pages is among the sources, or it is about no page.
fn is_due(document: &Document, action: &Action) -> bool {
    action.pages.is_empty() || action.pages.iter().any(|page| document.pages.contains(page))
}

/// What is said of the actions for pages that are not among the inputs, if any of them found nothing to correct.
fn note(skipped: &[&Action], origin: &Arc<FragmentOrigin>) -> Option<Diagnostic> {
    let first = skipped.first()?;
    let pages: BTreeSet<&str> =
        skipped.iter().flat_map(|action| &action.pages).map(String::as_str).collect();
    let message = format!(
        "{} to correct, and no page that `x-page` names is among the inputs ({})",
        match skipped.len() {
            1 => "1 action found nothing".to_owned(),
            several => format!("{several} actions found nothing"),
        },
        Vec::from_iter(pages).join(", "),
    );
    let place = origin.place(&join(&first.pointer, "x-page"));
    Some(Diagnostic::new(Code::OverlaySkipped, message).at(place))
}

/// One step of the way to a target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Index(usize),
    Name(String),
}

/// Runs one action and says what is wrong with it, if anything is.
fn run(
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
        .help("what it corrects may have been put right: remove the action, or correct its target")
}

/// The ways to the values that an action targets, in a fixed order.
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

/// Removes all targets: what is inside another target first, and later items of an array before earlier ones.
fn remove(document: &mut Document, targets: Vec<Vec<Step>>) -> Option<Diagnostic> {
    for target in targets.iter().rev() {
        match target.split_last() {
            None => return Some(action::invalid("the whole document cannot be removed")),
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
            return Some(action::invalid(message).help(
                "to give a value another kind, remove it in one action and add it in the next",
            ));
        }
    }
    let from = join(&action.pointer, "update");
    let mut editor = Editor::new(document, origin);
    for pointer in &pointers {
        editor.update(pointer, update, &from);
    }
    (!editor.changed).then(|| never("this action changes nothing"))
}

/// Why a target cannot be updated, if it cannot.
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

/// Where a property of the update is of another kind than the one that is there.
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
