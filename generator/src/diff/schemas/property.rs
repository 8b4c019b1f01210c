//! Properties of two objects in, what changed in each out.

use super::expression::Holder;
use super::finding::Found;
use super::pair::Pair;
use super::rules::{Family, family};
use super::spot::Spot;
use super::words::words;
use super::{Direction, Schemas};
use crate::diff::{Effect, Level};
use crate::ir::Field;
use serde_json::Value;

/// Which way a property may travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Access {
    read_only: bool,
    write_only: bool,
}

impl Access {
    fn of(field: &Field) -> Self {
        Self { read_only: field.read_only, write_only: field.write_only }
    }

    /// What a schema, or what it leads to, is marked as.
    fn at(spot: &Spot<'_>) -> Self {
        let links = spot.links();
        let is = |key| links.iter().any(|link| link.spot.get(key) == Some(&Value::Bool(true)));
        Self { read_only: is("readOnly"), write_only: is("writeOnly") }
    }

    /// Whether values that travel in a direction leave the property out.
    fn hides(self, direction: Direction) -> bool {
        match direction {
            Direction::Request => self.read_only,
            Direction::Response => self.write_only,
        }
    }

    fn words(self) -> String {
        match (self.read_only, self.write_only) {
            (false, false) => "read and written",
            (true, false) => "read-only",
            (false, true) => "write-only",
            (true, true) => "read-only and write-only",
        }
        .into()
    }
}

/// A field and its number in its type.
pub(super) type Numbered<'m> = (usize, &'m Field);

impl<'m> Schemas<'m> {
    /// Compares a property that both objects have.
    pub(super) fn properties(&mut self, pair: &Pair<'m>, old: Numbered<'m>, new: Numbered<'m>) {
        let holder = Holder::Field((pair.ids.0, old.0), (pair.ids.1, new.0));
        let spots = || (pair.spots.0.property(&old.1.name), pair.spots.1.property(&new.1.name));
        if old.1.required != new.1.required {
            self.requirement(pair, old, new);
        }
        let (was, is) = (Access::of(old.1), Access::of(new.1));
        if was != is {
            let text = format!("{} stays as it is", self.item(holder));
            let rust = Effect::new(Level::Documentation, text);
            self.access(pair, &spots(), (was, is), new.1, rust);
        }
        let (old_spot, new_spot) = spots();
        self.expression(pair.here(holder), (old_spot, &old.1.value), (new_spot, &new.1.value));
        self.held_otherwise(pair, old, new);
        if old.1.decided_by != new.1.decided_by {
            self.decision(pair, old, new);
        }
    }

    /// A property must be there now, or need not any more.
    fn requirement(&mut self, pair: &Pair<'m>, old: Numbered<'m>, new: Numbered<'m>) {
        let words =
            |required: bool| Some(if required { "required" } else { "optional" }.to_owned());
        let wire = match (new.1.required, pair.direction) {
            (true, Direction::Request) => "requests without it are refused",
            (true, Direction::Response) => "it is always received",
            (false, Direction::Request) => "requests may leave it out",
            (false, Direction::Response) => "it may be missing where it always was",
        };
        let found = Found {
            family: if new.1.required { family::REQUIRED } else { family::OPTIONAL },
            subject: pair.subject(new.1.name.as_str()),
            before: words(old.1.required),
            after: words(new.1.required),
            wire: wire.into(),
            rust: self.holder_effect(Holder::Field((pair.ids.0, old.0), (pair.ids.1, new.0))),
        };
        self.found_at(pair, (&old.1.name, &new.1.name), found);
    }

