//! Keys beside a `$ref`: OpenAPI 3.0 ignores them, authors mean them. Both are kept by an `allOf` around the reference.

use super::findings::Findings;
use crate::diagnostic::Code;
use serde_json::{Map, Value, json};

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
    let message = format!("a $ref has siblings ({}), which were kept", siblings.join(", "));
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
        "OpenAPI 3.0 ignores them; read as an allOf around the reference",
    );
}
