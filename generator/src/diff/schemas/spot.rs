//! A place in a document in, the schema there and what it leads to out. The IR resolves references and forgets most keywords; what it
//! forgets is read here.

use crate::document::{Document, join, local_pointer, tokens};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;

/// Longer chains of references and sole arms are cut.
const MAX_LINKS: usize = 64;

/// Where a schema stands in a document, if it stands there. The pointer is put together only when it is asked for.
#[derive(Debug, Clone)]
pub(super) struct Spot<'m> {
    document: &'m Document,
    base: Cow<'m, str>,
    down: Vec<Cow<'m, str>>,
    pub(super) value: Option<&'m Value>,
}

/// A schema that another leads to.
#[derive(Debug, Clone)]
pub(super) struct Link<'m> {
    pub(super) spot: Spot<'m>,
    /// The component it is, or is a part of.
    pub(super) component: Option<String>,
}

impl<'m> Spot<'m> {
    /// What stands at a pointer.
    pub(super) fn at(document: &'m Document, pointer: impl Into<Cow<'m, str>>) -> Self {
        let base = pointer.into();
        let value = document.value.pointer(&base);
        Self { document, base, down: Vec::new(), value }
    }

    /// A part of it.
    pub(super) fn down(&self, token: impl Into<Cow<'m, str>>) -> Self {
        let token = token.into();
        let value = self.value.and_then(|value| match value {
            Value::Object(map) => map.get(&*token),
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            _ => None,
        });
        let mut down = self.down.clone();
        down.push(token);
        Self { document: self.document, base: self.base.clone(), down, value }
    }

    /// A keyword of the schema.
    pub(super) fn get(&self, key: &str) -> Option<&'m Value> {
        self.value?.get(key)
    }

    /// The JSON pointer.
    pub(super) fn pointer(&self) -> String {
        self.down
            .iter()
            .fold(self.base.clone().into_owned(), |pointer, token| join(&pointer, token))
    }

    /// Whether it says something by naming another schema.
    pub(super) fn refers(&self) -> bool {
        ["$ref", "allOf", "oneOf", "anyOf"].iter().any(|key| self.get(key).is_some())
    }

    /// The schema that a reference names.
    fn target(&self) -> Option<Self> {
        let pointer = local_pointer(self.get("$ref")?.as_str()?)?;
        Some(Self::at(self.document, pointer)).filter(|spot| spot.value.is_some())
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
                let is_component = spot.base.starts_with("/components/schemas/");
                let name = if is_component { tokens(&spot.base).last() } else { None };
                links.push(Link { spot, component: name.or(component) });
                continue;
            }
            for key in ["allOf", "oneOf", "anyOf"] {
                let arms = spot.get(key).and_then(Value::as_array).map_or(0, Vec::len);
                if arms == 1 || key == "allOf" {
                    let arm = |index: usize| spot.down(key).down(index.to_string());
                    let link = |index| Link { spot: arm(index), component: component.clone() };
                    links.extend((0..arms).map(link));
                }
            }
        }
        links
    }

    /// The property of an object: its own, or that of the last arm of an `allOf` which says what it is.
    pub(super) fn property(&self, name: &'m str) -> Self {
        let own = self.down("properties").down(name);
        if own.value.is_some() || !self.refers() {
            return own;
        }
        let mut declared = Vec::new();
        self.declared(name, &mut HashSet::new(), &mut declared);
        let says = |spot: &&Self| spot.refers() || spot.get("type").is_some();
        let found = declared.iter().rev().find(says).or(declared.last());
        found.cloned().unwrap_or(own)
    }

    /// All that declare a property, in the order in which each overrides the ones before.
    fn declared(&self, name: &'m str, seen: &mut HashSet<String>, found: &mut Vec<Self>) {
        if let Some(target) = self.target() {
            if seen.insert(target.pointer()) && seen.len() < MAX_LINKS {
                target.declared(name, seen, found);
            }
            return;
        }
        let arms = self.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..arms {
            self.down("allOf").down(index.to_string()).declared(name, seen, found);
        }
        found.extend(Some(self.down("properties").down(name)).filter(|spot| spot.value.is_some()));
    }

    /// What the items of an array or the values of a map are, by the keyword that says so.
    pub(super) fn inner(&self, key: &'static str) -> Self {
        let own = self.down(key);
        if own.value.is_some() || !self.refers() {
            return own;
        }
        let mut found = self.links().into_iter().map(|link| link.spot.down(key));
        found.find(|spot| spot.value.is_some()).unwrap_or(own)
    }
}
