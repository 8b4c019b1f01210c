//! Operations that are in one state only, or that could be read in one state only.

use super::draft::{Comparison, Draft};
use super::pairing::{Pairing, shape};
use super::rules;
use super::side::Side;
use crate::Model;
use crate::diff::{Level, Reached, Subject};
use crate::ir::LeftOut;

/// Compares which operations there are.
pub(super) fn compare(comparison: &mut Comparison<'_>, pairing: &Pairing<'_>) {
    for old in &pairing.removed {
        match find(comparison.new, old) {
            Some(lost) => self::lost(comparison, old, lost),
            None => removed(comparison, old),
        }
    }
    for new in &pairing.added {
        match find(comparison.old, new) {
            Some(made) => self::made(comparison, new, made),
            None => added(comparison, new),
        }
    }
    left_out(comparison);
}

/// The operation that could not be made in a state, if it is this one.
fn find<'m>(model: &'m Model, side: &Side<'_>) -> Option<&'m LeftOut> {
    let key = (side.operation.method, shape(&side.operation.path));
    model.api.left_out.iter().find(|own| (own.method, shape(&own.path)) == key)
}

fn removed(comparison: &mut Comparison<'_>, old: &Side<'_>) {
    let deprecated = old.operation.deprecated;
    let rule = if deprecated { &rules::OPERATION_RETIRED } else { &rules::OPERATION_REMOVED };
    let notice = if deprecated { "; the compiler has warned of it" } else { "" };
    let mut draft = old
        .alone(rule)
        .values(Some(name(old)), None::<String>)
        .wire(format!("{} is refused", route(old)))
        .rust(
            Level::Breaking,
            format!(
                "{}: gone, with {}: code that calls it no longer compiles{notice}",
                old.call(),
                items(old)
            ),
        );
    draft.0.old = old.place(&old.operation.pointer);
    draft.0.new = around(comparison.new, &old.operation.path);
    comparison.push(draft);
}

fn added(comparison: &mut Comparison<'_>, new: &Side<'_>) {
    let mut draft = new
        .alone(&rules::OPERATION_ADDED)
        .values(None::<String>, Some(name(new)))
        .wire(format!("{} is answered", route(new)))
        .rust(Level::Compatible, format!("{}: new, returns {}", new.call(), new.output()));
    draft.0.old = around(comparison.old, &new.operation.path);
    draft.0.new = new.place(&new.operation.pointer);
    comparison.push(draft);
}

fn lost(comparison: &mut Comparison<'_>, old: &Side<'_>, lost: &LeftOut) {
    let mut draft = old
        .alone(&rules::OPERATION_LOST)
        .values(Some(name(old)), None::<String>)
        .wire(format!(
            "{} is still documented, but in a way that cannot be read: {}",
            route(old),
            lost.reason
        ))
        .rust(
            Level::Breaking,
            format!("{}: gone: code that calls it no longer compiles", old.call()),
        );
    draft.0.old = old.place(&old.operation.pointer);
    draft.0.new = comparison.new.places.place(&lost.pointer);
    comparison.push(draft);
}

fn made(comparison: &mut Comparison<'_>, new: &Side<'_>, made: &LeftOut) {
    let mut draft = new
        .alone(&rules::OPERATION_MADE)
        .values(None::<String>, Some(name(new)))
        .wire(format!(
            "{} was documented before in a way that could not be read: {}",
            route(new),
            made.reason
        ))
        .rust(Level::Compatible, format!("{}: new, returns {}", new.call(), new.output()));
    draft.0.old = comparison.old.places.place(&made.pointer);
    draft.0.new = new.place(&new.operation.pointer);
    comparison.push(draft);
}

/// Operations that neither crate has, and only one document.
fn left_out(comparison: &mut Comparison<'_>) {
    let (old, new) = (comparison.old, comparison.new);
    for gone in old.api.left_out.iter().filter(|own| !is_known(new, own)) {
        let mut draft = unreadable(gone, &rules::OPERATION_REMOVED)
            .values(Some(gone.method.name()), None::<String>)
            .wire(format!("{} {} is refused", gone.method.name(), gone.path))
            .rust(
                Level::Compatible,
                "no item: the crate never had it, as its description could not be read",
            );
        draft.0.old = old.places.place(&gone.pointer);
        draft.0.new = around(new, &gone.path);
        comparison.push(draft);
    }
    for more in new.api.left_out.iter().filter(|own| !is_known(old, own)) {
        let mut draft = unreadable(more, &rules::OPERATION_ADDED)
            .values(None::<String>, Some(more.method.name()))
            .wire(format!("{} {} is answered", more.method.name(), more.path))
            .rust(
                Level::Compatible,
                format!("no item: its description cannot be read: {}", more.reason),
            );
        draft.0.old = around(old, &more.path);
        draft.0.new = new.places.place(&more.pointer);
        comparison.push(draft);
    }
}

/// Whether a state documents an operation, readable or not.
fn is_known(model: &Model, own: &LeftOut) -> bool {
    let key = (own.method, shape(&own.path));
    let left_out = model.api.left_out.iter().map(|other| (other.method, shape(&other.path)));
    let made = model.api.operations().map(|other| (other.method, shape(&other.path)));
    left_out.chain(made).any(|other| other == key)
}

fn unreadable(own: &LeftOut, rule: &'static crate::diff::Rule) -> Draft {
    let LeftOut { method, path, .. } = own;
    let subject = Subject::Operation { method: *method, path: path.clone(), part: String::new() };
    let reached = Reached { tag: String::new(), path: path.clone(), method: *method };
    Draft::new(rule, subject).reaching([reached])
}

/// What an operation is called; its place is the subject.
fn name(side: &Side<'_>) -> String {
    side.operation.id.clone().unwrap_or_else(|| side.names.method.clone())
}

/// The items of the crate that belong to an operation.
fn items(side: &Side<'_>) -> String {
    match side.operation.failures.is_empty() {
        true => side.structure(),
        false => format!("{} and {}", side.structure(), side.errors()),
    }
}

fn route(side: &Side<'_>) -> String {
    format!("{} {}", side.operation.method.name(), side.operation.path)
}

/// The path in the state that lacks the operation, if others are there.
fn around(model: &Model, path: &str) -> Option<crate::source::Place> {
    let pointer = crate::document::join("/paths", path);
    model.api.paths.get(path)?;
    model.places.place(&pointer)
}
