//! Operations and the paging headers of the configuration in, how each operation is read in pages out.

use super::context::Context;
use crate::config::{Config, Paging as Entry};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Encoding, JsonLocation, Location, Operation, Paging, PagingHeader, PagingKind, Parameter, Type,
};

/// Marks the operations that can be read in pages, and returns the headers by which they are. The parameter of a range becomes a
/// part of [`Paging`]; that of a token stays, as the page to begin with, and is optional, as nobody has a token for the first.
pub(super) fn apply(
    context: &mut Context<'_>,
    config: &Config,
    operations: &mut [(String, Operation)],
) -> Vec<PagingHeader> {
    let mut headers = Vec::new();
    for entry in &config.paging {
        let header = PagingHeader { name: entry.header.clone(), kind: kind(entry) };
        let (mut named, mut used) = (false, false);
        for (_, operation) in operations.iter_mut() {
            if !names(operation, &header) {
                continue;
            }
            named = true;
            // It may be read by an earlier entry already.
            if operation.paging.is_some() {
                continue;
            }
            if is_list(operation) {
                used = true;
                operation.paging = Some(mark(operation, &header, headers.len()));
            } else {
                report_no_list(context, operation, &header);
            }
        }
        if used {
            headers.push(header);
        }
        if !named {
            report_unused(context, entry);
        }
    }
    headers
}

fn kind(entry: &Entry) -> PagingKind {
    match &entry.range {
        Some(value) => {
            PagingKind::Range { value: value.clone(), results: entry.results.unwrap_or(1) }
        }
        None => PagingKind::Token { expired: entry.expired },
    }
}

/// Whether an operation has the header: as a parameter or, if it is a token, in a response.
fn names(operation: &Operation, header: &PagingHeader) -> bool {
    let in_answers = operation
        .successes
        .iter()
        .flat_map(|response| &response.headers)
        .any(|own| own.name.eq_ignore_ascii_case(&header.name));
    let is_token = matches!(header.kind, PagingKind::Token { .. });
    operation.parameters.iter().any(|parameter| is_of(parameter, header))
        || (is_token && in_answers)
}

fn is_of(parameter: &Parameter, header: &PagingHeader) -> bool {
    matches!(parameter.location, Location::Header(_) | Location::Json(JsonLocation::Header))
        && parameter.name.eq_ignore_ascii_case(&header.name)
}

/// Whether every success that holds something holds the same array, and there is one.
fn is_list(operation: &Operation) -> bool {
    let mut contents =
        operation.successes.iter().filter_map(|response| operation.content(response));
    contents.next().is_some_and(|first| {
        first.encoding == Encoding::Json
            && matches!(first.value.without_null(), Type::Array(_))
            && contents.all(|other| other.encoding == first.encoding && other.value == first.value)
    })
}

fn mark(operation: &mut Operation, header: &PagingHeader, index: usize) -> Paging {
    let is_range = matches!(header.kind, PagingKind::Range { .. });
    let mut required = false;
    for parameter in operation.parameters.iter_mut().filter(|parameter| is_of(parameter, header)) {
        required = is_range && parameter.required;
        parameter.required = false;
    }
    if is_range {
        operation.parameters.retain(|parameter| !is_of(parameter, header));
    }
    Paging { header: index, required }
}

fn report_no_list(context: &mut Context<'_>, operation: &Operation, header: &PagingHeader) {
    let message = format!(
        "{} {} has the header {:?}, but is not read in pages: its response is not an array",
        operation.method.name(),
        operation.path,
        header.name
    );
    let help =
        "the header is an ordinary parameter; correct the response in an overlay to get pages";
    context.report(Code::NotAList, &operation.pointer, message, help);
}

fn report_unused(context: &mut Context<'_>, entry: &Entry) {
    let message =
        format!("no operation has the header {:?}; nothing is read in pages by it", entry.header);
    let help = "nothing is lost if the pages that have it are not among the input; otherwise correct its name";
    let mut diagnostic = Diagnostic::new(Code::UnusedPaging, message).help(help);
    diagnostic.place = entry.place.clone();
    context.report_elsewhere(diagnostic);
}
