//! The forms of OpenAPI 3.2 in; those of 3.0 out: the query string as one parameter, summaries. Keywords that only 3.2 has are ignored in
//! other versions.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{ADDITIONAL_OPERATIONS, FORM, Object, join, objects_mut, path_items_mut};
use serde_json::{Map, Value, json};

/// Rewrites every such form.
pub(super) fn rewrite(root: &mut Value, findings: &mut Findings) {
    objects_mut(root, &mut |object, pointer, value| {
        let Some(map) = value.as_object_mut() else { return };
        match object {
            Object::Parameter => query_string(map, pointer, findings),
            Object::Response => summary(map),
            _ => {}
        }
    });
}

/// Removes operations with additional methods from a document of an older version, where they are reported as unknown.
pub(super) fn remove_additional_operations(root: &mut Value) {
    path_items_mut(root).for_each(|(_, item)| drop(item.shift_remove(ADDITIONAL_OPERATIONS)));
}

/// Converts a query string that is a form to an object in the query, with a parameter for each property.
fn query_string(map: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    if map.get("in") != Some(&json!("querystring")) {
        return;
    }
    let content = map.get_mut("content").and_then(Value::as_object_mut);
    let Some(mut form) = content.and_then(|content| content.shift_remove(FORM)) else { return };
    map.shift_remove("content");
    map.insert("in".into(), json!("query"));
    map.insert("style".into(), json!("form"));
    map.insert("explode".into(), json!(true));
    map.insert("schema".into(), form["schema"].take());
    if form.get("encoding").is_some() {
        let message = "the encoding of a query string is not supported; it was ignored";
        let help = "lost: the encoding of a property in the query string";
        let pointer = join(&join(&join(pointer, "content"), FORM), "encoding");
        findings.push(Code::UnsupportedKeyword, pointer, message, help);
    }
}

/// Uses the summary of a response without a description.
fn summary(map: &mut Map<String, Value>) {
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
    if let Some(summary) = map.shift_remove("summary")
        && !map.get("description").is_some_and(is_text)
    {
        map.insert("description".into(), summary);
    }
}
