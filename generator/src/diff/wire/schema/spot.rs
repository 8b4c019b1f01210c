//! A schema of an API in; all schemas that describe the same value out.

use super::{alternatives, class};
use crate::document::{MAX_CHAIN, UNIONS, tokens};
use crate::ir::{Api, Schema, SchemaId};
use serde_json::Value;
use std::rc::Rc;

/// A schema and its name.
#[derive(Debug, Clone)]
pub(in crate::diff::wire) struct Spot<'m> {
    pub(in crate::diff::wire) api: &'m Api,
    pub(in crate::diff::wire) id: SchemaId,
    /// The name of a component, or the names that lead to the schema.
    pub(in crate::diff::wire) name: Rc<str>,
    /// The component that it is, or belongs to without a reference between.
    pub(in crate::diff::wire) component: Option<Rc<str>>,
    /// Other schemas of the same value, if several schemas of an `allOf` declare one part.
    pub(in crate::diff::wire) others: Rc<[Spot<'m>]>,
}

impl<'m> Spot<'m> {
    /// A schema that no reference leads to.
    pub(in crate::diff::wire) fn new(api: &'m Api, id: SchemaId, name: &str) -> Self {
        Self { api, id, name: name.into(), component: None, others: [].into() }
    }

    /// A component schema.
    pub(in crate::diff::wire) fn component(api: &'m Api, name: &str) -> Option<Self> {
        let id = *api.components.get(name)?;
        let name: Rc<str> = name.into();
        Some(Self { api, id, component: Some(name.clone()), name, others: [].into() })
    }

