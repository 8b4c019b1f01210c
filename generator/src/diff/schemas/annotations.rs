//! What two schemas say of a value beside its type in, what changed out: bounds, defaults, deprecation, texts.

use super::expression::{Here, Links};
use super::finding::Found;
use super::rules::{Family, family};
use super::spot::{Link, Spot};
use super::{Direction, Schemas, words};
use crate::ir::Type;
use serde_json::Value;
use std::cmp::Ordering;

/// Keywords that bound values from below, and the ones that say whether the bound itself is left out.
const LOWER: [(&str, &str); 4] =
    [("minimum", "exclusiveMinimum"), ("minLength", ""), ("minItems", ""), ("minProperties", "")];
/// Keywords that bound values from above.
const UPPER: [(&str, &str); 4] =
    [("maximum", "exclusiveMaximum"), ("maxLength", ""), ("maxItems", ""), ("maxProperties", "")];

/// A keyword in both states, and the component that says it.
struct Keyword<'m> {
    old: Option<&'m Value>,
    new: Option<&'m Value>,
    alias: Option<String>,
}

/// What changed, and how it is said.
struct Difference {
    family: &'static Family,
    before: Option<String>,
    after: Option<String>,
    request: String,
    response: String,
}

impl<'m> Schemas<'m> {
    /// Compares what is said of a value whose type is the same, or of the same kind.
    pub(super) fn annotations(
        &mut self,
        here: &Here,
        links: &Links<'m>,
        spots: (&Spot<'m>, &Spot<'m>),
        types: (&Type, &Type),
    ) {
        let mut differences: Vec<(Difference, Option<String>)> = Vec::new();
        let mut note = |found: Option<Difference>, alias: &Option<String>| {
            differences.extend(found.map(|difference| (difference, alias.clone())));
        };
        for (bounds, is_lower) in [(LOWER, true), (UPPER, false)] {
            for (key, exclusive) in bounds {
                let found = keyword(links, key);
                let exclusive = keyword(links, exclusive);
                note(bound(key, is_lower, &found, &exclusive), &found.alias);
            }
        }
        for (key, compare) in SIMPLE {
            let found = keyword(links, key);
            if found.old != found.new {
                note(compare(key, &found), &found.alias);
            }
        }
        let format = keyword(links, "format");
        if types.0 == types.1 && !matches!(types.0, Type::Named(_)) && format.old != format.new {
            note(format_changed(&format), &format.alias);
        }
        for (difference, alias) in differences {
            self.annotation(here, alias.as_deref(), spots, difference);
        }
    }

    fn annotation(
        &mut self,
        here: &Here,
        alias: Option<&str>,
        spots: (&Spot<'m>, &Spot<'m>),
        difference: Difference,
    ) {
        let Difference { family, before, after, request, response } = difference;
        let rust = match family {
            family::DEPRECATION => self.deprecation_effect(here, true),
            family::NO_DEPRECATION => self.deprecation_effect(here, false),
            _ => self.only_documented(here),
        };
        let wire = if here.direction == Direction::Request { request } else { response };
        let subject = self.subject(here, alias);
        let found = Found { family, subject, before, after, wire, rust };
        let aliased = alias.map(|name| self.component_spots(name));
        let spots = aliased.as_ref().map_or(spots, |(old, new)| (old, new));
        self.found((here.direction, here.owner), spots, found);
    }

    /// Compares the texts of two components that are the same thing.
    pub(super) fn component_texts(
        &mut self,
        here: &Here,
        subject: &crate::diff::Subject,
        spots: (&Spot<'m>, &Spot<'m>),
        item: &str,
    ) {
        let head = |spot: &Spot<'m>| vec![Link { spot: spot.clone(), component: None }];
        let links = Links { old: head(spots.0), new: head(spots.1) };
        for key in ["description", "title", "deprecated"] {
            let found = keyword(&links, key);
            let compare = if key == "deprecated" { deprecation } else { text };
            if found.old == found.new {
                continue;
            }
            let Some(Difference { family, before, after, request, .. }) = compare(key, &found)
            else {
                continue;
            };
            let rust = crate::diff::Effect::new(
                crate::diff::Level::Documentation,
                format!("only the documentation of {item} changes"),
            );
            let found =
                Found { family, subject: subject.clone(), before, after, wire: request, rust };
            self.found((here.direction, here.owner), spots, found);
        }
    }
}

/// What compares one keyword that differs.
type Compare = fn(&str, &Keyword<'_>) -> Option<Difference>;

/// Keywords that are compared by themselves.
const SIMPLE: [(&str, Compare); 7] = [
    ("pattern", |key, found| Some(step(key, found, false))),
    ("multipleOf", |key, found| Some(step(key, found, is_multiple(found)))),
    ("uniqueItems", unique),
    ("default", |_, found| Some(default(found))),
    ("deprecated", deprecation),
    ("description", text),
    ("title", text),
];

/// The outermost saying of a keyword in both states. What a component says in both, or in the one that says it, is the component's.
fn keyword<'m>(links: &Links<'m>, key: &str) -> Keyword<'m> {
    let find = |links: &[Link<'m>]| {
        links.iter().find_map(|link| Some((link.spot.get(key)?, link.component.clone())))
    };
    let (old, new) = (find(&links.old), find(&links.new));
    let alias = match (&old, &new) {
        (Some((_, Some(old))), Some((_, Some(new)))) if old == new => Some(old.clone()),
        (Some((_, Some(one))), None) | (None, Some((_, Some(one)))) => {
            links.alias().filter(|alias| alias == one).map(str::to_owned)
        }
        _ => None,
    };
    let value = |found: Option<(&'m Value, Option<String>)>| found.map(|(value, _)| value);
    Keyword { old: value(old), new: value(new), alias }
}

