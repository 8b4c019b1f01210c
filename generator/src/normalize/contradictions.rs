//! Objects that allow no value or have items, and arrays without items.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{UNIONS, join};
use serde_json::{Map, Value, json};

/// Whether a schema is an object that allows no properties, so that `{}` is its only value.
pub(super) fn is_closed_and_empty(schema: &Map<String, Value>) -> bool {
    allows_no_property(schema)
        && ["allOf", "oneOf", "anyOf", "required"].iter().all(|key| !has(schema, key))
}

/// Opens objects that allow no properties, unless they list none on purpose (`properties: {}`), and removes contradictions to the
/// alternatives next to them.
pub(super) fn open(schema: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    if !allows_no_property(schema) {
        return;
    }
    let others: Vec<&str> = ["allOf", "oneOf", "anyOf", "required"]
        .into_iter()
        .filter(|key| has(schema, key))
        .collect();
    if !others.is_empty() {
        let dropped = take_contradiction(schema);
        findings.push(
            Code::ContradictorySchema,
            pointer,
            format!(
                "an object that allows no property contradicts its {}; {dropped} was ignored",
                others.join(" and ")
            ),
            "if the ignored part is the correct one, remove the other part in an overlay",
        );
    } else if !is_alternative(pointer) && !schema.contains_key("properties") {
        schema.shift_remove("additionalProperties");
        findings.push(
            Code::ClosedEmptyObject,
            pointer,
            "an object has no properties and allows none, so only {} fits; it was read as an object with any properties",
            "describe its properties in an overlay to get fields",
        );
    }
}

/// Moves `additionalProperties` out of `properties` if it is alone there: it is the keyword, not a property.
pub(super) fn lift_additional(
    schema: &mut Map<String, Value>,
    pointer: &str,
    findings: &mut Findings,
) {
    const KEY: &str = "additionalProperties";
    let properties = schema.get("properties").and_then(Value::as_object);
    let only = properties.filter(|all| all.len() == 1 && !schema.contains_key(KEY));
    let Some(values) = only.and_then(|all| all.get(KEY)).filter(|own| own.is_object()).cloned()
    else {
        return;
    };
    schema.shift_remove("properties");
    schema.insert(KEY.to_owned(), values);
    let from = join(&join(pointer, "properties"), KEY);
    findings.push_before(
        Code::MalformedKeyword,
        &from,
        "`additionalProperties` is the only property; it was read as the keyword, which stands beside `properties`",
        "move it there in an overlay; if it is a property, add another one beside it",
    );
    findings.moved(join(pointer, KEY), from);
}

/// Converts an object with nothing but `items` to a list of them or an object.
pub(super) fn split_items(schema: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    split_untyped(schema, pointer, findings);
    const OTHER: [&str; 6] =
        ["properties", "patternProperties", "additionalProperties", "allOf", "oneOf", "anyOf"];
    let says_more = OTHER.iter().any(|key| has(schema, key));
    if schema.get("type") != Some(&json!("object")) || !has(schema, "items") || says_more {
        return;
    }
    schema.shift_remove("type");
    let items = schema.shift_remove("items");
    findings.moved(format!("{pointer}/anyOf/0/items"), join(pointer, "items"));
    schema
        .insert("anyOf".into(), json!([{ "type": "array", "items": items }, { "type": "object" }]));
    findings.push(
        Code::ContradictorySchema,
        pointer,
        "an object cannot have `items`; it was read as a list of them or as an object",
        "state in an overlay which of the two it is",
    );
}

