//! Whether an operation is read in pages, and how.

use super::{Pair, Side, Wire};
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Rule};
use crate::ir::{Api, PagingHeader, PagingKind};

/// The header by which an operation is read in pages.
fn header<'m>(api: &'m Api, side: &Side<'m>) -> Option<&'m PagingHeader> {
    side.operation.paging.map(|paging| &api.paging[paging.header])
}

/// The headers in both states.
fn headers<'m>([old, new]: [&'m Api; 2], pair: &Pair<'m>) -> [Option<&'m PagingHeader>; 2] {
    [header(old, &pair.old), header(new, &pair.new)]
}

/// What a header does, for comparing.
fn does(header: &PagingHeader) -> (String, bool) {
    (header.name.to_lowercase(), matches!(header.kind, PagingKind::Range { .. }))
}

/// Whether a header has changed together with the way to read an operation in pages, which says all of it.
pub(super) fn is_told(apis: [&Api; 2], pair: &Pair<'_>, name: &str) -> bool {
    let is_it = |header: Option<&PagingHeader>| {
        header.is_some_and(|own| own.name.eq_ignore_ascii_case(name))
    };
    let operations = pair.operations();
    let [old, new] = [0, 1].map(|state: usize| {
        operations[state].paging.map(|paging| &apis[state].paging[paging.header])
    });
    old.map(does) != new.map(does) && (is_it(old) || is_it(new))
}

/// Where the methods for paging stand for the comparison of crates.
pub(in crate::diff) fn key(operation: &str) -> String {
    format!("{operation}#paging")
}

/// Compares the way in which an operation is read in pages.
pub(super) fn compare(wire: &mut Wire<'_>, pair: &Pair<'_>) {
    let [old, new] = headers(wire.apis(), pair);
    let [was, is] = pair.operations().map(|own| own.paging.is_some_and(|paging| paging.required));
    let of = |rule: &'static Rule| -> Finding {
        let items = pair.operations().map(|own| Some(key(&own.pointer)));
        pair.finding(rule, "paging").with_items(items)
    };
    // The header may have been an ordinary parameter, which had to be given.
    let was_needed = |header: &PagingHeader| {
        let mut parameters = pair.old.operation.parameters.iter();
        parameters.any(|own| {
            let is_header = own.location.name() == "header";
            is_header && own.required && own.name.eq_ignore_ascii_case(&header.name)
        })
    };
    let finding = match (old, new) {
        (None, None) => return,
        (None, Some(new)) => {
            let rule = match is && !was_needed(new) {
                true => &rules::PAGING_ADDED_REQUIRED,
                false => &rules::PAGING_ADDED,
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
