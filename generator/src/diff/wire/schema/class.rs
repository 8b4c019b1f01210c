//! The schemas that describe one value in; the kind of the value out.

use super::spot::{Fold, Spot};
use crate::document::{COMPOSERS, Format, UNIONS};
use indexmap::IndexMap;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};

const I64: (i128, i128) = (i64::MIN as i128, i64::MAX as i128);

/// The kind of value that schemas describe.
#[derive(Debug, Clone)]
pub(super) enum Class<'m> {
    /// Any JSON.
    Any,
    /// A text, number or boolean.
    Scalar(Scalar),
    /// A list, with all schemas of its items, the deciding one first; none if items may be anything.
    Array(Vec<Spot<'m>>),
    /// An object without known properties, with all schemas of its values.
    Map(Vec<Spot<'m>>),
    /// An object with known properties.
    Object,
    /// One of some values; null is never among them.
    Values(Vec<&'m Value>),
    /// One of several kinds of values.
    Union(Vec<Spot<'m>>),
}

/// A text, number or boolean, as far as its format changes how it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Scalar {
    Boolean,
    /// The format that sets its range; without one it has 64 bits.
    Integer(String),
    Number {
        single: bool,
    },
    /// The format that changes how it is written.
    String(Option<String>),
    /// A type that OpenAPI does not define.
    Unknown(String),
}

impl<'m> Class<'m> {
    /// Classifies a value by all schemas that describe it.
    pub(super) fn of(fold: &Fold<'m>) -> Self {
        if let Some(values) = values(fold) {
            if values.len() == 2 && values.iter().all(|value| value.is_boolean()) {
                return Self::Scalar(Scalar::Boolean);
            }
            return Self::Values(values);
        }
        let kind =
            fold.inner.iter().find_map(|spot| spot.schema().types().find(|kind| *kind != "null"));
        let arms = arms(fold);
        match kind {
            _ if is_object(fold) => Self::Object,
            None | Some("object") if !arms.is_empty() => Self::Union(arms),
            Some("array") => Self::Array(inner(fold, "items", "item")),
            None if !inner(fold, "items", "item").is_empty() => {
                Self::Array(inner(fold, "items", "item"))
            }
            Some("object") => Self::Map(further_values(fold)),
            None if !further_values(fold).is_empty() => Self::Map(further_values(fold)),
            Some(kind) => Self::Scalar(Scalar::of(kind, format(fold))),
            // Only texts have a `contentMediaType`.
            None if fold.all().any(|spot| spot.get("contentMediaType").is_some()) => {
                Self::Scalar(Scalar::String(None))
            }
            None => Self::Any,
        }
    }

    /// Whether such values are compared once, and not at every use.
    pub(super) fn is_named(&self) -> bool {
        matches!(self, Self::Object | Self::Values(_) | Self::Union(_))
    }

    /// Whether two values are of the same kind.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Values(old), Self::Values(new)) => kind_of(old) == kind_of(new),
            (Self::Scalar(old), Self::Scalar(new)) => old == new,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// The kind, in words.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Self::Values(values) => match kind_of(values) {
                "string" => "enum of strings",
                "integer" => "enum of integers",
                _ => "enum of values",
            },
            Self::Union(_) => "union",
            Self::Object => "object",
            Self::Any | Self::Scalar(_) | Self::Array(_) | Self::Map(_) => "value",
        }
    }
}

impl Scalar {
    fn of(kind: &str, format: &str) -> Self {
        match kind {
            "boolean" => Self::Boolean,
            "integer" if range(format).is_some() && format != "int64" => {
                Self::Integer(format.to_owned())
            }
            "integer" => Self::Integer(String::new()),
            "number" => Self::Number { single: format == "float" },
            "string" => {
                let is_checked = Format::named(format).is_some_and(Format::is_checked);
                Self::String(is_checked.then(|| format.to_owned()))
            }
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// The type, in words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Boolean => "boolean".into(),
            Self::Integer(format) if format.is_empty() => "integer".into(),
            Self::Integer(format) => format!("integer ({format})"),
            Self::Number { single: true } => "number (float)".into(),
            Self::Number { single: false } => "number".into(),
            Self::String(None) => "string".into(),
            Self::String(Some(format)) => format!("string ({format})"),
            Self::Unknown(kind) => kind.clone(),
        }
    }

    /// Whether every value of this type is a value of `wide`; with `is_text`, all values travel as text.
    pub(super) fn is_within(&self, wide: &Self, is_text: bool) -> bool {
        match (self, wide) {
            (_, Self::String(None)) if is_text => true,
            (Self::String(_), Self::String(None)) => true,
            (Self::Integer(narrow), Self::Integer(wide)) => {
                let of = |format: &str| range(format).unwrap_or(I64);
                let ((low, high), (from, to)) = (of(narrow), of(wide));
                from <= low && high <= to
            }
            (Self::Integer(_), Self::Number { .. }) => true,
            (Self::Number { single: true }, Self::Number { single: false }) => true,
            (old, new) => old == new,
        }
    }

