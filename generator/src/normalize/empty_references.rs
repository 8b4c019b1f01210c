//! References without a value, such as `$ref: #/components/schemas/Pet` in YAML, where `#` begins a comment.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{join, objects_mut};
use serde_json::Value;

/// Reports and removes all of them.
pub(super) fn remove(root: &mut Value, findings: &mut Findings) {
    objects_mut(root, &mut |_, pointer, value| {
        let Some(map) = value.as_object_mut() else { return };
        if map.get("$ref") != Some(&Value::Null) {
            return;
        }
        let message = "`$ref` has no value, so it refers to nothing; it was ignored";
        let help = "write the reference as a string, which YAML needs in quotes: `#` begins a comment there";
        findings.push_key(Code::DanglingReference, join(pointer, "$ref"), message, help);
        findings.ignore(map, "$ref", pointer);
    });
}