fn said(key: &str, value: &Value) -> String {
    format!("{key} {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// A bound from below or from above.
fn bound(
    key: &str,
    is_lower: bool,
    found: &Keyword<'_>,
    exclusive: &Keyword<'_>,
) -> Option<Difference> {
    let limit = |value: Option<&Value>, exclusive: Option<&Value>| {
        Some((value?.as_f64()?, exclusive == Some(&Value::Bool(true))))
    };
    let (old, new) = (limit(found.old, exclusive.old), limit(found.new, exclusive.new));
    let order = match (old, new) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some((old, was_exclusive)), Some((new, is_exclusive))) => {
            let by_value = if is_lower { new.partial_cmp(&old) } else { old.partial_cmp(&new) };
            by_value?.then(is_exclusive.cmp(&was_exclusive))
        }
    };
    let words = |value: Option<&Value>, limit: Option<(f64, bool)>| {
        let (value, (_, is_exclusive)) = (value?, limit?);
        Some(format!("{key} {value}{}", if is_exclusive { " (exclusive)" } else { "" }))
    };
    let (before, after) = (words(found.old, old), words(found.new, new));
    Some(narrowed(order, before, after)).filter(|_| order != Ordering::Equal)
}

/// Fewer values are allowed, or more, or others.
fn narrowed(order: Ordering, before: Option<String>, after: Option<String>) -> Difference {
    let (was, is) =
        (before.as_deref().unwrap_or("no bound"), after.as_deref().unwrap_or("no bound"));
    let change = format!("{is} instead of {was}");
    let (family, request, response) = match order {
        Ordering::Greater => {
            (family::TIGHTENED, "values outside of it are refused", "fewer values are received")
        }
        Ordering::Less => (
            family::LOOSENED,
            "more values are accepted",
            "values outside of the old bound may be received",
        ),
        Ordering::Equal => {
            (family::BOUND, "some of the old values may be refused", "other values may be received")
        }
    };
    let (request, response) = (format!("{change}: {request}"), format!("{change}: {response}"));
    Difference { family, before, after, request, response }
}

/// A bound of which one value does not include another, unless it is known to.
fn step(key: &str, found: &Keyword<'_>, is_loosened: bool) -> Difference {
    let order = match (found.old, found.new) {
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
        _ if is_loosened => Ordering::Less,
        _ if key == "multipleOf"
            && is_multiple(&Keyword { old: found.new, new: found.old, alias: None }) =>
        {
            Ordering::Greater
        }
        _ => Ordering::Equal,
    };
    let words = |value: Option<&Value>| value.map(|value| said(key, value));
    narrowed(order, words(found.old), words(found.new))
}

/// Whether every multiple of the old step is one of the new step.
fn is_multiple(found: &Keyword<'_>) -> bool {
    let number =
        |value: Option<&Value>| value.and_then(Value::as_f64).filter(|number| *number > 0.0);
    match (number(found.old), number(found.new)) {
        (Some(old), Some(new)) => (old / new).fract() == 0.0,
        _ => false,
    }
}

fn unique(key: &str, found: &Keyword<'_>) -> Option<Difference> {
    let is = |value: Option<&Value>| value == Some(&Value::Bool(true));
    let order = is(found.new).cmp(&is(found.old));
    let words = |is: bool| is.then(|| key.to_owned());
    Some(narrowed(order, words(is(found.old)), words(is(found.new))))
        .filter(|_| order != Ordering::Equal)
}

fn default(found: &Keyword<'_>) -> Difference {
    let words = |value: Option<&Value>| value.map(Value::to_string);
    let (before, after) = (words(found.old), words(found.new));
    let (family, request) = match (&before, &after) {
        (None, Some(new)) => (family::DEFAULT_ADDED, format!("left out, it means {new}")),
        (Some(old), Some(new)) => {
            (family::DEFAULT, format!("left out, it means {new} and no longer {old}"))
        }
        (old, _) => {
            let old = old.as_deref().unwrap_or("nothing");
            (family::DEFAULT_REMOVED, format!("left out, it is no longer said to mean {old}"))
        }
    };
    let response = "what responses hold stays the same".to_owned();
    Difference { family, before, after, request, response }
}

fn deprecation(_: &str, found: &Keyword<'_>) -> Option<Difference> {
    let is = |value: Option<&Value>| value == Some(&Value::Bool(true));
    let (was, is) = (is(found.old), is(found.new));
    let words = |is: bool| is.then(|| "deprecated".to_owned());
    let (family, wire) = match is {
        true => (family::DEPRECATION, "it works as before, and may be removed"),
        false => (family::NO_DEPRECATION, "it works as before, and stays"),
    };
    let difference = Difference {
        family,
        before: words(was),
        after: words(is),
        request: wire.into(),
        response: wire.into(),
    };
    Some(difference).filter(|_| was != is)
}

fn text(key: &str, found: &Keyword<'_>) -> Option<Difference> {
    let text =
        |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let (old, new) = (text(found.old), text(found.new));
    let (before, after) = words::excerpts(&old, &new);
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let family = if key == "title" { family::TITLE } else { family::DESCRIPTION };
    let wire = "what travels stays the same".to_owned();
    let is_different = old.split_whitespace().ne(new.split_whitespace());
    let difference = Difference {
        family,
        before: some(before),
        after: some(after),
        request: wire.clone(),
        response: wire,
    };
    Some(difference).filter(|_| is_different)
}

/// Another format that makes no other type.
fn format_changed(found: &Keyword<'_>) -> Option<Difference> {
    let words = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let wire = "what travels stays the same".to_owned();
    Some(Difference {
        family: family::FORMAT,
        before: words(found.old),
        after: words(found.new),
        request: wire.clone(),
        response: wire,
    })
}
