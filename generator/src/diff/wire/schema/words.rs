//! Schemas in; words for their values, as changes use them, out.

use super::class::{Class, Scalar, format};
use super::spot::{Fold, Spot};
use crate::spelling::listing;
use serde_json::Value;

/// The number of alternatives that are named.
const NAMED: usize = 4;
/// The depth to which lists in lists are described.
const DEPTH: usize = 16;

/// A value in words: `array of SessionUser or null`.
pub(in crate::diff::wire) fn words(spot: &Spot<'_>) -> String {
    value(&Fold::one(spot), DEPTH)
}

/// The same for all schemas of a value; `any JSON` if there is none.
pub(super) fn of_all(spots: &[Spot<'_>]) -> String {
    inside(spots, DEPTH)
}

/// The same for a folded value.
pub(super) fn of_fold(fold: &Fold<'_>) -> String {
    value(fold, DEPTH)
}

fn value(fold: &Fold<'_>, depth: usize) -> String {
    let words = bare(fold, &Class::of(fold), depth);
    if fold.is_nullable() { format!("{words} or null") } else { words }
}

fn inside(spots: &[Spot<'_>], depth: usize) -> String {
    if spots.is_empty() { "any JSON".into() } else { value(&Fold::of(spots), depth) }
}

/// The same, without null.
pub(super) fn of_class(fold: &Fold<'_>, class: &Class<'_>) -> String {
    bare(fold, class, DEPTH)
}

fn bare(fold: &Fold<'_>, class: &Class<'_>, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else { return "…".into() };
    match class {
        Class::Any => "any JSON".into(),
        Class::Scalar(scalar) => match format(fold) {
            "password" => "string (password)".into(),
            "binary" if *scalar == Scalar::String(None) => "file".into(),
            _ => scalar.words(),
        },
        Class::Array(items) => format!("array of {}", inside(items, depth)),
        Class::Map(values) => format!("map of {}", inside(values, depth)),
        _ if fold.anchor().is_component() => fold.anchor().name.to_string(),
        Class::Object => "object".into(),
        Class::Values(values) => one_of(values.iter().map(|value| value.to_string())),
        Class::Union(arms) => one_of(arms.iter().map(|arm| {
            let fold = Fold::one(arm);
            match Class::of(&fold) {
                class if class.is_named() && !fold.anchor().is_component() => arm_name(arm),
                class => bare(&fold, &class, depth),
            }
        })),
    }
}

fn one_of(values: impl ExactSizeIterator<Item = String>) -> String {
    format!("one of {}", listing::first(values, NAMED))
}

/// The name of an arm of a union: its component, its title, or its kind.
pub(super) fn arm_name(arm: &Spot<'_>) -> String {
    let title =
        || arm.get("title").and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
    let reference = arm.schema().reference.as_ref();
    if let Some(target) = reference.and_then(|reference| reference.uri.rsplit('/').next()) {
        return target.replace("~1", "/").replace("~0", "~");
    }
    if let Some(title) = title() {
        return title.to_owned();
    }
    let fold = Fold::one(arm);
    match Class::of(&fold) {
        Class::Scalar(scalar) => scalar.words(),
        Class::Array(_) => "list".into(),
        Class::Map(_) => "map".into(),
        _ => arm.name.rsplit('.').next().unwrap_or_default().to_owned(),
    }
}

/// The number of characters of a long text that are shown.
const SHOWN: usize = 80;
/// The number of shown characters before the first difference.
const BEFORE: usize = 20;

/// Two texts, each cut to the part around their first difference.
pub(in crate::diff::wire) fn excerpts(old: &str, new: &str) -> [Option<String>; 2] {
    let common = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let start = if common > BEFORE + 1 { common - BEFORE } else { 0 };
    [old, new].map(|text| Some(excerpt(text, start)).filter(|text| !text.is_empty()))
}

fn excerpt(text: &str, start: usize) -> String {
    let shown: String = text.chars().skip(start).take(SHOWN).collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let before = if start > 0 { "…" } else { "" };
    let after = if text.chars().nth(start + SHOWN).is_some() { "…" } else { "" };
    format!("{before}{shown}{after}")
}
