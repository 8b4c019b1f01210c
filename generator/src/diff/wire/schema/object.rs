//! Two objects in; the changes of their properties out.

use super::class::{Further, Object, arms};
use super::list::variant;
use super::property::Declared;
use super::spot::{Fold, Spot};
use super::value::is_anything;
use super::words::{of_all, of_fold};
use super::{Class, Here, identity, subject};
use crate::diff::change::Subject;
use crate::diff::finding::{Finding, Owner};
use crate::diff::rules::{self, Family, family};
use crate::diff::wire::Wire;
use std::collections::BTreeSet;

/// Two objects that are being compared.
pub(super) struct Objects<'m> {
    pub(super) here: Here,
    pub(super) folds: [Fold<'m>; 2],
    pub(super) objects: [Object<'m>; 2],
    /// The components that both inherit. Their changes are reported there.
    inherited: Vec<[Object<'m>; 2]>,
    shared: BTreeSet<String>,
    /// The state whose schema the findings are about.
    about: usize,
}

impl<'m> Objects<'m> {
    fn new(here: Here, folds: [Fold<'m>; 2]) -> Self {
        let objects = [0, 1].map(|state| Object::of(&folds[state]));
        // A component that is combined with more is itself as before.
        let about = identity::combined(folds[0].anchor(), folds[1].anchor()).unwrap_or(1);
        Self { here, folds, objects, inherited: Vec::new(), shared: BTreeSet::new(), about }
    }

    /// A part of the object as the subject of findings.
    pub(super) fn subject(&self, part: &str) -> Subject {
        subject(self.spot(self.about), part)
    }

    /// The schema of the object in a state.
    pub(super) fn spot(&self, state: usize) -> &Spot<'m> {
        self.folds[state].anchor()
    }

    /// A property of the object in a state.
    pub(super) fn property(&self, state: usize, name: &str) -> Declared<'m> {
        let object = &self.objects[state];
        let (name, spots) = object.properties.get_key_value(name).expect("it has the property");
        Declared { name, spots: spots.clone(), is_required: object.required.contains(name) }
    }

    fn names(&self, state: usize) -> Vec<&'m str> {
        self.objects[state].properties.keys().copied().collect()
    }

    fn has(&self, state: usize, name: &str) -> bool {
        self.objects[state].properties.contains_key(name)
    }

    /// Whether a property comes from an inherited component, in the states that have it.
    fn is_inherited(&self, name: &str) -> bool {
        let of = |state: usize| {
            let first = self.objects[state].properties.get(name)?.first()?;
            let component = first.component.as_ref().filter(|own| self.shared.contains(&***own));
            Some(component.filter(|own| {
                self.folds[state].component_of(first).is_some() || self.is_itself(state, own)
            }))
        };
        let [old, new] = [of(0), of(1)];
        old.flatten().is_some() && new.is_none_or(|new| new.is_some())
            || old.is_none() && new.flatten().is_some()
    }

    /// Whether the schema of a state is a component that the schema of the other state combines with more.
    fn is_itself(&self, state: usize, name: &str) -> bool {
        let spot = self.spot(state);
        self.about == 1 - state && spot.is_component() && *spot.name == *name
    }

    /// Whether an inherited component itself reports that a property became required or optional.
    pub(super) fn is_told(&self, name: &str) -> bool {
        let differs = |[old, new]: &[Object<'_>; 2]| {
            old.required.contains(name) != new.required.contains(name)
        };
        self.inherited.iter().any(differs)
    }
}

impl<'m> Wire<'m> {
    /// Compares two schemas that are compared once.
    pub(super) fn node(&mut self, number: usize) {
        let super::Node { old, new, direction, writing, .. } = &self.nodes[number];
        let folds = [Fold::one(old), Fold::one(new)];
        let here = Here {
            subject: subject(new, ""),
            direction: *direction,
            owner: Owner::Node(number),
            items: [old, new].map(|spot| Some(spot.pointer().to_owned())),
            writing: *writing,
            is_arm: false,
        };
        let classes = [Class::of(&folds[0]), Class::of(&folds[1])];
        if folds.iter().all(|fold| fold.anchor().is_component()) {
            self.component_keywords(&here, [&folds[0], &folds[1]], [&classes[0], &classes[1]]);
        }
        match classes {
            [Class::Values(from), Class::Values(to)] => {
                self.lists(&here, [&folds[0], &folds[1]], [from, to]);
                self.join_arms([&folds[0], &folds[1]]);
            }
            // A tuple need not say that it is a list.
            [Class::Array(_) | Class::Any, Class::Array(_) | Class::Any] => {
                self.first_items(&here, [&folds[0], &folds[1]]);
            }
            [Class::Union(_), Class::Union(_)] => {
                self.unions(&here, Owner::Node(number), [&folds[0], &folds[1]]);
            }
            _ => {
                if folds.iter().all(|fold| !arms(fold).is_empty()) {
                    self.unions(&here, Owner::Node(number), [&folds[0], &folds[1]]);
                }
                let mut both = Objects::new(here, folds);
                self.inherit(&mut both);
                self.objects(&both);
            }
        }
    }