    /// What the Rust code calls a field or how it boxes it may change though the schema does not.
    fn held_otherwise(&mut self, pair: &Pair<'m>, old: Numbered<'m>, new: Numbered<'m>) {
        let old_name = &self.old.names.of(pair.ids.0).members[old.0];
        let new_name = &self.new.names.of(pair.ids.1).members[new.0];
        let part = new.1.name.as_str();
        if old_name != new_name && old.1.name == new.1.name {
            self.renamed_in_rust(pair, part, (old_name.clone(), new_name.clone()));
        }
        let setters =
            (&self.old.names.of(pair.ids.0).setters, &self.new.names.of(pair.ids.1).setters);
        let setters = (&setters.0[old.0], &setters.1[new.0]);
        let had_setter = pair.old.usage.request && !old.1.required;
        if old_name == new_name && setters.0 != setters.1 && had_setter && !new.1.required {
            let (old_type, new_type) =
                (&self.old.names.of(pair.ids.0).ident, &self.new.names.of(pair.ids.1).ident);
            let seen = format!("{old_type}::{} → {new_type}::{}", setters.0, setters.1);
            let names = (setters.0.clone(), setters.1.clone());
            self.rust_only(pair, (family::RUST_NAME, part), names, seen);
        }
        if old.1.boxed != new.1.boxed && old.1.value.is_nullable() == new.1.value.is_nullable() {
            let types = self.field_texts((pair.ids.0, old.0), (pair.ids.1, new.0));
            let ident = &self.new.names.of(pair.ids.1).ident;
            let seen = format!("{ident}.{new_name}: {} → {}", types.0, types.1);
            self.rust_only(pair, (family::RUST_TYPE, part), types, seen);
        }
    }

    /// Another property decides on a union, or other values of it.
    fn decision(&mut self, pair: &Pair<'m>, old: Numbered<'m>, new: Numbered<'m>) {
        let words = |field: &Field| {
            let rule = field.decided_by.as_ref()?;
            let arms = rule.arms.iter().map(|(value, arm)| format!("{value}: {arm}"));
            Some(format!("{} ({})", rule.property, arms.collect::<Vec<_>>().join(", ")))
        };
        let item = self.item(Holder::Field((pair.ids.0, old.0), (pair.ids.1, new.0)));
        let text =
            format!("{item} is read as another variant for some values: code compiles as before");
        let found = Found {
            family: family::DECIDING,
            subject: pair.subject(new.1.name.as_str()),
            before: words(old.1),
            after: words(new.1),
            wire: "what travels stays the same".into(),
            rust: Effect::new(Level::Compatible, text),
        };
        self.found_at(pair, (&old.1.name, &new.1.name), found);
    }

    /// Whether a property is only hidden from this direction now; says so if it is.
    pub(super) fn hidden(&mut self, pair: &Pair<'m>, (index, field): Numbered<'m>) -> bool {
        let spots = (pair.spots.0.property(&field.name), pair.spots.1.property(&field.name));
        let is = Access::at(&spots.1);
        if !spots.1.exists() || !is.hides(pair.direction) {
            return false;
        }
        let rust = self.removed_effect(pair, index);
        self.access(pair, &spots, (Access::of(field), is), field, rust);
        true
    }

    /// Whether a property was only hidden from this direction before; says so if it was.
    pub(super) fn shown(&mut self, pair: &Pair<'m>, (index, field): Numbered<'m>) -> bool {
        let spots = (pair.spots.0.property(&field.name), pair.spots.1.property(&field.name));
        let was = Access::at(&spots.0);
        if !spots.0.exists() || !was.hides(pair.direction) {
            return false;
        }
        let rust = self.added_effect(pair, index);
        self.access(pair, &spots, (was, Access::of(field)), field, rust);
        true
    }

    /// A property may travel another way than before.
    fn access(
        &mut self,
        pair: &Pair<'m>,
        spots: &(Spot<'m>, Spot<'m>),
        (was, is): (Access, Access),
        field: &Field,
        rust: Effect,
    ) {
        let mut families: Vec<&'static Family> = Vec::new();
        if was.read_only != is.read_only {
            families.push(match (is.read_only, field.required) {
                (true, _) => family::READ_ONLY,
                (false, true) => family::REQUIRED_WRITABLE,
                (false, false) => family::WRITABLE,
            });
        }
        if was.write_only != is.write_only {
            families.push(if is.write_only { family::WRITE_ONLY } else { family::READABLE });
        }
        for family in families {
            let wire = match (family, pair.direction) {
                (family::READ_ONLY, Direction::Request) => {
                    "only the server sets it: requests that hold it may be refused"
                }
                (family::WRITABLE, Direction::Request) => "requests may hold it",
                (family::REQUIRED_WRITABLE, Direction::Request) => {
                    "requests without it are refused"
                }
                (family::WRITE_ONLY, Direction::Response) => "responses no longer hold it",
                (family::READABLE, Direction::Response) => "responses hold it",
                _ => "what travels this way stays the same",
            };
            let found = Found {
                family,
                subject: pair.subject(field.name.as_str()),
                before: Some(was.words()),
                after: Some(is.words()),
                wire: wire.into(),
                rust: rust.clone(),
            };
            self.found(
                (pair.direction, super::expression::Owner::Node(pair.number)),
                (&spots.0, &spots.1),
                found,
            );
        }
    }

