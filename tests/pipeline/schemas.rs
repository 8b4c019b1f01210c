//! The JSON Schemas that editors read: they take and refuse what the program takes and refuses.

use serde_json::{Value, json};
use specweave::config::Config;
use specweave::diagnostic::{Code, Diagnostics};
use specweave::document::{Document, yaml};
use specweave::source::Source;
use specweave_tests::frozen::root;
use std::fs;
use std::sync::Arc;

fn schema(name: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("generator/schemas").join(name)).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn value(path: &str) -> Value {
    yaml::parse(&fs::read_to_string(root().join(path)).unwrap()).unwrap()
}

/// Whether an overlay is read without a finding about itself.
fn is_overlay(overlay: &Value) -> bool {
    let mut diagnostics = Diagnostics::new();
    let overlay = Arc::new(Source::new("overlay.json", overlay.to_string()));
    specweave::overlay::apply(&mut Document::default(), &[overlay], &mut diagnostics);
    diagnostics.into_sorted().iter().all(|finding| finding.code != Code::InvalidOverlay)
}

#[test]
fn the_schema_of_overlays_is_that_of_the_program() {
    let schema = schema("overlay.json");
    for path in ["spec/overlay.yaml", "tests/frozen/overlay.yaml"] {
        let overlay = value(path);
        let faults: Vec<String> =
            schema.iter_errors(&overlay).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{path}: {faults:?}");
    }
    let good = json!({
        "overlay": "1.0.0",
        "info": {"title": "a", "version": "1"},
        "actions": [{"target": "$.a", "description": "why", "update": {"b": 1}}],
    });
    let mut judged = [0, 0];
    for (pointer, key, new) in [
        ("", "overlay", json!("2.0.0")),
        ("", "overlay", json!("1.0.1")),
        ("", "info", Value::Null),
        ("", "actions", json!([])),
        ("", "extends", json!(3)),
        ("", "extends", json!("a.yaml")),
        ("", "x-own", json!({})),
        ("", "own", json!({})),
        ("/info", "title", json!(1)),
        ("/info", "author", json!("a")),
        ("/actions/0", "target", json!("a.b")),
        ("/actions/0", "target", json!(1)),
        ("/actions/0", "description", json!(" ")),
        ("/actions/0", "remove", json!(true)),
        ("/actions/0", "remove", json!(false)),
        ("/actions/0", "remove", json!("yes")),
        ("/actions/0", "x-page", json!("a")),
        ("/actions/0", "x-page", json!(["a", "b"])),
        ("/actions/0", "x-page", json!([])),
        ("/actions/0", "x-page", json!("")),
        ("/actions/0", "upset", json!({})),
    ] {
        let mut overlay = good.clone();
        overlay.pointer_mut(pointer).unwrap()[key] = new;
        let is_valid = schema.is_valid(&overlay);
        assert_eq!(is_valid, is_overlay(&overlay), "{overlay}");
        judged[usize::from(is_valid)] += 1;
    }
    for (pointer, key) in [
        ("", "overlay"),
        ("", "actions"),
        ("/info", "version"),
        ("/actions/0", "target"),
        ("/actions/0", "update"),
        ("/actions/0", "description"),
    ] {
        let mut overlay = good.clone();
        overlay.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key);
        assert!(!schema.is_valid(&overlay) && !is_overlay(&overlay), "{overlay}");
    }
    assert!(judged[0] > 10 && judged[1] > 5, "{judged:?}");
}

#[test]
fn the_schema_of_configurations_takes_what_the_program_takes() {
    let schema = schema("config.json");
    for path in [
        "spec/specweave.yaml",
        "tests/frozen/specweave.yaml",
        "tests/obstacle_course/custom_specweave.yaml",
    ] {
        let config = value(path);
        let faults: Vec<String> =
            schema.iter_errors(&config).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{path}: {faults:?}");
    }
    for (text, is_valid) in [
        ("{}", true),
        ("crate: {naem: a}", false),
        ("crates: {}", false),
        ("retry: {a: {idempotency-key: K}}", true),
        ("retry: {a: {idempotent: maybe}}", false),
        ("names: {stutter: no}", false),
        ("waiters: [{name: a}]", false),
        ("crate: {dependencies: {a: '1', b: {version: '1', features: [c]}}}", true),
        ("crate: {dependencies: {a: {features: [c]}}}", false),
        ("types: [{derive: [A]}]", false),
    ] {
        let source = Arc::new(Source::new("specweave.yaml", text));
        assert_eq!(Config::parse(&source).is_ok(), is_valid, "{text}");
        assert_eq!(schema.is_valid(&yaml::parse(text).unwrap()), is_valid, "{text}");
    }
}
