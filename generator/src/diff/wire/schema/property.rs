//! A property of two objects in; its changes out.

use super::object::Objects;
use super::spot::{Fold, Spot};
use super::{Here, identity};
use crate::diff::change::Direction;
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Family, family};
use crate::diff::wire::{Wire, written};

/// A property of an object.
#[derive(Clone)]
pub(super) struct Declared<'m> {
    pub(super) name: &'m str,
    /// All schemas that describe it, the deciding one first.
    pub(super) spots: Vec<Spot<'m>>,
    pub(super) is_required: bool,
}

impl<'m> Declared<'m> {
    pub(super) fn fold(&self) -> Fold<'m> {
        Fold::of(&self.spots)
    }

    /// Its place.
    pub(super) fn pointer(&self) -> &'m str {
        self.spots[0].pointer()
    }

    /// Whether values that travel in a direction leave it out.
    pub(super) fn is_hidden(&self, direction: Direction) -> bool {
        Access::of(self).hides(direction)
    }
}

/// The directions in which a property may travel.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Access {
    read_only: bool,
    write_only: bool,
}

impl Access {
    fn of(own: &Declared<'_>) -> Self {
        let fold = own.fold();
        Self { read_only: fold.is("readOnly"), write_only: fold.is("writeOnly") }
    }

    fn hides(self, direction: Direction) -> bool {
        match direction {
            Direction::Request => self.read_only,
            Direction::Response => self.write_only,
        }
    }

    fn words(self) -> &'static str {
        match (self.read_only, self.write_only) {
            (false, false) => "read and written",
            (true, false) => "read-only",
            (false, true) => "write-only",
            (true, true) => "read-only and write-only",
        }
    }
}

impl<'m> Wire<'m> {
    /// Compares a property that both objects have.
    pub(super) fn properties(
        &mut self,
        both: &Objects<'m>,
        old: Declared<'m>,
        new: Declared<'m>,
        is_inherited: bool,
    ) {
        let (one, other) = (old.pointer(), new.pointer());
        self.joint.add(one, other);
        if is_inherited {
            return self.inherited_requirement(both, [&old, &new]);
        }
        let direction = both.here.direction;
        let (was, is) = (Access::of(&old), Access::of(&new));
        if was.hides(direction) && is.hides(direction) {
            return self.hidden(both, [&old, &new]);
        }
        if was != is {
            self.access(both, [&old, &new], (was, is));
        }
        if was.hides(direction) || is.hides(direction) {
            return;
        }
        if old.is_required != new.is_required && !both.is_told(new.name) {
            self.declared_requirement(both, [&old, &new]);
        }
        let here = Here {
            subject: both.subject(new.name),
            items: [Some(one.to_owned()), Some(other.to_owned())],
            writing: both.here.writing.of_property(),
            ..both.here.clone()
        };
        self.value(here, [old.spots, new.spots]);
    }

    /// Handles a property that does not travel in this direction. Its changes are reported where it travels. If it never does, the report says
    /// only that something changed.
    fn hidden(&mut self, both: &Objects<'m>, [old, new]: [&Declared<'m>; 2]) {
        if written::is_same(&old.spots[0], &new.spots[0]) {
            return;
        }
        let spots = [&old.spots[0], &new.spots[0]];
        let finding = both.here.finding(&rules::DOCUMENTATION, spots);
        let finding = Finding { subject: both.subject(new.name), ..finding };
        let other = match both.here.direction {
            Direction::Request => Direction::Response,
            Direction::Response => Direction::Request,
        };
        self.unseen.push(((both.spot(0).key(), both.spot(1).key(), other), finding));
    }

    /// Reports a property that may travel in other directions than before.
    fn access(
        &mut self,
        both: &Objects<'m>,
        [old, new]: [&Declared<'m>; 2],
        (was, is): (Access, Access),
    ) {
        if was.read_only != is.read_only {
            let family = match (is.read_only, new.is_required) {
                (true, _) => family::READ_ONLY,
                (false, true) => family::REQUIRED_WRITABLE,
                (false, false) => family::WRITABLE,
            };
            self.note(both, family, [old, new], (was, is));
        }
        if was.write_only != is.write_only {
            let family = if is.write_only { family::WRITE_ONLY } else { family::READABLE };
            self.note(both, family, [old, new], (was, is));
        }
    }

    fn note(
        &mut self,
        both: &Objects<'m>,
        family: Family,
        [old, new]: [&Declared<'m>; 2],
        (was, is): (Access, Access),
    ) {
        let finding = both.here.finding(family, [&old.spots[0], &new.spots[0]]);
        let finding = finding.turning(was.words(), is.words());
        self.push(Finding { subject: both.subject(new.name), ..finding.joined() });
    }

    /// Reports a property with another name, and compares the rest.
    pub(super) fn renamed(&mut self, both: &Objects<'m>, old: Declared<'m>, new: Declared<'m>) {
        let (before, after) = (old.name, new.name);
        let spots = [&old.spots[0], &new.spots[0]];
        let finding = both.here.finding(family::PROPERTY_RENAMED, spots).turning(before, after);
        self.push(Finding { subject: both.subject(after), ..finding.joined() });
        self.properties(both, old, new, false);
    }

    /// Whether an added property is a removed one under another name.
    pub(super) fn is_renamed(&self, old: &Declared<'m>, new: &Declared<'m>) -> bool {
        let plain = |name: &str| {
            let letters = name.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect::<String>()
        };
        let (one, other) = (plain(old.name), plain(new.name));
        let length = one.chars().count().max(other.chars().count());
        let is_similar = one.contains(&other)
            || other.contains(&one)
            || strsim::osa_distance(&one, &other) <= length / 3;
        is_similar && old.is_required == new.is_required && identity::same(&old.fold(), &new.fold())
    }
}
