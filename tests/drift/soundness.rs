//! Edits at random in, emitted code out: what shows in the code is reported, and what is not reported shows nowhere.

use crate::fixtures::{self, Fixture, shown};
use crate::pages::{Page, sources};
use crate::random::{Random, cases};
use serde_json::{Map, Value, json};
use specweave::diff::{Level, compare};
use specweave::{Inputs, Output};
use std::collections::BTreeMap;

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

/// The sources without their documentation: comments, the rows of tables that are compiled for a feature, and words of the search.
fn code(output: &Output) -> BTreeMap<&str, Vec<&str>> {
    let files = output.files.iter().filter(|(path, _)| path.starts_with("src/"));
    files
        .map(|(path, text)| {
            let lines = text.lines().filter(|line| {
                let line = line.trim_start();
                let is_row = line.starts_with("#![cfg_attr(") && line.contains(", doc = ");
                let is_documentation = line.starts_with("//") || line.starts_with("#[doc(alias(");
                !line.is_empty() && !is_documentation && !is_row
            });
            (path.as_str(), lines.collect())
        })
        .collect()
}

fn texts(output: &Output) -> BTreeMap<&String, &String> {
    output.files.iter().filter(|(path, _)| path.starts_with("src/")).collect()
}

/// The first lines that differ.
fn difference(old: &Output, new: &Output) -> String {
    let (old, new) = (code(old), code(new));
    for (path, lines) in &new {
        let Some(before) = old.get(path) else { return format!("{path} is new") };
        if before != lines {
            let first = before.iter().zip(lines).find(|(before, line)| before != line);
            return format!("{path}: {first:?}");
        }
    }
    "a file is gone".into()
}

/// Makes so many edits, of which most are legal.
fn run(fixture: Fixture, first: u64, edits: u64) {
    let fixture = document(fixture);
    let value = fixture.pages[0].fragments().next().unwrap().clone();
    let old = generated(&fixture, value.clone()).unwrap();
    let old_code = code(&old);
    let mut legal = 0_u64;
    let mut wrong = Vec::new();
    for seed in first..first + edits {
        let mut edited = value.clone();
        let said = edit(&mut edited, &mut Random::new(seed));
        let Some(new) = generated(&fixture, edited) else { continue };
        legal += 1;
        let changes = compare(&old.model, &new.model);
        let title = format!("{}, seed {seed}, {said}", fixture.name);
        if changes.is_empty() && texts(&old) != texts(&new) {
            wrong.push(format!("{title}\n  nothing is reported: {}", difference(&old, &new)));
        } else if old_code != code(&new)
            && changes.iter().all(|change| change.rust.level == Level::Documentation)
        {
            let reported = shown(&changes);
            wrong.push(format!("{title}\n  {}\n  {reported}", difference(&old, &new)));
        }
    }
    assert!(wrong.is_empty(), "{} of {legal}:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(legal > edits / 2, "{legal} legal edits of {edits}");
}

#[test]
fn what_shows_in_the_code_of_the_session_page_is_reported() {
    run(fixtures::session(), 1000, cases(100));
}

#[test]
fn what_shows_in_the_code_of_the_obstacle_course_is_reported() {
    run(fixtures::obstacles(), 2000, cases(15));
}

#[test]
fn what_shows_in_the_code_of_composed_schemas_is_reported() {
    for seed in 0..cases(1) {
        run(fixtures::composed(seed), 3000 + 100 * seed, 10);
    }
}