    /// Compares the components that both objects inherit.
    fn inherit(&mut self, both: &mut Objects<'m>) {
        let parents = |fold: &Fold<'m>| -> Vec<Spot<'m>> {
            let is_parent =
                |spot: &&Spot<'m>| spot.is_component() && fold.component_of(spot).is_some();
            fold.inner.iter().filter(is_parent).cloned().collect()
        };
        let mut parents = [0, 1].map(|state| parents(&both.folds[state]));
        if let Some(whole) = identity::combined(both.spot(0), both.spot(1)) {
            parents[1 - whole].insert(0, both.spot(1 - whole).clone());
        }
        let [old, new] = parents;
        for from in &old {
            let Some(to) = new.iter().find(|to| to.pointer() == from.pointer()) else { continue };
            let objects = [from, to].map(|spot| Object::of(&Fold::one(spot)));
            both.shared.insert(to.name.to_string());
            both.inherited.push(objects);
            self.pair(both.here.owner, (both.here.direction, both.here.writing), from, to);
        }
    }

    /// Compares two objects.
    fn objects(&mut self, both: &Objects<'m>) {
        for name in both.names(0).into_iter().filter(|name| both.has(1, name)) {
            self.properties(
                both,
                both.property(0, name),
                both.property(1, name),
                both.is_inherited(name),
            );
        }
        let mut sides = [0, 1].map(|state| {
            let names = both.names(state).into_iter();
            names.filter(|name| !both.has(1 - state, name) && !both.is_inherited(name)).collect()
        });
        let [gone, come]: &mut [Vec<&str>; 2] = &mut sides;
        gone.retain(|name| !both.property(0, name).is_hidden(both.here.direction));
        come.retain(|name| !both.property(1, name).is_hidden(both.here.direction));
        if let ([one], [other]) = (gone.as_slice(), come.as_slice())
            && self.is_renamed(&both.property(0, one), &both.property(1, other))
        {
            self.renamed(both, both.property(0, one), both.property(1, other));
        } else {
            gone.iter().for_each(|name| self.one_sided(both, &both.property(0, name), true));
            come.iter().for_each(|name| self.one_sided(both, &both.property(1, name), false));
        }
        self.required_only(both);
        self.forbidden(both);
        self.further(both);
    }

    /// Reports properties that must not be there any more, or may be there now. A property that was or is described is reported as such.
    fn forbidden(&mut self, both: &Objects<'m>) {
        let [old, new] = &both.objects;
        for name in old.forbidden.symmetric_difference(&new.forbidden) {
            let is_told = both
                .inherited
                .iter()
                .any(|[old, new]| old.forbidden.contains(name) != new.forbidden.contains(name));
            if both.has(0, name) || both.has(1, name) || is_told {
                continue;
            }
            let was_forbidden = old.forbidden.contains(name);
            let other = if was_forbidden { new } else { old };
            let family = match (was_forbidden, other.further) {
                (_, Further::Forbidden) => Family::from(&rules::STATED_OTHERWISE),
                (true, _) => family::FURTHER_ADDED,
                (false, _) => family::FORBIDDEN,
            };
            let finding = both.here.finding(family, [both.spot(0), both.spot(1)]);
            let finding = finding.one_sided(was_forbidden, "forbidden").with_items([None, None]);
            self.push(Finding { subject: both.subject(name), ..finding });
        }
    }

    /// Reports a removed or added property.
    fn one_sided(&mut self, both: &Objects<'m>, own: &Declared<'m>, is_gone: bool) {
        let family = match (is_gone, own.is_required) {
            (true, _) if own.fold().is("deprecated") => family::DEPRECATED_REMOVED,
            (true, _) => family::REMOVED,
            (false, true) => family::REQUIRED_ADDED,
            (false, false) => family::ADDED,
        };
        let word = if own.is_required { "required" } else { "optional" };
        let value = format!("{word} {}", of_fold(&own.fold()));
        let pointer = own.pointer().to_owned();
        let items =
            if is_gone { [Some(pointer.clone()), None] } else { [None, Some(pointer.clone())] };
        let mut places = [0, 1].map(|state| Some(both.spot(state).pointer().to_owned()));
        places[usize::from(!is_gone)] = Some(pointer);
        let finding = both.here.finding(family, [both.spot(0), both.spot(1)]);
        let finding = finding.one_sided(is_gone, value).at(places).with_items(items);
        self.push(Finding { subject: both.subject(own.name), ..finding });
    }

