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

mod edit;
mod read;
mod run;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, FragmentOrigin, join};
use crate::source::Source;
use read::Action;
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
        let Some((origin, actions)) = read::read(overlay, diagnostics) else { continue };
        // Without a document there is nothing that an action could match, and that has been reported.
        if document.value.is_null() {
            continue;
        }
        let mut skipped = Vec::new();
        for action in &actions {
            match run::run(document, &origin, action) {
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
