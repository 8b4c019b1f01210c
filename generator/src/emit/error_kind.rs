//! The documented failures of an operation in, a table of error kinds out.

use super::layout::Piece;
use super::rust_type::Scope;
use super::{Emitter, docs, layout};
use crate::ir::{Encoding, Operation, Response, Status, Type};
use crate::name::OperationNames;
use std::fmt::Write;

/// The table; nothing for an operation that documents no failure.
///
/// An error kind carries what the answer holds, unless that is the API's error object, which every error gives access to.
pub(super) fn table(
    emitter: Emitter<'_>,
    handle: &str,
    operation: &Operation,
    names: &OperationNames,
) -> Option<Piece> {
    if operation.failures.is_empty() {
        return None;
    }
    let mut text = String::from("rt::error_kinds! {\n");
    let _ = writeln!(text, "    /// Why [`{handle}::{}`] failed.", names.method);
    let _ = writeln!(text, "    pub enum {} {{", names.error);
    for (response, kind) in operation.failures.iter().zip(&names.failures) {
        let body = payload(emitter, response).map(|value| {
            format!("({})", layout::type_text(&emitter.rust_type(value, Scope::Operation)))
        });
        let about = docs::sentence(&[Some(&response.description)], "Not described.");
        let about = proc_macro2::Literal::string(&about);
        let _ = writeln!(
            text,
            "        {} => {kind}{}: {about},",
            pattern(response.status),
            body.unwrap_or_default()
        );
    }
    text.push_str("    }\n}\n");
    Some(Piece::Text(text))
}

/// What a failing answer holds, if it is not the API's error object.
pub(super) fn payload<'a>(emitter: Emitter<'_>, response: &'a Response) -> Option<&'a Type> {
    let content = response.contents.first().filter(|content| content.encoding == Encoding::Json)?;
    match content.value.without_null() {
        Type::Named(id) if Some(*id) == emitter.api.error_object => None,
        Type::Json => None,
        value => Some(value),
    }
}

fn pattern(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}00..={class}99"),
        Status::Default => "_".into(),
    }
}
