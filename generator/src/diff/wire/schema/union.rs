//! Two unions in; the changes of their types and of their discriminators out.

use super::class::{Class, Object, arms};
use super::identity::Profile;
use super::spot::{Fold, Spot};
use super::words::{arm_name, words};
use super::{Here, alternatives, subject};
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
        let (spots, tags) = ([old.anchor(), new.anchor()], [old, new].map(Tags::of));
        let taken: HashSet<usize> = partner.iter().flatten().copied().collect();
        let is_paired = partner.iter().all(Option::is_some) && taken.len() == to.len();
        let is_same = !is_paired && alternatives::are_same(old, new);
        for (arm, other) in from.iter().zip(&partner) {
            match other {
                Some(other) if is_same && !self.same(arm, &to[*other]) => {}
                None if is_same => {}
                Some(other) => self.arms(here, owner, [old, new], [arm, &to[*other]], &tags),
                None => self.arm(here, spots, arm, true),
            }
        }
        let is_new = |(index, _): &(usize, &Spot<'m>)| !is_same && !taken.contains(index);
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
        let names =
            |arms: &[Spot<'m>]| arms.iter().map(|arm| (arm.refers(), arm_name(arm))).collect();
        let named: [Vec<(bool, String)>; 2] = [old, new].map(names);
        let fingerprints =
            [old, new].map(|arms| arms.iter().map(Spot::fingerprint).collect::<Vec<_>>());
        // An arm without a name of its own is called by its number, which another arm may have now.
        let nameless = |arms: &[Spot<'m>], state: usize| -> Vec<Option<u64>> {
            let is_nameless = |arm: &Spot<'m>| !arm.refers() && arm.get("title").is_none();
            let own = arms.iter().zip(&fingerprints[state]);
            own.map(|(arm, own)| is_nameless(arm).then_some(*own)).collect()
        };
        let same = |one: usize, other: usize| self.same(&old[one], &new[other]);
        let mut found = Partners::none([old.len(), new.len()]);
        found.by_test([nameless(old, 0), nameless(new, 1)], same);
        found.by_key([&named[0], &named[1]].map(|keys| keys.iter().map(Some).collect()));
        found.by_key(
            [&named[0], &named[1]].map(|keys| keys.iter().map(|own| Some(&own.1)).collect()),
        );
        if found.is_complete() {
            return found.of;
        }
        let profiles = [old, new].map(|arms| arms.iter().map(Profile::of).collect::<Vec<_>>());
        let kinds = profiles.each_ref().map(|own| own.iter().map(Profile::named_kind).collect());
        found.by_test(kinds, |one, other| profiles[0][one].is_moved(self, &profiles[1][other]));
        found.by_test(fingerprints.map(|own| own.into_iter().map(Some).collect()), same);
        found.of
    }

    /// Compares two arms that belong together.
    fn arms(
        &mut self,
        here: &Here,
        owner: Owner,
        [old, new]: [&Fold<'m>; 2],
        [from, to]: [&Spot<'m>; 2],
        tags: &[Option<Tags<'m>>; 2],
    ) {
        let (one, other) = (from.pointer(), to.pointer());
        self.joint.add(one.to_owned(), other.to_owned());
        // Beside properties, each arm is a type with the properties of both.
        self.joint.types.push((one.to_owned(), other.to_owned()));
        let about = subject(new.anchor(), format!("type {}", arm_name(to)));
        let items = [Some(one.to_owned()), Some(other.to_owned())];
        let inside = Here { subject: about, items, owner, is_arm: true, ..here.clone() };
        let inside = Here { writing: here.writing.of_named(), ..inside };
        let own =
            |index: usize, arm| tags[index].as_ref().map(|tags| tags.of_arm(arm, arm_name(arm)));
        self.tags(&inside, [old.anchor(), new.anchor()], [own(0, from), own(1, to)]);
        self.value(inside, [vec![from.clone()], vec![to.clone()]]);
    }

    /// Reports that other values stand for an arm.
    pub(super) fn tags(
        &mut self,
        here: &Here,
        spots: [&Spot<'m>; 2],
        tags: [Option<BTreeSet<String>>; 2],
    ) {
        let [Some(was), Some(is)] = tags else { return };
        if was == is {
            return;
        }
        let family = match was.is_subset(&is) {
            true => family::TAG_ADDED,
            false => Family::from(&rules::DISCRIMINATOR_VALUES_CHANGED),
        };
        let list = |tags: BTreeSet<String>| tags.into_iter().collect::<Vec<_>>().join(", ");
        self.push(here.finding(family, spots).turning(list(was), list(is)));
    }

    /// Reports an added or removed arm.
    pub(super) fn arm(
        &mut self,
        here: &Here,
        spots: [&Spot<'m>; 2],
        arm: &Spot<'m>,
        is_gone: bool,
    ) {
        let family = if is_gone { family::ARM_REMOVED } else { family::ARM_ADDED };
        let pointer = Some(arm.pointer().to_owned());
        let items = if is_gone { [pointer, None] } else { [None, pointer] };
        let about = subject(spots[1], format!("type {}", arm_name(arm)));
        let finding = here.finding(family, spots).one_sided(is_gone, words(arm));
        self.push(Finding { subject: about, items, ..finding });
    }

    /// Reports that another property, or none, tells the arms apart.
    pub(super) fn discriminators(&mut self, here: &Here, [old, new]: [&Fold<'m>; 2]) {
        let [was, is] = [old, new].map(|fold| {
            fold.all().find_map(|spot| spot.get("discriminator")?.get("propertyName")?.as_str())
        });
        if was != is {
            let spots = [old.anchor(), new.anchor()];
            let about = subject(spots[1], "discriminator");
            let told = spots.map(|spot| told_by(spot));
            let rule = if told[0].is_some() && told[0] == told[1] {
                &rules::STATED_OTHERWISE
            } else {
                &rules::DISCRIMINATOR_CHANGED
            };
            let finding = here.finding(rule, spots).values(was, is);
            self.push(Finding { subject: about, ..finding });
        }
    }
}

/// The number of arms that one arm is compared with: unions may have thousands of arms, and all of them may be new.
const CANDIDATES: usize = 100;

/// The pairs of arms so far.
pub(super) struct Partners {
    /// For each old arm, the new arm that it is now.
    pub(super) of: Vec<Option<usize>>,
    /// Whether a new arm is still unpaired.
    is_free: Vec<bool>,
}

impl Partners {
    /// No pairs of so many arms.
    pub(super) fn none([old, new]: [usize; 2]) -> Self {
        Self { of: vec![None; old], is_free: vec![true; new] }
    }

    /// Whether every arm of one of the states has its partner.
    pub(super) fn is_complete(&self) -> bool {
        self.of.iter().all(Option::is_some) || !self.is_free.contains(&true)
    }

    /// Pairs arms with the same key, in order. Those without a key stay as they are.
    pub(super) fn by_key<K: Hash + Eq>(&mut self, keys: [Vec<Option<K>>; 2]) {
        self.by_test(keys, |_, _| true);
    }

    /// Pairs each arm with the first one that has the same key and passes a test with it.
    pub(super) fn by_test<K: Hash + Eq>(
        &mut self,
        [old, new]: [Vec<Option<K>>; 2],
        test: impl Fn(usize, usize) -> bool,
    ) {
        let mut free: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (index, key) in new.into_iter().enumerate().filter(|(index, _)| self.is_free[*index]) {
            if let Some(key) = key {
                free.entry(key).or_default().push_back(index);
            }
        }
        for (index, key) in old.into_iter().enumerate().filter(|(_, key)| key.is_some()) {
            let candidates = key.and_then(|key| free.get_mut(&key));
            if let Some(candidates) = candidates.filter(|_| self.of[index].is_none()) {
                let mut tried = candidates.iter().take(CANDIDATES);
                let place = tried.position(|other| test(index, *other));
                self.of[index] = place.and_then(|place| candidates.remove(place));
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

/// The discriminator of a union.
pub(super) struct Tags<'m> {
    property: Option<&'m str>,
    /// The values for each arm that the mapping names.
    mapped: BTreeMap<&'m str, BTreeSet<&'m str>>,
}

impl<'m> Tags<'m> {
    /// That of a union; none without a discriminator.
    pub(super) fn of(fold: &Fold<'m>) -> Option<Self> {
        let rule = fold.all().find_map(|spot| spot.get("discriminator"))?;
        let mut mapped: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (tag, target) in rule.get("mapping").and_then(Value::as_object).into_iter().flatten() {
            let target = target.as_str().unwrap_or_default();
            mapped.entry(target.rsplit('/').next().unwrap_or(target)).or_default().insert(tag);
        }
        Some(Self { property: rule.get("propertyName").and_then(Value::as_str), mapped })
    }

    /// The values for an arm: those of the mapping, those that the arm itself lists, or else its name.
    pub(super) fn of_arm(&self, arm: &Spot<'_>, name: String) -> BTreeSet<String> {
        let constants = || {
            let object = Object::of(&Fold::one(arm));
            let property = object.properties.get(self.property?)?;
            let Class::Values(values) = Class::of(&Fold::of(property)) else { return None };
            let text =
                |value: &&Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Some(values.iter().map(text).collect())
        };
        let mapped = self.mapped.get(&*name);
        let own = mapped.map(|tags| tags.iter().map(|tag| (*tag).to_owned()).collect());
        own.or_else(constants).unwrap_or_else(|| BTreeSet::from([name]))
    }
}
