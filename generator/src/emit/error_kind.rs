//! The documented failures of operations in, enums of error kinds out.
//!
//! Operations whose failures differ in nothing but their texts share an enum, which each calls by a name of its own: most
//! operations of an API fail in a few ways, and every enum costs each user compile time.

use super::layout::Piece;
use super::rust_type::Scope;
use super::{Emitter, docs, ident, layout};
use crate::ir::{Operation, Response, Status};
use crate::name::{ErrorKindNames, OperationNames};
use quote::quote;
use std::fmt::Write;

/// `src/error_kinds.rs`: the enums that operations share; nothing if there are none.
pub(super) fn file(emitter: Emitter<'_>) -> Option<(String, String)> {
    let kinds = &emitter.names.error_kinds;
    let docs = docs::inner(&[
        "Why calls fail: an enum for each set of statuses that operations document as failures.",
        "Each operation calls it by a name of its own.",
    ]);
    let uses = Piece::Items(quote!(
        use crate::runtime as rt;
    ));
    let tables = kinds.iter().map(|kind| Piece::Text(shared(kind)));
    let text = layout::file(&emitter.header(), &docs, std::iter::once(uses).chain(tables));
    (!kinds.is_empty()).then(|| ("src/error_kinds.rs".into(), text))
}

/// The table of an enum that operations share.
fn shared(kind: &ErrorKindNames) -> String {
    let statuses: Vec<String> = kind.statuses.iter().map(|status| said(*status)).collect();
    let about = format!("Documented failures: {}.", statuses.join(", "));
    let rows = kind.statuses.iter().zip(&kind.variants).zip(&statuses);
    let rows = rows.map(|((status, variant), said)| Row {
        status: *status,
        variant: variant.clone(),
        docs: format!("The status is {said}."),
    });
    table(&about, &kind.ident, rows)
}

/// The error kinds of an operation; nothing for one that documents no failure.
///
/// An error kind carries what the answer holds, unless that is the API's error object, which every error gives access to.
pub(super) fn definition(
    emitter: Emitter<'_>,
    handle: &str,
    operation: &Operation,
    names: &OperationNames,
) -> Option<Piece> {
    if operation.failures.is_empty() {
        return None;
    }
    let about = format!("Why [`{handle}::{}`] failed.", names.method);
    let failures = operation.failures.iter().zip(&names.failures);
    let Some(kind) = &names.error_kind else {
        let rows = failures.map(|(response, variant)| row(emitter, response, variant));
        return Some(Piece::Text(table(&about, &names.error, rows)));
    };
    let texts: Vec<String> = failures
        .map(|(response, variant)| {
            let status = said(response.status);
            format!("- `{variant}` ({status}): {}", text(response))
        })
        .collect();
    let docs = docs::comment(&[about, texts.join("\n")]);
    let (error, kind) = (ident(&names.error), ident(kind));
    Some(Piece::Items(quote!(#docs pub type #error = error_kinds::#kind;)))
}

/// A line of a table.
struct Row {
    status: Status,
    /// The variant, with what it holds.
    variant: String,
    docs: String,
}

fn row(emitter: Emitter<'_>, response: &Response, variant: &str) -> Row {
    let body = emitter.api.failure(response).map(|value| {
        format!("({})", layout::type_text(&emitter.rust_type(value, Scope::Operation)))
    });
    Row {
        status: response.status,
        variant: format!("{variant}{}", body.unwrap_or_default()),
        docs: format!("{}: {}", said(response.status), text(response)),
    }
}

fn table(about: &str, name: &str, rows: impl Iterator<Item = Row>) -> String {
    let mut text = format!("rt::error_kinds! {{\n    /// {about}\n    pub enum {name} {{\n");
    for Row { status, variant, docs } in rows {
        let _ = writeln!(text, "        /// {docs}\n        {} => {variant},", pattern(status));
    }
    text + "    }\n}\n"
}

/// What the document says of a failure, in one line.
fn text(response: &Response) -> String {
    docs::sentence(&[Some(&response.description)], "Not described.")
}

/// The statuses in words.
fn said(status: Status) -> String {
    match status {
        Status::Code(code) => format!("`{code}`"),
        Status::Class(class) => format!("`{class}00` to `{class}99`"),
        Status::Default => "any other".into(),
    }
}

fn pattern(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}00..={class}99"),
        Status::Default => "_".into(),
    }
}
