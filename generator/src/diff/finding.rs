//! Findings in, each at one place; changes out. Equal findings at several places are one change.

use super::change::{Change, Direction, Effect, Level, Reached, Subject};
use super::rules::{self, Family, OnCode, Rule};
use super::rust::Deltas;
use super::text::Text;
use super::wire::Reach;
use crate::Model;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The origin of a finding. The operations that it reaches follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// An operation, by its number.
    Operation(usize),
    /// A pair of schemas, by its number.
    Node(usize),
    /// The API itself: the finding reaches every operation or none.
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
    /// Words before the reason of the rule.
    pub(super) detail: Option<Text>,
    /// The effect on Rust, if it does not follow from the items of the crates.
    pub(super) rust: Option<Effect>,
    /// The place in both documents.
    pub(super) places: [Option<String>; 2],
    /// The places of the crates' items that it concerns; none if it concerns the crate as a whole.
    pub(super) items: [Option<String>; 2],
    pub(super) owners: Vec<Owner>,
}

impl Finding {
    /// A finding about the whole API, with no place yet.
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

    /// Sets the direction in which the value travels.
    pub(super) fn in_direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Sets the place in both documents.
    pub(super) fn at<P: Into<String>>(self, [old, new]: [Option<P>; 2]) -> Self {
        Self { places: [old.map(Into::into), new.map(Into::into)], ..self }
    }

    /// Takes the finding's own places as those of the crates' items.
    pub(super) fn joined(self) -> Self {
        Self { items: self.places.clone(), ..self }
    }

    /// Sets the places of the crates' items that it concerns.
    pub(super) fn with_items(self, items: [Option<String>; 2]) -> Self {
        Self { items, ..self }
    }

    /// Sets the values before and after.
    pub(super) fn values<B: Into<String>, A: Into<String>>(
        self,
        before: Option<B>,
        after: Option<A>,
    ) -> Self {
        Self { before: before.map(Into::into), after: after.map(Into::into), ..self }
    }

    /// Sets the values of something that is in both states.
    pub(super) fn turning(self, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.values(Some(before), Some(after))
    }

    /// Sets the value of something that is only in one state.
    pub(super) fn one_sided(self, is_gone: bool, value: impl Into<String>) -> Self {
        let value = Some(value.into());
        if is_gone {
            self.values(value, None::<String>)
        } else {
            self.values(None::<String>, value)
        }
    }

    /// Sets the words before the reason of the rule.
    pub(super) fn detail(self, detail: Text) -> Self {
        Self { detail: Some(detail), ..self }
    }

    /// Sets its origins.
    pub(super) fn owned(self, owners: impl IntoIterator<Item = Owner>) -> Self {
        Self { owners: owners.into_iter().collect(), ..self }
    }

    /// Its rule.
    pub(super) fn rule(&self) -> &'static Rule {
        self.family.rule(self.direction)
    }
}

/// The key of one change: findings with the same key are merged.
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
    // All findings in an unused schema are one change. A replaced schema is one change too, however much it weighs.
    let (before, after) = if finding.rule() == &rules::UNUSED_SCHEMA_CHANGED {
        (None, None)
    } else {
        (finding.before.clone(), finding.after.clone())
    };
    let replaced = [&rules::SCHEMA_REPLACED_BY_COMPATIBLE, &rules::SCHEMA_REPLACED_BY_EQUAL];
    let family = if replaced.contains(&finding.rule()) {
        Family::from(&rules::SCHEMA_REPLACED)
    } else {
        finding.family
    };
    (family.key(), finding.subject.clone(), before, after)
}

/// One change from all findings with the same key.
fn change([old, new]: [&Model; 2], group: &[(Finding, Effect)], reach: &Reach) -> Option<Change> {
    // The first of the gravest findings, requests before responses.
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

/// Turns a finding in an unused schema, which no operation of both states holds, into a change of the schema as a whole. Changed texts,
/// names and uses keep their rules.
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

/// The values of all findings that are one change.
fn values(group: &[(Finding, Effect)], of: impl Fn(&Finding) -> &Option<String>) -> Option<String> {
    let values: BTreeSet<&str> = group.iter().filter_map(|(own, _)| of(own).as_deref()).collect();
    let values: Vec<&str> = values.into_iter().collect();
    (!values.is_empty()).then(|| values.join("; "))
}
