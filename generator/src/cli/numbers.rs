//! In: a document. Out: an overlay that removes `string` from the types of its numbers.
//!
//! ASP.NET Core describes every number as a number or a string, since its servers read both. They write numbers.

use crate::normalize::texts_of_numbers;
use serde_json::Value;

/// The overlay, if the document needs it.
pub(super) fn overlay(document: &Value) -> Option<String> {
    let formats = texts_of_numbers(document);
    let action = |format: &String| {
        format!(
            "  - target: $..[?@.format == '{format}'].type[?@ == 'string']\n    description: The server reads numbers in strings, and writes \
             none.\n    remove: true\n"
        )
    };
    let actions: String = formats.iter().map(action).collect();
    (!formats.is_empty()).then(|| {
        format!(
            "overlay: 1.0.0\ninfo: {{ title: Corrections, version: 1.0.0 }}\nactions:\n{actions}"
        )
    })
}
