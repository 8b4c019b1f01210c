//! Lower and upper bounds of both states in; their changes out.

use super::class::{self, Class, Scalar, kind_of};
use super::keywords::{Difference, Keyword, Said, by_order};
use super::spot::Fold;
use super::value::tuple;
use crate::diff::rules::{self, Family};
use crate::ir::Limit;
use serde_json::Number;
use std::cmp::Ordering;

/// A change of a lower or upper bound: of its number, or of whether that is exclusive.
pub(super) fn bound(
    keyword: &Keyword<'_>,
    folds: [&Fold<'_>; 2],
    classes: [&Class<'_>; 2],
    tighter: Ordering,
) -> Option<Difference> {
    let said = [&keyword.old, &keyword.new];
    let limits = [0, 1].map(|state: usize| {
        let stated = limit(keyword.name, said[state]);
        let other = by_items(keyword.name, folds[state]);
        tightest(stated, other, tighter)
    });
    let words = |limit: &Option<Limit>| {
        let limit = limit.as_ref()?;
        let exclusive = if limit.is_exclusive { " (exclusive)" } else { "" };
        Some(format!("{} {}{exclusive}", keyword.name, limit.value))
    };
    let (before, after) = (words(&limits[0]), words(&limits[1]));
    let stated = [0, 1].map(|state: usize| {
        let limit = whole(limits[state].clone()?, classes[state], tighter);
        let is_stated = applies(keyword.name, classes[state])
            && !is_implied(keyword.name, classes[state], &limit.value)
            && !(keyword.name == "minProperties" && is_required(folds[state], &limit.value));
        is_stated.then_some(limit)
    });
    let order = match &stated {
        [None, None] => Ordering::Equal,
        [None, Some(_)] => Ordering::Greater,
        [Some(_), None] => Ordering::Less,
        [Some(old), Some(new)] => {
            let by_value = compare(&new.value, &old.value)?;
            let by_value = if tighter == Ordering::Greater { by_value } else { by_value.reverse() };
            by_value.then(new.is_exclusive.cmp(&old.is_exclusive))
        }
    };
    let family = match order {
        Ordering::Equal if before == after => return None,
        Ordering::Equal => Family::from(&rules::STATED_OTHERWISE),
        order => by_order(order),
    };
    Some((family, before, after))
}

/// The number of items that `items: false` or a `contains` of any items sets, as `maxItems` and `minItems` do.
fn by_items(name: &str, fold: &Fold<'_>) -> Option<Limit> {
    let count = match name {
        "maxItems" => forbids_items(fold).then(|| tuple(fold).len() as u64)?,
        "minItems" => contained(fold)?,
        _ => return None,
    };
    Some(Limit { value: count.into(), is_exclusive: false })
}

/// The tighter one of two limits.
fn tightest(one: Option<Limit>, other: Option<Limit>, tighter: Ordering) -> Option<Limit> {
    let (Some(own), Some(next)) = (&one, &other) else { return one.or(other) };
    if compare(&next.value, &own.value) == Some(tighter) { other } else { one }
}

/// Whether a list may have no items but those that are described one by one.
pub(super) fn forbids_items(fold: &Fold<'_>) -> bool {
    fold.all().any(|spot| {
        let items = spot.schema().part("items");
        items.is_some_and(|items| spot.api.schemas.forbids_all(items))
    })
}

/// The number of items of any kind that `contains` asks for; none without `contains`, or if it asks for certain items.
pub(super) fn contained(fold: &Fold<'_>) -> Option<u64> {
    let mut all = fold.all().filter(|spot| spot.schema().part("contains").is_some());
    let (first, None) = (all.next()?, all.next()) else { return None };
    let schema = &first.api.schemas[first.schema().part("contains")?];
    let is_any = schema.boolean == Some(true)
        || (schema.boolean.is_none()
            && schema.reference.is_none()
            && schema.keywords.is_empty()
            && schema.parts.is_empty()
            && schema.properties.is_empty());
    let is_bounded = first.get("maxContains").is_some();
    let least = first.get("minContains").map_or(Some(1), serde_json::Value::as_u64);
    least.filter(|_| is_any && !is_bounded)
}

/// Whether an object has this many required properties anyway.
fn is_required(fold: &Fold<'_>, least: &Number) -> bool {
    let required = fold.all().flat_map(|spot| spot.schema().required());
    let count = required.collect::<std::collections::BTreeSet<_>>().len();
    least.as_u64().is_some_and(|least| least <= count as u64)
}

fn limit(name: &str, said: &Option<Said<'_>>) -> Option<Limit> {
    let schema = said.as_ref()?.spot.schema();
    match name {
        "minimum" => schema.minimum(),
        "maximum" => schema.maximum(),
        name => {
            let value = schema.keywords.get(name)?.as_number()?.clone();
            Some(Limit { value, is_exclusive: false })
        }
    }
}

/// A bound of integers as the nearest inclusive one: an exclusive one is one step tighter, and one with a fraction lies between two.
fn whole(limit: Limit, class: &Class<'_>, tighter: Ordering) -> Limit {
    let is_integer = matches!(class, Class::Scalar(Scalar::Integer(_)));
    if is_integer && let Some(value) = inside(&limit.value, tighter) {
        return Limit { value, is_exclusive: false };
    }
    let step = if tighter == Ordering::Greater { 1 } else { -1 };
    let next = integer(&limit.value).and_then(|value| Number::from_i128(value + step));
    match next.filter(|_| is_integer && limit.is_exclusive) {
        Some(value) => Limit { value, is_exclusive: false },
        None => limit,
    }
}

/// The integer next to a number with a fraction, on the tighter side.
fn inside(number: &Number, tighter: Ordering) -> Option<Number> {
    let value = number.as_f64().filter(|value| value.fract() != 0.0 && value.abs() < 1e18)?;
    let rounded = if tighter == Ordering::Greater { value.ceil() } else { value.floor() };
    Number::from_i128(rounded as i128)
}

/// A number without a fraction, exactly.
fn integer(number: &Number) -> Option<i128> {
    let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    exact.or_else(|| {
        let value = number.as_f64()?;
        let is_whole = value.fract() == 0.0 && value.abs() < 1e18;
        // The range is checked, so nothing is cut off.
        is_whole.then_some(value as i128)
    })
}

/// Compares two numbers: integers exactly.
pub(super) fn compare(one: &Number, other: &Number) -> Option<Ordering> {
    match (integer(one), integer(other)) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}

/// Whether a bound excludes nothing that the type allows.
fn is_implied(name: &str, class: &Class<'_>, limit: &Number) -> bool {
    let range = match class {
        Class::Scalar(Scalar::Integer(format)) => class::range(format),
        _ => None,
    };
    let is_beyond = |bound: i128, beyond: Ordering| {
        let exact = integer(limit).map(|limit| limit.cmp(&bound));
        let order = exact.or_else(|| limit.as_f64()?.partial_cmp(&(bound as f64)));
        order.is_some_and(|order| order == beyond || order == Ordering::Equal)
    };
    match (name, range) {
        ("minimum", Some((low, _))) => is_beyond(low, Ordering::Less),
        ("maximum", Some((_, high))) => is_beyond(high, Ordering::Greater),
        ("minLength" | "minItems" | "minProperties", _) => is_beyond(0, Ordering::Less),
        _ => false,
    }
}

/// Whether a keyword restricts values of a kind. It says nothing of others.
pub(super) fn applies(name: &str, class: &Class<'_>) -> bool {
    let is_of = match class {
        Class::Any | Class::Union(_) | Class::Scalar(Scalar::Unknown(_)) => return true,
        Class::Scalar(Scalar::Boolean) => "boolean",
        Class::Scalar(Scalar::Integer(_) | Scalar::Number { .. }) => "number",
        Class::Scalar(Scalar::String(_)) => "string",
        Class::Array(_) => "array",
        Class::Map(_) | Class::Object => "object",
        Class::Values(values) => match kind_of(values) {
            "integer" => "number",
            "other" => return true,
            kind => kind,
        },
    };
    match name {
        "minimum" | "maximum" | "multipleOf" => is_of == "number",
        "minLength" | "maxLength" | "pattern" => is_of == "string",
        "minItems" | "maxItems" | "uniqueItems" => is_of == "array",
        "minProperties" | "maxProperties" => is_of == "object",
        _ => true,
    }
}
