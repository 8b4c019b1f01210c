//! An object with conditions in; the properties that it may have under any condition out.

use super::facts::Facts;
use super::fold::{Declared, annotations, only_annotates, parent};
use super::{Composer, parts};
use crate::document::{join, tokens};
use crate::ir::{Folded, Schema, SchemaId};
use indexmap::IndexMap;
use std::collections::HashSet;

/// The keywords with conditional schemas: the properties in them are optional.
pub(super) const CONDITIONAL: [&str; 4] = ["if", "then", "else", "dependentSchemas"];

/// The conditional schemas, and whether each is the condition itself.
pub(super) type Conditions = IndexMap<SchemaId, bool>;

impl Composer<'_> {
    /// The properties that are only declared under a condition. If conditions declare a property differently, it may have any of these
    /// types.
    pub(super) fn conditional(
        &mut self,
        id: SchemaId,
        conditions: &Conditions,
        declared: &Declared,
    ) -> IndexMap<String, SchemaId> {
        let mut found: IndexMap<String, Vec<(SchemaId, bool)>> = IndexMap::new();
        for (piece, is_test) in conditions {
            for (name, property) in &self.written[*piece].properties {
                if !declared.contains_key(name) {
                    found.entry(name.clone()).or_default().push((*property, *is_test));
                }
            }
        }
        let base = join(&self.written[id].pointer, "properties");
        let mut properties = IndexMap::new();
        for (name, declarations) in found {
            let others = declarations.iter().filter(|own| !self.tests(**own));
            let others: Vec<SchemaId> = others.map(|(property, _)| *property).collect();
            let all: Vec<SchemaId> = declarations.iter().map(|(property, _)| *property).collect();
            let mut alternatives = self.alternatives_of(&others);
            if alternatives.is_empty() {
                alternatives = self.alternatives_of(&all);
            }
            let property = match alternatives.as_slice() {
                [] => all.first().copied(),
                [only] => Some(*only),
                [first, ..] => {
                    let first = *first;
                    let (pointer, parts) = (join(&base, &name), parts("anyOf", alternatives));
                    let union = Schema { pointer, parts, ..Schema::default() };
                    self.add(union, id).or(Some(first))
                }
            };
            properties.extend(property.map(|property| (name, property)));
        }
        properties
    }

    /// A property that may be anything, and for which conditions have different schemas.
    pub(super) fn any_of_conditions(
        &mut self,
        id: SchemaId,
        property: SchemaId,
        said: &[SchemaId],
        pointer: String,
    ) -> Option<(String, SchemaId)> {
        let name = tokens(&pointer).last()?;
        let mut schema =
            Schema { keywords: annotations(&self.written[property]), pointer, ..Schema::default() };
        let alternatives = self.alternatives_of(said);
        // A single schema does not tell what holds without the condition.
        match alternatives.len() {
            0 | 1 => schema.folded = Some(Folded::Same(property)),
            _ => schema.parts = parts("anyOf", alternatives),
        }
        Some((name, self.add(schema, id)?))
    }

    /// The conditional schemas of properties that are also declared without a condition: additional properties of an object, and all
    /// schemas of a property that may be anything.
    pub(super) fn more_of_declared(
        &self,
        conditions: &Conditions,
        declared: &Declared,
    ) -> IndexMap<String, Vec<SchemaId>> {
        let mut found: IndexMap<String, Vec<SchemaId>> = IndexMap::new();
        for (piece, is_test) in conditions {
            for (name, property) in &self.written[*piece].properties {
                let Some(declarations) = declared.get(name).filter(|_| !is_test) else { continue };
                if declarations.iter().all(|(_, own)| only_annotates(&self.written[*own])) {
                    found.entry(name.clone()).or_default().push(*property);
                    continue;
                }
                let known: Vec<SchemaId> =
                    declarations.iter().flat_map(|(_, own)| self.whole(*own).pieces).collect();
                let has = |key: &str| {
                    known.iter().any(|piece| self.written[*piece].properties.contains_key(key))
                };
                let whole = self.whole(*property);
                let mut keys =
                    whole.pieces.iter().flat_map(|piece| self.written[*piece].properties.keys());
                if known.iter().any(|piece| !self.written[*piece].properties.is_empty())
                    && keys.any(|key| !has(key))
                {
                    found.entry(name.clone()).or_default().push(*property);
                }
            }
        }
        found
    }

    /// A property that is an object, with its conditional properties.
    pub(super) fn with_more(
        &mut self,
        id: SchemaId,
        property: SchemaId,
        more: &[SchemaId],
        pointer: String,
    ) -> Option<SchemaId> {
        // A combined schema names no schema twice, so the repeated schema makes this key unique.
        let mut key = self.whole(property).pieces;
        key.extend(more);
        key.extend(more.first());
        let key = (self.root(id), key);
        if let Some(known) = self.joins.get(&key) {
            return Some(*known);
        }
        let mut keywords = annotations(&self.written[property]);
        if let Some(end) = self.written.resolve(property) {
            keywords.extend(annotations(&self.written[end]));
        }
        let into = parent(&pointer).to_owned();
        let arm = self.inherited(property, &into);
        let mut parts = parts("allOf", [arm]);
        parts.extend(more.iter().enumerate().map(|(turn, own)| super::part("then", turn, *own)));
        let joined = self.add(Schema { pointer, keywords, parts, ..Schema::default() }, id)?;
        self.joins.insert(key, joined);
        Some(joined)
    }

    /// Whether a declaration of a property only tests its value against a list.
    fn tests(&self, (property, is_test): (SchemaId, bool)) -> bool {
        is_test && self.written[property].values().is_some()
    }

    /// All conditional schemas of a value, including those in its alternatives, and whether each is the condition.
    pub(super) fn conditions(&self, pieces: &[SchemaId]) -> Conditions {
        let mut found = IndexMap::new();
        let mut open: Vec<SchemaId> = pieces.iter().rev().copied().collect();
        let mut seen = HashSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let parts = CONDITIONAL.iter().flat_map(|keyword| {
                self.written[id].list(keyword).map(move |part| (part, *keyword == "if"))
            });
            for (part, is_test) in parts {
                let mut wholes = vec![part];
                while let Some(part) = wholes.pop() {
                    let whole = self.whole(part);
                    let known = found.len();
                    found.extend(whole.pieces.iter().map(|piece| (*piece, is_test)));
                    open.extend(whole.pieces);
                    for group in whole.groups.iter().filter(|_| found.len() > known) {
                        wholes.extend(self.arms(group.holder, group.keyword).iter());
                    }
                }
            }
        }
        found
    }

    /// The declarations of a property that describe its type, each kind once. A condition often only tests the value.
    pub(super) fn alternatives_of(&self, declarations: &[SchemaId]) -> Vec<SchemaId> {
        let mut found: Vec<(SchemaId, Facts)> = Vec::new();
        let mut ends = HashSet::new();
        for id in declarations {
            let schema = &self.written[*id];
            let says = schema.reference.is_some()
                || schema.types().next().is_some()
                || schema.values().is_some()
                || !schema.parts.is_empty();
            let Some(end) = self.written.resolve(*id).filter(|end| says && ends.insert(*end))
            else {
                continue;
            };
            let whole = self.whole(end);
            let facts = Facts::of(&self.written, &whole.pieces).unwrap_or_default();
            let is_plain = whole.groups.is_empty() && !self.is_object(&facts, &whole.pieces);
            if !is_plain || found.iter().all(|(_, known)| *known != facts) {
                found.push((*id, facts));
            }
        }
        found.into_iter().map(|(id, _)| id).collect()
    }
}