    /// Whether a value is of this type.
    pub(super) fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Integer(_) => value.is_i64() || value.is_u64(),
            Self::Number { .. } => value.is_number(),
            Self::String(_) => value.is_string(),
            Self::Unknown(_) => false,
        }
    }
}

/// The least and the greatest integer of a format.
pub(super) fn range(format: &str) -> Option<(i128, i128)> {
    Format::named(format).and_then(Format::range)
}

/// Whether the format, if there is one, decides the type of a value.
pub(super) fn is_read(format: &str) -> bool {
    format.is_empty() || Format::named(format).is_some()
}

/// The format that counts; empty without one.
pub(super) fn format<'m>(fold: &Fold<'m>) -> &'m str {
    fold.all().find_map(|spot| spot.get("format")).and_then(Value::as_str).unwrap_or_default()
}

/// The schemas under a keyword that do not just allow or forbid everything, the deciding one first.
fn inner<'m>(fold: &Fold<'m>, key: &str, name: &str) -> Vec<Spot<'m>> {
    let declared = declaring(fold).into_iter().filter_map(|spot| spot.part(key, name));
    let says =
        |spot: &Spot<'_>| spot.schema().boolean.is_none() && !spot.api.schemas.forbids_all(spot.id);
    deciding(declared.filter(says).collect())
}

/// The schemas that declare the parts of a value. Arms come before the schema beside them; later schemas override earlier ones.
pub(super) fn declaring<'m>(fold: &Fold<'m>) -> Vec<Spot<'m>> {
    let mut declaring = Vec::new();
    for spot in fold.anchor().others.iter().rev().chain([fold.anchor()]) {
        spot.visit(&mut declaring, false);
    }
    declaring
}

/// Sorts all declarations of one part of a value. The last one that says what the part is decides and comes first.
pub(super) fn deciding(mut declared: Vec<Spot<'_>>) -> Vec<Spot<'_>> {
    declared.reverse();
    let says = |spot: &Spot<'_>| {
        let keys = COMPOSERS;
        spot.refers()
            || spot.get("type").is_some()
            || keys.iter().any(|key| spot.schema().part(key).is_some())
    };
    if let Some(place) = declared.iter().position(says) {
        declared[..=place].rotate_right(1);
    }
    declared
}

/// The values of a map: those of all further properties, or those that match the only pattern.
fn further_values<'m>(fold: &Fold<'m>) -> Vec<Spot<'m>> {
    let values = inner(fold, "additionalProperties", "value");
    if values.is_empty() {
        let all = fold.inner.iter().flat_map(|spot| {
            let patterns = spot.schema().list("patternProperties");
            patterns.map(|id| spot.inside(id, "value")).collect::<Vec<_>>()
        });
        return Some(all.collect::<Vec<_>>()).filter(|all| all.len() == 1).unwrap_or_default();
    }
    values
}

/// The pattern of a map, if its values are those that match the pattern.
pub(super) fn only_pattern<'m>(fold: &Fold<'m>) -> Option<&'m str> {
    let is_it = || matches!(Class::of(fold), Class::Map(values) if !values.is_empty());
    inner(fold, "additionalProperties", "value").is_empty().then_some(())?;
    let parts = fold.inner.iter().flat_map(|spot| &spot.schema().parts);
    let pattern = parts.filter(|part| part.keyword == "patternProperties");
    pattern.map(|part| part.key.as_str()).next().filter(|_| is_it())
}

/// Whether the value is an object with known properties.
fn is_object(fold: &Fold<'_>) -> bool {
    let is_closed = |spot: &Spot<'_>| {
        spot.schema().types().any(|kind| kind == "object")
            && further(spot) == Some(Further::Forbidden)
            && spot.schema().part("patternProperties").is_none()
    };
    fold.inner.iter().any(|spot| !spot.schema().properties.is_empty()) || is_closed(fold.anchor())
}

/// The arms that are values of their own, and not only conditions.
pub(super) fn arms<'m>(fold: &Fold<'m>) -> Vec<Spot<'m>> {
    let says = |arm: &Spot<'_>| {
        let schema = arm.schema();
        let holds =
            ["allOf", "oneOf", "anyOf", "items"].iter().any(|key| schema.part(key).is_some());
        let is_typed = ["type", "enum", "const"].iter().any(|key| arm.get(key).is_some());
        arm.refers()
            || holds
            || is_typed
            || !schema.properties.is_empty()
            || schema.keywords.is_empty()
    };
    let found = fold.inner.iter().flat_map(|spot| UNIONS.map(|key| spot.arms(key)));
    found.into_iter().find(|arms| arms.len() > 1 && arms.iter().any(says)).unwrap_or_default()
}

