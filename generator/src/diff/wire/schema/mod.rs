//! Schemas of both states in; the differences of the values that they describe out.
//!
//! A schema is compared where it stands, and a difference is a finding about the operation or property that holds it. An object, a list of
//! values and a union are compared once for each direction in which they travel, and a difference is a finding about the schema. Whether
//! something has a type in Rust does not matter here.
//!
//! `spot` follows references and folds all schemas of one value, `class` finds the kind of value, and `value` compares values. `object`, `list`
//! and `union` compare their parts, and `keywords` everything else. `identity` finds schemas that are one under two names, and `not_compared`
//! examines those that no operation leads to.

mod alternatives;
mod bounds;
mod class;
mod heirs;
mod identity;
mod keywords;
mod list;
mod not_compared;
mod object;
mod outline;
mod property;
mod spot;
mod trial;
mod union;
mod value;
mod words;

pub(super) use identity::Known;
pub(in crate::diff) use list::variant;
pub(super) use not_compared::not_compared;
pub(super) use spot::Spot;
pub(super) use trial::Trial;
pub(super) use words::{excerpts, words};

use super::Wire;
use crate::diff::change::{Direction, Subject};
use crate::diff::finding::{Finding, Owner};
use crate::diff::rules::Family;
use crate::ir::{Api, SchemaId};
use class::Class;
use spot::Fold;
use std::collections::{BTreeSet, HashMap};

/// A pair of schemas, compared for one direction and one form of writing.
pub(super) struct Node<'m> {
    old: Spot<'m>,
    new: Spot<'m>,
    direction: Direction,
    writing: Writing,
    /// The owners that lead to it.
    owners: Vec<Owner>,
}

/// A value that an operation of both states holds.
pub(super) struct Held<'m> {
    owner: Owner,
    values: [Spot<'m>; 2],
}

/// The place of a value.
#[derive(Debug, Clone)]
pub(super) struct Here {
    pub(super) subject: Subject,
    pub(super) direction: Direction,
    pub(super) owner: Owner,
    /// The places of the crates' items that hold it.
    pub(super) items: [Option<String>; 2],
    /// The form in which it is written.
    pub(super) writing: Writing,
    /// Whether the union that it is an alternative of says whether it may be null.
    pub(super) is_arm: bool,
}

/// The form in which a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Writing {
    /// As JSON, XML or bytes: a number is not a text.
    Json,
    /// As text.
    Text,
    /// As text; a list as several values of one name.
    Repeated,
    /// As properties that are texts: an object in a parameter, a form or a multipart body.
    Fields,
    /// As such a property; a list as several values of one name, an object as JSON.
    Field,
}

impl Writing {
    /// Whether values are written as text, so that a number is one.
    fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Repeated | Self::Field)
    }

    /// The form of schemas that are compared once, where such a value leads to them.
    fn of_named(self) -> Self {
        match self {
            Self::Text | Self::Repeated | Self::Fields => Self::Fields,
            Self::Field | Self::Json => Self::Json,
        }
    }

    /// Whether a list of one value is written as the value.
    fn is_repeated(self) -> bool {
        matches!(self, Self::Repeated | Self::Field)
    }

    /// The form of the properties of an object.
    fn of_property(self) -> Self {
        if self == Self::Fields { Self::Field } else { Self::Json }
    }
}

impl Here {
    /// A finding here, placed at the schemas.
    fn finding(&self, family: impl Into<Family>, spots: [&Spot<'_>; 2]) -> Finding {
        Finding::new(family, self.subject.clone())
            .in_direction(self.direction)
            .at(spots.map(|spot| Some(spot.pointer())))
            .with_items(self.items.clone())
            .owned([self.owner])
    }

    /// Takes one step into the value.
    fn down(&mut self, what: &str) {
        self.is_arm = false;
        self.writing = match self.writing {
            // The items of a repeated list are texts.
            Writing::Repeated => Writing::Text,
            Writing::Fields if what == "values" => Writing::Field,
            Writing::Fields => Writing::Json,
            writing => writing,
        };
        let (Subject::Api { part }
        | Subject::Operation { part, .. }
        | Subject::Schema { part, .. }) = &mut self.subject;
        if !part.is_empty() {
            part.push_str(": ");
        }
        part.push_str(what);
    }
}

/// Whether a schema describes values that are compared once.
pub(super) fn is_named(api: &Api, id: SchemaId) -> bool {
    Class::of(&Fold::one(&Spot::new(api, id, ""))).is_named()
}

/// A schema, or a part of it, as the subject of findings.
fn subject(spot: &Spot<'_>, part: impl Into<String>) -> Subject {
    Subject::Schema { name: spot.name.to_string(), part: part.into() }
}

impl<'m> Wire<'m> {
    /// Compares a value that an operation holds.
    pub(super) fn held(&mut self, here: Here, old: Spot<'m>, new: Spot<'m>) {
        self.held.push(Held { owner: here.owner, values: [old.clone(), new.clone()] });
        self.value(here, [vec![old], vec![new]]);
        self.work();
    }

