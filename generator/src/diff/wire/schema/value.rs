//! Values of both states in; their differences out, down to the schemas that are compared once.

use super::class::{self, Class, Further, Object, Scalar};
use super::identity::{self, Relation};
use super::spot::{Fold, Spot};
use super::trial::Trial;
use super::{Here, Writing, alternatives, subject, words};
use crate::diff::change::{Level, Subject};
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Family, family};
use crate::diff::text::Text;
use crate::diff::wire::{Wire, turned};
use std::collections::HashSet;

/// A value, folded, and its class.
type Classed<'m> = (Fold<'m>, Class<'m>);

impl<'m> Wire<'m> {
    /// Compares the values that schemas describe. Each state has all schemas of the value, the deciding one first.
    pub(super) fn value(&mut self, mut here: Here, mut spots: [Vec<Spot<'m>>; 2]) {
        // A list or map may hold itself.
        let mut seen = HashSet::new();
        loop {
            let [old, new] = [&spots[0], &spots[1]].map(|spots| {
                let fold = Fold::of(spots);
                let class = Class::of(&fold);
                (fold, class)
            });
            if !seen.insert((old.0.anchor().id, new.0.anchor().id)) {
                return;
            }
            self.null(&here, &old, &new);
            let inside = match (&old.1, &new.1) {
                (Class::Array(from), Class::Array(to)) => Some(("items", from.clone(), to.clone())),
                (Class::Map(from), Class::Map(to)) => Some(("values", from.clone(), to.clone())),
                _ => None,
            };
            if inside.is_none() && !self.innermost(&here, &old, &new) {
                return;
            }
            let is_named = old.1.is_named() && new.1.is_named();
            self.keywords(&here, [&old.0, &new.0], is_named);
            // A tuple has a type with fields. Its changes concern all that hold it.
            if [&old.0, &new.0].iter().all(|fold| !tuple(fold).is_empty()) {
                let form = (here.direction, here.writing);
                self.pair(here.owner, form, old.0.anchor(), new.0.anchor());
            }
            let Some((step, from, to)) = inside else { return };
            here.down(step);
            match (from.is_empty(), to.is_empty()) {
                (false, false) => spots = [from, to],
                (true, true) => return,
                _ => return self.one_sided_inner(&here, [&old.0, &new.0], [from, to]),
            }
        }
    }

    /// Compares the items that two lists of the same length describe one by one.
    pub(super) fn first_items(&mut self, here: &Here, folds: [&Fold<'m>; 2]) {
        let [from, to] = folds.map(tuple);
        self.last_items(here, folds, [from.len(), to.len()]);
        if from.len() != to.len() {
            return;
        }
        for (number, (old, new)) in from.into_iter().zip(to).enumerate() {
            let items = [&old, &new].map(|spots| Some(spots[0].pointer().to_owned()));
            let mut here = Here { items, ..here.clone() };
            here.down(&format!("item {}", number + 1));
            self.value(here, [old, new]);
        }
    }

    /// Compares whether lists may have more items than those described one by one.
    fn last_items(&mut self, here: &Here, folds: [&Fold<'m>; 2], counts: [usize; 2]) {
        let [was, is] = [0, 1].map(|state| is_full(folds[state], counts[state]));
        if was == is {
            return;
        }
        let family = if is { family::SPECIALIZED } else { family::GENERALIZED };
        let words = |is_full: bool| if is_full { "no more items" } else { "more items" };
        let finding = here.finding(family, folds.map(Fold::anchor));
        self.push(finding.turning(words(was), words(is)));
    }

    /// Reports that only one state describes the content of a list or map.
    fn one_sided_inner(
        &mut self,
        here: &Here,
        [old, new]: [&Fold<'m>; 2],
        inner: [Vec<Spot<'m>>; 2],
    ) {
        let is_open = |spots: &Vec<Spot<'_>>| is_anything(spots);
        // Nothing is said of the items of a list without items.
        if inner.iter().all(is_open) || [old, new].iter().any(|fold| is_full(fold, 0)) {
            return;
        }
        let family = if is_open(&inner[0]) { family::SPECIALIZED } else { family::GENERALIZED };
        let [before, after] = inner.map(|spots| words::of_all(&spots));
        let spots = [old.anchor(), new.anchor()];
        self.push(here.finding(family, spots).turning(before, after));
    }

    /// The subject and the schemas of a finding. A component without a type of its own reports a difference itself, and only once.
    pub(super) fn told(
        &self,
        here: &Here,
        alias: Option<&str>,
        spots: [&Spot<'m>; 2],
    ) -> (Subject, [Spot<'m>; 2]) {
        let of = |api| alias.and_then(|name| Spot::component(api, name));
        match self.apis().map(of) {
            [Some(old), Some(new)] => (subject(&new, ""), [old, new]),
            _ => (here.subject.clone(), spots.map(Spot::clone)),
        }
    }

    /// A finding about a value: where it stands, or about the component that describes it if the component itself differs.
    fn finding_of(
        &self,
        here: &Here,
        family: impl Into<Family>,
        [old, new]: [&Fold<'m>; 2],
        differs: impl Fn(&Fold<'m>, &Fold<'m>) -> bool,
    ) -> Finding {
        let alias = old.alias().filter(|alias| new.alias() == Some(alias)).map(|alias| &**alias);
        let is_its_own = |name: &&str| {
            let own = self.apis().map(|api| Spot::component(api, name));
            let [Some(old), Some(new)] = own else { return false };
            differs(&Fold::one(&old), &Fold::one(&new))
        };
        let alias = alias.filter(is_its_own);
        let first = |fold: &Fold<'m>| fold.all().next().unwrap_or(fold.anchor()).clone();
        let (subject, [from, to]) = self.told(here, alias, [&first(old), &first(new)]);
        Finding { subject, ..here.finding(family, [&from, &to]) }
    }

    /// Reports that null became allowed, or is no longer allowed.
    fn null(&mut self, here: &Here, old: &Classed<'m>, new: &Classed<'m>) {
        let (was, is) = (old.0.is_nullable(), new.0.is_nullable());
        let is_any = [old, new].iter().any(|(_, class)| matches!(class, Class::Any));
        if was == is || is_any || here.is_arm {
            return;
        }
        let family = if is { family::NULLABLE } else { family::NOT_NULLABLE };
        let words = |is: bool| if is { "nullable" } else { "not null" };
        let differs =
            |from: &Fold<'m>, to: &Fold<'m>| (from.is_nullable(), to.is_nullable()) == (was, is);
        let finding = self.finding_of(here, family, [&old.0, &new.0], differs);
        self.push(finding.turning(words(was), words(is)));
    }

    /// Compares two values that are not both lists or both maps. Returns whether they are of the same kind.
    fn innermost(&mut self, here: &Here, old: &Classed<'m>, new: &Classed<'m>) -> bool {
        let anchors = [old.0.anchor(), new.0.anchor()];
        if is_emptied(old, new) || is_emptied(new, old) {
            self.pair(here.owner, (here.direction, here.writing), anchors[0], anchors[1]);
            return true;
        }
        if is_map_of_one(old, new) || is_map_of_one(new, old) {
            return false;
        }
        let is_union = |class: &Class<'_>| matches!(class, Class::Union(_));
        if is_union(&old.1) != is_union(&new.1) && alternatives::are_same(&old.0, &new.0) {
            return false;
        }
        if old.1.is_named() && new.1.is_named() {
            return self.named(here, old, new);
        }
        let is_same = match (&old.1, &new.1) {
            (Class::Scalar(old), Class::Scalar(new)) => old == new,
            (old, new) => matches!((old, new), (Class::Any, Class::Any)),
        };
        if !is_same {
            let family = self.change_of_type(here, old, new);
            let values = [old, new].map(|(fold, class)| words::of_class(fold, class));
            let [before, after] = values;
            let differs = |from: &Fold<'m>, to: &Fold<'m>| !Class::of(from).is_like(&Class::of(to));
            let finding = self.finding_of(here, family, [&old.0, &new.0], differs);
            self.push(finding.turning(before, after));
        }
        is_same
    }

    /// Compares two values whose schemas are compared once.
    fn named(&mut self, here: &Here, old: &Classed<'m>, new: &Classed<'m>) -> bool {
        let (from, to) = (old.0.anchor(), new.0.anchor());
        let is_like = old.1.is_like(&new.1);
        match self.relation(from, to, is_like) {
            Relation::Same | Relation::Combined => {}
            Relation::OtherKind => {
                let family = self.change_of_type(here, old, new);
                let is_one = from.is_component() && to.is_component() && from.name == to.name;
                let about = if is_one { subject(to, "") } else { here.subject.clone() };
                let finding = here.finding(family, [from, to]).turning(old.1.noun(), new.1.noun());
                let items = if is_one { finding.places.clone() } else { here.items.clone() };
                let types = (from.pointer().to_owned(), to.pointer().to_owned());
                self.joint.types.extend(is_one.then_some(types));
                self.push(Finding { subject: about, items, ..finding });
                return false;
            }
            Relation::Replaced if !is_like => {
                let family = self.change_of_type(here, old, new);
                let [before, after] = [old, new].map(|(fold, class)| words::of_class(fold, class));
                self.push(here.finding(family, [from, to]).turning(before, after));
                return false;
            }
            Relation::Replaced => {
                self.replaced(here, &old.0, &new.0);
                return false;
            }
            relation => self.moved(here, relation, from, to),
        }
        let number = self.pair(here.owner, (here.direction, here.writing), from, to);
        self.heirs(number);
        true
    }

    /// The relation of the values of two types.
    fn change_of_type(&self, here: &Here, old: &Classed<'m>, new: &Classed<'m>) -> Family {
        let formats = [old, new].map(|(fold, _)| class::format(fold));
        let is_unread = formats.iter().any(|format| !class::is_read(format));
        // A file is not a text, wherever it stands.
        let is_text = here.writing.is_text() && ![old, new].iter().any(|own| is_file(&own.0));
        let is_enum_of = |list: &Class<'_>, other: &Class<'_>| match (list, other) {
            (Class::Values(values), Class::Scalar(scalar)) => {
                values.iter().all(|value| scalar.holds(value))
            }
            _ => false,
        };
        match (&old.1, &new.1) {
            (Class::Scalar(Scalar::String(_)), Class::Scalar(Scalar::String(_))) if is_unread => {
                other_format(here.writing, formats)
            }
            (Class::Scalar(Scalar::Number { .. }), Class::Scalar(Scalar::Integer(_))) => {
                family::NARROWED
            }
            (Class::Scalar(_), Class::Array(items))
                if here.writing.is_repeated()
                    && !items.is_empty()
                    && identity::same(&old.0, &Fold::of(items)) =>
            {
                family::GENERALIZED
            }
            (from, to) if is_enum_of(from, to) => family::NO_LONGER_ENUM,
            (from, to) if is_enum_of(to, from) => family::BECAME_ENUM,
            _ if is_within(old, new, is_text) => family::GENERALIZED,
            (Class::Union(_), _) if is_within(new, old, is_text) => family::ONE_ARM,
            _ if is_within(new, old, is_text) => family::SPECIALIZED,
            _ => family::TYPE,
        }
    }

    /// Reports a value that another schema describes, which is not the old one under another name.
    fn replaced(&mut self, here: &Here, old: &Fold<'m>, new: &Fold<'m>) {
        let is_same = identity::are_same(old, new, &mut self.same.borrow_mut());
        let found = if is_same || self.is_trial {
            Vec::new()
        } else {
            let trial = self.trial.get_or_insert_with(|| Trial::new(self.old, self.new));
            trial.findings((here.direction, here.writing), [old.anchor(), new.anchor()])
        };
        let level = found.first().map(|finding| finding.rule().wire);
        let rule = match level {
            _ if is_same => &rules::SCHEMA_REPLACED_BY_EQUAL,
            Some(Level::Documentation | Level::Compatible) => &rules::SCHEMA_REPLACED_BY_COMPATIBLE,
            Some(Level::PossiblyBreaking | Level::Breaking) | None => &rules::SCHEMA_REPLACED,
        };
        let [before, after] = [old, new].map(words::of_fold);
        let gravest = found.iter().filter(|finding| finding.rule().wire > Level::Documentation);
        let first = gravest.map(|finding| match &finding.subject {
            Subject::Schema { part, .. } if !part.is_empty() => {
                Text::code(part.as_str()).and(": ").then(Text::marked(finding.rule().title))
            }
            _ => Text::marked(finding.rule().title),
        });
        let detail = Text::joined([turned(&before, &after)].into_iter().chain(first), "; ");
        let first = |fold: &Fold<'m>| fold.all().next().unwrap_or(fold.anchor()).clone();
        let finding = here.finding(rule, [&first(old), &first(new)]);
        self.push(finding.turning(before, after).detail(detail));
    }

    /// Reports a schema that has another name, became a component or became inline.
    pub(super) fn moved(
        &mut self,
        here: &Here,
        relation: Relation,
        old: &Spot<'m>,
        new: &Spot<'m>,
    ) {
        let (rule, about) = match relation {
            Relation::Renamed => (&rules::SCHEMA_RENAMED, new),
            Relation::Inlined => (&rules::SCHEMA_INLINED, old),
            _ => (&rules::SCHEMA_EXTRACTED, new),
        };
        self.moved.insert((old.id, new.id));
        let finding = here.finding(rule, [old, new]).turning(&*old.name, &*new.name);
        self.push(Finding { subject: subject(about, ""), ..finding.joined() });
    }
}

/// Whether a list allows no items besides those described one by one.
fn is_full(fold: &Fold<'_>, count: usize) -> bool {
    fold.all().any(|spot| {
        let schema = spot.schema();
        let is_never =
            |key: &str| schema.part(key).is_some_and(|id| spot.api.schemas.forbids_all(id));
        is_never("items")
            || is_never("unevaluatedItems")
            || schema.max_items().is_some_and(|most| most <= count as u64)
    })
}

/// The items of a list that are described one by one. Each has all its schemas, the deciding one first.
pub(super) fn tuple<'m>(fold: &Fold<'m>) -> Vec<Vec<Spot<'m>>> {
    let mut items: Vec<Vec<Spot<'m>>> = Vec::new();
    for spot in class::declaring(fold) {
        for (index, id) in spot.schema().list("prefixItems").enumerate() {
            if items.len() == index {
                items.push(Vec::new());
            }
            items[index].push(spot.inside(id, &(index + 1).to_string()));
        }
    }
    items.into_iter().map(class::deciding).collect()
}

/// The family for texts of another format. A parameter can hold only one format.
pub(super) fn other_format(writing: Writing, formats: [&str; 2]) -> Family {
    let is_parameter = writing.is_text() && formats.iter().all(|format| !format.is_empty());
    if is_parameter { family::OTHER_PARAMETER_FORMAT } else { family::OTHER_FORMAT }
}

/// Whether a value is sent as a file where it is a part of a multipart body.
fn is_file(fold: &Fold<'_>) -> bool {
    class::format(fold) == "binary" || fold.all().any(|spot| spot.get("contentMediaType").is_some())
}

/// Whether an object lost all its properties and says nothing of others.
fn is_emptied(old: &Classed<'_>, new: &Classed<'_>) -> bool {
    let is_typed = |spot: &Spot<'_>| spot.schema().types().any(|kind| kind == "object");
    matches!((&old.1, &new.1), (Class::Object, Class::Map(values)) if values.is_empty())
        && new.0.inner.iter().any(is_typed)
        && Object::of(&new.0).further == Further::NotSaid
}

/// Whether an object lists optional properties of a map, which are like all its other values.
fn is_map_of_one(object: &Classed<'_>, map: &Classed<'_>) -> bool {
    let (Class::Object, Class::Map(values)) = (&object.1, &map.1) else { return false };
    let own = Object::of(&object.0);
    if values.is_empty() || own.values.is_empty() || !own.required.is_empty() {
        return false;
    }
    let value = Fold::of(values);
    own.properties.values().chain([&own.values]).all(|own| identity::same(&Fold::of(own), &value))
}

/// Whether the items of a list, or the values of a map, may be anything.
pub(super) fn is_anything(spots: &[Spot<'_>]) -> bool {
    spots.is_empty() || matches!(Class::of(&Fold::of(spots)), Class::Any)
}

/// Whether every value of one type is a value of another.
fn is_within(narrow: &Classed<'_>, wide: &Classed<'_>, is_text: bool) -> bool {
    match (&narrow.1, &wide.1) {
        (_, Class::Any) => true,
        (Class::Scalar(narrow), Class::Scalar(wide)) => narrow.is_within(wide, is_text),
        (Class::Object, Class::Map(values)) => is_anything(values),
        (_, Class::Union(arms)) => arms.iter().any(|arm| {
            let fold = Fold::one(arm);
            let class = Class::of(&fold);
            let arm = (fold, class);
            identity::same(&narrow.0, &arm.0)
                || matches!((&narrow.1, &arm.1), (Class::Scalar(one), Class::Scalar(other)) if one.is_within(other, is_text))
        }),
        _ => false,
    }
}
