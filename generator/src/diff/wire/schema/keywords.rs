//! Schemas of a value in; changes of their keywords beside the type out: bounds, formats, defaults, texts, and keywords that the crate does not
//! read, which are compared as they are written.

use super::bounds::{applies, bound, compare, contained, forbids_items};
use super::class::{self, Class, Scalar};
use super::spot::{Fold, Spot};
use super::value::{other_format, tuple};
use super::words::excerpts;
use super::{Here, Writing};
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Family, family};
use crate::diff::wire::weight::{Weight, weight};
use crate::diff::wire::{Wire, written};
use crate::document::{BYTES, Object};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A keyword in both states.
pub(super) struct Keyword<'m> {
    pub(super) name: &'m str,
    pub(super) old: Option<Said<'m>>,
    pub(super) new: Option<Said<'m>>,
}

/// A schema that has a keyword.
#[derive(Clone)]
pub(super) struct Said<'m> {
    pub(super) spot: Spot<'m>,
    value: Option<&'m Value>,
    component: Option<String>,
}

/// A change: the family, and the values before and after.
pub(super) type Difference = (Family, Option<String>, Option<String>);

/// Keywords that are compared with the value itself, or that only Rust code shows.
const ELSEWHERE: [&str; 11] = [
    "type",
    "nullable",
    "enum",
    "const",
    "required",
    "discriminator",
    "readOnly",
    "writeOnly",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "contentEncoding",
];

/// Keywords that restrict values in a way that no type does.
const RESTRICTING: [&str; 14] = [
    "xml",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contains",
    "minContains",
    "maxContains",
];

/// Keywords whose schemas are compared where they count.
const FOLLOWED: [&str; 5] = ["allOf", "items", "additionalProperties", "$defs", "definitions"];

