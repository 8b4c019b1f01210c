//! Properties that are required and nullable, or required and read-only: a report of what that means.

use super::findings::Findings;
use super::request_schemas::Requests;
use crate::diagnostic::Code;
use crate::document::join;
use serde_json::{Map, Value};

/// Reports every property that is required and nullable, or required and read-only, and every nullable component.
pub(super) fn note(
    schema: &Map<String, Value>,
    pointer: &str,
    requests: &Requests,
    findings: &mut Findings,
) {
    if is_true(schema.get("nullable")) && is_component(pointer) {
        findings.push(
            Code::NullableComponent,
            pointer,
            "a component is nullable; wherever it is referred to, null is read and may be sent",
            "nothing is lost",
        );
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    for name in required.filter_map(Value::as_str) {
        let Some(property) = properties.get(name) else { continue };
        let at = || join(&join(pointer, "properties"), name);
        // A form has no null, which is reported where its fields are read.
        if is_true(property.get("nullable")) && !requests.hold_as_form(pointer) {
            findings.push(
                Code::RequiredNullable,
                at(),
                "a property is required and nullable; it is always present and may be null",
                "nothing is lost",
            );
        }
        if is_true(property.get("readOnly")) {
            let message = if requests.hold(pointer) {
                "a property is required and read-only; responses hold it, requests leave it out"
            } else {
                "a property is required and read-only; responses hold it, and no request uses its schema"
            };
            findings.push(Code::RequiredReadOnly, at(), message, "nothing is lost");
        }
    }
}

fn is_true(value: Option<&Value>) -> bool {
    value == Some(&Value::Bool(true))
}

fn is_component(pointer: &str) -> bool {
    pointer.strip_prefix("/components/schemas/").is_some_and(|name| !name.contains('/'))
}