    /// Compares the content of all waiting pairs of schemas.
    pub(super) fn work(&mut self) {
        while let Some(number) = self.open.pop() {
            self.node(number);
        }
    }

    /// Adds a pair of schemas to compare, and the owner that leads to it.
    fn pair(
        &mut self,
        owner: Owner,
        (direction, writing): (Direction, Writing),
        old: &Spot<'m>,
        new: &Spot<'m>,
    ) -> usize {
        let writing = writing.of_named();
        let key = (old.key(), new.key(), direction, writing);
        let number = self.known.entry(key).or_insert_with(|| {
            let (old, new) = (old.clone(), new.clone());
            let types = (old.pointer().to_owned(), new.pointer().to_owned());
            // A component that is combined with more in the other state keeps its type.
            if identity::combined(&old, &new).is_none() {
                self.joint.types.push(types);
            }
            self.nodes.push(Node { old, new, direction, writing, owners: Vec::new() });
            self.open.push(self.nodes.len() - 1);
            self.nodes.len() - 1
        });
        let number = *number;
        self.nodes[number].owners.push(owner);
        if let (true, Owner::Node(holder)) = (self.is_trial, owner) {
            self.links.push((number, holder));
        }
        number
    }

    /// Compares two components that a part refers to which the crates do not read.
    pub(super) fn component(
        &mut self,
        owner: Owner,
        direction: Direction,
        [old, new]: [Spot<'m>; 2],
    ) {
        let classes = [&old, &new].map(|spot| Class::of(&Fold::one(spot)));
        let here = Here {
            subject: subject(&new, ""),
            direction,
            owner,
            items: [&old, &new].map(|spot| Some(spot.pointer().to_owned())),
            writing: Writing::Json,
            is_arm: false,
        };
        if classes[0].is_like(&classes[1]) {
            let number = self.pair(owner, (direction, Writing::Json), &old, &new);
            self.heirs(number);
        } else {
            self.value(here, [vec![old], vec![new]]);
        }
    }

    /// Whether two schemas describe the same on the wire, whatever their names. It shows that something was renamed or moved.
    pub(super) fn same(&self, old: &Spot<'m>, new: &Spot<'m>) -> bool {
        identity::are_same(&Fold::one(old), &Fold::one(new), &mut self.same.borrow_mut())
    }
}

/// Adds the places of the pairs of schemas.
pub(super) fn homes(nodes: &[Node<'_>], homes: &mut HashMap<(usize, String), Vec<Owner>>) {
    for (number, node) in nodes.iter().enumerate() {
        for (state, spot) in [&node.old, &node.new].into_iter().enumerate() {
            homes.entry((state, spot.pointer().to_owned())).or_default().push(Owner::Node(number));
        }
    }
}

/// For each pair of schemas, the operations that lead to it; `None` if nothing does.
pub(super) fn reached(nodes: &[Node<'_>]) -> Vec<Option<Vec<usize>>> {
    (0..nodes.len()).map(|node| reaching(nodes, node)).collect()
}

fn reaching(nodes: &[Node<'_>], node: usize) -> Option<Vec<usize>> {
    let (mut seen, mut open) = (vec![false; nodes.len()], vec![node]);
    let (mut operations, mut is_used) = (BTreeSet::new(), false);
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut seen[node], true) {
            continue;
        }
        for owner in &nodes[node].owners {
            match *owner {
                Owner::Operation(number) => _ = operations.insert(number),
                Owner::Node(node) => open.push(node),
                Owner::Api => is_used = true,
            }
        }
    }
    (is_used || !operations.is_empty()).then(|| operations.into_iter().collect())
}
