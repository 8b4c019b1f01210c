//! Operations and `waiters` of the configuration in; the waiters of each operation out.

use super::meant_operation;
use super::paging::{may_have, value_at};
use crate::config::{Config, Waiter as Entry};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Operation, Type, TypeKind, Waiter};
use crate::lower::context::Context;
use crate::spelling::similar::similar;

/// Gives operations their waiters.
pub(in crate::lower) fn apply(
    context: &mut Context<'_>,
    config: &Config,
    operations: &mut [(String, Operation)],
) {
    for entry in &config.waiters {
        let own = operations.iter_mut().map(|(_, operation)| operation);
        let mut own = own.filter(|operation| operation.choice.is_none());
        match own.find(|operation| operation.is_called(&entry.operation)) {
            Some(operation) => {
                check(context, operation, entry);
                operation.waiters.push(waiter(entry));
            }
            None if is_left_out(context, &entry.operation) => {}
            None if !is_due(context, &entry.page) => report_skipped(context, entry),
            None => {
                let help = meant_operation::of_operation(operations, &entry.operation);
                report_unknown(context, entry, help);
            }
        }
    }
}

fn waiter(entry: &Entry) -> Waiter {
    Waiter {
        name: entry.name.clone(),
        at: entry.at.clone().unwrap_or_default(),
        done: entry.done.clone(),
        failed: entry.failed.clone(),
        going_on: entry.going_on.clone(),
        gone: entry.gone.clone(),
        passed_over: entry.pass_over.clone(),
        every: entry.every,
        narrows: entry.narrows,
        timeout: entry.timeout,
    }
}

/// Whether an operation was left out, which is reported separately.
pub(super) fn is_left_out(context: &Context<'_>, name: &str) -> bool {
    context.left_out.iter().any(|own| {
        own.id.as_deref() == Some(name) || format!("{} {}", own.method.name(), own.path) == name
    })
}

/// Whether an entry for pages must apply: it has no pages, or one of them is among the inputs.
pub(super) fn is_due(context: &Context<'_>, pages: &[String]) -> bool {
    pages.is_empty() || pages.iter().any(|page| context.document.pages.contains(page))
}

fn report_skipped(context: &mut Context<'_>, entry: &Entry) {
    let message = format!(
        "a waiter was left out: it calls {:?}, and its page is not among the inputs",
        entry.operation
    );
    let mut diagnostic = Diagnostic::new(Code::SkippedEntry, message);
    diagnostic.place = entry.place.clone();
    context.report_elsewhere(diagnostic);
}

fn report_unknown(context: &mut Context<'_>, entry: &Entry, help: String) {
    let message = format!(
        "a waiter of the configuration calls {:?}, which is not an operation",
        entry.operation
    );
    let mut diagnostic = Diagnostic::new(Code::UnknownWaiterOperation, message).help(help);
    diagnostic.place = entry.place.clone();
    context.report_elsewhere(diagnostic);
}

/// Reports a waiter whose value is missing from the response, as far as its schema says.
fn check(context: &mut Context<'_>, operation: &Operation, entry: &Entry) {
    let Some(pointer) = &entry.at else { return };
    if may_have(&context.types, operation, pointer) {
        return report_states(context, operation, entry, pointer);
    }
    let message = format!(
        "the waiter {:?} looks at {pointer:?}, which the response of {} {} does not have",
        entry.name,
        operation.method.name(),
        operation.path
    );
    let help = "correct the pointer; the waiter would wait until its timeout";
    let mut diagnostic = Diagnostic::new(Code::WaiterSeesNothing, message).help(help);
    diagnostic.place = entry.place.clone();
    context.report_elsewhere(diagnostic);
}

/// Reports the states that the enumeration of the value does not list.
fn report_states(context: &mut Context<'_>, operation: &Operation, entry: &Entry, pointer: &str) {
    let known = match value_at(&context.types, operation, pointer).map(Type::without_null) {
        Some(Type::Named(id)) => context.types.get(id.0).map(|own| &own.kind),
        _ => None,
    };
    let Some(TypeKind::StringEnum(known)) = known else { return };
    let listed = [("done", &entry.done), ("failed", &entry.failed), ("going_on", &entry.going_on)];
    let states =
        listed.into_iter().flat_map(|(key, states)| states.iter().map(move |own| (key, own)));
    let unknown = states.filter(|(_, state)| !known.contains(state));
    let found: Vec<(String, String)> = unknown
        .map(|(key, state)| {
            let message = format!(
                "`{key}` of the waiter {:?} names {state:?}, which the value at {pointer:?} in the response of {} {} never has by its `enum`",
                entry.name,
                operation.method.name(),
                operation.path
            );
            let help = match similar(state, known.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean {meant:?}?"),
                None => "correct the state, or add it to the `enum` in an overlay".to_owned(),
            };
            (message, help)
        })
        .collect();
    for (message, help) in found {
        let mut diagnostic = Diagnostic::new(Code::WaiterSeesNothing, message).help(help);
        diagnostic.place = entry.place.clone();
        context.report_elsewhere(diagnostic);
    }
}
