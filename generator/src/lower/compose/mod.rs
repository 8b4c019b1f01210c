//! Schemas as the document writes them in; schemas that each describe their value completely out.
//!
//! `allOf` intersects sets of values: a redeclared property is narrowed, and a list of values is reduced to the common ones. Alternatives
//! next to properties become unions whose arms have all fields, and so does a discriminator on a schema that others extend. A combined
//! schema is a new one; the written schemas stay unchanged for those that inherit them.

mod conditional_items;
mod conditions;
mod facts;
mod fold;
mod implied_list;
mod null;
mod union;
mod values;

use crate::diagnostic::Code;
use crate::document::{COMPOSERS, UNIONS, is_annotation, join};
use crate::ir::{Folded, Part, Reference, Schema, SchemaId, Schemas};
use implied_list::Holders;
use indexmap::IndexMap;
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use values::is_null;

pub(super) use facts::{bounds, kind};
pub(super) use fold::only_annotates;

/// The limit of combined schemas: a number for each written schema, plus a fixed number. Beyond it, the last schema decides.
const TIMES: usize = 4;
const MORE: usize = 2_000;

/// A finding at a place of the document.
pub(super) struct Finding {
    pub(super) code: Code,
    pub(super) pointer: String,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// Combines the schemas of each value.
pub(super) fn compose(
    written: &Schemas,
    components: &IndexMap<String, SchemaId>,
) -> (Schemas, Vec<Finding>) {
    let count = written.len();
    let mut composer = Composer {
        written: written.clone(),
        composed: HashMap::new(),
        components,
        heirs: IndexMap::new(),
        are_heirs: HashSet::new(),
        origins: HashMap::new(),
        settled: HashMap::new(),
        joins: HashMap::new(),
        alternatives: alternatives(written),
        arms: RefCell::default(),
        holders: OnceCell::new(),
        implied: Vec::new(),
        explained: HashSet::new(),
        roots: HashMap::new(),
        open: (0..count).rev().map(SchemaId).collect(),
        limit: count * (1 + TIMES) + MORE,
        is_full: false,
        findings: Vec::new(),
    };
    composer.list_constants();
    composer.allow_null();
    composer.find_heirs();
    while let Some(id) = composer.open.pop() {
        composer.schema(id);
    }
    composer.report_implied();
    let mut schemas = composer.written;
    composer.composed.into_iter().for_each(|(id, schema)| schemas.replace(id, schema));
    (schemas, composer.findings)
}

/// The alternatives of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Group {
    holder: SchemaId,
    keyword: &'static str,
}

/// All schemas that describe one value.
#[derive(Debug, Default)]
struct Whole {
    /// The inherited schemas, then the schema itself.
    pieces: Vec<SchemaId>,
    /// Their groups of alternatives.
    groups: Vec<Group>,
}

struct Composer<'w> {
    /// The written schemas, then the combined ones.
    written: Schemas,
    /// The replacements of written schemas.
    composed: HashMap<SchemaId, Schema>,
    components: &'w IndexMap<String, SchemaId>,
    /// The components that extend each component with an own or inherited discriminator.
    heirs: IndexMap<SchemaId, Vec<SchemaId>>,
    /// All components that extend one with a discriminator.
    are_heirs: HashSet<SchemaId>,
    /// The original schema of each schema that is only inherited.
    origins: HashMap<SchemaId, SchemaId>,
    /// The groups of alternatives that an arm has already settled.
    settled: HashMap<SchemaId, Vec<Group>>,
    /// The combinations of several declarations, by the written schema where they meet; each such schema has its own types.
    joins: HashMap<(SchemaId, Vec<SchemaId>), SchemaId>,
    /// The schemas that are alternatives or targets of alternatives.
    alternatives: HashSet<SchemaId>,
    /// A cache of the arms of a schema's keyword; they never change.
    arms: RefCell<HashMap<Group, Rc<[SchemaId]>>>,
    /// The schemas that refer to each schema, once they are needed.
    holders: OnceCell<Holders>,
    /// The schemas with `items` and no type, and what to report of each.
    implied: Vec<(SchemaId, Finding)>,
    /// Those of them whose type another declaration of the same property names.
    explained: HashSet<SchemaId>,
    /// The written schemas that combined schemas belong to.
    roots: HashMap<SchemaId, SchemaId>,
    open: Vec<SchemaId>,
    /// The limit of the number of schemas, and whether it was exceeded.
    limit: usize,
    is_full: bool,
    findings: Vec<Finding>,
}