    /// The schema.
    pub(in crate::diff::wire) fn schema(&self) -> &'m Schema {
        &self.api.schemas[self.id]
    }

    /// Its place.
    pub(in crate::diff::wire) fn pointer(&self) -> &'m str {
        &self.schema().pointer
    }

    /// The schema that identifies the value. For a part that several schemas declare, it is one that nothing refers to.
    pub(in crate::diff::wire) fn key(&self) -> SchemaId {
        self.others.first().map_or(self.id, |other| other.id)
    }

    /// Whether it is a component.
    pub(in crate::diff::wire) fn is_component(&self) -> bool {
        self.component.is_some() && self.component.as_ref() == Some(&self.name)
    }

    /// The value of a keyword that holds no schemas.
    pub(in crate::diff::wire) fn get(&self, key: &str) -> Option<&'m Value> {
        self.schema().keywords.get(key)
    }

    /// A schema inside it, with one more name unless that is empty.
    fn down(&self, id: SchemaId, name: &str) -> Self {
        let name = if name.is_empty() {
            self.name.clone()
        } else {
            format!("{}.{name}", self.name).into()
        };
        Self { id, name, others: [].into(), ..self.clone() }
    }

    /// A property.
    pub(in crate::diff::wire) fn property(&self, name: &str) -> Option<Self> {
        Some(self.down(*self.schema().properties.get(name)?, name))
    }

    /// A schema inside it, with the name to add.
    pub(in crate::diff::wire) fn inside(&self, id: SchemaId, name: &str) -> Self {
        self.down(id, name)
    }

    /// The schema under a keyword.
    pub(in crate::diff::wire) fn part(&self, keyword: &str, name: &str) -> Option<Self> {
        Some(self.down(self.schema().part(keyword)?, name))
    }

    /// The arms under a keyword, without those that are null alone.
    pub(in crate::diff::wire) fn arms(&self, key: &str) -> Vec<Self> {
        let name = |index: usize| match key {
            "allOf" => String::new(),
            _ => format!("variant {}", index + 1),
        };
        let arms = self.schema().list(key).enumerate();
        let arms = arms.map(|(index, id)| self.down(id, &name(index)));
        arms.filter(|arm| !arm.is_null()).collect()
    }

    /// Whether only null fits it.
    pub(in crate::diff::wire) fn is_null(&self) -> bool {
        self.get("type").is_some_and(|kind| kind == "null")
            || self.get("const").is_some_and(Value::is_null)
            || self
                .get("enum")
                .and_then(Value::as_array)
                .is_some_and(|list| list[..] == [Value::Null])
    }

    /// Whether it refers to another schema.
    pub(in crate::diff::wire) fn refers(&self) -> bool {
        self.schema().reference.is_some()
    }

    /// The target of its reference.
    fn target(&self) -> Option<Self> {
        let id = self.schema().reference.as_ref()?.target?;
        let pointer = &self.api.schemas[id].pointer;
        let name: Rc<str> = tokens(pointer).last()?.into();
        let component =
            pointer.strip_prefix("/components/schemas").and_then(|rest| tokens(rest).next());
        let component = component.map(Into::into);
        Some(Self { api: self.api, id, name, component, others: [].into() })
    }

    /// The only arm of a `oneOf` or `anyOf`.
    fn sole_arm(&self) -> Option<Self> {
        UNIONS.iter().find_map(|key| match <[_; 1]>::try_from(self.arms(key)) {
            Ok([arm]) => Some(arm),
            Err(_) => None,
        })
    }

    /// Whether it says by itself what the value is, and does not only add conditions.
    fn defines_value(&self) -> bool {
        let schema = self.schema();
        let holds = |key: &str| match self.get(key) {
            Some(Value::Array(items)) => !items.is_empty(),
            other => other.is_some(),
        };
        let is_object = schema.types().all(|kind| kind == "object" || kind == "null");
        !schema.properties.is_empty()
            || schema.required().next().is_some()
            || schema.boolean.is_some()
            || ["enum", "const"].iter().any(|key| holds(key))
            || ["items", "additionalProperties"].iter().any(|key| schema.part(key).is_some())
            || UNIONS.iter().any(|key| self.arms(key).len() > 1)
            || !is_object
    }

    /// Whether it adds to an object that it refers to.
    fn adds(&self) -> bool {
        let schema = self.schema();
        !schema.properties.is_empty()
            || schema.required().next().is_some()
            || schema.part("additionalProperties").is_some()
    }

    /// Whether it says what the value is, or leads to a schema that does.
    fn is_structural(&self) -> bool {
        self.refers()
            || self.defines_value()
            || self.get("type").is_some()
            || self.sole_arm().is_some()
            || self.arms("allOf").iter().any(Self::is_structural)
    }

    /// Adds it and all schemas of the same value. It comes before or after the schemas that it leads to.
    pub(in crate::diff::wire) fn visit(&self, found: &mut Vec<Self>, is_first: bool) {
        if found.len() >= MAX_CHAIN || found.iter().any(|own| own.id == self.id) {
            return;
        }
        let place = found.len();
        found.push(self.clone());
        let arms = || [self.arms("allOf"), self.sole_arm().into_iter().collect()].concat();
        for link in self.target().into_iter().chain(arms()) {
            link.visit(found, is_first);
        }
        if !is_first {
            found[place..].rotate_left(1);
        }
    }

    /// The next schema on the way to the one that says what the value is.
    fn next(&self) -> Option<Self> {
        if self.refers() && !self.adds() {
            return self.target();
        }
        if self.refers() || self.defines_value() {
            return None;
        }
        let arms = self.arms("allOf").into_iter().filter(Self::is_structural);
        match <[_; 1]>::try_from(arms.collect::<Vec<_>>()) {
            Ok([arm]) => Some(arm),
            Err(arms) if arms.is_empty() => self.sole_arm(),
            Err(_) => None,
        }
    }
}

/// All schemas of one value.
#[derive(Debug, Clone)]
pub(in crate::diff::wire) struct Fold<'m> {
    /// The schemas around the one that says what the value is, the outermost first. They override inner ones.
    pub(in crate::diff::wire) outer: Vec<Spot<'m>>,
    /// That schema, the arms of its `allOf`, and other schemas of the same value.
    pub(in crate::diff::wire) inner: Vec<Spot<'m>>,
    /// The component that the value is a part of.
    home: Option<Rc<str>>,
}