    /// A property is there no longer.
    pub(super) fn removed(&mut self, pair: &Pair<'m>, (index, field): Numbered<'m>) {
        let wire = match pair.direction {
            Direction::Request => "requests that hold it may be refused, or it is ignored",
            Direction::Response => "responses no longer hold it",
        };
        let found = Found {
            family: if field.deprecated { family::DEPRECATED_REMOVED } else { family::REMOVED },
            subject: pair.subject(field.name.as_str()),
            before: Some(described(field, words(&self.old.api, &field.value))),
            after: None,
            wire: wire.into(),
            rust: self.removed_effect(pair, index),
        };
        self.found(
            (pair.direction, super::expression::Owner::Node(pair.number)),
            (&pair.spots.0.property(&field.name), &pair.spots.1),
            found,
        );
    }

    /// A property is new.
    pub(super) fn added(&mut self, pair: &Pair<'m>, (index, field): Numbered<'m>) {
        let wire = match (pair.direction, field.required) {
            (Direction::Request, true) => "requests without it are refused",
            (Direction::Request, false) => "requests may hold it",
            (Direction::Response, true) => "responses hold it",
            (Direction::Response, false) => "responses may hold it",
        };
        let found = Found {
            family: if field.required { family::REQUIRED_ADDED } else { family::ADDED },
            subject: pair.subject(field.name.as_str()),
            before: None,
            after: Some(described(field, words(&self.new.api, &field.value))),
            wire: wire.into(),
            rust: self.added_effect(pair, index),
        };
        self.found(
            (pair.direction, super::expression::Owner::Node(pair.number)),
            (&pair.spots.0, &pair.spots.1.property(&field.name)),
            found,
        );
    }

    /// A property has another name.
    pub(super) fn renamed(&mut self, pair: &Pair<'m>, old: Numbered<'m>, new: Numbered<'m>) {
        let (before, after) = (&old.1.name, &new.1.name);
        let wire = match pair.direction {
            Direction::Request => {
                format!("what is sent as {before} is lost or refused; it is {after} now")
            }
            Direction::Response => format!("what was received as {before} is received as {after}"),
        };
        let found = Found {
            family: family::PROPERTY_RENAMED,
            subject: pair.subject(after.as_str()),
            before: Some(before.clone()),
            after: Some(after.clone()),
            wire,
            rust: self.holder_effect(Holder::Field((pair.ids.0, old.0), (pair.ids.1, new.0))),
        };
        self.found_at(pair, (before, after), found);
        self.properties(pair, old, new);
    }

    /// Whether a property that came is one that went, under another name.
    pub(super) fn is_renamed(&self, old: &Field, new: &Field) -> bool {
        let plain = |name: &str| {
            name.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect::<String>()
        };
        let (one, other) = (plain(&old.name), plain(&new.name));
        let length = one.chars().count().max(other.chars().count());
        let is_similar = one.contains(&other)
            || other.contains(&one)
            || strsim::osa_distance(&one, &other) <= length / 3;
        is_similar && old.required == new.required && self.same(&old.value, &new.value)
    }

    fn found_at(&mut self, pair: &Pair<'m>, (old, new): (&'m str, &'m str), found: Found) {
        let spots = (pair.spots.0.property(old), pair.spots.1.property(new));
        self.found(
            (pair.direction, super::expression::Owner::Node(pair.number)),
            (&spots.0, &spots.1),
            found,
        );
    }
}

fn described(field: &Field, words: String) -> String {
    format!("{}{words}", if field.required { "required " } else { "optional " })
}
