//! A place in a document in, the schema there and what it leads to out. The types of the IR resolve references and forget most keywords;
//! what they forget is read here.

use crate::document::{join, tokens};
use crate::ir::{Schema, SchemaId, Schemas};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;

/// Longer chains of references and sole arms are cut.
const MAX_LINKS: usize = 64;

/// Where a schema stands in a document, if it stands there.
#[derive(Debug, Clone)]
pub(super) struct Spot<'m> {
    schemas: &'m Schemas,
    schema: Option<SchemaId>,
    /// The pointer of what is not there.
    missing: Cow<'m, str>,
}

/// A schema that another leads to.
#[derive(Debug, Clone)]
pub(super) struct Link<'m> {
    pub(super) spot: Spot<'m>,
    /// The component it is, or is a part of.
    pub(super) component: Option<String>,
}

impl<'m> Spot<'m> {
    /// A schema; where there is none, the pointer says where it would stand.
    pub(super) fn new(
        schemas: &'m Schemas,
        schema: Option<SchemaId>,
        pointer: impl Into<Cow<'m, str>>,
    ) -> Self {
        Self { schemas, schema, missing: pointer.into() }
    }

    fn at(&self, schema: SchemaId) -> Self {
        Self { schemas: self.schemas, schema: Some(schema), missing: Cow::Borrowed("") }
    }

    fn content(&self) -> Option<&'m Schema> {
        self.schema.map(|id| &self.schemas[id])
    }

    /// Whether there is a schema.
    pub(super) fn exists(&self) -> bool {
        self.schema.is_some()
    }

    /// Whether both are written alike, references as they are.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        match (self.schema, other.schema) {
            (Some(own), Some(one)) => alike((self.schemas, own), (other.schemas, one)),
            (own, one) => own == one,
        }
    }

    /// A part of it: the schema that a keyword holds, or one of several.
    pub(super) fn part(&self, keyword: &str, index: usize) -> Self {
        let part = self.content().and_then(|schema| schema.list(keyword).nth(index));
        match part {
            Some(part) => self.at(part),
            None => self.nothing(join(&join(&self.pointer(), keyword), &index.to_string())),
        }
    }

    fn nothing(&self, pointer: String) -> Self {
        Self { schemas: self.schemas, schema: None, missing: Cow::Owned(pointer) }
    }

    /// How many schemas a keyword holds.
    pub(super) fn count(&self, keyword: &str) -> usize {
        self.content().map_or(0, |schema| schema.list(keyword).count())
    }

    /// Whether no further properties are allowed.
    pub(super) fn is_closed(&self) -> bool {
        let further = self.content().and_then(|schema| schema.part("additionalProperties"));
        further.is_some_and(|further| self.schemas[further].boolean == Some(false))
    }

    /// A keyword of the schema.
    pub(super) fn get(&self, key: &str) -> Option<&'m Value> {
        self.content()?.keywords.get(key)
    }

    /// The JSON pointer.
    pub(super) fn pointer(&self) -> String {
        self.content().map_or_else(|| self.missing.clone().into(), |own| own.pointer.clone())
    }

    /// Whether it says something by naming another schema.
    pub(super) fn refers(&self) -> bool {
        self.content().is_some_and(|schema| {
            let composes = |key: &&str| schema.part(key).is_some();
            schema.reference.is_some()
                || ["allOf", "oneOf", "anyOf"].iter().any(|key| composes(key))
        })
    }

    /// The schema that a reference names.
    fn target(&self) -> Option<Self> {
        Some(self.at(self.content()?.reference.as_ref()?.target?))
    }

    /// The schema, what its references name, its sole arm, and all arms of an `allOf`: whatever says something of the same value. The
    /// outer ones first, which hold where an inner one says something else.
    pub(super) fn links(&self) -> Vec<Link<'m>> {
        let mut links = vec![Link { spot: self.clone(), component: None }];
        let mut next = 0;
        while next < links.len() && links.len() < MAX_LINKS {
            let Link { spot, component } = links[next].clone();
            next += 1;
            if let Some(spot) = spot.target() {
                let pointer = spot.pointer();
                let is_component = pointer.starts_with("/components/schemas/");
                let name = if is_component { tokens(&pointer).last() } else { None };
                links.push(Link { spot, component: name.or(component) });
                continue;
            }
            for key in ["allOf", "oneOf", "anyOf"] {
                let arms: Vec<SchemaId> =
                    spot.content().into_iter().flat_map(|schema| schema.list(key)).collect();
                if arms.len() == 1 || key == "allOf" {
                    let link = |arm| Link { spot: spot.at(arm), component: component.clone() };
                    links.extend(arms.into_iter().map(link));
                }
            }
        }
        links
    }

    /// The property of an object: its own, or that of the last arm of an `allOf` which says what it is.
    pub(super) fn property(&self, name: &str) -> Self {
        if let Some(own) = self.own_property(name) {
            return own;
        }
        let mut declared = Vec::new();
        self.declared(name, &mut HashSet::new(), &mut declared);
        let says = |spot: &&Self| spot.refers() || spot.get("type").is_some();
        let found = declared.iter().rev().find(says).or(declared.last());
        let otherwise = || self.nothing(join(&join(&self.pointer(), "properties"), name));
        found.cloned().unwrap_or_else(otherwise)
    }

    fn own_property(&self, name: &str) -> Option<Self> {
        self.content()?.properties.get(name).map(|property| self.at(*property))
    }

    /// All that declare a property, in the order in which each overrides the ones before.
    fn declared(&self, name: &str, seen: &mut HashSet<SchemaId>, found: &mut Vec<Self>) {
        if let Some(target) = self.target() {
            if target.schema.is_some_and(|id| seen.insert(id)) && seen.len() < MAX_LINKS {
                target.declared(name, seen, found);
            }
            return;
        }
        for arm in self.content().into_iter().flat_map(|schema| schema.list("allOf")) {
            self.at(arm).declared(name, seen, found);
        }
        found.extend(self.own_property(name));
    }

    /// What the items of an array or the values of a map are, by the keyword that says so.
    pub(super) fn inner(&self, key: &'static str) -> Self {
        let inner = |spot: &Self| Some(self.at(spot.content()?.part(key)?));
        let found = inner(self).or_else(|| self.links().iter().find_map(|link| inner(&link.spot)));
        found.unwrap_or_else(|| self.nothing(join(&self.pointer(), key)))
    }
}

/// Whether two schemas are written alike.
fn alike((old, one): (&Schemas, SchemaId), (new, other): (&Schemas, SchemaId)) -> bool {
    let (one, other) = (&old[one], &new[other]);
    let uri = |schema: &Schema| schema.reference.as_ref().map(|reference| reference.uri.clone());
    one.boolean == other.boolean
        && uri(one) == uri(other)
        && one.keywords == other.keywords
        && one.properties.len() == other.properties.len()
        && one.parts.len() == other.parts.len()
        && one.properties.iter().all(|(name, &one)| {
            other.properties.get(name).is_some_and(|&other| alike((old, one), (new, other)))
        })
        && one.parts.iter().zip(&other.parts).all(|(one, other)| {
            (one.keyword, &one.key) == (other.keyword, &other.key)
                && alike((old, one.schema), (new, other.schema))
        })
}
