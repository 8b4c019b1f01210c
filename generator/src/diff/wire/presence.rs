//! Operations that only one state has, and operations that are unreadable in one state or in both.

use super::pairing::{Pairing, is_known, shape};
use super::{Owner, Reached, Side, Wire, written};
use crate::diff::change::Subject;
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Rule};
use crate::diff::text::Text;
use crate::document::join;
use crate::ir::{Api, LeftOut};

/// Compares the presence of operations.
pub(super) fn compare(wire: &mut Wire<'_>, pairing: &Pairing<'_>) {
    let apis = wire.apis();
    for (sides, state) in [(&pairing.removed, 0), (&pairing.added, 1)] {
        for side in sides {
            match find(apis[1 - state], side) {
                Some(other) => reread(wire, side, other, state),
                None => one_sided(wire, side, state),
            }
        }
    }
    left_out(wire);
}

/// The unreadable operation of a state that matches this one.
fn find<'m>(api: &'m Api, side: &Side<'_>) -> Option<&'m LeftOut> {
    let key = (side.operation.method, shape(&side.operation.path));
    api.left_out.iter().find(|own| (own.method, shape(&own.path)) == key)
}

/// A finding about an operation of one state.
fn about(wire: &mut Wire<'_>, side: &Side<'_>, rule: &'static Rule, state: usize) -> Finding {
    let owner = wire.reach(side);
    let mut places = [None, None];
    places[state] = Some(side.operation.pointer.clone());
    Finding::new(rule, side.subject(""))
        .at(places)
        .joined()
        .one_sided(state == 0, side.name())
        .owned([owner])
}

fn one_sided(wire: &mut Wire<'_>, side: &Side<'_>, state: usize) {
    let rule = match state {
        0 if side.operation.deprecated => &rules::OPERATION_RETIRED,
        0 => &rules::OPERATION_REMOVED,
        _ => &rules::OPERATION_ADDED,
    };
    let mut finding = about(wire, side, rule, state);
    finding.places[1 - state] = around(wire.apis()[1 - state], &side.operation.path);
    wire.push(finding);
}

/// An operation that is readable in one state only.
fn reread(wire: &mut Wire<'_>, side: &Side<'_>, other: &LeftOut, state: usize) {
    let rule = if state == 0 { &rules::OPERATION_LOST } else { &rules::OPERATION_MADE };
    let mut finding = about(wire, side, rule, state).detail(Text::words(&*other.reason));
    finding.places[1 - state] = Some(other.pointer.clone());
    wire.push(finding);
}

/// Operations that neither crate has.
fn left_out(wire: &mut Wire<'_>) {
    let [old, new] = wire.apis();
    for (api, other, state) in [(old, new, 0), (new, old, 1)] {
        for own in api.left_out.iter().filter(|own| !is_known(other, own.method, &own.path)) {
            let rule = [&rules::OPERATION_REMOVED, &rules::OPERATION_ADDED][state];
            let mut finding = unread(wire, own, rule).one_sided(state == 0, own.method.name());
            finding.places[state] = Some(own.pointer.clone());
            finding.places[1 - state] = around(other, &own.path);
            wire.push(finding);
        }
    }
    for from in &old.left_out {
        let is_it =
            |to: &&LeftOut| (to.method, shape(&to.path)) == (from.method, shape(&from.path));
        let Some(to) = new.left_out.iter().find(is_it) else { continue };
        let parts = written::differing(&from.written, &to.written, [old, new]);
        if !parts.is_empty() {
            let finding = unread(wire, to, &rules::OPERATION_UNREAD);
            let places = [Some(from.pointer.as_str()), Some(to.pointer.as_str())];
            let detail = Text::words(&*to.reason);
            for (part, before, after) in parts {
                let mut finding = finding.clone().at(places).detail(detail.clone());
                if let Subject::Operation { part: own, .. } = &mut finding.subject {
                    *own = part;
                }
                wire.push(finding.values(before, after));
            }
        }
    }
}

fn unread(wire: &mut Wire<'_>, own: &LeftOut, rule: &'static Rule) -> Finding {
    let LeftOut { method, path, .. } = own;
    wire.reached.push(Reached { tag: String::new(), path: path.clone(), method: *method });
    let owner = Owner::Operation(wire.reached.len() - 1);
    let subject = Subject::Operation { method: *method, path: path.clone(), part: String::new() };
    Finding::new(rule, subject).owned([owner])
}

/// The path in the state without the operation, if that state has the path.
fn around(api: &Api, path: &str) -> Option<String> {
    api.paths.contains_key(path).then(|| join("/paths", path))
}
