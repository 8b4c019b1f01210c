//! The kinds of changes that are told apart, in one table.
//!
//! A code keeps its meaning for ever; a retired one is not used again. `generator/CHANGES.md` is this table for people; a test holds
//! both equal.

use super::change::Level;
use super::{operations, schemas};
use std::fmt::Write;

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// Its stable code: `response-property-removed`.
    pub code: &'static str,
    /// How much it weighs on the wire. The effect on Rust is found anew for each change.
    pub wire: Level,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// Why it weighs that much.
    pub reason: &'static str,
}

impl Rule {
    /// A rule.
    pub(super) const fn new(
        code: &'static str,
        wire: Level,
        title: &'static str,
        reason: &'static str,
    ) -> Self {
        Self { code, wire, title, reason }
    }
}

/// All rules: those of the API and its operations, then those of schemas.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    operations::RULES.iter().chain(schemas::RULES).copied()
}

/// The table of all rules in Markdown.
pub fn table() -> String {
    let mut table =
        String::from("| code | on the wire | what changed | why |\n|---|---|---|---|\n");
    for Rule { code, wire, title, reason } in all() {
        let _ = writeln!(table, "| `{code}` | {wire} | {title} | {reason} |");
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_of_plain_words() {
        let mut codes = BTreeSet::new();
        for Rule { code, title, reason, .. } in all() {
            assert!(codes.insert(code), "{code} is there twice");
            assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
            for text in [title, reason] {
                assert!(
                    !text.is_empty() && !text.ends_with('.') && !text.contains('|'),
                    "{code}: {text}"
                );
            }
        }
    }

    #[test]
    fn the_table_for_people_is_that_of_the_code() {
        let page = include_str!("../../CHANGES.md");
        let table = table();
        assert!(page.ends_with(&table), "generator/CHANGES.md should end with:\n{table}");
    }
}
