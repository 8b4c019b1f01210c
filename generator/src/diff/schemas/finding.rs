//! What one direction finds at one place in, changes out: what several find alike is one.

use super::expression::Owner;
use super::rules::{Family, family};
use super::spot::Spot;
use super::{Direction, Schemas};
use crate::diff::{Change, Effect, Level, Reached, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// So many effects on Rust are told in full.
const MAX_TOLD: usize = 3;

/// What was found once.
pub(super) struct Raw {
    pub(super) family: &'static Family,
    pub(super) direction: Direction,
    /// What led there.
    pub(super) owner: Owner,
    pub(super) subject: Subject,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) wire: String,
    pub(super) rust: Effect,
    pub(super) pointers: [Option<String>; 2],
}

/// What was found, before it is known where from.
pub(super) struct Found {
    pub(super) family: &'static Family,
    pub(super) subject: Subject,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// What it does on the wire.
    pub(super) wire: String,
    /// What it does to Rust code.
    pub(super) rust: Effect,
}

/// What makes findings one change.
type Key = ((&'static str, &'static str), Subject, Option<String>, Option<String>);

impl<'m> Schemas<'m> {
    /// Notes what was found.
    pub(super) fn found(
        &mut self,
        (direction, owner): (Direction, Owner),
        (old, new): (&Spot<'m>, &Spot<'m>),
        found: Found,
    ) {
        let Found { family, subject, before, after, wire, rust } = found;
        let pointers = [old, new].map(|spot| Some(spot.pointer()));
        self.raw.push(Raw {
            family,
            direction,
            owner,
            subject,
            before,
            after,
            wire,
            rust,
            pointers,
        });
    }

    /// All changes.
    pub(super) fn changes(mut self) -> Vec<Change> {
        let reached: Vec<Option<Vec<usize>>> = self.reached();
        let mut groups: BTreeMap<Key, Vec<Raw>> = BTreeMap::new();
        for raw in std::mem::take(&mut self.raw) {
            let is_used = match raw.owner {
                Owner::Node(node) => reached[node].is_some(),
                Owner::Site(_) | Owner::Api => true,
            };
            let Some(raw) = (if is_used { Some(raw) } else { unused(raw) }) else { continue };
            // What changed in an unused schema is one change, whatever it is.
            let values = match is_unused(&raw) {
                true => (None, None),
                false => (raw.before.clone(), raw.after.clone()),
            };
            // That another schema took a place is one change, however it weighs in each direction.
            let is_replaced = matches!(
                raw.family,
                family::REPLACED | family::REPLACED_BY_COMPATIBLE | family::REPLACED_BY_EQUAL
            );
            let family = if is_replaced { family::REPLACED } else { raw.family };
            let key = (family.key(), raw.subject.clone(), values.0, values.1);
            groups.entry(key).or_default().push(raw);
        }
        groups.into_values().filter_map(|group| self.change(&group, &reached)).collect()
    }

    /// One change of all that was found alike.
    fn change(&self, group: &[Raw], reached: &[Option<Vec<usize>>]) -> Option<Change> {
        let rule_of = |raw: &Raw| raw.family.rule(raw.direction);
        // The first of the gravest, requests before responses.
        let gravest =
            group.iter().min_by_key(|raw| (std::cmp::Reverse(rule_of(raw).wire), raw.direction))?;
        let rule = rule_of(gravest);
        let mut operations: BTreeSet<&Reached> = BTreeSet::new();
        for raw in group {
            match raw.owner {
                Owner::Site(site) => _ = operations.insert(&self.sites[site].site.operation),
                Owner::Node(node) => operations.extend(
                    reached[node].iter().flatten().map(|&site| &self.sites[site].site.operation),
                ),
                Owner::Api => {}
            }
        }
        let [old, new] = &gravest.pointers;
        Some(Change {
            rule,
            subject: gravest.subject.clone(),
            before: values(group, |raw| &raw.before),
            after: values(group, |raw| &raw.after),
            wire: Effect::new(rule.wire, gravest.wire.clone()),
            rust: together(group.iter().map(|raw| &raw.rust)),
            old: old.as_ref().and_then(|pointer| self.old.places.place(pointer)),
            new: new.as_ref().and_then(|pointer| self.new.places.place(pointer)),
            operations: operations.into_iter().cloned().collect(),
        })
    }

    /// For each pair of named types the sites that lead to it; `None` if nothing does.
    fn reached(&self) -> Vec<Option<Vec<usize>>> {
        let mut wanted = vec![false; self.nodes.len()];
        for raw in &self.raw {
            if let Owner::Node(node) = raw.owner {
                wanted[node] = true;
            }
        }
        let sites_of = |(node, wanted)| if wanted { self.sites_of(node) } else { None };
        wanted.into_iter().enumerate().map(sites_of).collect()
    }

    fn sites_of(&self, node: usize) -> Option<Vec<usize>> {
        let (mut seen, mut open) = (vec![false; self.nodes.len()], vec![node]);
        let (mut sites, mut is_used) = (BTreeSet::new(), false);
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node], true) {
                continue;
            }
            for owner in &self.nodes[node].owners {
                match *owner {
                    Owner::Site(site) => _ = sites.insert(site),
                    Owner::Node(node) => open.push(node),
                    Owner::Api => is_used = true,
                }
            }
        }
        (is_used || !sites.is_empty()).then(|| sites.into_iter().collect())
    }
}

/// What is left of a finding in a schema that no known operation holds: nothing of it travels, and nothing is left if it does not
/// touch code either.
fn unused(raw: Raw) -> Option<Raw> {
    if raw.rust.level == Level::Documentation {
        return None;
    }
    if matches!(raw.family, family::USE | family::SPLIT | family::JOINED | family::RUST_NAME) {
        return Some(raw);
    }
    let Subject::Schema { name, part } = &raw.subject else { return Some(raw) };
    let subject = Subject::Schema { name: name.clone(), part: String::new() };
    let with_part = |value: Option<String>| {
        value.map(|value| if part.is_empty() { value } else { format!("{part}: {value}") })
    };
    let (before, after) = (with_part(raw.before.clone()), with_part(raw.after.clone()));
    let wire = "no operation that was there before and still is holds it".to_owned();
    Some(Raw { family: family::UNUSED, subject, before, after, wire, ..raw })
}

fn is_unused(raw: &Raw) -> bool {
    raw.family == family::UNUSED
}

/// What was or is there, of all that is one change.
fn values(group: &[Raw], of: impl Fn(&Raw) -> &Option<String>) -> Option<String> {
    let values: BTreeSet<&str> = group.iter().filter_map(|raw| of(raw).as_deref()).collect();
    let values: Vec<&str> = values.into_iter().collect();
    (!values.is_empty()).then(|| values.join("; "))
}

/// Several effects as one: the gravest, told once each.
fn together<'a>(effects: impl Iterator<Item = &'a Effect>) -> Effect {
    let mut effects: Vec<&Effect> = effects.collect();
    effects.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.text.cmp(&b.text)));
    effects.dedup();
    let level = effects.first().map_or(Level::Documentation, |effect| effect.level);
    effects.retain(|effect| effect.level == level);
    let told: Vec<&str> =
        effects.iter().take(MAX_TOLD).map(|effect| effect.text.as_str()).collect();
    let more = effects.len() - told.len();
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    Effect::new(level, format!("{}{more}", told.join("; ")))
}
