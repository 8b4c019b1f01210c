//! Two schemas in; whether they are the same on the wire, or one schema under another name, out.

use super::class::{Class, Further, Object};
use super::spot::{Fold, Spot};
use super::words::arm_name;
use crate::diff::wire::Wire;
use serde_json::Value;
use std::collections::HashSet;

/// The relation of two schemas at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// One schema under one name, or without a name of its own.
    Same,
    /// Like [`Relation::Same`], but of another kind: an object became a list of values, for example.
    OtherKind,
    /// A component with another name.
    Renamed,
    /// A component that became inline.
    Inlined,
    /// An inline schema that became a component.
    Extracted,
    /// Two schemas.
    Replaced,
}

/// The percentage of two schemas that must agree for one to be the other under another name.
const ENOUGH: usize = 50;

impl<'m> Wire<'m> {
    /// The relation of two schemas at one place.
    pub(super) fn relation(&self, old: &Spot<'m>, new: &Spot<'m>, is_like: bool) -> Relation {
        let (was, is) = (old.is_component(), new.is_component());
        if (was && is && old.name == new.name) || (!was && !is) {
            return if is_like { Relation::Same } else { Relation::OtherKind };
        }
        let [old_api, new_api] = self.apis();
        let is_moved = !(was && is)
            || (!new_api.components.contains_key(&*old.name)
                && !old_api.components.contains_key(&*new.name));
        if !is_moved || !is_like || agreement(&Fold::one(old), &Fold::one(new)) < ENOUGH {
            return Relation::Replaced;
        }
        match (was, is) {
            (true, true) => Relation::Renamed,
            (true, false) => Relation::Inlined,
            _ => Relation::Extracted,
        }
    }
}

/// The percentage of two schemas of one kind that agrees.
fn agreement(old: &Fold<'_>, new: &Fold<'_>) -> usize {
    let (common, all) = match (Class::of(old), Class::of(new)) {
        (Class::Object, Class::Object) => {
            let (old, new) = (Object::of(old), Object::of(new));
            let is_alike = |(name, spots): &(&&str, &Vec<Spot<'_>>)| {
                let other = new.properties.get(**name);
                other.is_some_and(|other| is_alike(&Fold::of(spots), &Fold::of(other)))
            };
            let common = old.properties.iter().filter(is_alike).count();
            (common, old.properties.len() + new.properties.len())
        }
        (Class::Values(old), Class::Values(new)) => {
            let values: HashSet<&Value> = new.iter().copied().collect();
            let common = old.iter().filter(|value| values.contains(*value)).count();
            (common, old.len() + new.len())
        }
        (Class::Union(old), Class::Union(new)) => {
            let names: HashSet<String> = new.iter().map(arm_name).collect();
            let common = old.iter().filter(|arm| names.contains(&arm_name(arm))).count();
            (common, old.len() + new.len())
        }
        _ => (0, 1),
    };
    (common * 200).checked_div(all).unwrap_or(100)
}

/// Whether two values look the same at a glance.
fn is_alike<'m>(old: &Fold<'m>, new: &Fold<'m>) -> bool {
    let (mut old, mut new) = (old.clone(), new.clone());
    // A list or map may hold itself.
    let mut seen = HashSet::new();
    while seen.insert((old.anchor().id, new.anchor().id)) {
        (old, new) = match (Class::of(&old), Class::of(&new)) {
            (Class::Array(from), Class::Array(to)) | (Class::Map(from), Class::Map(to))
                if !from.is_empty() && !to.is_empty() =>
            {
                (Fold::of(&from), Fold::of(&to))
            }
            (from, to) => return from.is_like(&to),
        };
    }
    true
}

/// Whether two values are the same on the wire, whatever the names of their schemas. Schemas that hold themselves are the same until a
/// difference is found.
pub(super) fn same<'m>(old: &Fold<'m>, new: &Fold<'m>) -> bool {
    let (mut seen, mut open) = (HashSet::new(), vec![(old.clone(), new.clone())]);
    while let Some((old, new)) = open.pop() {
        if old.is_nullable() != new.is_nullable() {
            return false;
        }
        if seen.insert((old.anchor().id, new.anchor().id)) && !consists(&old, &new, &mut open) {
            return false;
        }
    }
    true
}

/// Values that are not compared yet.
type Open<'m> = Vec<(Fold<'m>, Fold<'m>)>;

/// Whether two values have equal parts. The values inside are left in `open`, for later.
fn consists<'m>(old: &Fold<'m>, new: &Fold<'m>, open: &mut Open<'m>) -> bool {
    match (Class::of(old), Class::of(new)) {
        (Class::Array(from), Class::Array(to)) | (Class::Map(from), Class::Map(to)) => {
            both(&from, &to, open)
        }
        (Class::Object, Class::Object) => objects(&Object::of(old), &Object::of(new), open),
        (Class::Values(old), Class::Values(new)) => {
            let values: HashSet<&Value> = new.iter().copied().collect();
            old.len() == new.len() && old.iter().all(|value| values.contains(*value))
        }
        (Class::Union(from), Class::Union(to)) => {
            open.extend(from.iter().zip(&to).map(|(old, new)| (Fold::one(old), Fold::one(new))));
            let discriminator = |fold: &Fold<'m>| fold.anchor().get("discriminator");
            let tells =
                |value: Option<&'m Value>| value.and_then(|value| value.get("propertyName"));
            from.len() == to.len() && tells(discriminator(old)) == tells(discriminator(new))
        }
        (old, new) => old.is_like(&new),
    }
}

fn both<'m>(old: &[Spot<'m>], new: &[Spot<'m>], open: &mut Open<'m>) -> bool {
    if !old.is_empty() && !new.is_empty() {
        open.push((Fold::of(old), Fold::of(new)));
    }
    old.is_empty() == new.is_empty()
}

fn objects<'m>(old: &Object<'m>, new: &Object<'m>, open: &mut Open<'m>) -> bool {
    let is_open = |object: &Object<'_>| object.further == Further::Allowed;
    old.properties.len() == new.properties.len()
        && is_open(old) == is_open(new)
        && both(&old.values, &new.values, open)
        && old.properties.iter().all(|(name, spots)| {
            let other = new.properties.get(name);
            open.extend(other.map(|other| (Fold::of(spots), Fold::of(other))));
            other.is_some() && old.required.contains(name) == new.required.contains(name)
        })
}
