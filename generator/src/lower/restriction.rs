//! A schema in; the restrictions that no type expresses, as sentences for people, out.

use super::context::Context;
use crate::document::{UNIONS, resolve};
use crate::ir::{Schema, SchemaId};
use serde_json::{Map, Value, json};

/// Longer conditions are not shown, since they are unreadable in one line.
const LENGTH: usize = 300;

/// The restrictions of a schema and of its inline `allOf`. Each sentence contains the JSON of the document as code.
pub(super) fn restrictions(context: &Context<'_>, id: SchemaId) -> Vec<String> {
    let schema = &context.schemas[id];
    let Some(map) = context.document.value.pointer(&schema.pointer).and_then(Value::as_object)
    else {
        return Vec::new();
    };
    // A combined schema replaces a written one, so its pointer is not its own.
    if schema.called.is_some() {
        return Vec::new();
    }
    let mut found = own(map);
    for (key, count) in [("oneOf", "exactly one"), ("anyOf", "at least one")] {
        if schema.part(key).is_none() && schema.folded.is_none() {
            found.extend(alternatives(map, key, count));
        }
    }
    let arms = map.get("allOf").and_then(Value::as_array).into_iter().flatten();
    found.extend(arms.filter_map(Value::as_object).flat_map(own));
    found
}

/// The listed values of a type that is not an enumeration in Rust: fractions, booleans, lists and objects.
pub(super) fn values(schema: &Schema) -> Option<String> {
    let values: Vec<&Value> = schema.values()?.iter().filter(|value| !value.is_null()).collect();
    // Both booleans together are not a restriction.
    let is_all =
        [true, false].iter().all(|own| values.iter().any(|value| value.as_bool() == Some(*own)));
    let texts: Vec<String> =
        values.iter().map(|value| crate::markdown::code(&value.to_string(), false)).collect();
    let text = texts.join(", ");
    match texts.as_slice() {
        [] => None,
        _ if is_all => None,
        list if text.len() > LENGTH => {
            Some(format!("It is one of the {} values that the document lists.", list.len()))
        }
        [_] => Some(format!("It is always {text}.")),
        _ => Some(format!("It is one of {text}.")),
    }
}

