//! Two states of an API in; what changed between them out, as [`Change`]s.
//!
//! Both states are compared after all stages, as [`Model`]s, so that nothing shows that means nothing: order, layout, how an API is spread over
//! pages, components that are repeated. [`operations`] pairs operations and compares them, and [`schemas`] compares the types that they
//! hold, each pair once, whoever holds it.

pub mod change;
pub mod operations;
pub mod rules;
pub mod schemas;

pub use change::{Change, Effect, Level, Reached, Subject};
pub use rules::Rule;

use crate::Model;

/// Everything that differs, sorted: the gravest first, then by subject.
pub fn compare(old: &Model, new: &Model) -> Vec<Change> {
    let mut changes = operations::compare(old, new);
    changes.sort_by(|a, b| a.key().cmp(&b.key()));
    changes
}
