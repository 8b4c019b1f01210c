//! A schema in; values out that fit it, as a server sends them, and values that do not.

use serde_json::{Map, Value, json};

use super::{Dice, resolve};

const TEXTS: [&str; 9] =
    ["", "a", "two words", "ä€\u{1f600}", "null", "7", "\"quoted\" \\", "a,b;c=d", "line\nline"];

/// What a body holds, and what is to be read of it.
pub(super) struct Pair {
    pub(super) sent: Value,
    pub(super) read: Value,
}

/// A value that fits. Where it is read leniently, objects hold more than is documented.
pub(super) fn fitting(document: &Value, schema: &Value, dice: &mut Dice, is_lenient: bool) -> Pair {
    let schema = plain(document, schema);
    let both = |value: Value| Pair { read: value.clone(), sent: value };
    if is_nullable(schema) && dice.one_in(3) {
        return both(Value::Null);
    }
    if let Some(values) = schema["enum"].as_array() {
        return both(dice.pick(values).clone());
    }
    let text = |dice: &mut Dice| match schema["format"].as_str() {
        Some("date-time") => "2024-05-06T07:08:09Z",
        Some("uuid") => "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        _ => dice.pick(&TEXTS),
    };
    match of(schema) {
        "boolean" => both(json!(dice.one_in(2))),
        "integer" if schema.get("format").is_some() => both(json!(dice.pick(&[0, -1, 2_000_000]))),
        "integer" => both(json!(dice.pick(&[0, -5, 9_007_199_254_740_993_i64]))),
        "number" => both(json!(dice.pick(&[0.0, 5.5, -0.25, 1e21]))),
        "string" => both(json!(text(dice))),
        "array" => {
            let count = dice.below(3);
            let items = (0..count).map(|_| fitting(document, &schema["items"], dice, is_lenient));
            let (sent, read) =
                items.map(|pair| (pair.sent, pair.read)).unzip::<_, _, Vec<_>, Vec<_>>();
            Pair { sent: sent.into(), read: read.into() }
        }
        "object" => object(document, schema, dice, is_lenient),
        _ => {
            both(dice.pick(&[json!(5), json!("free"), json!({"a": [1, null]}), json!([])]).clone())
        }
    }
}

fn object(document: &Value, schema: &Value, dice: &mut Dice, is_lenient: bool) -> Pair {
    let (mut sent, mut read) = (Map::new(), Map::new());
    let required: Vec<&Value> = schema["required"].as_array().into_iter().flatten().collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if property["writeOnly"] == true {
            if is_lenient && dice.one_in(3) {
                sent.insert(name.clone(), fitting(document, property, dice, false).sent);
            }
            continue;
        }
        if required.contains(&&json!(name)) || !dice.one_in(3) {
            let pair = fitting(document, property, dice, is_lenient);
            sent.insert(name.clone(), pair.sent);
            read.insert(name.clone(), pair.read);
        }
    }
    match schema.get("additionalProperties").filter(|own| own.is_object()) {
        Some(further) => {
            for key in dice.some(&["more", "b c", "é"], 2) {
                let pair = fitting(document, further, dice, is_lenient);
                sent.insert((*key).to_owned(), pair.sent);
                read.insert((*key).to_owned(), pair.read);
            }
        }
        None if is_lenient && dice.one_in(3) => {
            sent.insert("not documented".to_owned(), json!({"a": [1]}));
        }
        None => {}
    }
    Pair { sent: sent.into(), read: read.into() }
}

/// A value of another type; none where there is none.
pub(super) fn misfit(document: &Value, schema: &Value, dice: &mut Dice) -> Option<Value> {
    let schema = plain(document, schema);
    let typed = |format: &str| schema["format"] == format;
    Some(match of(schema) {
        "boolean" | "integer" | "number" => {
            dice.pick(&[json!("text"), json!([1]), json!({})]).clone()
        }
        "string" if typed("date-time") || typed("uuid") => json!("yesterday"),
        "string" => dice.pick(&[json!([1]), json!({"a": 1})]).clone(),
        "array" => dice.pick(&[json!("text"), json!({"a": 1})]).clone(),
        "object" => {
            let properties = schema["properties"].as_object();
            let is_read = |(_, own): &(&String, &Value)| own["writeOnly"] != true;
            let found = properties
                .into_iter()
                .flatten()
                .filter(is_read)
                .find_map(|(name, own)| Some((name.clone(), misfit(document, own, dice)?)));
            match found {
                Some((name, value)) if dice.one_in(2) => {
                    let mut object = fitting(document, schema, dice, false).sent;
                    if object.is_null() {
                        object = json!({});
                    }
                    object[name] = value;
                    object
                }
                _ => dice.pick(&[json!("text"), json!(["text"]), json!(5)]).clone(),
            }
        }
        _ => return None,
    })
}

/// The schema itself, without references and alternatives of null.
pub(super) fn plain<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let schema = resolve(document, schema);
    match schema["anyOf"].as_array() {
        Some(arms) => resolve(document, &arms[0]),
        None => schema,
    }
}

fn is_nullable(schema: &Value) -> bool {
    schema["nullable"] == true
        || schema["type"].as_array().is_some_and(|types| types.contains(&json!("null")))
}

/// The type of a value that is not null.
pub(super) fn of(schema: &Value) -> &str {
    let of = match &schema["type"] {
        Value::Array(types) => &types[0],
        of => of,
    };
    of.as_str().unwrap_or_default()
}
