//! `x-retry` on operations and `retry:` of the configuration in; the operations that may be sent again out.
//!
//! ```yaml
//! x-retry: { idempotent: false }     # sent only once, although its method (such as PUT) is idempotent
//! x-retry: { idempotent: true }      # may be sent again, although its method (such as POST) is not idempotent
//! x-retry: { idempotency-key: NAME } # may be sent again with the same value of this header, which is new for each call
//! ```
//!
//! By default, the method decides (RFC 9110, 9.2.2). PUT and DELETE with a 202 response are sent once: the server acts later, and could
//! act twice.
//!
//! The configuration takes precedence. An invalid `x-retry` is reported ([`Code::InvalidRetry`]), and an entry of the configuration
//! without an operation is an error ([`Code::UnusedRetry`]).

use super::meant_operation;
use crate::config::{Config, Repeat, Retry, message_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::join;
use crate::ir::{Method, Operation, Response, Status};
use crate::lower::context::Context;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;

const KEY: &str = "x-retry";
const FORM: &str = "write `x-retry: { idempotent: false }` on an operation that must not be sent twice, `true` on one that may be, and \
     `{ idempotency-key: NAME }` on one that may be with a header of this name";

/// The default for a method.
pub(in crate::lower) fn by_rule(method: Method, successes: &[Response]) -> Repeat {
    let accepts = successes.iter().any(|response| response.status == Status::Code(202));
    match method {
        Method::Put | Method::Delete if accepts => Repeat::Once,
        _ if method.is_idempotent() => Repeat::Again,
        _ => Repeat::Once,
    }
}

/// Marks the operations that may be sent again.
pub(in crate::lower) fn apply(
    context: &mut Context<'_>,
    config: &Config,
    operations: &mut [(String, Operation)],
) {
    let mut named = BTreeSet::new();
    for (_, operation) in operations.iter_mut() {
        let pointer = join(&operation.pointer, KEY);
        if let Some(value) = operation.rest.get(KEY) {
            match Retry::deserialize(value) {
                Ok(retry) => operation.repeat = retry.repeat,
                Err(error) => {
                    report(context, &pointer, &message_of(&error.to_string()));
                }
            }
        }
        for name in names(operation.id.as_deref(), operation.method, &operation.path) {
            if let Some((name, retry)) = config.retry.get_key_value(&name) {
                named.insert(name.as_str());
                operation.repeat = retry.repeat.clone();
            }
        }
    }
    report_misplaced(context);
    // Operations that were left out are reported as such.
    let left_out: BTreeSet<String> = context
        .left_out
        .iter()
        .flat_map(|left_out| names(left_out.id.as_deref(), left_out.method, &left_out.path))
        .collect();
    for (name, retry) in &config.retry {
        if !named.contains(name.as_str()) && !left_out.contains(name) {
            let help = meant_operation::of_operation(operations, name);
            report_unused(context, name, retry, help);
        }
    }
}

/// The names of an operation in the configuration; the operationId comes last and takes precedence.
fn names(id: Option<&str>, method: Method, path: &str) -> impl Iterator<Item = String> {
    [Some(format!("{} {path}", method.name())), id.map(str::to_owned)].into_iter().flatten()
}

fn report(context: &mut Context<'_>, pointer: &str, reason: &str) {
    let message = format!("the {KEY} was ignored: {reason}");
    context.report(Code::InvalidRetry, pointer, message, FORM);
}

/// Reports an `x-retry` that is not on an operation.
fn report_misplaced(context: &mut Context<'_>) {
    let root = &context.document.value;
    let paths = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    let paths = paths.map(|(path, item)| (join("/paths", path), item));
    let places: Vec<String> = [(String::new(), root)]
        .into_iter()
        .chain(paths)
        .filter(|(_, value)| value.get(KEY).is_some())
        .map(|(pointer, _)| join(&pointer, KEY))
        .collect();
    for pointer in places {
        report(context, &pointer, "it is not on an operation");
    }
}

fn report_unused(context: &mut Context<'_>, name: &str, retry: &Retry, help: String) {
    let message = format!("`retry` of the configuration names {name:?}, which is not an operation");
    let mut diagnostic = Diagnostic::new(Code::UnusedRetry, message).help(help);
    diagnostic.place = retry.place.clone();
    context.report_elsewhere(diagnostic);
}
