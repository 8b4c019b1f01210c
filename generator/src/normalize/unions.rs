//! Alternatives that cannot be told apart: whatever fits a later arm fits an earlier one, which is therefore taken.

use super::findings::Findings;
use super::parameters::resolve;
use crate::diagnostic::Code;
use serde_json::{Map, Value};

/// Reports the unions at these pointers that have such arms. A discriminator tells arms apart.
pub(super) fn report(root: &Value, pointers: &[String], findings: &mut Findings) {
    for pointer in pointers {
        let Some(schema) = root.pointer(pointer) else { continue };
        if schema.get("discriminator").is_some() {
            continue;
        }
        for key in ["oneOf", "anyOf"] {
            let arms = schema.get(key).and_then(Value::as_array).map(Vec::as_slice);
            if let Some((taken, hidden)) = hidden(root, arms.unwrap_or_default()) {
                findings.push(
                    Code::AmbiguousUnion,
                    format!("{pointer}/{key}"),
                    format!("{hidden} of {key} cannot be told from {taken}, which is read first"),
                    "name a discriminator in an overlay, or the value can be sent either way and is read as the first",
                );
            }
        }
    }
}

/// The first arm that hides a later one, and that one, as words.
fn hidden(root: &Value, arms: &[Value]) -> Option<(String, String)> {
    let pairs = (0..arms.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
    let (earlier, later) = pairs.into_iter().find(|&(earlier, later)| {
        let [first, second] = [&arms[earlier], &arms[later]].map(|arm| resolve(root, arm));
        first.zip(second).is_some_and(|(first, second)| first == second || takes(first, second))
    })?;
    Some((name(&arms[earlier], earlier), name(&arms[later], later)))
}

/// Whether every object of the second kind is one of the first: what the first requires, the second does too, and what both name
/// is the same. Unknown properties are ignored when reading.
fn takes(first: &Value, second: &Value) -> bool {
    let (Some(one), Some(two)) = (properties(first), properties(second)) else { return false };
    let required = |schema: &Value| -> Vec<Value> {
        schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let also = required(second);
    let same = |(name, schema): (&String, &Value)| {
        two.get(name).is_none_or(|other| without_text(other) == without_text(schema))
    };
    required(first).iter().all(|name| also.contains(name)) && one.iter().all(same)
}

/// The properties of an object schema that is nothing but that.
fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    let is_plain = ["allOf", "oneOf", "anyOf", "not"].iter().all(|key| schema.get(key).is_none());
    schema.get("properties").and_then(Value::as_object).filter(|_| is_plain)
}

/// A schema without what it tells people.
fn without_text(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(map) = schema.as_object_mut() {
        for key in ["description", "title", "example", "examples", "deprecated"] {
            map.shift_remove(key);
        }
    }
    schema
}

fn name(arm: &Value, index: usize) -> String {
    let reference = arm.get("$ref").and_then(Value::as_str);
    match reference.and_then(|reference| reference.rsplit('/').next()) {
        Some(name) => format!("the arm {name}"),
        None => format!("arm {}", index + 1),
    }
}