impl<'m> Fold<'m> {
    /// Folds the schemas that describe one value; the first decides where they differ.
    pub(in crate::diff::wire) fn of(spots: &[Spot<'m>]) -> Self {
        let others = spots[1..].iter().chain(&*spots[0].others);
        let others: Rc<[Spot<'m>]> = others.filter(|spot| spot.is_structural()).cloned().collect();
        let mut anchor = Spot { others: [].into(), ..spots[0].clone() };
        let mut seen = vec![anchor.id];
        while let Some(next) = anchor.next().filter(|next| !seen.contains(&next.id)) {
            seen.push(next.id);
            anchor = next;
            if seen.len() > MAX_CHAIN {
                break;
            }
        }
        if !others.is_empty() {
            // Together, the schemas are no component, wherever the first one leads.
            anchor = Spot { name: spots[0].name.clone(), others: others.clone(), ..anchor };
        }
        let mut inner = links(std::slice::from_ref(&anchor));
        others.iter().for_each(|other| other.visit(&mut inner, true));
        let mut outer = links(spots);
        outer.retain(|link| inner.iter().all(|own| own.id != link.id));
        Self { outer, inner, home: spots[0].component.clone() }
    }

    /// Folds one schema.
    pub(in crate::diff::wire) fn one(spot: &Spot<'m>) -> Self {
        Self::of(std::slice::from_ref(spot))
    }

    /// The schema that says what the value is.
    pub(in crate::diff::wire) fn anchor(&self) -> &Spot<'m> {
        &self.inner[0]
    }

    /// All schemas, the outermost first.
    pub(in crate::diff::wire) fn all(&self) -> impl Iterator<Item = &Spot<'m>> {
        self.outer.iter().chain(&self.inner)
    }

    /// Whether some schema sets a flag.
    pub(in crate::diff::wire) fn is(&self, flag: &str) -> bool {
        self.all().any(|spot| spot.schema().is(flag))
    }

    /// Whether the value may be null, by itself or as an alternative of a union.
    pub(in crate::diff::wire) fn is_nullable(&self) -> bool {
        self.is_null_itself() || {
            let arms = class::arms(self);
            !arms.is_empty() && alternatives::has_null(&arms)
        }
    }

    /// Whether the value may be null, whatever the alternatives of a union say.
    pub(in crate::diff::wire) fn is_null_itself(&self) -> bool {
        let allows_null = |spot: &Spot<'_>| {
            let schema = spot.schema();
            let lists = schema.values().is_some_and(|list| list.contains(&Value::Null));
            let arms = UNIONS.map(|key| (schema.list(key).count(), spot.arms(key).len()));
            lists
                || schema.types().any(|kind| kind == "null")
                || arms.iter().any(|(all, own)| all > own)
        };
        self.is("nullable") || self.all().any(allows_null)
    }

    /// The component that a schema belongs to, if a reference leads there.
    pub(in crate::diff::wire) fn component_of<'s>(
        &self,
        spot: &'s Spot<'m>,
    ) -> Option<&'s Rc<str>> {
        spot.component.as_ref().filter(|name| self.home.as_ref() != Some(name))
    }

    /// The component that describes the value without a type of its own. Its changes are reported once.
    pub(in crate::diff::wire) fn alias(&self) -> Option<&Rc<str>> {
        let named = self.outer.iter().chain(self.inner.first());
        named.filter_map(|spot| self.component_of(spot)).next_back()
    }
}

/// All schemas of the same value: these ones, the targets of their references, their sole arms, and all arms of an `allOf`.
fn links<'m>(spots: &[Spot<'m>]) -> Vec<Spot<'m>> {
    let mut links = Vec::new();
    spots.iter().for_each(|spot| spot.visit(&mut links, true));
    links
}
