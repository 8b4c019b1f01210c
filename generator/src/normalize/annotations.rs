//! Arms of an `allOf` that say nothing of the value, such as `{description: …}` beside a `$ref`, annotate the whole schema.

use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, join};
use serde_json::Value;

/// The keys that say nothing of what a value may be.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "deprecated",
    "default",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "readOnly",
    "writeOnly",
    "xml",
];

/// Moves the keys of such arms to the schema around them, where they do not override what it says itself.
pub(super) fn fold(document: &mut Document, diagnostics: &mut Diagnostics) {
    let findings = walk::schemas(document, &|schema| {
        let map = schema.as_object_mut()?;
        let arms = map.get_mut("allOf")?.as_array_mut()?;
        if arms.len() < 2 || !arms.iter().any(annotates) {
            return None;
        }
        let (folded, kept): (Vec<Value>, Vec<Value>) = arms.drain(..).partition(annotates);
        *arms = kept;
        if arms.is_empty() {
            map.shift_remove("allOf");
        }
        for (key, value) in folded.into_iter().filter_map(|arm| arm.as_object().cloned()).flatten()
        {
            map.entry(key).or_insert(value);
        }
        Some(String::new())
    });
    for (pointer, _) in findings {
        let mut diagnostic = Diagnostic::new(
            Code::AnnotationArm,
            "an arm of an allOf only annotates and was read as part of the schema around it",
        )
        .help("nothing is lost; keys of the schema around it win");
        diagnostic.place = document.place(&join(&pointer, "allOf"));
        diagnostics.push(diagnostic);
    }
}

fn annotates(arm: &Value) -> bool {
    arm.as_object().is_some_and(|arm| {
        arm.keys().all(|key| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-"))
    })
}