/// The allowed values, if they are listed: by `enum`, or as arms of one value each. Of several lists, only common values are allowed.
fn values<'m>(fold: &Fold<'m>) -> Option<Vec<&'m Value>> {
    let mut lists = fold.all().filter_map(|spot| listed(spot).or_else(|| constants(spot)));
    let first = lists.next()?;
    let rest: Vec<HashSet<&Value>> = lists.map(|list| list.into_iter().collect()).collect();
    let mut seen = HashSet::new();
    let is_allowed = |value: &&'m Value| {
        !value.is_null() && rest.iter().all(|list| list.contains(*value)) && seen.insert(*value)
    };
    Some(first.into_iter().filter(is_allowed).collect())
}

/// The schema that lists the values; without one, the schema that says what the value is.
pub(super) fn listing<'f, 'm>(fold: &'f Fold<'m>) -> &'f Spot<'m> {
    let lists = |spot: &&Spot<'m>| listed(spot).or_else(|| constants(spot)).is_some();
    fold.all().find(lists).unwrap_or(fold.anchor())
}

fn listed<'m>(spot: &Spot<'m>) -> Option<Vec<&'m Value>> {
    let listed = spot.get("enum").and_then(Value::as_array);
    let constant = spot.get("const").filter(|_| listed.is_none());
    let values: Vec<&Value> = listed.into_iter().flatten().chain(constant).collect();
    Some(values).filter(|values| values.iter().any(|value| !value.is_null()))
}

/// The values of arms with one value each.
fn constants<'m>(spot: &Spot<'m>) -> Option<Vec<&'m Value>> {
    let arms = UNIONS.map(|key| spot.arms(key));
    let arms = arms.into_iter().find(|arms| arms.len() > 1)?;
    let values = arms.iter().map(|arm| match listed(arm)?.as_slice() {
        [only] => Some(*only),
        _ => None,
    });
    values.collect()
}

/// The JSON type of all values of a list.
pub(super) fn kind_of(values: &[&Value]) -> &'static str {
    let kind = |value: &Value| match value {
        Value::String(_) => "string",
        Value::Number(number) if !number.is_f64() => "integer",
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        _ => "other",
    };
    let first = values.first().map_or("other", |value| kind(value));
    if values.iter().all(|value| kind(value) == first) { first } else { "other" }
}

/// The statement of an object about properties that it does not list, from less to more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Further {
    Forbidden,
    NotSaid,
    Allowed,
}

/// An object with its properties.
pub(super) struct Object<'m> {
    /// All schemas of each property, the deciding one first.
    pub(super) properties: IndexMap<&'m str, Vec<Spot<'m>>>,
    /// The properties whose schema allows no value.
    pub(super) forbidden: BTreeSet<&'m str>,
    pub(super) required: BTreeSet<&'m str>,
    pub(super) further: Further,
    /// All schemas of further properties, the deciding one first.
    pub(super) values: Vec<Spot<'m>>,
}

impl<'m> Object<'m> {
    /// The object that schemas describe together.
    pub(super) fn of(fold: &Fold<'m>) -> Self {
        let mut properties: IndexMap<&str, Vec<Spot<'m>>> = IndexMap::new();
        let mut required = BTreeSet::new();
        for spot in &declaring(fold) {
            for name in spot.schema().properties.keys() {
                properties.entry(name).or_default().extend(spot.property(name));
            }
            required.extend(spot.schema().required());
        }
        let is_forbidden = |spot: &Spot<'_>| spot.api.schemas.forbids_all(spot.id);
        let (forbidden, mut properties): (IndexMap<_, _>, IndexMap<&str, Vec<Spot<'m>>>) =
            properties.into_iter().partition(|(_, declared)| declared.iter().any(is_forbidden));
        let forbidden = forbidden.into_keys().collect();
        for declared in properties.values_mut() {
            *declared = deciding(std::mem::take(declared));
        }
        let further = fold.inner.iter().find_map(further).unwrap_or(Further::NotSaid);
        let values = inner(fold, "additionalProperties", "value");
        Self { properties, forbidden, required, further, values }
    }
}

fn further(spot: &Spot<'_>) -> Option<Further> {
    let said = spot.schema().part("additionalProperties")?;
    let is_closed = spot.api.schemas.forbids_all(said);
    Some(if is_closed { Further::Forbidden } else { Further::Allowed })
}
