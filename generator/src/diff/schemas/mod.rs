//! The types that operations hold: compares each pair once, whoever holds it.
#![allow(dead_code, reason = "the comparison of operations does not call it yet")]

use super::{Change, Reached, Rule, Subject};
use crate::Model;
use crate::ir::Type;

/// The rules of this module.
pub const RULES: &[&Rule] = &[];

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

/// How Rust code meets the value at a [`Site`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meeting {
    /// As an argument of the call, or of one of its setters.
    Argument,
    /// As what the call returns.
    Returned,
    /// As what a variant of its error kind carries.
    Failed,
    /// Not at all, as the value of a header.
    Nowhere,
}

/// Where a value of an operation stands.
#[derive(Debug, Clone)]
pub(super) struct Site<'m> {
    /// Which way it travels.
    pub(super) direction: Direction,
    /// The operation.
    pub(super) operation: Reached,
    /// What it is, as changes name it: `query parameter page`.
    pub(super) subject: Subject,
    /// The JSON pointer of its schema in the old document: for places, and for bounds.
    pub(super) old_pointer: &'m str,
    /// The same in the new document.
    pub(super) new_pointer: &'m str,
    /// How Rust code meets it.
    pub(super) meeting: Meeting,
    /// How the old crate names the item: `client.session().login(body)`.
    pub(super) old_rust: String,
    /// The same in the new crate.
    pub(super) new_rust: String,
}

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
