//! Two unions in, what changed in their types and in what tells them apart out.

use super::expression::Holder;
use super::finding::Found;
use super::identity::Relation;
use super::pair::Pair;
use super::rules::family;
use super::spot::Spot;
use super::words::words;
use super::{Direction, Schemas};
use crate::diff::{Effect, Level};
use crate::ir::{Type, Union, Variant};

/// Whether an arm is another.
type Test<'m> = fn(&Schemas<'m>, &Variant, &Variant) -> bool;

impl<'m> Schemas<'m> {
    /// Compares two unions.
    pub(super) fn unions(&mut self, pair: &Pair<'m>, old: &'m Union, new: &'m Union) {
        let mut partner: Vec<Option<usize>> = vec![None; old.variants.len()];
        let mut is_free = vec![true; new.variants.len()];
        let tests: [Test<'m>; 3] = [
            |_, old, new| old.name == new.name,
            Self::is_moved,
            |all, old, new| all.same(&old.value, &new.value),
        ];
        for test in tests {
            for (index, variant) in old.variants.iter().enumerate() {
                let fits =
                    |other: &usize| is_free[*other] && test(self, variant, &new.variants[*other]);
                if partner[index].is_none()
                    && let Some(other) = (0..new.variants.len()).find(fits)
                {
                    (partner[index], is_free[other]) = (Some(other), false);
                }
            }
        }
        for (index, variant) in old.variants.iter().enumerate() {
            match partner[index] {
                Some(other) => self.variants(pair, (old, index), (new, other)),
                None => self.arm(pair, variant, index, true),
            }
        }
        for (index, variant) in new.variants.iter().enumerate().filter(|(index, _)| is_free[*index])
        {
            self.arm(pair, variant, index, false);
        }
        if old.discriminator != new.discriminator {
            self.discriminator(pair, old, new);
        }
    }

    /// Whether two arms are one schema under another name.
    fn is_moved(&self, old: &Variant, new: &Variant) -> bool {
        match (old.value.without_null(), new.value.without_null()) {
            (Type::Named(old), Type::Named(new)) => {
                !matches!(self.relation(*old, *new), Relation::Replaced | Relation::OtherKind)
            }
            _ => false,
        }
    }

    /// Compares two arms that are the same.
    fn variants(
        &mut self,
        pair: &Pair<'m>,
        (old_union, old): (&'m Union, usize),
        (new_union, new): (&'m Union, usize),
    ) {
        let (one, other) = (&old_union.variants[old], &new_union.variants[new]);
        let names = (self.old.names.of(pair.ids.0), self.new.names.of(pair.ids.1));
        let (before, after) = (&names.0.members[old], &names.1.members[new]);
        let part = format!("type {}", other.name);
        if before != after {
            self.renamed_in_rust(pair, &part, (before.clone(), after.clone()));
        }
        if one.boxed != other.boxed {
            let types = self.variant_texts((pair.ids.0, old), (pair.ids.1, new));
            let seen = format!("{}::{after}: {} → {}", names.1.ident, types.0, types.1);
            self.rust_only(pair, (family::RUST_TYPE, &part), types, seen);
        }
        let is_tagged = old_union.discriminator.is_some() && new_union.discriminator.is_some();
        if is_tagged && one.tags != other.tags {
            self.tags(pair, one, other);
        }
        let holder = Holder::Variant((pair.ids.0, old), (pair.ids.1, new));
        let spots = (arm(&pair.spots.0, old, old_union), arm(&pair.spots.1, new, new_union));
        self.expression(pair.here(holder), (spots.0, &one.value), (spots.1, &other.value));
    }

    /// An arm was added or removed.
    fn arm(&mut self, pair: &Pair<'m>, variant: &Variant, index: usize, is_gone: bool) {
        let state = if is_gone { self.old } else { self.new };
        let id = if is_gone { pair.ids.0 } else { pair.ids.1 };
        let (names, name) = (state.names.of(id), &variant.name);
        let item = format!("{}::{}", names.ident, names.members[index]);
        let (wire, rust) = match (is_gone, pair.direction) {
            (true, Direction::Request) => (format!("{name} is refused"), Level::Breaking),
            (true, Direction::Response) => {
                (format!("{name} is not received any more"), Level::Breaking)
            }
            (false, Direction::Request) => (format!("{name} may be sent"), Level::Compatible),
            (false, Direction::Response) => (format!("{name} may be received"), Level::Compatible),
        };
        let text = match is_gone {
            true => format!("{item} is gone: code that names it no longer compiles"),
            false => format!("{item} is new"),
        };
        let described = words(&state.api, &variant.value);
        let found = Found {
            family: if is_gone { family::ARM_REMOVED } else { family::ARM_ADDED },
            subject: pair.subject(format!("type {name}")),
            before: is_gone.then(|| described.clone()),
            after: (!is_gone).then(|| described.clone()),
            wire,
            rust: Effect::new(rust, text),
        };
        self.found_in(pair, found);
    }

    /// Another property tells the arms apart, or none.
    fn discriminator(&mut self, pair: &Pair<'m>, old: &Union, new: &Union) {
        let ident = &self.new.names.of(pair.ids.1).ident;
        let wire = match (&old.discriminator, &new.discriminator) {
            (Some(old), Some(new)) => {
                format!("{new} tells which type a value is, and no longer {old}")
            }
            (None, Some(new)) => format!("{new} tells which type a value is, where its shape did"),
            (old, _) => format!(
                "{} no longer tells which type a value is",
                old.as_deref().unwrap_or("nothing")
            ),
        };
        let text = format!("{ident} is told apart by other means: code compiles as before");
        let found = Found {
            family: family::DISCRIMINATOR,
            subject: pair.subject("discriminator"),
            before: old.discriminator.clone(),
            after: new.discriminator.clone(),
            wire,
            rust: Effect::new(Level::Compatible, text),
        };
        self.found_in(pair, found);
    }

    /// Other values of the discriminator mean an arm.
    fn tags(&mut self, pair: &Pair<'m>, old: &Variant, new: &Variant) {
        let (before, after) = (old.tags.join(", "), new.tags.join(", "));
        let ident = &self.new.names.of(pair.ids.1).ident;
        let text = format!("{ident} is told apart by other values: code compiles as before");
        let found = Found {
            family: family::TAGS,
            subject: pair.subject(format!("type {}", new.name)),
            before: Some(before.clone()),
            after: Some(after.clone()),
            wire: format!("the discriminator says {after} where it said {before}"),
            rust: Effect::new(Level::Compatible, text),
        };
        self.found_in(pair, found);
    }
}

/// Where an arm stands; the union where some arms make no variant.
fn arm<'m>(spot: &Spot<'m>, index: usize, union: &Union) -> Spot<'m> {
    let mut keys = ["oneOf", "anyOf"].into_iter();
    let key = keys.find(|key| spot.count(key) == union.variants.len());
    spot.part(key.unwrap_or("oneOf"), index)
}