impl<'m> Wire<'m> {
    /// Compares the keywords of values whose types are the same, or of the same kind. A schema that is compared once reports its own keywords.
    pub(super) fn keywords(&mut self, here: &Here, folds: [&Fold<'m>; 2], is_named: bool) {
        let said = folds.map(|fold| {
            if is_named {
                let own = fold.inner.iter().filter(|spot| fold.component_of(spot).is_none());
                fold.outer.iter().chain(own).cloned().collect::<Vec<_>>()
            } else {
                fold.all().cloned().collect()
            }
        });
        let classes = folds.map(Class::of);
        self.said(here, folds, said, [&classes[0], &classes[1]]);
    }

    /// Compares the keywords of two components themselves.
    pub(super) fn component_keywords(
        &mut self,
        here: &Here,
        folds: [&Fold<'m>; 2],
        classes: [&Class<'m>; 2],
    ) {
        let own = |fold: &Fold<'m>| {
            let is_own = |spot: &&Spot<'m>| fold.component_of(spot).is_none();
            fold.inner.iter().filter(is_own).cloned().collect::<Vec<_>>()
        };
        self.said(here, folds, folds.map(own), classes);
    }

    fn said(
        &mut self,
        here: &Here,
        folds: [&Fold<'m>; 2],
        said: [Vec<Spot<'m>>; 2],
        classes: [&Class<'m>; 2],
    ) {
        let mut names: BTreeSet<&str> =
            said.iter().flatten().flat_map(|spot| names(spot)).collect();
        // Other keywords may set these bounds.
        let is_bounded = |fold: &&Fold<'_>| forbids_items(fold) && tuple(fold).is_empty();
        names.extend(folds.iter().any(is_bounded).then_some("maxItems"));
        let is_contained = folds.iter().any(|fold| contained(fold).is_some());
        names.extend(is_contained.then_some("minItems"));
        let alias = folds[0].alias().filter(|alias| folds[1].alias() == Some(alias));
        let are_unions = folds.iter().all(|fold| !class::arms(fold).is_empty());
        for name in names {
            let is_union = are_unions && matches!(name, "oneOf" | "anyOf");
            let is_followed = FOLLOWED.contains(&name) || is_union || is_inner(name, folds);
            let is_bound = is_contained
                && matches!(name, "contains" | "minContains")
                && folds.iter().all(|fold| contained(fold).is_some() || !contains(fold));
            if ELSEWHERE.contains(&name) || is_followed || is_bound {
                continue;
            }
            let find = |state: usize| sayings(folds[state], &said[state], name, classes[state]);
            let mut found = keywords(name, [find(0), find(1)]);
            if found.is_empty() && matches!(name, "maxItems" | "minItems") {
                found.push(Keyword { name, old: None, new: None });
            }
            for keyword in found {
                self.keyword(here, folds, classes, &keyword, alias.map(|alias| &**alias));
            }
        }
    }

    /// Compares one keyword.
    fn keyword(
        &mut self,
        here: &Here,
        folds: [&Fold<'m>; 2],
        classes: [&Class<'m>; 2],
        keyword: &Keyword<'m>,
        alias: Option<&str>,
    ) {
        let is_of_bytes =
            keyword.name == "contentMediaType" && folds.iter().all(|fold| is_bytes(fold));
        // Only XML shows it.
        let is_unseen =
            keyword.name == "xml" && self.apis().iter().all(|api| api.xml.bodies.is_empty());
        let found = match is_of_bytes {
            _ if is_unseen && is_as_before(keyword) => None,
            _ if is_unseen => other(&rules::DOCUMENTATION, keyword),
            true if is_as_before(keyword) => None,
            true => other(&rules::STATED_OTHERWISE, keyword),
            false => difference(keyword, folds, classes, here.writing),
        };
        let Some((family, before, after)) = found else { return };
        let alias = component(keyword, alias);
        let first = folds.map(|fold| fold.all().next().unwrap_or_else(|| fold.anchor()));
        let (about, [from, to]) = self.told(here, alias.as_deref(), first);
        let finding = here.finding(family, [&from, &to]).values(before, after);
        self.push(Finding { subject: about, ..finding });
    }
}

/// Whether the content of a keyword is compared as a part of the value, in both states.
fn is_inner(name: &str, folds: [&Fold<'_>; 2]) -> bool {
    match name {
        "prefixItems" => {
            let [from, to] = folds.map(|fold| tuple(fold).len());
            from == to
        }
        "patternProperties" => {
            let [from, to] = folds.map(class::only_pattern);
            from.is_some() && from == to
        }
        _ => false,
    }
}

/// Whether a value is bytes of no particular kind, which OpenAPI 3.0 and 3.1 write differently.
fn is_bytes(fold: &Fold<'_>) -> bool {
    let said = |name: &str| fold.all().find_map(|spot| spot.get(name)).and_then(Value::as_str);
    said("contentEncoding").is_none()
        && said("contentMediaType").map_or(said("format") == Some("binary"), |name| name == BYTES)
}

/// Whether a list says what it contains.
fn contains(fold: &Fold<'_>) -> bool {
    fold.all().any(|spot| spot.schema().part("contains").is_some())
}

/// The keywords of a schema.
fn names<'m>(spot: &Spot<'m>) -> impl Iterator<Item = &'m str> {
    let schema = spot.schema();
    let parts = schema.parts.iter().map(|part| part.keyword);
    schema.keywords.keys().map(String::as_str).chain(parts)
}

/// The schemas that have a keyword, the outermost first.
fn sayings<'m>(fold: &Fold<'m>, said: &[Spot<'m>], name: &str, class: &Class<'m>) -> Vec<Said<'m>> {
    let says = said.iter().filter_map(|spot| {
        let value = spot.get(name);
        let is_part = || {
            let arms = spot.schema().list(name).count();
            let is_read = matches!(name, "oneOf" | "anyOf")
                && (spot.arms(name).len() < 2
                    || matches!(class, Class::Union(_) | Class::Values(_)));
            // `not: false` excludes nothing, and neither do names or further parts of any kind.
            let is_open = spot.schema().part(name).is_some_and(|id| match name {
                "not" => spot.api.schemas.forbids_all(id),
                "propertyNames" | "unevaluatedProperties" | "unevaluatedItems" => {
                    spot.api.schemas[id].boolean == Some(true)
                }
                _ => false,
            });
            arms > 0 && !is_read && !is_open
        };
        let component = fold.component_of(spot).map(|name| name.to_string());
        (value.is_some() || is_part()).then(|| Said { spot: spot.clone(), value, component })
    });
    says.collect()
}

/// Pairs the schemas of both states that have a keyword. The outermost ones count; of restrictions, which all hold, each one counts,
/// whatever their order.
fn keywords<'m>(name: &'m str, [mut old, mut new]: [Vec<Said<'m>>; 2]) -> Vec<Keyword<'m>> {
    /// The number of restrictions among which the same ones are searched.
    const SEARCHED: usize = 50;
    let is_restricting = RESTRICTING.contains(&name);
    if is_restricting && old.len().max(new.len()) <= SEARCHED {
        old.retain(|one| {
            let same = new.iter().position(|other| is_same(name, one, other));
            same.map(|at| new.remove(at)).is_none()
        });
    }
    let all = if is_restricting { usize::MAX } else { 1 };
    let count = old.len().max(new.len()).min(all);
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    (0..count).map(|_| Keyword { name, old: old.next(), new: new.next() }).collect()
}

/// Whether two schemas say the same by a keyword.
fn is_same<'m>(name: &'m str, one: &Said<'m>, other: &Said<'m>) -> bool {
    match (one.value, other.value) {
        (None, None) => written::is_same_part([Some(&one.spot), Some(&other.spot)], name),
        (one, other) => one == other,
    }
}

/// The component that has a keyword in both states, or in the only one. The change is reported there.
fn component(keyword: &Keyword<'_>, alias: Option<&str>) -> Option<String> {
    match (&keyword.old, &keyword.new) {
        (Some(old), Some(new)) => old.component.clone().filter(|_| old.component == new.component),
        (Some(one), None) | (None, Some(one)) => {
            one.component.clone().filter(|name| alias == Some(name.as_str()))
        }
        (None, None) => None,
    }
}

/// The change of a keyword, if it changed.
fn difference(
    keyword: &Keyword<'_>,
    folds: [&Fold<'_>; 2],
    classes: [&Class<'_>; 2],
    writing: Writing,
) -> Option<Difference> {
    let said = |said: &Option<Said<'_>>| said.as_ref().and_then(|said| said.value.cloned());
    let (old, new) = (said(&keyword.old), said(&keyword.new));
    match keyword.name {
        "minimum" | "minLength" | "minItems" | "minProperties" => {
            bound(keyword, folds, classes, Ordering::Greater)
        }
        "maximum" | "maxLength" | "maxItems" | "maxProperties" => {
            bound(keyword, folds, classes, Ordering::Less)
        }
        _ if old == new
            && (old.is_some() || written::is_same_part(parts(keyword), keyword.name)) =>
        {
            None
        }
        "pattern" => Some(pattern(classes, [&old, &new])),
        "multipleOf" => Some(step(classes, [&old, &new])),
        "uniqueItems" => {
            let is = |value: &Option<Value>| *value == Some(Value::Bool(true));
            if !classes.iter().any(|class| applies(keyword.name, class)) {
                return other(&rules::STATED_OTHERWISE, keyword);
            }
            let words = |is: bool| is.then(|| keyword.name.to_owned());
            let family = by_order(is(&new).cmp(&is(&old)));
            (is(&old) != is(&new)).then(|| (family, words(is(&old)), words(is(&new))))
        }
        "default" => {
            let family = match (&old, &new) {
                _ if is_same_default(&old, &new) => Family::from(&rules::STATED_OTHERWISE),
                (None, _) => family::DEFAULT_ADDED,
                (_, None) => family::DEFAULT_REMOVED,
                _ => family::DEFAULT,
            };
            Some((family, old.map(|old| old.to_string()), new.map(|new| new.to_string())))
        }
        "deprecated" => {
            let is = |value: &Option<Value>| *value == Some(Value::Bool(true));
            let rule = if is(&new) { &rules::DEPRECATED } else { &rules::NO_LONGER_DEPRECATED };
            let words = |is: bool| is.then(|| "deprecated".to_owned());
            (is(&old) != is(&new)).then(|| (Family::from(rule), words(is(&old)), words(is(&new))))
        }
        "description" => text(&rules::DESCRIPTION_CHANGED, [&old, &new]),
        "title" => text(&rules::TITLE_CHANGED, [&old, &new]),
        "format" => format(classes, [&old, &new], writing),
        "x-discriminator" => other(&rules::DECIDING_PROPERTY_CHANGED, keyword),
        name if RESTRICTING.contains(&name) => other(family::KEYWORD, keyword),
        name => match weight(Object::Schema, name) {
            Weight::None => None,
            Weight::Documentation => other(&rules::DOCUMENTATION, keyword),
            Weight::Unread => other(family::KEYWORD, keyword),
        },
    }
}

/// Whether both states give a keyword the same value.
fn is_as_before(keyword: &Keyword<'_>) -> bool {
    let [old, new] =
        [&keyword.old, &keyword.new].map(|said| said.as_ref().and_then(|own| own.value));
    old.is_some() && old == new
}

fn parts<'k, 'm>(keyword: &'k Keyword<'m>) -> [Option<&'k Spot<'m>>; 2] {
    [&keyword.old, &keyword.new].map(|said| said.as_ref().map(|said| &said.spot))
}

/// A change of a keyword, as it is written.
fn other(family: impl Into<Family>, keyword: &Keyword<'_>) -> Option<Difference> {
    let [old, new] = parts(keyword)
        .map(|spot| spot.map(|spot| written::part_text(spot, keyword.name)).unwrap_or_default());
    let [before, after] = excerpts(&old, &new);
    let named = |text: Option<String>| text.map(|text| format!("{} {text}", keyword.name));
    Some((family.into(), named(before), named(after)))
}

/// Whether two defaults are one number in two spellings, or null and nothing.
fn is_same_default(old: &Option<Value>, new: &Option<Value>) -> bool {
    match (old, new) {
        (Some(Value::Number(old)), Some(Value::Number(new))) => {
            compare(old, new) == Some(Ordering::Equal)
        }
        (Some(Value::Null), None) | (None, Some(Value::Null)) => true,
        _ => false,
    }
}

fn text(rule: &'static rules::Rule, [old, new]: [&Option<Value>; 2]) -> Option<Difference> {
    let text = |value: &Option<Value>| {
        value.as_ref().and_then(Value::as_str).unwrap_or_default().trim().to_owned()
    };
    let (old, new) = (text(old), text(new));
    let [before, after] = excerpts(&old, &new);
    let is_other = old.split_whitespace().ne(new.split_whitespace());
    is_other.then(|| (Family::from(rule), before, after))
}

/// The family for fewer, more or other values.
pub(super) fn by_order(order: Ordering) -> Family {
    match order {
        Ordering::Greater => family::TIGHTENED,
        Ordering::Less => family::LOOSENED,
        Ordering::Equal => family::BOUND,
    }
}

fn narrowed(name: &str, order: Ordering, [old, new]: [&Option<Value>; 2]) -> Difference {
    let words = |value: &Option<Value>| {
        let value = value.as_ref()?;
        Some(format!("{name} {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
    };
    (by_order(order), words(old), words(new))
}

/// Patterns that every text matches.
const OPEN_PATTERNS: [&str; 8] = ["", "^", "$", ".*", "^.*", ".*$", "[\\s\\S]*", "^[\\s\\S]*$"];

/// A change of a pattern. A pattern that every text matches counts as none.
fn pattern(classes: [&Class<'_>; 2], [old, new]: [&Option<Value>; 2]) -> Difference {
    let stated = |class: &Class<'_>, pattern: &Option<Value>| {
        let is_open = |text: &str| OPEN_PATTERNS.contains(&text);
        let pattern = pattern.clone().filter(|_| applies("pattern", class));
        pattern.filter(|text| text.as_str().is_none_or(|text| !is_open(text)))
    };
    let (was, is) = (stated(classes[0], old), stated(classes[1], new));
    let one_line = |pattern: &Option<Value>| pattern.as_ref().is_some_and(|text| text == "^.*$");
    let order = match (&was, &is) {
        // Only texts of several lines are excluded.
        (None, Some(_)) if one_line(&is) => Ordering::Equal,
        (Some(_), None) if one_line(&was) => Ordering::Equal,
        _ => order(&was, &is),
    };
    let (family, before, after) = narrowed("pattern", order, [old, new]);
    let family = if was == is { Family::from(&rules::STATED_OTHERWISE) } else { family };
    (family, before, after)
}

/// A change of a step. A step of integers that divides 1 counts as none.
fn step(classes: [&Class<'_>; 2], [old, new]: [&Option<Value>; 2]) -> Difference {
    let stated = |class: &Class<'_>, step: &Option<Value>| {
        let is_integer = matches!(class, Class::Scalar(Scalar::Integer(_)));
        let divides = |step: f64| step > 0.0 && (1.0 / step).fract() == 0.0;
        step.clone()
            .filter(|_| applies("multipleOf", class))
            .filter(|step| !(is_integer && step.as_f64().is_some_and(divides)))
    };
    let (was, is) = (stated(classes[0], old), stated(classes[1], new));
    let (family, before, after) = narrowed("multipleOf", steps(&was, &is), [old, new]);
    let family = if was == is { Family::from(&rules::STATED_OTHERWISE) } else { family };
    (family, before, after)
}

fn order(old: &Option<Value>, new: &Option<Value>) -> Ordering {
    new.is_some().cmp(&old.is_some())
}

/// Compares two steps. One may allow all multiples of the other.
fn steps(old: &Option<Value>, new: &Option<Value>) -> Ordering {
    let number =
        |value: &Option<Value>| value.as_ref().and_then(Value::as_f64).filter(|n| *n > 0.0);
    match (number(old), number(new)) {
        (Some(old), Some(new)) if (old / new).fract() == 0.0 => Ordering::Less,
        (Some(old), Some(new)) if (new / old).fract() == 0.0 => Ordering::Greater,
        _ => order(old, new),
    }
}

/// A change of the format within one type.
fn format(
    classes: [&Class<'_>; 2],
    [old, new]: [&Option<Value>; 2],
    writing: Writing,
) -> Option<Difference> {
    if !classes[0].is_like(classes[1]) {
        return None;
    }
    let format = |value: &Option<Value>| {
        value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let (from, to) = (format(old), format(new));
    let family = match (class::is_read(&from), class::is_read(&to)) {
        (true, true) => Family::from(&rules::FORMAT_CHANGED),
        (true, false) => family::SPECIALIZED,
        (false, true) => family::GENERALIZED,
        (false, false) => other_format(writing, [&from, &to]),
    };
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    Some((family, some(from), some(to)))
}
