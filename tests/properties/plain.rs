//! A schema in; whether one schema at a time says what its values are, out.
//!
//! What several schemas say of one value at once (alternatives beside properties, a parent of its own kinds, a property that is declared
//! again) is put together by rules that `view.rs` does not have. `tests/obstacle_course/composition.rs` looks at such values.

use serde_json::Value;
use std::collections::HashMap;

/// Whether that is so of the schema at a pointer, of those that it stands in, and of all that it holds.
pub(crate) fn is_plain(document: &Value, pointer: &str) -> bool {
    let above = pointer.match_indices('/').map(|(end, _)| &pointer[..end]);
    let mut holders = above.filter_map(|above| document.pointer(above));
    let own = document.pointer(pointer).unwrap();
    holders.all(|holder| says_it_alone(document, holder))
        && holds_plain(document, own, &mut Vec::new())
}

fn holds_plain<'d>(document: &'d Value, schema: &'d Value, seen: &mut Vec<&'d Value>) -> bool {
    if seen.iter().any(|before| std::ptr::eq(*before, schema)) {
        return true;
    }
    seen.push(schema);
    if let Some(target) = target(document, schema) {
        return holds_plain(document, target, seen);
    }
    let lists = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array());
    let inside = ["items", "additionalProperties"].into_iter().filter_map(|key| schema.get(key));
    let properties = schema["properties"].as_object().into_iter().flat_map(|map| map.values());
    let mut all = lists.flatten().chain(inside).chain(properties);
    says_it_alone(document, schema) && all.all(|part| holds_plain(document, part, seen))
}

fn says_it_alone(document: &Value, schema: &Value) -> bool {
    let has = |key: &str| schema.get(key).is_some();
    let alternatives = has("oneOf") || has("anyOf");
    let listed = ["oneOf", "anyOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
    // Their own constants tell arms without a name apart.
    let is_told_by_constants =
        has("discriminator") && listed.into_iter().any(|arm| arm.get("$ref").is_none());
    let is_integer = schema["format"].as_str().is_some_and(|format| format.starts_with("int"));
    let arms = || schema["allOf"].as_array().into_iter().flatten();
    let holds_alternatives = arms().any(|arm| {
        let arm = target(document, arm).unwrap_or(arm);
        ["oneOf", "anyOf", "discriminator"].iter().any(|key| arm.get(key).is_some())
    });
    let mut declared: HashMap<&str, usize> = HashMap::new();
    for part in arms().map(|arm| target(document, arm).unwrap_or(arm)).chain([schema]) {
        let names = part["properties"].as_object().into_iter().flat_map(|map| map.keys());
        names.for_each(|name| *declared.entry(name).or_default() += 1);
    }
    !(alternatives && (has("properties") || has("allOf")))
        && (!has("discriminator") || alternatives)
        && !is_told_by_constants
        && !(schema["type"] == "number" && is_integer)
        && !(has("allOf") && (holds_alternatives || declared.values().any(|times| *times > 1)))
}

fn target<'d>(document: &'d Value, schema: &Value) -> Option<&'d Value> {
    document.pointer(schema.get("$ref")?.as_str()?.strip_prefix('#')?)
}
