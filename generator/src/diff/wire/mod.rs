//! Two APIs in; the differences on the wire and in the documentation out, and the parts of both that belong together.
//!
//! [`operations`] pairs operations and compares them. [`schema`] compares the values that they hold, each pair of schemas once for each
//! direction. Parts that neither crate reads are compared as they are written ([`written`]).

pub(super) mod api;
mod contents;
mod expand;
mod operation;
pub(super) mod paging;
mod pairing;
mod parameters;
mod presence;
pub(super) mod responses;
pub(super) mod schema;
mod security;
mod servers;
mod shared;
pub(super) mod tags;
mod weight;
mod written;

use super::change::{Direction, Reached, Subject};
use super::finding::{Finding, Owner};
use super::rules::Family;
use super::text::Text;
use crate::Model;
use crate::ir::{Api, Operation, SchemaId, Tag};
use pairing::Pairing;
use schema::Node;
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

/// A comparison, with its findings so far.
pub(super) struct Wire<'m> {
    old: &'m Model,
    new: &'m Model,
    findings: Vec<Finding>,
    joint: Joint,
    /// The operations, by their places in the new state, or in the old one if they were removed.
    reached: Vec<Reached>,
    nodes: Vec<Node<'m>>,
    known: HashMap<(SchemaId, SchemaId, Direction, schema::Writing), usize>,
    /// The pairs whose heirs are compared.
    inherited: HashSet<usize>,
    /// For each schema of a state, the components that inherit it directly.
    children: [OnceCell<HashMap<SchemaId, Vec<&'m str>>>; 2],
    /// Pairs whose content is not compared yet. They wait here, so that long chains of schemas need no deep recursion.
    open: Vec<usize>,
    /// Schemas of both states that are the same, as far as that was asked.
    same: RefCell<schema::Known>,
    /// Pairs of schemas that are one schema under two names.
    moved: HashSet<(SchemaId, SchemaId)>,
    /// The values that operations hold in both states.
    held: Vec<schema::Held<'m>>,
    /// Findings in values that do not travel in one direction. They count if the pair does not travel in the other direction.
    unseen: Vec<((SchemaId, SchemaId, Direction), Finding)>,
    /// The component schemas of each state that were compared as they are written, where unread parts refer to them.
    inserted: [HashSet<SchemaId>; 2],
    /// Whether this comparison only weighs schemas that replaced others.
    is_trial: bool,
    /// The comparison that does so.
    trial: Option<schema::Trial<'m>>,
    /// The pairs that a trial found inside of others: the inner one and the outer one.
    links: Vec<(usize, usize)>,
}

/// The parts of two states that belong together, by JSON pointers, for the comparison of the crates.
#[derive(Debug, Default)]
pub(super) struct Joint {
    /// Pairs of schemas, old and new.
    pub(super) types: Vec<(String, String)>,
    /// New places of parts that moved: properties, arms, operations, parameters, responses, security schemes, tags.
    pub(super) others: HashMap<String, Vec<String>>,
}

/// The operations that findings reach.
pub(super) struct Reach {
    reached: Vec<Reached>,
    /// For each pair of schemas, the operations that hold it; `None` if nothing does.
    nodes: Vec<Option<Vec<usize>>>,
    /// The pairs of schemas and the operations at each place of each state.
    homes: HashMap<(usize, String), Vec<Owner>>,
}

impl Reach {
    /// The owners at places of both states.
    pub(super) fn at(&self, homes: &[Option<String>; 2]) -> Vec<Owner> {
        let homes = homes.iter().enumerate();
        let homes = homes.filter_map(|(state, home)| Some((state, home.clone()?)));
        homes.filter_map(|home| self.homes.get(&home)).flatten().copied().collect()
    }

    /// Whether findings of an owner concern a message or the API itself.
    pub(super) fn is_used(&self, owner: Owner) -> bool {
        match owner {
            Owner::Node(node) => self.nodes[node].is_some(),
            Owner::Operation(_) | Owner::Api => true,
        }
    }

    /// The operations that findings of an owner reach.
    pub(super) fn of(&self, owner: Owner) -> impl Iterator<Item = &Reached> {
        let numbers = match owner {
            Owner::Operation(number) => vec![number],
            Owner::Node(node) => self.nodes[node].clone().unwrap_or_default(),
            Owner::Api => Vec::new(),
        };
        numbers.into_iter().map(|number| &self.reached[number])
    }
}

/// Compares two states.
pub(super) fn compare<'m>(old: &'m Model, new: &'m Model) -> (Vec<Finding>, Joint, Reach) {
    let mut wire = Wire::new(old, new);
    let pairing = Pairing::new(&mut wire);
    api::compare(&mut wire, &pairing);
    servers::of_api(&mut wire, &pairing);
    let schemes = security::compare(&mut wire, &pairing);
    let tags = tags::compare(&mut wire, &pairing);
    presence::compare(&mut wire, &pairing);
    for pair in &pairing.pairs {
        operation::compare(&mut wire, pair, &tags);
        servers::of_operation(&mut wire, pair);
        security::of_operation(&mut wire, pair, &schemes);
        parameters::compare(&mut wire, pair);
        contents::of_body(&mut wire, pair);
        responses::compare(&mut wire, pair);
        paging::compare(&mut wire, pair);
    }
    written::beside(&mut wire);
    schema::not_compared(&mut wire);
    let mut homes: HashMap<(usize, String), Vec<Owner>> = HashMap::new();
    for pair in &pairing.pairs {
        for (state, own) in pair.operations().into_iter().enumerate() {
            homes.entry((state, own.pointer.clone())).or_default().push(pair.owner);
        }
    }
    schema::homes(&wire.nodes, &mut homes);
    let nodes = schema::reached(&wire.nodes);
    (wire.findings, wire.joint, Reach { reached: wire.reached, nodes, homes })
}

