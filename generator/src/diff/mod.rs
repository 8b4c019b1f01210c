//! Two states of an API in; the changes between them out, as [`Change`]s.
//!
//! Both states are compared as [`Model`]s, after all stages. So differences without a meaning do not show: order, layout, the spread of an
//! API over pages, repeated components.
//!
//! ```text
//! wire   IR × IR            what travels and what is documented ─┐
//!                                                                ├─ finding: joined by place ─▶ changes
//! rust   surface × surface  what compiles ───────────────────────┘
//! ```
//!
//! One table ([`rules`]) lists the kinds of changes with their sentences.
//!
//! [`states`] turns inputs into models and compares them. A [`Comparison`] separates the changes that [`exceptions`] name and finds the
//! [`mod@bump`] of the crate's version. [`report`] shows it, and [`mod@changelog`] writes an entry for people who depend on the crate.

pub mod bump;
pub mod change;
pub mod changelog;
pub mod comparison;
pub mod exceptions;
mod finding;
pub mod report;
pub mod rules;
mod rust;
pub mod states;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
mod wire;

pub use bump::{Bump, bump};
pub use change::{Change, Effect, Level, Reached, Subject};
pub use changelog::changelog;
pub use comparison::{Comparison, Release, State};
pub use exceptions::{Excepted, Exception};
pub use rules::Rule;
pub use states::{States, compare_inputs};
pub use text::Text;

use crate::Model;

/// All differences, sorted: the most severe first, then by subject.
pub fn compare(old: &Model, new: &Model) -> Vec<Change> {
    let (mut findings, joint, reach) = wire::compare(old, new);
    let deltas = rust::compare(old, new, &joint);
    findings.extend(deltas.unexplained(&findings, &reach));
    let mut changes = finding::changes([old, new], findings, &reach, &deltas);
    changes.sort_by(|a, b| a.key().cmp(&b.key()));
    changes
}
