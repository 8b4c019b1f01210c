//! The types that operations hold: compares each pair once, whoever holds it.
#![allow(dead_code, unused_imports, reason = "the comparison of operations does not call it yet")]

mod site;

pub(super) use site::{Direction, Meeting, Site};

use super::{Change, Rule};
use crate::Model;
use crate::ir::Type;

/// The rules of this module.
pub const RULES: &[&Rule] = &[];

/// Compares the types that operations hold, each pair once.
pub(super) struct Schemas<'m> {
    old: &'m Model,
    new: &'m Model,
    sites: Vec<(Site<'m>, &'m Type, &'m Type)>,
}

impl<'m> Schemas<'m> {
    /// Nothing is compared yet.
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        Self { old, new, sites: Vec::new() }
    }

    /// Compares the type of a value, and notes that the site's operation is reached by what changed inside named types.
    ///
    /// Differences in the type expression itself become changes of the site's subject; differences inside named types are reported
    /// once under the schema, however many operations hold it.
    pub(super) fn compare(&mut self, site: Site<'m>, old: &'m Type, new: &'m Type) {
        self.sites.push((site, old, new));
    }

    /// Whether two types are the same on the wire, whatever they are called: what tells that something was renamed or moved.
    pub(super) fn same(&self, old: &Type, new: &Type) -> bool {
        old == new
    }

    /// All changes found.
    pub(super) fn finish(self) -> Vec<Change> {
        Vec::new()
    }
}
