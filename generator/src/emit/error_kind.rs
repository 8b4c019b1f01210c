//! The documented failures of operations in, enums of error kinds out.
//!
//! Operations whose failures differ in nothing but their texts share an enum, which each calls by a name of its own: most
//! operations of an API fail in a few ways, and every enum costs each user compile time.

use super::layout::Piece;
use super::rust_type::Scope;
use super::{Emitter, docs, ident, layout};
use crate::ir::{Operation, Response, Status};
use crate::surface::{ErrorItem, ErrorVariant, OperationItem, TagItem};
use quote::quote;
use std::fmt::Write;

/// `src/error_kinds.rs`: the enums that operations share; nothing if there are none.
pub(super) fn file(emitter: Emitter<'_>) -> Option<(String, String)> {
    let kinds = kinds(emitter);
    let docs = docs::inner(&[
        "Why calls fail: an enum for each set of statuses that operations document as failures.",
        "Each operation calls it by a name of its own.",
    ]);
    let uses = Piece::Items(quote!(
        use crate::runtime as rt;
    ));
    let tables = kinds.iter().map(|&kind| Piece::Text(shared(kind)));
    let text = layout::file(&emitter.header(), &docs, std::iter::once(uses).chain(tables));
    (!kinds.is_empty()).then(|| ("src/error_kinds.rs".into(), text))
}

/// Whether operations share any.
pub(super) fn is_shared(emitter: Emitter<'_>) -> bool {
    !kinds(emitter).is_empty()
}

/// One of the operations that share an enum, for each enum, sorted by statuses.
fn kinds(emitter: Emitter<'_>) -> Vec<(&str, &ErrorItem)> {
    let errors = emitter.surface.operations().filter_map(|(_, item)| item.error.as_ref());
    let mut kinds: Vec<(&str, &ErrorItem)> =
        errors.filter_map(|error| Some((error.shared.as_deref()?, error))).collect();
    let statuses = |error: &ErrorItem| -> Vec<Status> {
        error.variants.iter().map(|variant| variant.status).collect()
    };
    kinds.sort_by_key(|(_, error)| statuses(error));
    kinds.dedup_by(|(a, _), (b, _)| a == b);
    kinds
}

/// The table of an enum that operations share.
fn shared((ident, error): (&str, &ErrorItem)) -> String {
    let statuses: Vec<String> = error.variants.iter().map(|variant| said(variant.status)).collect();
    let about = format!("Documented failures: {}.", statuses.join(", "));
    let rows = error.variants.iter().zip(&statuses).map(|(variant, said)| Row {
        status: variant.status,
        variant: variant.ident.clone(),
        docs: format!("The status is {said}."),
    });
    table(&about, ident, rows)
}

/// The error kinds of an operation; nothing for one that documents no failure.
///
/// An error kind carries what the answer holds, unless that is the API's error object, which every error gives access to.
pub(super) fn definition(
    emitter: Emitter<'_>,
    tag: &TagItem,
    operation: &Operation,
    item: &OperationItem,
) -> Option<Piece> {
    let error = item.error.as_ref()?;
    let about = format!("Why [`{}::{}`] failed.", tag.ident, item.method);
    let failures = operation.failures.iter().zip(&error.variants);
    let Some(kind) = &error.shared else {
        let rows = failures.map(|(response, variant)| row(emitter, response, variant));
        return Some(Piece::Text(table(&about, &error.ident, rows)));
    };
    let texts: Vec<String> = failures
        .map(|(response, variant)| {
            let status = said(response.status);
            format!("- `{}` ({status}): {}", variant.ident, text(response))
        })
        .collect();
    let docs = docs::comment(&[about, texts.join("\n")]);
    let (error, kind) = (ident(&error.ident), ident(kind));
    Some(Piece::Items(quote!(#docs pub type #error = error_kinds::#kind;)))
}

/// A line of a table.
struct Row {
    status: Status,
    /// The variant, with what it holds.
    variant: String,
    docs: String,
}

fn row(emitter: Emitter<'_>, response: &Response, variant: &ErrorVariant) -> Row {
    let body = variant
        .payload
        .as_ref()
        .map(|rust| format!("({})", layout::type_text(&emitter.rust_type(rust, Scope::Operation))));
    Row {
        status: response.status,
        variant: format!("{}{}", variant.ident, body.unwrap_or_default()),
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
