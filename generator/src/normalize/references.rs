//! Keys beside a `$ref`: OpenAPI 3.0 ignores them, authors mean them. Both are kept by an `allOf` around the reference.

use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Document;
use serde_json::{Map, Value, json};

/// Turns `{$ref, description}` into `{allOf: [{$ref}], description}`.
pub(super) fn wrap_siblings(document: &mut Document, diagnostics: &mut Diagnostics) {
    let findings = walk::schemas(document, &|schema| {
        let map = schema.as_object_mut()?;
        if map.len() < 2 || !map.get("$ref").is_some_and(Value::is_string) {
            return None;
        }
        let mut rest: Map<String, Value> = std::mem::take(map);
        let reference = rest.shift_remove("$ref")?;
        let siblings: Vec<&str> = rest.keys().map(String::as_str).collect();
        let message = format!("a $ref has siblings ({}), which were kept", siblings.join(", "));
        let mut arms = vec![json!({ "$ref": reference })];
        if let Some(Value::Array(more)) = rest.shift_remove("allOf") {
            arms.extend(more);
        }
        map.insert("allOf".into(), Value::Array(arms));
        map.extend(rest);
        Some(message)
    });
    for (pointer, message) in findings {
        let mut diagnostic = Diagnostic::new(Code::ReferenceSiblings, message)
            .help("OpenAPI 3.0 ignores them; read as an allOf around the reference");
        diagnostic.place = document.place(&pointer);
        diagnostics.push(diagnostic);
    }
}
