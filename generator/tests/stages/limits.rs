//! What is too much is said, where it stands, and costs no more than itself.

use serde_json::{Map, Value, json};
use specweave::config::Config;
use specweave::diagnostic::{Code, Diagnostic};
use specweave::source::Source;
use specweave::{Inputs, generate};

/// The findings of a run, and whether it made a crate.
fn run(text: impl Into<String>) -> (Vec<Diagnostic>, bool) {
    let inputs = Inputs { sources: vec![Source::new("api.json", text)], overlays: Vec::new() };
    match generate(inputs, &Config::default(), &|_| {}) {
        Ok(output) => (output.diagnostics, true),
        Err(failure) => (failure.diagnostics, false),
    }
}

/// The pointers at which a code is reported.
fn places(findings: &[Diagnostic], code: Code) -> Vec<String> {
    let found = findings.iter().filter(|finding| finding.code == code);
    found.map(|finding| finding.place.as_ref().unwrap().pointer.clone()).collect()
}

fn document(paths: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.0.1", "info": {"title": "A", "version": "1"}, "servers": [{"url": "https://a.example"}],
        "paths": paths, "components": {"schemas": schemas},
    })
}

fn get() -> Value {
    json!({"get": {"responses": {"204": {"description": "Done."}}}})
}

fn returning(schemas: Value) -> String {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/S"}}});
    let get = json!({"get": {"responses": {"200": {"description": "x", "content": content}}}});
    document(json!({"/a": get}), schemas).to_string()
}

#[test]
fn a_text_of_too_many_values_is_refused() {
    let (findings, made) = run(format!("[{}[]]", "[],".repeat(5_000_000)));
    assert!(!made);
    let [finding] = findings.as_slice() else { panic!("{} findings", findings.len()) };
    assert_eq!(finding.code, Code::TooManyValues);
    assert!(finding.place.as_ref().unwrap().span.as_ref().unwrap().start > 14_000_000);
}

#[test]
fn paths_and_servers_that_no_request_can_hold_are_left_out() {
    let long: String = (0..100).map(|index| format!("/{{v{index}}}")).collect();
    let mut paths = Map::from_iter([("/a".to_owned(), get())]);
    paths.insert(long.clone(), get());
    let mut document = document(paths.into(), json!({}));
    let variables: Map<String, Value> =
        [("v".to_owned(), json!({"default": "x".repeat(9_000)}))].into_iter().collect();
    document["servers"]
        .as_array_mut()
        .unwrap()
        .push(json!({"url": "https://b.example/{v}", "variables": variables}));
    let (findings, made) = run(document.to_string());
    assert!(made);
    let pointer = format!("/paths/{}", long.replace('/', "~1"));
    assert_eq!(places(&findings, Code::Oversized).len(), 2, "{findings:?}");
    assert!(places(&findings, Code::Oversized).contains(&pointer));
    assert!(places(&findings, Code::Oversized).contains(&"/servers/1".to_owned()));
}

#[test]
fn references_that_multiply_are_an_error_at_what_they_multiply() {
    let links = (0..40).map(|index| {
        let next = json!({"$ref": format!("#/components/schemas/L{}", index + 1)});
        (
            format!("L{index}"),
            json!({"allOf": [next, next, {"properties": {"a": {"type": "string"}}}]}),
        )
    });
    let mut schemas: Map<String, Value> = links.collect();
    schemas
        .insert("L40".into(), json!({"type": "object", "properties": {"b": {"type": "string"}}}));
    schemas.insert("S".into(), json!({"$ref": "#/components/schemas/L0"}));
    let (findings, made) = run(returning(schemas.into()));
    assert!(!made);
    assert_eq!(places(&findings, Code::Expansion).len(), 1, "{findings:?}");
}

#[test]
fn types_nested_too_deep_become_free_json_where_they_stand() {
    let nested = (0..50)
        .fold(json!({"type": "string"}), |inner, _| json!({"type": "array", "items": inner}));
    let (findings, made) =
        run(returning(json!({"S": {"type": "object", "properties": {"a": nested}}})));
    assert!(made);
    let places = places(&findings, Code::DeepType);
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].starts_with("/components/schemas/S/properties/a/items"), "{places:?}");
}

#[test]
fn unions_of_too_many_arms_are_noted() {
    let arm = |index: usize| json!({"type": "object", "properties": {format!("a{index}"): {"type": "string"}}, "required": [format!("a{index}")]});
    let union = |arms: usize| json!({"oneOf": (0..arms).map(arm).collect::<Vec<_>>()});
    for (arms, noted) in [(100, 0), (3_000, 1)] {
        let (findings, made) = run(returning(json!({"S": union(arms)})));
        assert!(made);
        assert_eq!(places(&findings, Code::ArmsNotCompared).len(), noted, "{arms}");
    }
}
