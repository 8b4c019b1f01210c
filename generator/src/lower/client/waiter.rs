//! Operations and `waiters` of the configuration in; the waiters of each operation out.

use super::meant_operation;
use super::paging::may_have;
use crate::config::{Config, Waiter as Entry};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Operation, Waiter};
use crate::lower::context::Context;

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
        return;
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
