//! A [`Document`] and OpenAPI overlays in; the changed document, and the faults of the overlays, out.
//!
//! This implements the [OpenAPI Overlay Specification 1.0](https://spec.openapis.org/overlay/v1.0.0.html): actions run in order, each on
//! the result of the previous one; a target is a JSONPath query (RFC 9535).
//!
//! - `update` on an object merges recursively: new properties are added, objects merged, arrays concatenated, primitives
//!   replaced. Values of different kinds are not compatible: remove the old one first. On an array it appends one entry.
//! - `remove: true` removes each target, and takes precedence over `update`. Beyond the specification, it may also remove primitives.
//!
//! These rules are stricter than the specification, because a correction must explain itself and must not outlive its cause:
//!
//! - Each action needs a `description` with its reason; `x-source` may name the source of that knowledge.
//! - An action that matches nothing, or changes nothing, is an error ([`Code::OverlayNeverApplied`]).
//! - `x-page` names the page that an action corrects, or several pages: the stem of a source, `session` for `pages/session.md`. If no
//!   such page is among the inputs, for example because the whole API is one document, the action still applies, but it may match
//!   nothing. So one overlay serves any part of an API. One note reports the number of such actions that matched nothing.
//! - Keys that the specification does not define are errors unless they begin with `x-`.

mod edit;
mod read;
mod run;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, FragmentOrigin, join};
use crate::source::Source;
use read::Action;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The actions that changed something: the name of the overlay, and the JSON pointer of the action in it.
pub type Applied = BTreeSet<(String, String)>;

/// Applies overlays to a document, in order. Invalid actions are reported and left out.
pub fn apply(
    document: &mut Document,
    overlays: &[Arc<Source>],
    diagnostics: &mut Diagnostics,
) -> Applied {
    let mut applied = Applied::new();
    for overlay in overlays {
        let Some((origin, actions)) = read::read(overlay, diagnostics) else { continue };
        // Without a document, no action can match, and that has been reported.
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

/// Whether an action without effect is an error: it has no page, or one of its pages is among the sources.
fn is_due(document: &Document, action: &Action) -> bool {
    action.pages.is_empty() || action.pages.iter().any(|page| document.pages.contains(page))
}

/// The note about actions without effect for pages that are not among the inputs.
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
