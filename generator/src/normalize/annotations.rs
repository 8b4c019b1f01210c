//! In: schemas with an `allOf`. Out: the same schemas, with the annotations of each schema in the `allOf` that has nothing else, such as
//! `{description: …}` next to a `$ref`. An `allOf` with one schema is only a way to annotate that schema.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{is_annotation, join};
use serde_json::{Map, Value};

/// Reports an `allOf` that lists one schema. It stays unchanged: OpenAPI 3.0 has no other way to write it.
pub(super) fn note_single_arm(
    schema: &mut Map<String, Value>,
    pointer: &str,
    findings: &mut Findings,
) {
    let Some([_]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) else {
        return;
    };
    let beside: Vec<&str> =
        schema.keys().map(String::as_str).filter(|key| *key != "allOf").collect();
    let beside = match beside.as_slice() {
        [] => String::new(),
        keys => format!(", with {} beside it", keys.join(", ")),
    };
    findings.push(
        Code::SingleArm,
        join(pointer, "allOf"),
        format!("an `allOf` has a single schema and was read as that schema{beside}"),
        "nothing is lost",
    );
}

/// Moves the keywords of annotating schemas to the schema around them, unless it has them itself.
pub(super) fn fold(schema: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    let Some(arms) = schema.get_mut("allOf").and_then(Value::as_array_mut) else { return };
    if arms.len() < 2 || !arms.iter().any(annotates) {
        return;
    }
    let (folded, kept): (Vec<Value>, Vec<Value>) = arms.drain(..).partition(annotates);
    *arms = kept;
    if arms.is_empty() {
        schema.shift_remove("allOf");
    }
    for (key, value) in folded.into_iter().filter_map(|arm| arm.as_object().cloned()).flatten() {
        schema.entry(key).or_insert(value);
    }
    findings.push(
        Code::AnnotationArm,
        join(pointer, "allOf"),
        "a schema in an `allOf` has only annotations; they were applied to the schema around it",
        "nothing is lost; the annotations of the schema around it take precedence",
    );
}

fn annotates(arm: &Value) -> bool {
    arm.as_object().is_some_and(|arm| arm.keys().all(|key| is_annotation(key)))
}
