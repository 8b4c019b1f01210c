//! Two schemas in; whether they are the same on the wire, or one schema under another name, out.

use super::class::{Class, Object};
use super::outline::Outline;
use super::spot::{Fold, Spot};
use super::words::arm_name;
use crate::diff::wire::Wire;
use crate::ir::SchemaId;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The relation of two schemas at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// One schema under one name, or without a name of its own.
    Same,
    /// Like [`Relation::Same`], but of another kind: an object became a list of values, for example.
    OtherKind,
    /// A component in one state, and in the other a schema that combines this component with more.
    Combined,
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
        self.relation_by(old, new, is_like, || Profile::of(old).agreement(&Profile::of(new)))
    }

    /// The same with the percentage of the two that agrees, which is asked for only where it decides.
    fn relation_by(
        &self,
        old: &Spot<'m>,
        new: &Spot<'m>,
        is_like: bool,
        agreement: impl FnOnce() -> usize,
    ) -> Relation {
        let (was, is) = (old.is_component(), new.is_component());
        if (was && is && old.name == new.name) || (!was && !is) {
            return if is_like { Relation::Same } else { Relation::OtherKind };
        }
        let [old_api, new_api] = self.apis();
        if is_like && combined(old, new).is_some() {
            return Relation::Combined;
        }
        let is_moved = !(was && is)
            || (!new_api.components.contains_key(&*old.name)
                && !old_api.components.contains_key(&*new.name));
        if !is_moved || !is_like || agreement() < ENOUGH {
            return Relation::Replaced;
        }
        match (was, is) {
            (true, true) => Relation::Renamed,
            (true, false) => Relation::Inlined,
            _ => Relation::Extracted,
        }
    }
}

/// The schema that combines a component of one state, which is the other schema, with more: its place among the two.
pub(super) fn combined(old: &Spot<'_>, new: &Spot<'_>) -> Option<usize> {
    let combines = |whole: &Spot<'_>, part: &Spot<'_>| {
        let is_it = |own: &Spot<'_>| own.is_component() && own.name == part.name;
        part.is_component()
            && !whole.is_component()
            && whole.api.components.contains_key(&*part.name)
            && Fold::one(whole).inner.iter().any(is_it)
    };
    if combines(old, new) {
        return Some(0);
    }
    combines(new, old).then_some(1)
}

/// A schema, looked into once to be compared with many.
pub(super) struct Profile<'m> {
    fold: Fold<'m>,
    class: Class<'m>,
    /// Its properties, if it is an object.
    object: Option<Object<'m>>,
}

impl<'m> Profile<'m> {
    /// Looks into a schema.
    pub(super) fn of(spot: &Spot<'m>) -> Self {
        let fold = Fold::one(spot);
        let class = Class::of(&fold);
        let object = matches!(class, Class::Object).then(|| Object::of(&fold));
        Self { fold, class, object }
    }

    /// The kind of thing that has a name of its own, as far as only things of one kind can be one schema under two names.
    pub(super) fn named_kind(&self) -> Option<&'static str> {
        self.class.is_named().then(|| self.class.noun())
    }

    /// Whether two schemas of one kind are one schema under another name.
    pub(super) fn is_moved(&self, wire: &Wire<'m>, new: &Self) -> bool {
        let (from, to) = (self.fold.anchor(), new.fold.anchor());
        let is_like = self.class.is_like(&new.class);
        let relation = wire.relation_by(from, to, is_like, || self.agreement(new));
        !matches!(relation, Relation::Replaced | Relation::OtherKind)
    }

    /// The percentage of two schemas of one kind that agrees.
    fn agreement(&self, new: &Self) -> usize {
        let (common, all) = match (&self.class, &new.class) {
            (Class::Object, Class::Object) => match (&self.object, &new.object) {
                (Some(old), Some(new)) => common_properties(old, new),
                _ => (0, 1),
            },
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
}

/// The number of properties that two objects have in common, and the number of all of both.
fn common_properties(old: &Object<'_>, new: &Object<'_>) -> (usize, usize) {
    let is_common = |(name, spots): &(&&str, &Vec<Spot<'_>>)| {
        let other = new.properties.get(**name);
        other.is_some_and(|other| is_alike(&Fold::of(spots), &Fold::of(other)))
    };
    let common = old.properties.iter().filter(is_common).count();
    (common, old.properties.len() + new.properties.len())
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
    are_same(old, new, &mut Known::default())
}

/// Schemas of both states that are known to be the same, in groups. Each leads to another one of its group, or is the first.
#[derive(Debug, Default)]
pub(in crate::diff::wire) struct Known {
    groups: HashMap<(usize, SchemaId), (usize, SchemaId)>,
    /// The pairs that are known to differ.
    different: HashSet<(SchemaId, SchemaId)>,
}

impl Known {
    fn first(&mut self, own: (usize, SchemaId)) -> (usize, SchemaId) {
        let (mut first, mut path) = (own, Vec::new());
        while let Some(next) = self.groups.get(&first) {
            path.push(first);
            first = *next;
        }
        self.groups.extend(path.into_iter().map(|own| (own, first)));
        first
    }

    fn are_one(&mut self, (old, new): (SchemaId, SchemaId)) -> bool {
        self.first((0, old)) == self.first((1, new))
    }

    fn unite(&mut self, (old, new): (SchemaId, SchemaId)) {
        let (old, new) = (self.first((0, old)), self.first((1, new)));
        if old != new {
            self.groups.insert(old, new);
        }
    }
}

/// The same, with what earlier comparisons of two states showed. What several schemas describe together is not kept.
pub(super) fn are_same<'m>(old: &Fold<'m>, new: &Fold<'m>, known: &mut Known) -> bool {
    let (mut seen, mut open) = (HashSet::new(), vec![(old.clone(), new.clone(), None)]);
    // The pairs that were met, each with the number of the one that holds it.
    let mut met: Vec<Met> = Vec::new();
    while let Some((old, new, holder)) = open.pop() {
        let pair = (old.anchor().id, new.anchor().id);
        let is_kept = old.anchor().others.is_empty() && new.anchor().others.is_empty();
        if is_kept && known.are_one(pair) {
            continue;
        }
        let number = met.len();
        met.push(Met { pair: is_kept.then_some(pair), holder });
        let is_other =
            old.is_nullable() != new.is_nullable() || (is_kept && known.different.contains(&pair));
        if is_other {
            known.differ(&met);
            return false;
        }
        if seen.insert(pair) {
            let ((old, inside_old), (new, inside_new)) = (Outline::of(&old), Outline::of(&new));
            if old != new {
                known.differ(&met);
                return false;
            }
            let inside = inside_old.into_iter().zip(inside_new);
            open.extend(inside.map(|(old, new)| (old, new, Some(number))));
        }
    }
    met.into_iter().filter_map(|own| own.pair).for_each(|pair| known.unite(pair));
    true
}

/// A pair of schemas that a comparison met.
struct Met {
    /// The schemas, unless several describe a value together.
    pair: Option<(SchemaId, SchemaId)>,
    /// The number of the pair that holds it.
    holder: Option<usize>,
}

impl Known {
    /// Keeps that the last pair differs, and with it all that hold it.
    fn differ(&mut self, met: &[Met]) {
        let mut next = met.last();
        while let Some(own) = next {
            self.different.extend(own.pair);
            next = own.holder.and_then(|number| met.get(number));
        }
    }
}
