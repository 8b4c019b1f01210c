//! What was found at one place in, changes out: what several places find alike is one.

use super::change::{Change, Direction, Effect, Level, Reached, Subject};
use super::rules::{self, Family, OnCode, Rule};
use super::rust::Deltas;
use super::text::Text;
use super::wire::Reach;
use crate::Model;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What led to a finding, so that the operations that it reaches can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// An operation, by its number.
    Operation(usize),
    /// A pair of schemas, by its number.
    Node(usize),
    /// The API itself, which needs it for every operation or for none.
    Api,
}

/// One difference at one place.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) family: Family,
    pub(super) direction: Direction,
    pub(super) subject: Subject,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// What is to be said besides the reason of the rule.
    pub(super) detail: Option<Text>,
    /// The effect on Rust, where it is none of what the crate's items tell.
    pub(super) rust: Option<Effect>,
    /// Where it is in both documents.
    pub(super) places: [Option<String>; 2],
    /// Where the items of the crates stand that it concerns; nowhere if it concerns the crate as a whole.
    pub(super) items: [Option<String>; 2],
    pub(super) owners: Vec<Owner>,
}

impl Finding {
    /// A finding of the whole API, in no place yet.
    pub(super) fn new(family: impl Into<Family>, subject: Subject) -> Self {
        Self {
            family: family.into(),
            direction: Direction::Request,
            subject,
            before: None,
            after: None,
            detail: None,
            rust: None,
            places: [None, None],
            items: [None, None],
            owners: vec![Owner::Api],
        }
    }

    /// The way in which the value travels.
    pub(super) fn in_direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Where it is.
    pub(super) fn at<P: Into<String>>(self, [old, new]: [Option<P>; 2]) -> Self {
        Self { places: [old.map(Into::into), new.map(Into::into)], ..self }
    }

    /// The items of the crates stand where it is.
    pub(super) fn joined(self) -> Self {
        Self { items: self.places.clone(), ..self }
    }

    /// Where the items of the crates stand that it concerns.
    pub(super) fn with_items(self, items: [Option<String>; 2]) -> Self {
        Self { items, ..self }
    }

    /// What was there and what is there.
    pub(super) fn values<B: Into<String>, A: Into<String>>(
        self,
        before: Option<B>,
        after: Option<A>,
    ) -> Self {
        Self { before: before.map(Into::into), after: after.map(Into::into), ..self }
    }

    /// What was there, and is there in another form.
    pub(super) fn turning(self, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.values(Some(before), Some(after))
    }

    /// What is only there before or only after.
    pub(super) fn one_sided(self, is_gone: bool, value: impl Into<String>) -> Self {
        let value = Some(value.into());
        match is_gone {
            true => self.values(value, None::<String>),
            false => self.values(None::<String>, value),
        }
    }

    /// What is to be said besides the reason of the rule.
    pub(super) fn detail(self, detail: Text) -> Self {
        Self { detail: Some(detail), ..self }
    }

    /// What leads to it.
    pub(super) fn owned(self, owners: impl IntoIterator<Item = Owner>) -> Self {
        Self { owners: owners.into_iter().collect(), ..self }
    }

    /// Its rule.
    pub(super) fn rule(&self) -> &'static Rule {
        self.family.rule(self.direction)
    }
}

/// What makes findings one change.
type Key = ([&'static str; 2], Subject, Option<String>, Option<String>);

/// All changes, in no particular order.
pub(super) fn changes(
    [old, new]: [&Model; 2],
    findings: Vec<Finding>,
    reach: &Reach,
    deltas: &Deltas,
) -> Vec<Change> {
    let mut groups: BTreeMap<Key, Vec<(Finding, Effect)>> = BTreeMap::new();
    for finding in findings {
        let rust = deltas.effect(&finding);
        let is_used = finding.owners.iter().any(|owner| reach.is_used(*owner));
        let finding = if is_used { finding } else { unused(finding) };
        groups.entry(key(&finding)).or_default().push((finding, rust));
    }
    let change = |group: Vec<(Finding, Effect)>| change([old, new], &group, reach);
    groups.into_values().filter_map(change).collect()
}

fn key(finding: &Finding) -> Key {
    // What changed in an unused schema is one change, whatever it is, and that another schema took a place is one, however it weighs.
    let (before, after) = match finding.rule() == &rules::UNUSED_SCHEMA_CHANGED {
        true => (None, None),
        false => (finding.before.clone(), finding.after.clone()),
    };
    let replaced = [&rules::SCHEMA_REPLACED_BY_COMPATIBLE, &rules::SCHEMA_REPLACED_BY_EQUAL];
    let family = match replaced.contains(&finding.rule()) {
        true => Family::from(&rules::SCHEMA_REPLACED),
        false => finding.family,
    };
    (family.key(), finding.subject.clone(), before, after)
}

/// One change of all that was found alike.
fn change([old, new]: [&Model; 2], group: &[(Finding, Effect)], reach: &Reach) -> Option<Change> {
    // The first of the gravest, requests before responses.
    let (gravest, _) =
        group.iter().min_by_key(|(own, _)| (Reverse(own.rule().wire), own.direction))?;
    let rule = gravest.rule();
    let operations: BTreeSet<&Reached> =
        group.iter().flat_map(|(own, _)| &own.owners).flat_map(|owner| reach.of(*owner)).collect();
    let [from, to] = &gravest.places;
    let reason = Text::marked(rule.reason);
    let wire = match &gravest.detail {
        Some(detail) => detail.clone().and(": ").then(reason),
        None => reason,
    };
    Some(Change {
        rule,
        subject: gravest.subject.clone(),
        before: values(group, |own| &own.before),
        after: values(group, |own| &own.after),
        wire: Effect { level: rule.wire, text: wire },
        rust: Effect::together(group.iter().map(|(_, rust)| rust)),
        old: from.as_ref().and_then(|pointer| old.places.place(pointer)),
        new: to.as_ref().and_then(|pointer| new.places.place(pointer)),
        operations: operations.into_iter().cloned().collect(),
    })
}

/// What is left of a finding in a schema that no operation of both states holds: nothing of it travels.
fn unused(finding: Finding) -> Finding {
    let kept = [
        &rules::SCHEMA_USE_CHANGED,
        &rules::SCHEMA_SPLIT,
        &rules::SCHEMA_JOINED,
        &rules::RUST_NAME_CHANGED,
    ];
    let is_text =
        finding.rule().wire == Level::Documentation && finding.rule().rust == OnCode::Nothing;
    if kept.contains(&finding.rule()) || is_text {
        return finding;
    }
    let Subject::Schema { name, part } = &finding.subject else { return finding };
    let subject = Subject::Schema { name: name.clone(), part: String::new() };
    let with_part = |value: &Option<String>| {
        let value = value.clone()?;
        Some(if part.is_empty() { value } else { format!("{part}: {value}") })
    };
    let (before, after) = (with_part(&finding.before), with_part(&finding.after));
    let family = Family::from(&rules::UNUSED_SCHEMA_CHANGED);
    Finding { family, subject, before, after, detail: None, ..finding }
}

/// What was or is there, of all that is one change.
fn values(group: &[(Finding, Effect)], of: impl Fn(&Finding) -> &Option<String>) -> Option<String> {
    let values: BTreeSet<&str> = group.iter().filter_map(|(own, _)| of(own).as_deref()).collect();
    let values: Vec<&str> = values.into_iter().collect();
    (!values.is_empty()).then(|| values.join("; "))
}