impl Joint {
    /// Records that a place of the old state corresponds to a place of the new state.
    fn add(&mut self, old: impl Into<String>, new: impl Into<String>) {
        let (places, new) = (self.others.entry(old.into()).or_default(), new.into());
        if !places.contains(&new) {
            places.push(new);
        }
    }

    /// The places in the new state that may correspond to a place of a state.
    pub(super) fn places(&self, place: &str, state: usize) -> Vec<String> {
        let is_number = || {
            let mut tokens = place.rsplit('/');
            tokens.next().is_some_and(|token| token.parse::<usize>().is_ok())
                // The number identifies an item of `prefixItems`.
                && tokens.next() != Some("prefixItems")
        };
        match self.others.get(place).filter(|_| state == 0) {
            Some(known) => known.clone(),
            // In other lists, equal numbers do not mean equal parts.
            None if state == 0 && is_number() => Vec::new(),
            None if state == 0 => self.inside(place),
            None => vec![place.to_owned()],
        }
    }
}

impl Joint {
    /// The places in the new state of a part of something: it moved with the nearest thing around it that moved.
    fn inside(&self, place: &str) -> Vec<String> {
        let mut ends = place.rmatch_indices('/').map(|(end, _)| end);
        let moved = ends.find_map(|end| Some((self.others.get(&place[..end])?, &place[end..])));
        let Some((places, rest)) = moved else { return vec![place.to_owned()] };
        places.iter().map(|moved| format!("{moved}{rest}")).collect()
    }
}

impl<'m> Wire<'m> {
    /// A comparison that has not started yet.
    fn new(old: &'m Model, new: &'m Model) -> Self {
        Self {
            old,
            new,
            findings: Vec::new(),
            joint: Joint::default(),
            reached: Vec::new(),
            nodes: Vec::new(),
            known: HashMap::new(),
            open: Vec::new(),
            same: RefCell::default(),
            moved: HashSet::new(),
            held: Vec::new(),
            unseen: Vec::new(),
            inserted: Default::default(),
            inherited: HashSet::new(),
            children: Default::default(),
            is_trial: false,
            trial: None,
            links: Vec::new(),
        }
    }

    /// The APIs of both states.
    fn apis(&self) -> [&'m Api; 2] {
        [&self.old.api, &self.new.api]
    }

    /// The schema at a place of a state.
    fn schema_at(&self, state: usize, pointer: &str) -> Option<SchemaId> {
        let mut schemas = self.apis()[state].schemas.iter();
        schemas.find(|(_, schema)| schema.pointer == pointer).map(|(id, _)| id)
    }

    /// Records a finding.
    fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Records a change of a text that only people read; its layout does not count.
    fn text(&mut self, finding: Finding, texts: [Option<&str>; 2]) {
        let plain = |text: Option<&str>| text.map(words).filter(|text| !text.is_empty());
        let [old, new] = texts.map(plain);
        if old != new {
            self.push(finding.values(old, new));
        }
    }

    /// Records that an operation is reached, and returns its number.
    fn reach(&mut self, side: &Side<'_>) -> Owner {
        self.reached.push(side.reached());
        Owner::Operation(self.reached.len() - 1)
    }
}

/// An operation in one state.
#[derive(Clone, Copy)]
struct Side<'m> {
    tag: &'m Tag,
    operation: &'m Operation,
}

impl<'m> Side<'m> {
    /// All operations of a state that its document describes.
    fn all(api: &'m Api) -> Vec<Self> {
        let operations = |tag: &'m Tag| {
            let described = tag.operations.iter().filter(|own| own.choice.is_none());
            described.map(move |own| Self { tag, operation: own })
        };
        api.tags.iter().flat_map(operations).collect()
    }

    /// The operation, as changes that reach it show it.
    fn reached(&self) -> Reached {
        let Operation { path, method, .. } = self.operation;
        Reached { tag: self.tag.name.clone(), path: path.clone(), method: *method }
    }

    /// The operation, or a part of it, as the subject of a change.
    fn subject(&self, part: impl Into<String>) -> Subject {
        let Operation { path, method, .. } = self.operation;
        Subject::Operation { method: *method, path: path.clone(), part: part.into() }
    }

    /// Its name: the `operationId`, or else method and path.
    fn name(&self) -> String {
        let place = || format!("{} {}", self.operation.method.name(), self.operation.path);
        self.operation.id.clone().unwrap_or_else(place)
    }

    /// The first part of the names of schemas that stand in it.
    fn stem(&self) -> String {
        let Operation { path, method, .. } = self.operation;
        let place = || format!("{} {path}", method.name().to_lowercase());
        self.operation.id.clone().unwrap_or_else(place)
    }
}

/// An operation in both states.
#[derive(Clone, Copy)]
struct Pair<'m> {
    old: Side<'m>,
    new: Side<'m>,
    owner: Owner,
}

impl<'m> Pair<'m> {
    /// The operation in both states.
    fn operations(&self) -> [&'m Operation; 2] {
        [self.old.operation, self.new.operation]
    }

    /// A finding about a part of the operation, placed at the operation itself.
    fn finding(&self, family: impl Into<Family>, part: impl Into<String>) -> Finding {
        let pointers = self.operations().map(|own| Some(own.pointer.as_str()));
        Finding::new(family, self.new.subject(part)).at(pointers).owned([self.owner])
    }
}

/// A text without its layout, which does not count where only people read it.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Two texts of a document with an arrow between them: `old → new`.
fn turned(old: &str, new: &str) -> Text {
    Text::code(old).and(" → ").and_code(new)
}
