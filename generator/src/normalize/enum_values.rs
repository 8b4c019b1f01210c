//! Values of an `enum` with another type than the schema in; values of that type out.
//!
//! A number without quotes in a list of strings is a string, and so is a boolean. The values of a list type belong to its items.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{Places, join};
use crate::spelling::listing;
use serde_json::{Map, Number, Value, json};

/// The number of values that a message lists.
const SHOWN: usize = 3;

/// Converts the values of an `enum` to the type of the schema; removes those that cannot be converted.
pub(super) fn correct(
    schema: &mut Map<String, Value>,
    pointer: &str,
    places: &Places,
    findings: &mut Findings,
) {
    let Some(kind) = schema.get("type").and_then(Value::as_str).map(str::to_owned) else { return };
    let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
    if values.iter().all(|value| is_of(&kind, value)) {
        return;
    }
    let values = values.clone();
    let is_odd = |value: &&Value| !is_of(&kind, value) && !is_whole(&kind, value);
    if !values.iter().any(|value| is_odd(&value)) {
        let whole = values.iter().filter_map(|value| read(&kind, value)).collect();
        schema.insert("enum".into(), whole);
        return;
    }
    let list = join(pointer, "enum");
    let as_text = |(index, value): (usize, &Value)| match value {
        // `1.10` and `1.1` are different strings, and so are `0x1F` and `31`.
        Value::Number(number) if kind == "string" => {
            let text = written(places, &join(&list, &index.to_string()), number);
            text.map(Value::from).or_else(|| read(&kind, value))
        }
        // So are `TRUE` and `true`.
        Value::Bool(flag) if kind == "string" => {
            let text = written_flag(places, &join(&list, &index.to_string()), *flag);
            text.map(Value::from).or_else(|| read(&kind, value))
        }
        value => read(&kind, value),
    };
    let read: Vec<Value> = values.iter().enumerate().filter_map(as_text).collect();
    let done = if kind == "array" && move_to_items(schema, &values) {
        "they were read as the values of its items"
    } else if read.is_empty() {
        schema.shift_remove("enum");
        "they were ignored"
    } else {
        let is_whole = read.len() == values.len();
        schema.insert("enum".into(), read.into());
        if is_whole {
            "they were read as values of that type"
        } else {
            "they were read as values of that type where possible; the others were left out"
        }
    };
    let odd = values.iter().filter(is_odd).map(Value::to_string);
    let odd = listing::first(odd.collect::<Vec<_>>(), SHOWN);
    let message = format!("values in `enum` are not of the type {kind}: {odd}; {done}");
    let help = "correct the values or the type in an overlay";
    findings.push(Code::ValuesOfOtherType, list, message, help);
}

/// The text of a number as written in the document.
pub(super) fn written(places: &Places, pointer: &str, number: &Number) -> Option<String> {
    let place = places.place(pointer)?;
    let text = place.source.text.get(place.span?)?.trim();
    let radix = |prefix: &str, radix: u32| {
        let digits = text.strip_prefix(prefix)?;
        u64::from_str_radix(digits, radix).ok()
    };
    let is_it = match radix("0x", 16).or_else(|| radix("0o", 8)).or_else(|| radix("0b", 2)) {
        Some(own) => Some(own) == number.as_u64(),
        None => text.parse::<f64>().is_ok_and(|own| Some(own) == number.as_f64()),
    };
    is_it.then(|| text.to_owned())
}

/// A boolean as it is written.
fn written_flag(places: &Places, pointer: &str, flag: bool) -> Option<String> {
    let place = places.place(pointer)?;
    let text = place.source.text.get(place.span?)?.trim();
    text.eq_ignore_ascii_case(if flag { "true" } else { "false" }).then(|| text.to_owned())
}

/// Whether a value has a type. Null counts, since it is described separately.
pub(super) fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        _ if value.is_null() => true,
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// Whether a value is an integer that is written with a fraction of zero, as JSON Schema allows.
fn is_whole(kind: &str, value: &Value) -> bool {
    kind == "integer" && value.is_number() && read(kind, value).is_some()
}

/// Converts a value to a type, if its meaning is obvious.
pub(super) fn read(kind: &str, value: &Value) -> Option<Value> {
    match value {
        value if is_of(kind, value) => Some(value.clone()),
        Value::Bool(_) | Value::Number(_) if kind == "string" => Some(value.to_string().into()),
        Value::String(text) => {
            serde_json::from_str(text.trim()).ok().filter(|value: &Value| is_of(kind, value))
        }
        Value::Number(number) if kind == "integer" => {
            let number = number.as_f64().filter(|number| number.fract() == 0.0)?;
            format!("{number:.0}").parse::<i64>().ok().map(Value::from)
        }
        _ => None,
    }
}

/// Moves plain values of a list type to its items, if those are not further described. Returns whether that was possible.
fn move_to_items(schema: &mut Map<String, Value>, values: &[Value]) -> bool {
    let is_plain = |value: &Value| !value.is_array() && !value.is_object();
    let items = schema.entry("items").or_insert_with(|| json!({}));
    let Some(items) = items.as_object_mut() else { return false };
    let is_free = ["$ref", "enum", "allOf", "oneOf", "anyOf", "properties"]
        .iter()
        .all(|key| !items.contains_key(*key));
    let can_move = is_free && values.iter().all(is_plain);
    if can_move {
        items.insert("enum".into(), values.into());
        schema.shift_remove("enum");
    }
    can_move
}
