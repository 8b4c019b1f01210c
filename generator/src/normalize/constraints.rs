//! Defaults and bounds that contradict the schema they belong to in; schemas without them out.
//!
//! A default in another form than its type is read as a value of that type if its meaning is obvious. Bounds and defaults that no value
//! can satisfy are ignored, so that the documentation of the crate does not repeat them.

use super::enum_values;
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{Places, join};
use serde_json::{Map, Value, json};

/// The lower and the upper bound of each kind, with the type that they restrict.
const BOUNDS: [(&str, &str, &str); 4] = [
    ("minimum", "maximum", "number"),
    ("minLength", "maxLength", "string"),
    ("minItems", "maxItems", "array"),
    ("minProperties", "maxProperties", "object"),
];

const HELP: &str = "correct one of them in an overlay";

/// Corrects the default and the bounds of a schema.
pub(super) fn correct(
    schema: &mut Map<String, Value>,
    pointer: &str,
    places: &Places,
    findings: &mut Findings,
) {
    bounds(schema, pointer, findings);
    if schema.get("default").is_some_and(|own| !own.is_null()) {
        of_type(schema, pointer, places, findings);
        if let Some(reason) = contradiction(schema) {
            let message = format!("{reason}; the default was ignored");
            findings.push(Code::ContradictoryConstraint, join(pointer, "default"), message, HELP);
            findings.ignore(schema, "default", pointer);
        }
    }
}

/// Removes a lower bound above the upper one, and that upper one.
fn bounds(schema: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    for (low, high, _) in BOUNDS {
        let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
        let Some((least, most)) = bound(low).zip(bound(high)).filter(|(least, most)| least > most)
        else {
            continue;
        };
        let message = format!("`{low}: {least}` is above `{high}: {most}`; both were ignored");
        findings.push(Code::ContradictoryConstraint, join(pointer, low), message, HELP);
        [low, high].iter().for_each(|key| findings.ignore(schema, key, pointer));
    }
}

/// Converts a default to the type of its schema. Removes one that has no meaning in that type.
fn of_type(
    schema: &mut Map<String, Value>,
    pointer: &str,
    places: &Places,
    findings: &mut Findings,
) {
    let Some(kind) = schema.get("type").and_then(Value::as_str).map(str::to_owned) else { return };
    let own = join(pointer, "default");
    let item = schema.get("items").and_then(|items| items.get("type")?.as_str()).map(str::to_owned);
    let item = item.filter(|_| kind == "array");
    let Some(given) = schema.get_mut("default").filter(|value| !is_of(&kind, value)) else {
        return;
    };
    let read = match &*given {
        Value::Number(number) if kind == "string" => {
            enum_values::written(places, &own, number).map(Value::from)
        }
        _ => None,
    };
    let read = read
        .or_else(|| enum_values::read(&kind, given))
        .or_else(|| in_list(item.as_deref(), given));
    let done = match &read {
        Some(value) => format!("it was read as {value}"),
        None => "it was ignored".to_owned(),
    };
    let article = if kind.starts_with(['a', 'i', 'o']) { "an" } else { "a" };
    let message = format!("the default of {article} {kind} is {}; {done}", shown(given));
    let help = "correct the default or the type in an overlay";
    findings.push(Code::MalformedKeyword, own, message, help);
    match read {
        Some(value) => *given = value,
        None => findings.ignore(schema, "default", pointer),
    }
}

/// Whether a value has a type; a whole number is an integer, however it is written.
fn is_of(kind: &str, value: &Value) -> bool {
    enum_values::is_of(kind, value)
        || kind == "integer" && value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// A plain value in place of an array of one value.
fn in_list(item: Option<&str>, value: &Value) -> Option<Value> {
    let is_plain = !value.is_object() && value.as_str() != Some("");
    item.filter(|item| is_plain && is_of(item, value)).map(|_| json!([value]))
}

/// How the default contradicts the rest of its schema.
fn contradiction(schema: &Map<String, Value>) -> Option<String> {
    let default = schema.get("default")?;
    let listed = |values: &Vec<Value>, own: &Value| values.iter().any(|value| is_same(value, own));
    if let Some(values) = schema.get("enum").and_then(Value::as_array)
        && !listed(values, default)
    {
        return Some(format!("the default {} is not in `enum`", shown(default)));
    }
    let of_items = schema.get("items").and_then(|items| items.get("enum")?.as_array());
    if let (Some(values), Some(items)) = (of_items, default.as_array())
        && let Some(odd) = items.iter().find(|item| !listed(values, item))
    {
        return Some(format!("{} in the default is not in the `enum` of the items", shown(odd)));
    }
    let size = size(default)?;
    let of_kind = |kind: &str| match default {
        Value::Number(_) => kind == "number",
        Value::String(_) => kind == "string",
        Value::Array(_) => kind == "array",
        _ => false,
    };
    let (low, high, _) = BOUNDS.into_iter().find(|(.., kind)| of_kind(kind))?;
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let [less, more] = match default {
        Value::Number(_) => ["below", "above"],
        _ => ["shorter than", "longer than"],
    };
    if let Some(least) = bound(low).filter(|least| size < *least) {
        return Some(format!("the default {} is {less} `{low}: {least}`", shown(default)));
    }
    let most = bound(high).filter(|most| size > *most)?;
    Some(format!("the default {} is {more} `{high}: {most}`", shown(default)))
}

/// What the bounds of a value restrict: a number, or a count of characters or items.
fn size(value: &Value) -> Option<f64> {
    let count = |count: usize| u32::try_from(count).ok().map(f64::from);
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => count(text.chars().count()),
        Value::Array(items) => count(items.len()),
        _ => None,
    }
}

/// Whether two values are equal; 1 and 1.0 are.
fn is_same(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| one == other)
}

/// The beginning of a value.
fn shown(value: &Value) -> String {
    super::malformed::shown(value)
}
