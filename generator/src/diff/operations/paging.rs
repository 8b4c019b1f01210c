//! Whether an operation is read in pages, and how.

use super::draft::Comparison;
use super::rules;
use super::side::{Pair, Side};
use crate::diff::Level;
use crate::ir::{PagingHeader, PagingKind};

/// The header by which an operation is read in pages.
fn header<'m>(side: &Side<'m>) -> Option<&'m PagingHeader> {
    side.operation.paging.map(|paging| &side.model.api.paging[paging.header])
}

fn is_ranged(header: &PagingHeader) -> bool {
    matches!(header.kind, PagingKind::Range { .. })
}

/// What a header does, for comparing.
fn key(header: &PagingHeader) -> (String, bool) {
    (header.name.to_lowercase(), is_ranged(header))
}

/// Whether a header has changed together with the way to read an operation in pages, which says all of it.
pub(super) fn is_told(pair: &Pair<'_>, name: &str) -> bool {
    let (old, new) = (header(&pair.old), header(&pair.new));
    let is_it = |header: Option<&PagingHeader>| {
        header.is_some_and(|own| own.name.eq_ignore_ascii_case(name))
    };
    old.map(key) != new.map(key) && (is_it(old) || is_it(new))
}

/// The methods that a paged call has.
fn methods(header: &PagingHeader) -> &'static str {
    if is_ranged(header) { "range(), items() and pages()" } else { "items() and pages()" }
}

/// Whether requests had to give the header before, as an ordinary parameter.
fn was_required(pair: &Pair<'_>, header: &PagingHeader) -> bool {
    ordinary(&pair.old, header).is_some_and(|required| required)
}

/// Whether the header is an ordinary parameter of an operation, and whether a required one.
fn ordinary(side: &Side<'_>, header: &PagingHeader) -> Option<bool> {
    let mut parameters = side.operation.parameters.iter();
    let is_it = |name: &str| name.eq_ignore_ascii_case(&header.name);
    let found = parameters.find(|own| own.location.name() == "header" && is_it(&own.name));
    found.map(|own| own.required)
}

/// Compares the way in which an operation is read in pages.
pub(super) fn compare(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    match (header(&pair.old), header(&pair.new)) {
        (None, None) => {}
        (None, Some(new)) => gained(comparison, pair, new),
        (Some(old), None) => lost(comparison, pair, old),
        (Some(old), Some(new)) if key(old) != key(new) => changed(comparison, pair, old, new),
        (Some(_), Some(new)) => required(comparison, pair, new),
    }
}

fn gained(comparison: &mut Comparison<'_>, pair: &Pair<'_>, new: &PagingHeader) {
    let call = pair.new.call();
    let is_required = pair.new.operation.paging.is_some_and(|paging| paging.required);
    let rule = if is_required && !was_required(pair, new) {
        &rules::PAGING_ADDED_REQUIRED
    } else {
        &rules::PAGING_ADDED
    };
    let wire = if rule.wire == Level::Breaking {
        format!("requests without the header {} are refused", new.name)
    } else {
        format!("the header {} tells which part of the list is meant", new.name)
    };
    let (level, rust) = match (is_ranged(new), ordinary(&pair.old, new)) {
        (true, Some(_)) => (
            Level::Breaking,
            format!(
                "{} → {call}: the header is set by range(): code that sets it no longer compiles",
                pair.old.call()
            ),
        ),
        (true, None) => (
            Level::PossiblyBreaking,
            format!(
                "{call}: new methods {}: code that calls it compiles as it is; code that builds {} itself no longer compiles",
                methods(new),
                pair.new.structure()
            ),
        ),
        (false, _) => (
            Level::Compatible,
            format!("{call}: new methods {}: code compiles as it is", methods(new)),
        ),
    };
    let draft = pair
        .change(rule, "paging", pair.pointers())
        .values(None::<String>, Some(&new.name))
        .wire(wire)
        .rust(level, rust);
    comparison.push(draft);
}

fn lost(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &PagingHeader) {
    let draft = pair
        .change(&rules::PAGING_REMOVED, "paging", pair.pointers())
        .values(Some(&old.name), None::<String>)
        .wire(format!("the header {} no longer tells which part of a list is meant", old.name))
        .rust(
            Level::Breaking,
            format!(
                "{}: no longer has {}: code that calls them no longer compiles",
                pair.new.call(),
                methods(old)
            ),
        );
    comparison.push(draft);
}

fn changed(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    old: &PagingHeader,
    new: &PagingHeader,
) {
    let call = pair.new.call();
    let (level, rust) = if is_ranged(old) == is_ranged(new) {
        (
            Level::Compatible,
            format!("{call}: {} use the new header: code compiles as it is", methods(new)),
        )
    } else if is_ranged(old) {
        (
            Level::Breaking,
            format!("{call}: no longer has range(): code that calls it no longer compiles"),
        )
    } else {
        (
            Level::PossiblyBreaking,
            format!(
                "{call}: new method range(): code that builds {} itself no longer compiles",
                pair.new.structure()
            ),
        )
    };
    let draft = pair
        .change(&rules::PAGING_CHANGED, "paging", pair.pointers())
        .turning(&old.name, &new.name)
        .wire(format!(
            "the next page is asked for by the header {} instead of {}",
            new.name, old.name
        ))
        .rust(level, rust);
    comparison.push(draft);
}

/// Whether a range must be asked for.
fn required(comparison: &mut Comparison<'_>, pair: &Pair<'_>, header: &PagingHeader) {
    let [old, new] = [&pair.old, &pair.new]
        .map(|side| side.operation.paging.is_some_and(|paging| paging.required));
    if old == new {
        return;
    }
    let call = pair.new.call();
    let draft = if new {
        pair.change(&rules::PAGING_REQUIRED, "paging", pair.pointers())
            .turning("optional", "required")
            .wire(format!("requests without the header {} are refused", header.name))
            .rust(Level::PossiblyBreaking, format!("{call}: asks for the first items only where no range() is set, instead of all: code compiles as it is"))
    } else {
        pair.change(&rules::PAGING_OPTIONAL, "paging", pair.pointers())
            .turning("required", "optional")
            .wire(format!("requests may leave out the header {}", header.name))
            .rust(Level::PossiblyBreaking, format!("{call}: asks for what the API gives where no range() is set, instead of the first items: code compiles as it is"))
    };
    comparison.push(draft);
}
