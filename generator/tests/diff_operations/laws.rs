//! What must hold of any document: nothing changes between a state and itself, in whatever order it is written.

use super::{BASE, cases, changes, shown};
use serde_json::Value;

#[test]
fn a_state_is_as_it_is() {
    assert_eq!(changes(BASE, BASE), []);
}

/// The document with the keys of every object in reverse, and with it what order means nothing in.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(
            object.iter().rev().map(|(key, value)| (key.clone(), reversed(value))).collect(),
        ),
        Value::Array(list) => Value::Array(list.iter().map(reversed).collect()),
        other => other.clone(),
    }
}

#[test]
fn the_order_of_keys_means_nothing() {
    for case in cases::all() {
        let [old, _] = case.states();
        let value: Value = serde_yaml::from_str(&old).unwrap();
        let shuffled = serde_json::to_string(&reversed(&value)).unwrap();
        let found = changes(&old, &shuffled);
        // Of two media types that are read alike the first is preferred, which is what an order of keys can mean.
        // The other one is offered by a method of its own.
        let is_swap = |code: &str| code.ends_with("media-type-preferred-changed");
        let is_swapped = found.iter().any(|change| is_swap(change.rule.code));
        let found: Vec<String> = found
            .iter()
            .filter(|change| !is_swap(change.rule.code))
            .filter(|change| !(is_swapped && change.rule.code == "operation-rust-name-changed"))
            .map(shown)
            .collect();
        assert!(found.is_empty(), "{}: {}", case.name, found.join("\n"));
    }
}
