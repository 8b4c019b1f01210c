//! Two named types that are one thing in, what changed in them out.

use super::expression::{Here, Holder, Owner};
use super::finding::Found;
use super::identity::is_component;
use super::rules::{Family, family};
use super::spot::Spot;
use super::{Direction, Schemas, words};
use crate::diff::{Effect, Level, Subject};
use crate::ir::{Form, TypeDefinition, TypeId, TypeKind};

/// A pair of named types, compared for one direction.
pub(super) struct Node {
    pub(super) old: TypeId,
    pub(super) new: TypeId,
    pub(super) direction: Direction,
    /// What leads to it.
    pub(super) owners: Vec<Owner>,
}

/// A pair of named types whose content is being compared.
#[derive(Clone)]
pub(super) struct Pair<'m> {
    pub(super) number: usize,
    pub(super) ids: (TypeId, TypeId),
    pub(super) direction: Direction,
    pub(super) old: &'m TypeDefinition,
    pub(super) new: &'m TypeDefinition,
    pub(super) spots: (Spot<'m>, Spot<'m>),
}

impl Pair<'_> {
    /// What a finding in it is about.
    pub(super) fn subject(&self, part: impl Into<String>) -> Subject {
        words::schema(self.new, part)
    }

    /// Where its expressions stand.
    pub(super) fn here(&self, holder: Holder) -> Here {
        Here::of(holder, self.direction, Owner::Node(self.number))
    }
}

impl<'m> Schemas<'m> {
    /// Notes that a pair of named types is to be compared, and what led to it.
    pub(super) fn pair(&mut self, owner: Owner, direction: Direction, old: TypeId, new: TypeId) {
        let number = *self.known.entry((old, new, direction)).or_insert_with(|| {
            self.nodes.push(Node { old, new, direction, owners: Vec::new() });
            self.open.push(self.nodes.len() - 1);
            self.nodes.len() - 1
        });
        self.nodes[number].owners.push(owner);
    }

    /// Where the schemas of two types stand.
    pub(super) fn spots(&self, old: TypeId, new: TypeId) -> (Spot<'m>, Spot<'m>) {
        let (old, new) = (self.old.api.definition(old), self.new.api.definition(new));
        (
            Spot::new(&self.old.api.schemas, Some(old.schema), old.pointer.as_str()),
            Spot::new(&self.new.api.schemas, Some(new.schema), new.pointer.as_str()),
        )
    }

    /// Compares what two named types consist of.
    pub(super) fn pair_content(&mut self, number: usize) {
        let Node { old, new, direction, .. } = self.nodes[number];
        let pair = Pair {
            number,
            ids: (old, new),
            direction,
            old: self.old.api.definition(old),
            new: self.new.api.definition(new),
            spots: self.spots(old, new),
        };
        self.named(&pair);
        match (&pair.old.kind, &pair.new.kind) {
            (TypeKind::Record(old), TypeKind::Record(new)) => self.records(&pair, old, new),
            (TypeKind::StringEnum(old), TypeKind::StringEnum(new)) => {
                let words =
                    |values: &[String]| values.iter().map(|value| format!("{value:?}")).collect();
                self.lists(&pair, words(old), words(new));
            }
            (TypeKind::IntegerEnum(old), TypeKind::IntegerEnum(new)) => {
                let words = |values: &[i64]| values.iter().map(i64::to_string).collect();
                self.lists(&pair, words(old), words(new));
            }
            (TypeKind::Union(old), TypeKind::Union(new)) => self.unions(&pair, old, new),
            _ => {}
        }
    }

    /// Notes a finding in a pair.
    pub(super) fn found_in(&mut self, pair: &Pair<'m>, found: Found) {
        self.found(
            (pair.direction, Owner::Node(pair.number)),
            (&pair.spots.0, &pair.spots.1),
            found,
        );
    }

