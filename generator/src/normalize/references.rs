//! Siblings of a `$ref`: OpenAPI 3.0 ignores them, but authors intend them. An `allOf` around the reference keeps both.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{is_annotation, join, resolve, schemas_mut};
use serde_json::{Map, Value, json};

/// Removes the siblings of a `$ref` if their type contradicts its target. No value would match both, so the specification is followed
/// literally.
pub(super) fn drop_contradictions(root: &mut Value, findings: &mut Findings) {
    let mut found = Vec::new();
    schemas_mut(root, &mut |pointer, schema| {
        if let (true, Some(kind)) = (schema.contains_key("$ref"), schema.get("type")) {
            found.push((pointer.to_owned(), kind.as_str().unwrap_or_default().to_owned()));
        }
    });
    for (pointer, kind) in found {
        let Some(referred) = root.pointer(&pointer).and_then(|own| kind_at(root, own)) else {
            continue;
        };
        if are_one(&kind, &referred) {
            continue;
        }
        let Some(schema) = root.pointer_mut(&pointer).and_then(Value::as_object_mut) else {
            continue;
        };
        // A default belongs to the ignored type.
        let stays = |key: &str| key == "$ref" || key != "default" && is_annotation(key);
        for key in schema.keys().filter(|key| !stays(key)).cloned().collect::<Vec<_>>() {
            let value = schema.shift_remove(&key).unwrap_or_default();
            findings.ignored(join(&pointer, &key), value);
        }
        findings.push(
            Code::ContradictorySchema,
            join(&pointer, "type"),
            format!("`type: {kind}` beside a `$ref` to a schema of type {referred} was ignored, as OpenAPI 3.0 requires"),
            "remove the type or the reference in an overlay, whichever is wrong",
        );
    }
}

/// The type of a reference's target, if it has one.
fn kind_at(root: &Value, reference: &Value) -> Option<String> {
    let end = resolve(root, reference)?;
    let kind = end.get("type").and_then(Value::as_str);
    kind.or(end.get("properties").map(|_| "object")).map(str::to_owned)
}

/// Whether a value may have both types.
fn are_one(one: &str, other: &str) -> bool {
    let is_number = |kind: &str| matches!(kind, "integer" | "number");
    one == other || one.is_empty() || is_number(one) && is_number(other)
}

/// Turns `{$ref, description}` into `{allOf: [{$ref}], description}`.
pub(super) fn wrap_siblings(
    schema: &mut Map<String, Value>,
    pointer: &str,
    findings: &mut Findings,
) {
    if schema.len() < 2 || !schema.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    let mut rest: Map<String, Value> = std::mem::take(schema);
    let reference = rest.shift_remove("$ref").unwrap_or_default();
    let siblings: Vec<&str> = rest.keys().map(String::as_str).collect();
    let message = format!("keys beside a `$ref` ({}) were kept", siblings.join(", "));
    let mut arms = vec![json!({ "$ref": reference })];
    if let Some(Value::Array(more)) = rest.shift_remove("allOf") {
        arms.extend(more);
    }
    schema.insert("allOf".into(), Value::Array(arms));
    schema.extend(rest);
    findings.push(
        Code::ReferenceSiblings,
        pointer,
        message,
        "OpenAPI 3.0 ignores them; they were read as an `allOf` around the reference",
    );
}
