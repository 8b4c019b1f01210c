//! Pairs of types that operations hold in, what changed in them out.
//!
//! A type expression (`array of User or null`) is compared where it stands, and what differs is a change of the operation or the property
//! that holds it. A named type is compared once for each direction in which values travel, and what differs is a change of the schema,
//! however many operations hold it. What both directions find alike is one change, with the graver of the two effects.
//!
//! `expression` compares expressions, `record`, `enumeration` and `union` what named types consist of, `annotations` what the IR
//! forgets of schemas. `identity` tells which types are the same thing under another name, and `rust` what a change does to Rust code.

mod annotations;
mod enumeration;
mod expression;
mod finding;
mod identity;
mod leftover;
mod pair;
mod property;
mod record;
mod rules;
mod rust;
mod site;
mod spot;
mod union;
mod words;

pub(super) use site::{Direction, Meeting, Site};

use super::{Change, Rule};
use crate::Model;
use crate::ir::{Type, TypeId};
use expression::{Here, Holder, Owner};
use finding::Raw;
use pair::Node;
use spot::Spot;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// The rules of this module.
pub const RULES: &[&Rule] = rules::ALL;

/// Compares the types that operations hold, each pair once.
pub(super) struct Schemas<'m> {
    old: &'m Model,
    new: &'m Model,
    sites: Vec<Kept<'m>>,
    nodes: Vec<Node>,
    known: HashMap<(TypeId, TypeId, Direction), usize>,
    /// Nodes whose content is yet to be compared. They wait, so that long chains of schemas need no deep recursion.
    open: Vec<usize>,
    raw: Vec<Raw>,
    /// Types that are one thing under two names, old and new: renamed, inlined or extracted.
    met: HashSet<(TypeId, TypeId)>,
    names: [OnceCell<HashSet<&'m str>>; 2],
    defaults: [OnceCell<Vec<bool>>; 2],
    /// Whether this comparison only weighs one schema that took the place of another.
    is_trial: bool,
}

/// A site and the types there.
struct Kept<'m> {
    site: Site<'m>,
    old: &'m Type,
    new: &'m Type,
}

impl<'m> Schemas<'m> {
    /// Nothing is compared yet.
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        Self {
            old,
            new,
            sites: Vec::new(),
            nodes: Vec::new(),
            known: HashMap::new(),
            open: Vec::new(),
            raw: Vec::new(),
            met: HashSet::new(),
            names: Default::default(),
            defaults: Default::default(),
            is_trial: false,
        }
    }

    /// Compares the type of a value, and notes that the site's operation is reached by what changed inside named types.
    ///
    /// Differences in the type expression itself become changes of the site's subject; differences inside named types are reported
    /// once under the schema, however many operations hold it.
    pub(super) fn compare(&mut self, site: Site<'m>, old: &'m Type, new: &'m Type) {
        let number = self.sites.len();
        let spots = (
            Spot::new(&self.old.api.schemas, site.old_schema, site.old_pointer.clone()),
            Spot::new(&self.new.api.schemas, site.new_schema, site.new_pointer.clone()),
        );
        let here = Here::of(Holder::Site(number), site.direction, Owner::Site(number));
        self.sites.push(Kept { site, old, new });
        self.expression(here, (spots.0, old), (spots.1, new));
        self.work();
    }

    /// Whether two types are the same on the wire, whatever they are called: what tells that something was renamed or moved.
    pub(super) fn same(&self, old: &Type, new: &Type) -> bool {
        identity::same((&self.old.api, old), (&self.new.api, new))
    }

    /// All changes found.
    pub(super) fn finish(mut self) -> Vec<Change> {
        self.leftover();
        self.changes()
    }

    /// Compares the content of every pair of named types that waits.
    fn work(&mut self) {
        while let Some(number) = self.open.pop() {
            self.pair_content(number);
        }
    }
}
