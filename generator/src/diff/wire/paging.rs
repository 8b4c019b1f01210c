//! Whether and how an operation is read in pages.

use super::{Pair, Wire};
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Rule};
use crate::ir::{Api, Operation, PageSize, PagingKind, PagingScheme};

/// The paging scheme of an operation.
fn scheme<'m>(api: &'m Api, operation: &Operation) -> Option<&'m PagingScheme> {
    operation.paging.as_ref().map(|paging| &api.paging[paging.scheme])
}

/// The paging schemes of both states.
fn schemes<'m>([old, new]: [&'m Api; 2], pair: &Pair<'m>) -> [Option<&'m PagingScheme>; 2] {
    let [from, to] = pair.operations();
    [scheme(old, from), scheme(new, to)]
}

/// The parts of a scheme that a server must know, for comparing. The number of items in a request and the test for the last page are not
/// among them.
fn does(scheme: &PagingScheme) -> (String, PagingKind) {
    let plain =
        |size: &Option<PageSize>| size.clone().map(|size| PageSize { results: None, ..size });
    let kind = match &scheme.kind {
        PagingKind::Range { .. } => PagingKind::Range { value: String::new(), results: 0 },
        PagingKind::Token { .. } => PagingKind::Token { expired: None },
        PagingKind::Offset(size) => PagingKind::Offset(plain(size)),
        PagingKind::Page { first, size } => PagingKind::Page { first: *first, size: plain(size) },
        PagingKind::Cursor { next, .. } => {
            PagingKind::Cursor { next: next.clone(), more: None, expired: None }
        }
        other => other.clone(),
    };
    (scheme.name.to_lowercase(), kind)
}

/// Whether another paging scheme explains the change of a header.
pub(super) fn is_told(apis: [&Api; 2], pair: &Pair<'_>, name: &str) -> bool {
    let [old, new] = schemes(apis, pair);
    let is_it = |scheme: Option<&PagingScheme>| {
        scheme.is_some_and(|own| own.kind.is_header() && own.name.eq_ignore_ascii_case(name))
    };
    old.map(does) != new.map(does) && (is_it(old) || is_it(new))
}

/// The place of the paging methods for the comparison of crates.
pub(in crate::diff) fn key(operation: &str) -> String {
    format!("{operation}#paging")
}

/// Compares how an operation is read in pages.
pub(super) fn compare(wire: &mut Wire<'_>, pair: &Pair<'_>) {
    let [old, new] = schemes(wire.apis(), pair);
    let [was, is] =
        pair.operations().map(|own| own.paging.as_ref().is_some_and(|paging| paging.required));
    let of = |rule: &'static Rule| -> Finding {
        let items = pair.operations().map(|own| Some(key(&own.pointer)));
        pair.finding(rule, "paging").with_items(items)
    };
    // The header may have been a required parameter before.
    let was_needed = |header: &PagingScheme| {
        let mut parameters = pair.old.operation.parameters.iter();
        parameters.any(|own| {
            let is_header = own.location.name() == "header";
            is_header && own.required && own.name.eq_ignore_ascii_case(&header.name)
        })
    };
    let finding = match (old, new) {
        (None, None) => return,
        (None, Some(new)) => {
            let rule = if is && !was_needed(new) {
                &rules::PAGING_ADDED_REQUIRED
            } else {
                &rules::PAGING_ADDED
            };
            of(rule).one_sided(false, new.name.as_str())
        }
        (Some(old), None) => of(&rules::PAGING_REMOVED).one_sided(true, old.name.as_str()),
        (Some(old), Some(new)) if does(old) != does(new) => {
            of(&rules::PAGING_CHANGED).turning(&old.name, &new.name)
        }
        (Some(_), Some(_)) if was != is => {
            let rule = if is { &rules::PAGING_REQUIRED } else { &rules::PAGING_OPTIONAL };
            let words = |required: bool| if required { "required" } else { "optional" };
            of(rule).turning(words(was), words(is))
        }
        (Some(_), Some(_)) => return,
    };
    wire.push(finding);
}
