//! Edits at random in, two states of an API out for each that is legal, with the crates that are emitted of them.

use crate::fixtures::Fixture;
use crate::pages::{Page, sources};
use crate::random::Random;
use serde_json::{Map, Value, json};
use specweave::{Inputs, Output};

/// Makes so many edits, of which most are legal, and tries something with each of these: what was edited, before and after.
pub(crate) fn each_edit(
    fixture: Fixture,
    first: u64,
    edits: u64,
    mut tried: impl FnMut(&str, &Output, &Output),
) {
    let fixture = document(fixture);
    let value = fixture.pages[0].fragments().next().unwrap().clone();
    let old = generated(&fixture, value.clone()).unwrap();
    let mut legal = 0_u64;
    for seed in first..first + edits {
        let mut edited = value.clone();
        let said = edit(&mut edited, &mut Random::new(seed));
        let Some(new) = generated(&fixture, edited) else { continue };
        legal += 1;
        tried(&format!("{}, seed {seed}, {said}", fixture.name), &old, &new);
    }
    assert!(legal > edits / 2, "{legal} legal edits of {edits}");
}

/// The pages as one document, so that one edit is made in one place, and without corrections, which may be about it.
fn document(fixture: Fixture) -> Fixture {
    let inputs = Inputs { sources: sources(&fixture.pages), overlays: Vec::new() };
    let (value, _) = specweave::bundle_raw(inputs, &|_| {}).unwrap();
    Fixture { overlays: Vec::new(), pages: vec![Page::of("page.md".into(), [value])], ..fixture }
}

fn generated(fixture: &Fixture, value: Value) -> Option<Output> {
    let pages = [Page::of("page.md".into(), [value])];
    specweave::generate(fixture.inputs(&pages), &fixture.config, &|_| {}).ok()
}

/// The pointers of all objects and arrays.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            found.push(at.to_owned());
            for (key, value) in object {
                places(value, &specweave::document::join(at, key), found);
            }
        }
        Value::Array(array) => {
            found.push(at.to_owned());
            for (index, value) in array.iter().enumerate() {
                places(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Makes one edit and says what it was.
fn edit(value: &mut Value, random: &mut Random) -> String {
    let mut all = Vec::new();
    places(value, "", &mut all);
    // The root and what it holds is not one of many.
    all.retain(|place| place.matches('/').count() > 1);
    let place = random.pick(&all).clone();
    let said = match value.pointer_mut(&place).unwrap() {
        Value::Object(object) => edit_object(object, random),
        // In which order an enumeration has its values means nothing.
        Value::Array(array) => edit_array(array, !place.ends_with("/enum"), random),
        _ => unreachable!("only objects and arrays are picked"),
    };
    format!("{place}: {said}")
}

fn edit_object(object: &mut Map<String, Value>, random: &mut Random) -> String {
    let added = [
        ("nullable", json!(true)),
        ("deprecated", json!(true)),
        ("readOnly", json!(true)),
        ("writeOnly", json!(true)),
        ("x-rust-name", json!("another")),
        ("format", json!("int32")),
        ("required", json!(["id"])),
        ("enum", json!(["a", "b"])),
        ("minimum", json!(1)),
    ];
    let keys: Vec<String> = object.keys().cloned().collect();
    if keys.is_empty() || random.one_in(4) {
        let (key, value) = random.pick(&added).clone();
        let was = object.insert(key.into(), value.clone());
        return format!("{key}: {was:?} → {value}");
    }
    let key = random.pick(&keys).clone();
    if random.one_in(3) {
        let was = object.shift_remove(&key);
        return format!("{key} was {was:?} and is gone");
    }
    let value = &mut object[&key];
    let before = value.clone();
    *value = match value.take() {
        Value::String(text) if key == "type" => {
            let types = ["string", "integer", "number", "boolean", "array", "object"];
            let others: Vec<_> = types.into_iter().filter(|other| *other != text).collect();
            json!(*random.pick(&others))
        }
        Value::String(text) if key == "in" && text != "path" => {
            json!(if text == "query" { "header" } else { "query" })
        }
        Value::String(text) => json!(format!("{text}2")),
        Value::Bool(bool) => json!(!bool),
        Value::Number(number) => json!(number.as_f64().unwrap() + 1.0),
        Value::Array(mut array) => {
            edit_array(&mut array, key != "enum", random);
            Value::Array(array)
        }
        other => {
            let (key, other) = (format!("{key}2"), other);
            object.insert(key.clone(), other.clone());
            return format!("{key} is a copy of {other}");
        }
    };
    format!("{key}: {before} → {}", object[&key])
}

fn edit_array(array: &mut Vec<Value>, is_ordered: bool, random: &mut Random) -> String {
    if array.is_empty() {
        array.push(json!("one"));
        return "one more".into();
    }
    match random.below(3) {
        0 => format!("without {}", array.remove(random.below(array.len()))),
        1 if is_ordered => {
            array.rotate_left(1);
            "the first is last".into()
        }
        _ => {
            let more = if array[0].is_string() { json!("another") } else { array[0].clone() };
            array.push(more);
            "one more".into()
        }
    }
}