/// Converts a schema without a type that describes both lists and objects to an alternative of the two.
fn split_untyped(schema: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    const OF_OBJECTS: [&str; 4] =
        ["properties", "patternProperties", "additionalProperties", "required"];
    const OTHER: [&str; 4] = ["allOf", "oneOf", "anyOf", "$ref"];
    let says_more = OTHER.iter().any(|key| schema.contains_key(*key));
    let holds = ["items", "properties"].iter().all(|key| has(schema, key));
    if schema.contains_key("type") || !holds || says_more {
        return;
    }
    let mut object = Map::from_iter([("type".to_owned(), json!("object"))]);
    for key in OF_OBJECTS {
        object.extend(schema.shift_remove(key).map(|value| (key.to_owned(), value)));
        findings.moved(format!("{pointer}/anyOf/1/{key}"), join(pointer, key));
    }
    let items = schema.shift_remove("items");
    findings.moved(format!("{pointer}/anyOf/0/items"), join(pointer, "items"));
    schema.insert("anyOf".into(), json!([{ "type": "array", "items": items }, object]));
    findings.push(
        Code::ImpliedType,
        pointer,
        "a schema without a type has `items` and `properties`; it was read as a list or an object",
        "write its type in an overlay if it is only one of them",
    );
}

/// Adds `items` that allow anything to an array without them.
pub(super) fn complete_array(
    schema: &mut Map<String, Value>,
    pointer: &str,
    findings: &mut Findings,
) {
    // The schemas that it combines, or the one that it is an arm of, may describe the items.
    let is_composed = ["allOf", "oneOf", "anyOf", "prefixItems"].iter().any(|key| has(schema, key))
        || is_arm(pointer);
    if schema.get("type") == Some(&json!("array")) && !schema.contains_key("items") && !is_composed
    {
        schema.insert("items".into(), json!({}));
        findings.placed(join(pointer, "items"), pointer);
        findings.push(
            Code::ArrayWithoutItems,
            pointer,
            "an array has no `items`; its items were read as any JSON",
            "describe its items in an overlay to get a type",
        );
    }
}

/// Removes `items` from schemas that are not lists, and `properties` from those that are not objects.
pub(super) fn take_foreign(
    schema: &mut Map<String, Value>,
    pointer: &str,
    findings: &mut Findings,
) {
    const TYPES: [&str; 6] = ["object", "array", "string", "integer", "number", "boolean"];
    let kind = schema.get("type").and_then(Value::as_str);
    let Some(kind) = kind.filter(|kind| TYPES.contains(kind)).map(str::to_owned) else { return };
    for (keyword, own, help) in [
        ("items", "array", "write `type: array` in an overlay if the values are lists"),
        ("properties", "object", "write `type: object` in an overlay if the values are objects"),
    ] {
        // With none nothing is lost.
        if kind != own
            && let Some(value) = schema.shift_remove(keyword)
            && value.as_object().is_none_or(|listed| !listed.is_empty())
        {
            findings.push(
                Code::MalformedKeyword,
                join(pointer, keyword),
                format!("\"{keyword}\" has no meaning for values of type {kind}; it was ignored"),
                help,
            );
            findings.ignored(join(pointer, keyword), value);
        }
    }
}

fn allows_no_property(schema: &Map<String, Value>) -> bool {
    schema.get("type") == Some(&json!("object"))
        && schema.get("additionalProperties") == Some(&json!(false))
        && ["properties", "patternProperties"].iter().all(|key| !has(schema, key))
}

fn has(schema: &Map<String, Value>, key: &str) -> bool {
    match schema.get(key) {
        Some(Value::Object(map)) => !map.is_empty(),
        Some(Value::Array(items)) => !items.is_empty(),
        _ => false,
    }
}

/// Removes contradictions: that the object is closed, and that it is an object if an alternative is not.
fn take_contradiction(schema: &mut Map<String, Value>) -> &'static str {
    schema.shift_remove("additionalProperties");
    let arms = UNIONS.iter().filter_map(|key| schema.get(*key)?.as_array()).flatten();
    let is_other = |arm: &Value| arm.get("type").is_some_and(|kind| kind != "object");
    if arms.into_iter().any(is_other) {
        schema.shift_remove("type");
        return "its `type` together with `additionalProperties: false`";
    }
    "additionalProperties: false"
}

/// Whether a pointer is that of an arm of an `allOf`.
pub(super) fn is_arm(pointer: &str) -> bool {
    pointer.rsplit('/').nth(1) == Some("allOf")
}

/// Whether a pointer is that of an alternative, where `{}` alone may be intended.
pub(super) fn is_alternative(pointer: &str) -> bool {
    let key = pointer.rsplit('/').nth(1);
    matches!(key, Some("oneOf" | "anyOf"))
}