/// Alternatives that only require properties, as a sentence.
fn required(map: &Map<String, Value>, key: &str, count: &str) -> Option<String> {
    const PLAIN: [&str; 4] = ["required", "type", "title", "description"];
    let arms: Vec<&Map<String, Value>> =
        map.get(key)?.as_array()?.iter().map(Value::as_object).collect::<Option<_>>()?;
    let says = |arm: &&Map<String, Value>| {
        arm.contains_key("required") && arm.keys().all(|key| PLAIN.contains(&key.as_str()))
    };
    if arms.len() < 2 || !arms.iter().all(says) {
        return None;
    }
    let names = |arm: &Map<String, Value>| -> String {
        let names = arm["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let names: Vec<String> = names.map(|name| crate::markdown::code(name, false)).collect();
        if names.is_empty() { "nothing more".to_owned() } else { names.join(" and ") }
    };
    let all: Vec<String> = arms.into_iter().map(names).collect();
    let (number, text) = (all.len(), all.join("; "));
    Some(if text.len() <= LENGTH {
        format!("It must have {count} of these: {text}.")
    } else {
        format!("It must have {count} of {number} groups of properties, which the document lists.")
    })
}

/// A sentence if a value may be the empty string although its type does not list it.
pub(super) fn empty_text(context: &Context<'_>, id: SchemaId) -> Option<String> {
    let (root, schema) = (&context.document.value, &context.schemas[id]);
    let is_alternative = |key| {
        let arms = root.pointer(&schema.pointer)?.get(key)?.as_array()?;
        let is_empty = |arm: &Value| {
            let values = resolve(root, arm).and_then(|arm| arm.get("enum"));
            values.is_some_and(|values| *values == json!([""]))
        };
        arms.iter().any(is_empty).then_some(())
    };
    let is_listed = schema.values().is_some_and(|values| values.contains(&json!("")));
    let is_union = schema.parts.iter().any(|part| matches!(part.keyword, "oneOf" | "anyOf"));
    let is_alternative = UNIONS.into_iter().find_map(is_alternative).is_some();
    (is_alternative && !is_listed && !is_union).then(|| "It may be empty (`\"\"`).".to_owned())
}

/// Alternatives that restrict values without describing their type, and by more than required properties, as a sentence.
fn alternatives(map: &Map<String, Value>, key: &str, count: &str) -> Option<String> {
    const TYPED: [&str; 4] = ["$ref", "enum", "properties", "items"];
    let arms = map.get(key)?.as_array().filter(|arms| arms.len() > 1)?;
    let is_typed = |arm: &Value| {
        TYPED.iter().any(|key| arm.get(key).is_some())
            || arm.get("type").is_some_and(|kind| kind != "object")
    };
    if arms.iter().any(is_typed) || required(map, key, count).is_some() {
        return None;
    }
    let all: Vec<String> =
        arms.iter().map(|arm| crate::markdown::code(&arm.to_string(), false)).collect();
    let (number, text) = (all.len(), all.join("; "));
    Some(if text.len() <= LENGTH {
        format!("It must fit {count} of these: {text}.")
    } else {
        format!("It must fit {count} of {number} alternatives, which the document lists.")
    })
}

/// The sentence about `if`, `then` and `else`.
fn condition(map: &Map<String, Value>) -> Option<String> {
    let condition = map.get("if")?;
    let branch = |key: &str, word: &str| {
        map.get(key).map(|value| format!("{word} it must fit {}", code(value)))
    };
    let branches = [branch("then", "if so"), branch("else", "if not")];
    let branches: Vec<String> = branches.into_iter().flatten().collect();
    Some(format!("It may fit {}: {}.", code(condition), branches.join("; ")))
}

/// The sentences about what a property requires of others.
fn dependents(map: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    for key in ["dependentSchemas", "dependentRequired", "dependencies"] {
        for (name, value) in map.get(key).and_then(Value::as_object).into_iter().flatten() {
            let name = crate::markdown::code(name, false);
            let texts = value.as_array().map(|list| list.iter().filter_map(Value::as_str));
            found.push(match texts {
                Some(texts) => {
                    let names: Vec<String> =
                        texts.map(|text| crate::markdown::code(text, false)).collect();
                    format!("With {name} it must have {}.", names.join(" and "))
                }
                None => format!("With {name} it must fit {}.", code(value)),
            });
        }
    }
    found
}

/// The sentence about properties that no value may have.
fn forbidden(map: &Map<String, Value>) -> Option<String> {
    let properties = map.get("properties").and_then(Value::as_object).into_iter().flatten();
    let is_none = |schema: &Value| *schema == false || *schema == json!({"not": {}});
    let none: Vec<String> = properties
        .filter(|(_, schema)| is_none(schema))
        .map(|(name, _)| crate::markdown::code(name, false))
        .collect();
    (!none.is_empty()).then(|| format!("It must not have {}.", none.join(" or ")))
}

fn own(map: &Map<String, Value>) -> Vec<String> {
    let one = |key: &str, sentence: &dyn Fn(String) -> String| {
        map.get(key).map(|value| sentence(code(value)))
    };
    let mut found: Vec<String> = Vec::new();
    found.extend(one("not", &|value| format!("It must not fit {value}.")));
    found.extend(condition(map));
    found.extend(dependents(map));
    found.extend(forbidden(map));
    found.extend(required(map, "oneOf", "exactly one"));
    found.extend(required(map, "anyOf", "at least one"));
    found.extend(one("propertyNames", &|value| {
        format!("The names of its properties must fit {value}.")
    }));
    found.extend(one("minProperties", &|value| format!("It has at least {value} properties.")));
    found.extend(one("maxProperties", &|value| format!("It has at most {value} properties.")));
    found.extend(others(map, "unevaluatedProperties", "properties"));
    found.extend(one("contains", &|value| format!("Some items must fit {value}.")));
    found.extend(one("minContains", &|value| format!("At least {value} items must do so.")));
    found.extend(one("maxContains", &|value| format!("At most {value} items may do so.")));
    found.extend(others(map, "unevaluatedItems", "items"));
    found.extend(patterns(map));
    found
}

/// The JSON of a value as code, unless it is too long.
fn code(value: &Value) -> String {
    let text = value.to_string();
    match text.len() <= LENGTH {
        true => crate::markdown::code(&text, false),
        false => "what the document says".into(),
    }
}

/// What `unevaluatedProperties` or `unevaluatedItems` says, as a sentence.
fn others(map: &Map<String, Value>, key: &str, what: &str) -> Option<String> {
    match map.get(key)? {
        Value::Bool(true) => None,
        Value::Bool(false) => Some(format!("It has no other {what}.")),
        schema => Some(format!("Any other {what} must fit {}.", code(schema))),
    }
}

/// The names in `patternProperties`, as a sentence.
fn patterns(map: &Map<String, Value>) -> Option<String> {
    let patterns = map.get("patternProperties")?.as_object().filter(|all| !all.is_empty())?;
    let names: Vec<String> =
        patterns.keys().map(|name| crate::markdown::code(name, false)).collect();
    let names = names.join(" or ");
    Some(match map.get("additionalProperties") {
        Some(none) if *none == false => format!("The names of further properties match {names}."),
        None => format!(
            "Of further properties, those are documented whose names match {names}; others may hold anything, and are kept only if their values have the same type."
        ),
        Some(_) => {
            format!("Further properties whose names match {names} have values of their own kind.")
        }
    })
}