    /// Compares what two types are called, and what is said of them.
    fn named(&mut self, pair: &Pair<'m>) {
        let (old, new) =
            (&self.old.names.of(pair.ids.0).ident, &self.new.names.of(pair.ids.1).ident);
        let (was_split, is_split) = (is_form(pair.old.form), is_form(pair.new.form));
        let has_other_name = self.met.contains(&pair.ids);
        if was_split != is_split {
            // Whatever says that a type has another name says so of its forms.
            if !has_other_name {
                self.split(pair, is_split);
            }
        } else {
            if old != new && !has_other_name {
                let found = Found {
                    family: family::RUST_NAME,
                    subject: pair.subject(""),
                    before: Some(old.clone()),
                    after: Some(new.clone()),
                    wire: "names in Rust do not travel".into(),
                    rust: self.type_name_effect(pair.ids.0, pair.ids.1),
                };
                self.found_in(pair, found);
            }
            self.usage(pair);
        }
        if is_component(pair.old) && is_component(pair.new) && !pair.spots.0.is_as(&pair.spots.1) {
            let here = Here::of(
                Holder::Further(pair.ids.0, pair.ids.1),
                pair.direction,
                Owner::Node(pair.number),
            );
            let (subject, item) = (pair.subject(""), new.clone());
            self.component_texts(&here, &subject, (&pair.spots.0, &pair.spots.1), &item);
        }
    }

    /// Requests and responses hold different forms now, or the same again.
    fn split(&mut self, pair: &Pair<'m>, is_split: bool) {
        let rust = self.form_effect(pair);
        if rust.level == Level::Compatible {
            return;
        }
        let forms =
            |is_split: bool| if is_split { "a form for each direction" } else { "one form" };
        let found = Found {
            family: if is_split { family::SPLIT } else { family::JOINED },
            subject: pair.subject(""),
            before: Some(forms(!is_split).into()),
            after: Some(forms(is_split).into()),
            wire: "what travels is reported with the properties".into(),
            rust,
        };
        self.found_in(pair, found);
    }

    /// A type that requests hold has a constructor and setters, and tells null from absence.
    fn usage(&mut self, pair: &Pair<'m>) {
        let (old, new) = (pair.old.usage.request, pair.new.usage.request);
        if old == new || !matches!(pair.new.kind, TypeKind::Record(_)) {
            return;
        }
        let words = |is: bool| Some(if is { "in requests" } else { "not in requests" }.to_owned());
        let found = Found {
            family: family::USE,
            subject: pair.subject(""),
            before: words(old),
            after: words(new),
            wire: "the operations that hold it are reported by themselves".into(),
            rust: self.usage_effect(pair),
        };
        self.found_in(pair, found);
    }

    /// Notes that a field or variant has another name in Rust only.
    pub(super) fn renamed_in_rust(&mut self, pair: &Pair<'m>, part: &str, names: (String, String)) {
        let (old, new) = (self.old.names.of(pair.ids.0), self.new.names.of(pair.ids.1));
        let joint = if matches!(pair.new.kind, TypeKind::Record(_)) { "." } else { "::" };
        let seen = format!("{}{joint}{} → {}{joint}{}", old.ident, names.0, new.ident, names.1);
        // Something else may have taken the name.
        if new.members.contains(&names.0) || new.additional == names.0 {
            let found = Found {
                family: family::RUST_NAME,
                subject: pair.subject(part),
                wire: "what travels stays the same".into(),
                rust: Effect::new(
                    Level::Breaking,
                    format!(
                        "{seen}: {} means something else now: code that uses it may compile and err",
                        names.0
                    ),
                ),
                before: Some(names.0),
                after: Some(names.1),
            };
            self.found_in(pair, found);
        } else {
            self.rust_only(pair, (family::RUST_NAME, part), names, seen);
        }
    }

    /// Notes that something is called or held otherwise in Rust only, and what code that names it sees.
    pub(super) fn rust_only(
        &mut self,
        pair: &Pair<'m>,
        (family, part): (&'static Family, &str),
        (before, after): (String, String),
        seen: String,
    ) {
        let found = Found {
            family,
            subject: pair.subject(part),
            before: Some(before),
            after: Some(after),
            wire: "what travels stays the same".into(),
            rust: Effect::new(
                Level::Breaking,
                format!("{seen}: code that uses it no longer compiles"),
            ),
        };
        self.found_in(pair, found);
    }
}

/// Whether a form is that of one direction.
fn is_form(form: Form) -> bool {
    matches!(form, Form::Request | Form::Response)
}