    /// Reports names that are required but that no property describes.
    fn required_only(&mut self, both: &Objects<'m>) {
        let [old, new] = [0, 1].map(|state| &both.objects[state].required);
        for name in old.symmetric_difference(new) {
            if both.has(0, name) || both.has(1, name) || both.is_told(name) {
                continue;
            }
            let places = [both.spot(0), both.spot(1)].map(Spot::pointer);
            let words = requirement_words(new.contains(name), "");
            self.requirement(both, name, places, (new.contains(name), words));
        }
    }

    /// Reports a property that became required or optional.
    fn requirement(
        &mut self,
        both: &Objects<'m>,
        name: &str,
        places: [&str; 2],
        (is_required, words): (bool, [String; 2]),
    ) {
        let family = if is_required { family::REQUIRED } else { family::OPTIONAL };
        let [before, after] = words;
        let finding = both.here.finding(family, [both.spot(0), both.spot(1)]);
        let finding = finding.at(places.map(Some)).joined().turning(before, after);
        self.push(Finding { subject: both.subject(name), ..finding });
    }

    /// The same for a property that both objects declare, with the default that it has where it is optional.
    pub(super) fn declared_requirement(
        &mut self,
        both: &Objects<'m>,
        [old, new]: [&Declared<'m>; 2],
    ) {
        let optional = if new.is_required { old } else { new };
        let default = optional.fold().all().find_map(|spot| spot.get("default").cloned());
        let default = default.map(|value| format!(", default {value}")).unwrap_or_default();
        let words = requirement_words(new.is_required, &default);
        let places = [old.pointer(), new.pointer()];
        self.requirement(both, new.name, places, (new.is_required, words));
    }

    /// Reports a change in what an object requires of an inherited property.
    pub(super) fn inherited_requirement(
        &mut self,
        both: &Objects<'m>,
        [old, new]: [&Declared<'m>; 2],
    ) {
        if old.is_required != new.is_required && !both.is_told(new.name) {
            self.declared_requirement(both, [old, new]);
        }
    }

    /// Compares two objects in regard to properties that they do not list.
    fn further(&mut self, both: &Objects<'m>) {
        let [old, new] = [&both.objects[0], &both.objects[1]];
        let spots = [both.spot(0), both.spot(1)];
        let items = spots.map(|spot| Some(variant(spot.pointer(), "further")));
        let about = both.subject("further properties");
        if !old.values.is_empty() && !new.values.is_empty() {
            let writing = both.here.writing.of_property();
            let here = Here { subject: about, items, writing, ..both.here.clone() };
            return self.value(here, [&old.values, &new.values].map(Clone::clone));
        }
        let (was, is) = (Stated::of(old), Stated::of(new));
        let Some(family) = was.turning(is) else { return };
        let is_said = [was, is].iter().any(|own| matches!(own, Stated::Anything | Stated::Values));
        let said = |object: &Object<'_>| match object.further {
            _ if !object.values.is_empty() => {
                format!("further properties: {}", of_all(&object.values))
            }
            Further::Allowed => "further properties: any JSON".into(),
            Further::Forbidden => "no further properties".into(),
            Further::NotSaid => "further properties not described".into(),
        };
        let finding = both.here.finding(family, spots).turning(said(old), said(new));
        let items = if is_said { items } else { [None, None] };
        self.push(Finding { subject: about, ..finding.with_items(items) });
    }
}

/// What an object says of properties that it does not list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stated {
    Forbidden,
    /// They are of a type.
    Values,
    Anything,
    /// Nothing, which means anything.
    Nothing,
}

impl Stated {
    fn of(object: &Object<'_>) -> Self {
        match object.further {
            Further::Forbidden => Self::Forbidden,
            Further::NotSaid => Self::Nothing,
            Further::Allowed if is_anything(&object.values) => Self::Anything,
            Further::Allowed => Self::Values,
        }
    }

    /// The kind of the change to another statement; none without a change.
    fn turning(self, new: Self) -> Option<Family> {
        use Stated::{Anything, Forbidden, Nothing, Values};
        Some(match (self, new) {
            (Forbidden, Forbidden)
            | (Values, Values)
            | (Anything, Anything)
            | (Nothing, Nothing) => {
                return None;
            }
            (Anything, Nothing) | (Nothing, Anything) => Family::from(&rules::FURTHER_STATED),
            (Values, Anything) => family::GENERALIZED,
            (Anything, Values) => family::SPECIALIZED,
            // Programs that read such properties are not told of them any more.
            (Values, Nothing) => family::FURTHER_UNSAID,
            // A ban in responses binds the server, and programs ignore unknown properties.
            (Nothing, Forbidden) => family::FURTHER_FORBIDDEN,
            (_, Forbidden) => family::FURTHER_REMOVED,
            (Forbidden, _) | (Nothing, Values) => family::FURTHER_ADDED,
        })
    }
}

/// The words for a requirement before and after, with the default for the optional side.
fn requirement_words(is_required: bool, default: &str) -> [String; 2] {
    let mut words = [format!("optional{default}"), "required".to_owned()];
    if !is_required {
        words.reverse();
    }
    words
}
