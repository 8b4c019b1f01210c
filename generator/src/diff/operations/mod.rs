//! The API as a whole and its operations: pairs them, compares each pair, and hands the types they hold to [`super::schemas`].

mod answers;
mod api;
mod body;
mod contents;
mod draft;
mod headers;
mod operation;
mod output;
mod paging;
mod pairing;
mod parameter_pairs;
mod parameters;
mod presence;
mod rules;
mod scopes;
mod security;
mod side;
mod tags;

pub use rules::RULES;

use super::Change;
use crate::Model;
use draft::Comparison;
use pairing::Pairing;
use side::Side;

/// All changes, in no particular order.
pub(super) fn compare(old: &Model, new: &Model) -> Vec<Change> {
    let mut comparison = Comparison::new(old, new);
    let pairing = Pairing::new(Side::all(old), Side::all(new), &comparison.schemas);
    api::compare(&mut comparison, &pairing);
    let schemes = security::compare(&mut comparison, &pairing);
    let tags = tags::compare(&mut comparison, &pairing);
    presence::compare(&mut comparison, &pairing);
    for pair in &pairing.pairs {
        operation::compare(&mut comparison, pair, &tags);
        security::of_operation(&mut comparison, pair, &schemes);
        parameters::compare(&mut comparison, pair);
        body::compare(&mut comparison, pair);
        answers::compare(&mut comparison, pair);
        paging::compare(&mut comparison, pair);
    }
    let mut changes = comparison.changes;
    changes.extend(comparison.schemas.finish());
    changes
}
