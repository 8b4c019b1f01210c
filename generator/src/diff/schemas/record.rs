//! Two objects in, what changed in their properties out.

use super::expression::Holder;
use super::finding::Found;
use super::pair::Pair;
use super::rules::family;
use super::words::words;
use super::{Direction, Schemas};
use crate::diff::{Effect, Level};
use crate::ir::{Field, Record};

/// What an object says of properties that it does not list, from less to more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Further {
    Forbidden,
    NotSaid,
    Allowed,
}

impl<'m> Schemas<'m> {
    /// Compares two objects.
    pub(super) fn records(&mut self, pair: &Pair<'m>, old: &'m Record, new: &'m Record) {
        let (mut gone, mut come): (Vec<usize>, Vec<bool>) =
            (Vec::new(), vec![true; new.fields.len()]);
        for (index, field) in old.fields.iter().enumerate() {
            let is_same = |other: &Field| other.name == field.name;
            let at = new.fields.get(index).filter(|other| is_same(other)).map(|_| index);
            match at.or_else(|| new.fields.iter().position(is_same)) {
                Some(other) => {
                    come[other] = false;
                    self.properties(pair, (index, field), (other, &new.fields[other]));
                }
                None => gone.push(index),
            }
        }
        let mut come: Vec<usize> = (0..come.len()).filter(|&index| come[index]).collect();
        gone.retain(|&index| !self.hidden(pair, (index, &old.fields[index])));
        come.retain(|&index| !self.shown(pair, (index, &new.fields[index])));
        if let ([one], [other]) = (gone.as_slice(), come.as_slice())
            && self.is_renamed(&old.fields[*one], &new.fields[*other])
        {
            self.renamed(pair, (*one, &old.fields[*one]), (*other, &new.fields[*other]));
        } else {
            gone.into_iter().for_each(|index| self.removed(pair, (index, &old.fields[index])));
            come.into_iter().for_each(|index| self.added(pair, (index, &new.fields[index])));
        }
        self.further(pair, old, new);
        self.default_of(pair);
        self.arguments(pair, old, new);
    }

    /// Compares the order of the arguments that make a value. Two of one type change places without a word of the compiler.
    fn arguments(&mut self, pair: &Pair<'m>, old: &Record, new: &Record) {
        let of = |record: &Record| {
            let fields = record.fields.iter().filter(|field| field.required);
            let mut fields: Vec<(usize, String)> =
                fields.map(|field| (field.rank, field.name.clone())).collect();
            fields.sort();
            fields.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        let (before, after) = (of(old), of(new));
        let is_same = |name| after.contains(name);
        let reordered =
            before != after && before.len() == after.len() && before.iter().all(is_same);
        let Some((was, is)) = self.constructors(pair).filter(|_| reordered) else { return };
        // Fields of a struct have names.
        if pair.direction == Direction::Request && !is.contains('{') {
            let found = Found {
                family: family::RUST_ARGUMENTS,
                subject: pair.subject(""),
                before: Some(before.join(", ")),
                after: Some(after.join(", ")),
                wire: "what travels stays the same".into(),
                rust: Effect::new(
                    Level::Breaking,
                    format!(
                        "{was} becomes {is}: code that calls it gives each argument to the other's property, or no longer compiles"
                    ),
                ),
            };
            self.found_in(pair, found);
        }
    }

    /// Compares what two objects say of properties that they do not list.
    fn further(&mut self, pair: &Pair<'m>, old: &'m Record, new: &'m Record) {
        if let (Some(old), Some(new)) = (&old.additional, &new.additional) {
            let names = (self.old.names.of(pair.ids.0), self.new.names.of(pair.ids.1));
            if names.0.additional != names.1.additional {
                let names = (names.0.additional.clone(), names.1.additional.clone());
                self.renamed_in_rust(pair, "further properties", names);
            }
            let here = pair.here(Holder::Further(pair.ids.0, pair.ids.1));
            let key = "additionalProperties";
            let spots = (pair.spots.0.inner(key), pair.spots.1.inner(key));
            self.expression(here, (spots.0, old), (spots.1, new));
            return;
        }
        let state = |record: &Record, forbids: bool| match &record.additional {
            Some(_) => Further::Allowed,
            None if forbids => Further::Forbidden,
            None => Further::NotSaid,
        };
        let was = state(old, pair.spots.0.is_closed());
        let is = state(new, pair.spots.1.is_closed());
        // What is forbidden in responses binds the server, and programs ignore what they do not know.
        let is_said = was == Further::Allowed || is == Further::Allowed;
        if was == is || (pair.direction == Direction::Response && !is_said) {
            return;
        }
        let said = |state: Further, record: &Record, api| match (&record.additional, state) {
            (Some(value), _) => format!("further properties: {}", words(api, value)),
            (None, Further::Forbidden) => "no further properties".into(),
            (None, _) => "nothing said of further properties".into(),
        };
        let (before, after) = (said(was, old, &self.old.api), said(is, new, &self.new.api));
        let wire = match (is > was, pair.direction) {
            (true, Direction::Request) => "properties that are not listed may be sent",
            (true, Direction::Response) => "properties that are not listed may be received",
            (false, Direction::Request) => {
                "properties that are not listed may be ignored or refused"
            }
            (false, Direction::Response) => "properties that are not listed may be missing",
        };
        let found = Found {
            family: if is > was { family::FURTHER_ADDED } else { family::FURTHER_REMOVED },
            subject: pair.subject("further properties"),
            before: Some(before),
            after: Some(after),
            wire: wire.into(),
            rust: self.further_effect(pair, old, new),
        };
        self.found_in(pair, found);
    }
}