impl Composer<'_> {
    /// Combines one schema.
    fn schema(&mut self, id: SchemaId) {
        let schema = &self.written[id];
        if schema.reference.is_some() || schema.fault.is_some() || schema.boolean.is_some() {
            return;
        }
        if schema.keywords.contains_key("discriminator") && schema.discriminator().is_none() {
            let pointer = join(&schema.pointer, "discriminator");
            let message = "a discriminator was ignored: it names no property";
            let help = "name the property that tells the alternatives apart as its `propertyName`";
            self.report(Code::NoDiscriminator, &pointer, message.to_owned(), help);
        }
        if self.parent(id) || self.values(id) || self.items(id) {
            return;
        }
        if let Some(arm) = self.wrapped(id) {
            let mut folded = self.written[id].clone();
            folded.folded = Some(Folded::Same(arm));
            self.composed.insert(id, folded);
            return;
        }
        let whole = self.whole(id);
        if whole.groups.is_empty() {
            self.fold(id, &whole);
        } else {
            self.alternatives(id, &whole);
        }
    }

    /// The only content of a schema: the arm of its `allOf`. Chains of these can be long. Alternatives, and schemas that extend one with
    /// a discriminator, are examined as a whole instead.
    fn wrapped(&self, id: SchemaId) -> Option<SchemaId> {
        let schema = &self.written[id];
        let [arm] = schema.parts.as_slice() else { return None };
        let says_more = schema.keywords.keys().any(|key| !is_annotation(key));
        let is_plain = arm.keyword == "allOf" && schema.properties.is_empty() && !says_more;
        let is_heir = self.are_heirs.contains(&id);
        (is_plain && !self.alternatives.contains(&id) && !is_heir).then_some(arm.schema)
    }

    /// All schemas that describe the value of a schema. An alternative that was met before is not one any more.
    fn whole(&self, id: SchemaId) -> Whole {
        let mut whole = Whole::default();
        let (mut seen, mut open) = (HashSet::new(), vec![(id, false)]);
        while let Some((id, is_done)) = open.pop() {
            if is_done {
                whole.pieces.push(id);
                continue;
            }
            let Some(end) = self.written.resolve(id) else { continue };
            let end = self.origins.get(&end).copied().unwrap_or(end);
            if !seen.insert(end) {
                continue;
            }
            open.push((end, true));
            let mut inside: Vec<SchemaId> = self.written[end].list("allOf").collect();
            for keyword in UNIONS {
                match &*self.arms(end, keyword) {
                    [] => {}
                    [only] => inside.push(*only),
                    _ => whole.groups.push(Group { holder: end, keyword }),
                }
            }
            open.extend(inside.into_iter().rev().map(|arm| (arm, false)));
        }
        let settled = self.settled.get(&id).map(Vec::as_slice).unwrap_or_default();
        let is_open = |group: &Group| {
            let arms = self.written[group.holder].list(group.keyword);
            let mut ends = arms.filter_map(|arm| self.written.resolve(arm));
            !settled.contains(group) && !ends.any(|end| whole.pieces.contains(&end))
        };
        let groups = std::mem::take(&mut whole.groups);
        whole.groups = groups.into_iter().filter(is_open).collect();
        whole
    }

    /// The arms of a keyword except null, if any of them describes a value. Each arm of a combined union asks for the arms of the schema
    /// that they share.
    fn arms(&self, id: SchemaId, keyword: &'static str) -> Rc<[SchemaId]> {
        let group = Group { holder: id, keyword };
        if let Some(known) = self.arms.borrow().get(&group) {
            return Rc::clone(known);
        }
        let found: Rc<[SchemaId]> = self.find_arms(id, keyword).into();
        self.arms.borrow_mut().insert(group, Rc::clone(&found));
        found
    }

    fn find_arms(&self, id: SchemaId, keyword: &str) -> Vec<SchemaId> {
        let schemas = &self.written;
        let arms = schemas[id].list(keyword).filter(|arm| !is_null(schemas, *arm));
        let mut arms: Vec<SchemaId> = arms.collect();
        // A schema without valid values is not an alternative.
        if arms.iter().any(|arm| !schemas.forbids_all(*arm)) {
            arms.retain(|arm| !schemas.forbids_all(*arm));
        }
        // The empty text adds nothing to a text, or to an enum that is also used elsewhere, since enums are open.
        if arms.iter().any(|arm| values::holds_empty_text(schemas, *arm)) {
            arms.retain(|arm| !values::is_empty_text(schemas, *arm));
        }
        // An enum accepts any other text too.
        if arms.iter().any(|arm| values::lists_texts(schemas, *arm)) {
            arms.retain(|arm| !values::is_any_text(schemas, *arm));
        }
        let says = |arm: &SchemaId| schemas[*arm].reference.is_some() || self.has_substance(*arm);
        // Without other alternatives than null, the name of a type is enough.
        let is_untyped = || kind(&schemas[id]).is_none() && !facts::is_object(&schemas[id]);
        let is_type = || arms.len() == 1 && kind(&schemas[arms[0]]).is_some() && is_untyped();
        if arms.iter().any(says) || is_type() { arms } else { Vec::new() }
    }

    /// Whether an alternative does more than require properties.
    fn has_substance(&self, arm: SchemaId) -> bool {
        let schema = &self.written[arm];
        facts::is_strong(schema)
            || COMPOSERS.iter().any(|key| schema.part(key).is_some())
            || schema.types().any(|kind| kind != "object")
            || schema.keywords.is_empty() && schema.parts.is_empty()
    }

    /// The written schema that a combined schema belongs to, or the schema itself.
    fn root(&self, id: SchemaId) -> SchemaId {
        self.roots.get(&id).copied().unwrap_or(id)
    }

    /// Adds a combined schema of another, to be combined further; `None` if there are too many.
    fn add(&mut self, schema: Schema, owner: SchemaId) -> Option<SchemaId> {
        if self.written.len() >= self.limit {
            if !std::mem::replace(&mut self.is_full, true) {
                let message = "schemas are combined in too many ways: from here on only the last schema of a value counts";
                let help = "combine fewer schemas with `allOf` and alternatives in an overlay";
                self.report(Code::ManyCombinations, &schema.pointer, message.to_owned(), help);
            }
            return None;
        }
        let root = self.root(owner);
        let id = self.written.push(schema);
        self.roots.insert(id, root);
        self.open.push(id);
        Some(id)
    }

    /// Adds a reference.
    fn link(&mut self, target: SchemaId) -> SchemaId {
        let pointer = self.written[target].pointer.clone();
        let reference = Reference { uri: format!("#{pointer}"), target: Some(target) };
        self.written.push(Schema { pointer, reference: Some(reference), ..Schema::default() })
    }

    /// A schema as an arm of a combination at another place: the content of a component keeps its names.
    fn inherited(&mut self, id: SchemaId, into: &str) -> SchemaId {
        let schema = &self.written[id];
        let is_inside =
            schema.pointer.starts_with(into) && schema.pointer[into.len()..].starts_with('/');
        let is_named = schema.pointer.starts_with("/components/schemas/");
        if schema.reference.is_some() || is_inside || !is_named { id } else { self.link(id) }
    }

    fn report(&mut self, code: Code, pointer: &str, message: String, help: &'static str) {
        let pointer = pointer.to_owned();
        self.findings.push(Finding { code, pointer, message, help });
    }
}

/// The alternatives of all schemas, and their targets.
fn alternatives(schemas: &Schemas) -> HashSet<SchemaId> {
    let arms =
        schemas.iter().flat_map(|(_, schema)| schema.list("oneOf").chain(schema.list("anyOf")));
    arms.flat_map(|arm| [Some(arm), schemas.resolve(arm)]).flatten().collect()
}

/// A schema under a keyword.
fn part(keyword: &'static str, index: usize, schema: SchemaId) -> Part {
    Part { keyword, key: index.to_string(), schema }
}

/// Schemas under a keyword.
fn parts(keyword: &'static str, schemas: impl IntoIterator<Item = SchemaId>) -> Vec<Part> {
    let schemas = schemas.into_iter().enumerate();
    schemas.map(|(index, schema)| part(keyword, index, schema)).collect()
}
