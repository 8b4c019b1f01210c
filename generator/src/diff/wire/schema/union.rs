//! Two unions in; the changes of their types and of their discriminators out.

use super::class::{Class, Object, arms};
use super::identity::Relation;
use super::spot::{Fold, Spot};
use super::words::{arm_name, words};
use super::{Here, Writing, subject};
use crate::diff::finding::{Finding, Owner};
use crate::diff::rules::{self, Family, family};
use crate::diff::wire::Wire;
use crate::ir::{TypeDefinition, TypeKind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::Hash;

impl<'m> Wire<'m> {
    /// Compares two unions.
    pub(super) fn unions(&mut self, here: &Here, owner: Owner, [old, new]: [&Fold<'m>; 2]) {
        let (from, to) = (arms(old), arms(new));
        let partner = self.partners(&from, &to);
        let spots = [old.anchor(), new.anchor()];
        for (arm, other) in from.iter().zip(&partner) {
            match other {
                Some(other) => self.arms(here, owner, [old, new], [arm, &to[*other]]),
                None => self.arm(here, spots, arm, true),
            }
        }
        let taken: HashSet<usize> = partner.iter().flatten().copied().collect();
        let is_new = |(index, _): &(usize, &Spot<'m>)| !taken.contains(index);
        for (_, arm) in to.iter().enumerate().filter(is_new) {
            self.arm(here, spots, arm, false);
        }
        self.discriminators(here, [old, new]);
    }

    /// Pairs the arms of two unions whose arms are all values. On the wire they are one list; in Rust each arm is a type.
    pub(super) fn join_arms(&mut self, [old, new]: [&Fold<'m>; 2]) {
        let (from, to) = (arms(old), arms(new));
        let partner = self.partners(&from, &to);
        for (arm, other) in from.iter().zip(partner) {
            let Some(other) = other.map(|other| &to[other]) else { continue };
            let types = (arm.pointer().to_owned(), other.pointer().to_owned());
            self.joint.add(types.0.clone(), types.1.clone());
            self.joint.types.push(types);
        }
    }

    /// For each old arm, the new arm that it is now.
    fn partners(&self, old: &[Spot<'m>], new: &[Spot<'m>]) -> Vec<Option<usize>> {
        let named = [old, new].map(|arms| {
            let key = |arm: &Spot<'m>| (arm.refers(), arm_name(arm));
            arms.iter().map(key).collect::<Vec<_>>()
        });
        let mut found = Partners { of: vec![None; old.len()], is_free: vec![true; new.len()] };
        // An arm without a name of its own is called by its number, which another arm may have now.
        let is_nameless = |arm: &Spot<'m>| !arm.refers() && arm.get("title").is_none();
        found.by_test(|one, other| {
            let (old, new) = (&old[one], &new[other]);
            is_nameless(old) && is_nameless(new) && self.same(old, new)
        });
        found.by_key([&named[0], &named[1]].map(|keys| keys.iter().collect()));
        found.by_key([&named[0], &named[1]].map(|keys| keys.iter().map(|own| &own.1).collect()));
        found.by_test(|one, other| self.is_moved(&old[one], &new[other]));
        found.by_test(|one, other| self.same(&old[one], &new[other]));
        found.of
    }

    /// Whether two arms are one schema under another name.
    fn is_moved(&self, old: &Spot<'m>, new: &Spot<'m>) -> bool {
        let (old, new) = (Fold::one(old), Fold::one(new));
        let (from, to) = (Class::of(&old), Class::of(&new));
        let relation = || self.relation(old.anchor(), new.anchor(), from.is_like(&to));
        from.is_named()
            && to.is_named()
            && !matches!(relation(), Relation::Replaced | Relation::OtherKind)
    }

    /// Compares two arms that belong together.
    fn arms(
        &mut self,
        here: &Here,
        owner: Owner,
        [old, new]: [&Fold<'m>; 2],
        [from, to]: [&Spot<'m>; 2],
    ) {
        let (one, other) = (from.pointer(), to.pointer());
        self.joint.add(one.to_owned(), other.to_owned());
        let about = subject(new.anchor(), format!("type {}", arm_name(to)));
        let items = [Some(one.to_owned()), Some(other.to_owned())];
        let inside = Here { subject: about, items, owner, writing: Writing::Json, ..here.clone() };
        let [was, is] = [(old, from), (new, to)].map(|(fold, arm)| tags(fold, arm));
        if let (Some(was), Some(is)) = (was, is)
            && was != is
        {
            let family = match was.is_subset(&is) {
                true => family::TAG_ADDED,
                false => Family::from(&rules::DISCRIMINATOR_VALUES_CHANGED),
            };
            let list = |tags: BTreeSet<String>| tags.into_iter().collect::<Vec<_>>().join(", ");
            let finding = inside.finding(family, [old.anchor(), new.anchor()]);
            self.push(finding.turning(list(was), list(is)));
        }
        self.value(inside, [vec![from.clone()], vec![to.clone()]]);
    }

    /// Reports an added or removed arm.
    fn arm(&mut self, here: &Here, spots: [&Spot<'m>; 2], arm: &Spot<'m>, is_gone: bool) {
        let family = if is_gone { family::ARM_REMOVED } else { family::ARM_ADDED };
        let pointer = Some(arm.pointer().to_owned());
        let items = if is_gone { [pointer, None] } else { [None, pointer] };
        let about = subject(spots[1], format!("type {}", arm_name(arm)));
        let finding = here.finding(family, spots).one_sided(is_gone, words(arm));
        self.push(Finding { subject: about, items, ..finding });
    }

    /// Reports that another property, or none, tells the arms apart.
    fn discriminators(&mut self, here: &Here, [old, new]: [&Fold<'m>; 2]) {
        let [was, is] = [old, new].map(|fold| {
            fold.all().find_map(|spot| spot.get("discriminator")?.get("propertyName")?.as_str())
        });
        if was != is {
            let spots = [old.anchor(), new.anchor()];
            let about = subject(spots[1], "discriminator");
            let told = spots.map(|spot| told_by(spot));
            let rule = match told[0].is_some() && told[0] == told[1] {
                true => &rules::STATED_OTHERWISE,
                false => &rules::DISCRIMINATOR_CHANGED,
            };
            let finding = here.finding(rule, spots).values(was, is);
            self.push(Finding { subject: about, ..finding });
        }
    }
}

/// The pairs of arms so far.
struct Partners {
    /// For each old arm, the new arm that it is now.
    of: Vec<Option<usize>>,
    /// Whether a new arm is still unpaired.
    is_free: Vec<bool>,
}

impl Partners {
    /// Pairs arms with the same key, in order.
    fn by_key<K: Hash + Eq>(&mut self, [old, new]: [Vec<K>; 2]) {
        let mut free: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (index, key) in new.into_iter().enumerate().filter(|(index, _)| self.is_free[*index]) {
            free.entry(key).or_default().push_back(index);
        }
        for (index, key) in old.into_iter().enumerate() {
            if self.of[index].is_none() {
                self.of[index] = free.get_mut(&key).and_then(VecDeque::pop_front);
                self.of[index].into_iter().for_each(|other| self.is_free[other] = false);
            }
        }
    }

    /// Pairs each arm with the first one that passes a test with it.
    fn by_test(&mut self, test: impl Fn(usize, usize) -> bool) {
        for index in 0..self.of.len() {
            if self.of[index].is_none() {
                let mut free = (0..self.is_free.len()).filter(|other| self.is_free[*other]);
                self.of[index] = free.find(|other| test(index, *other));
                self.of[index].into_iter().for_each(|other| self.is_free[other] = false);
            }
        }
    }
}

/// The property that tells the arms of a union apart, whether a discriminator names it or not.
fn told_by<'m>(spot: &Spot<'m>) -> Option<&'m str> {
    let is_it = |definition: &&TypeDefinition| definition.pointer == spot.pointer();
    match &spot.api.types.iter().find(is_it)?.kind {
        TypeKind::Union(union) => union.discriminator.as_deref(),
        _ => None,
    }
}

/// The values of the discriminator for an arm; none without a discriminator.
fn tags(fold: &Fold<'_>, arm: &Spot<'_>) -> Option<BTreeSet<String>> {
    let rule = fold.all().find_map(|spot| spot.get("discriminator"))?;
    let name = arm_name(arm);
    let constants = || {
        let object = Object::of(&Fold::one(arm));
        let property = object.properties.get(rule.get("propertyName")?.as_str()?)?;
        let Class::Values(values) = Class::of(&Fold::of(property)) else { return None };
        let text = |value: &&Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Some(values.iter().map(text).collect::<BTreeSet<_>>())
    };
    let mut mapped: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (tag, target) in rule.get("mapping").and_then(Value::as_object).into_iter().flatten() {
        let target = target.as_str().unwrap_or_default();
        let target = target.rsplit('/').next().unwrap_or(target).to_owned();
        mapped.entry(target).or_default().insert(tag.clone());
    }
    let own = mapped.remove(&name).or_else(constants);
    Some(own.unwrap_or_else(|| BTreeSet::from([name])))
}
