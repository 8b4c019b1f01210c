//! Extensions of other tools in; the keywords with the same meaning out: discriminator values of schemas, names of enumeration values,
//! numbers that may be strings, and parameters that keep their slashes.

use crate::document::{Object, join, objects_mut, schemas_mut, target, target_name, tokens};
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// The keywords with which a schema sets its own value of an inherited discriminator.
const TAGS: [&str; 2] = ["x-ms-discriminator-value", "x-discriminator-value"];

/// The keywords with which a parameter keeps the slashes in its value.
const SLASHES: [&str; 2] = ["x-ms-skip-url-encoding", "x-multi-segment"];

/// The limit of schemas examined to find those that a schema extends.
const STEPS: usize = 64;

const SCHEMAS: &str = "/components/schemas";

/// Rewrites all of these extensions.
pub(super) fn rewrite(root: &mut Value) {
    tags(root);
    objects_mut(root, &mut |object, _, value| {
        if object == Object::Parameter
            && let Some(map) = value.as_object_mut()
            && SLASHES.iter().any(|key| map.get(*key) == Some(&json!(true)))
        {
            map.insert("allowReserved".into(), json!(true));
        }
    });
    schemas_mut(root, &mut |_, schema| {
        names(schema);
        int_or_string(schema);
    });
}

/// Adds the values that schemas set for themselves to the `mapping` of the inherited discriminators. Existing entries stay.
fn tags(root: &mut Value) {
    let Some(schemas) = root.pointer_mut(SCHEMAS).and_then(Value::as_object_mut) else { return };
    let own = |schema: &Value| {
        let value = TAGS.iter().find_map(|key| schema.get(*key))?;
        value.as_str().map(str::to_owned)
    };
    // An inline arm of its `allOf` is a part of the schema.
    let tag = |schema: &Value| {
        let arms = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        own(schema).or_else(|| arms.filter(|arm| arm.get("$ref").is_none()).find_map(own))
    };
    let mut found: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for (name, schema) in schemas.iter() {
        let Some(tag) = tag(schema) else { continue };
        for parent in above(schemas, schema) {
            found.entry(parent).or_default().push((tag.clone(), name.clone()));
        }
    }
    for (parent, tags) in found {
        let rule = schemas.get_mut(&parent).and_then(|parent| parent.get_mut("discriminator"));
        let Some(rule) = rule.and_then(Value::as_object_mut) else { continue };
        let Some(mapping) = rule.entry("mapping").or_insert_with(|| json!({})).as_object_mut()
        else {
            continue;
        };
        let mapped: HashSet<String> =
            mapping.values().filter_map(Value::as_str).map(target_name).collect();
        for (tag, name) in tags.into_iter().filter(|(_, name)| !mapped.contains(name)) {
            mapping.entry(tag).or_insert_with(|| json!(format!("#{}", join(SCHEMAS, &name))));
        }
    }
}

/// The components that a schema extends, directly or through others.
fn above(schemas: &Map<String, Value>, schema: &Value) -> HashSet<String> {
    let (mut found, mut open) = (HashSet::new(), vec![schema]);
    while let Some(schema) = open.pop().filter(|_| found.len() < STEPS) {
        let arms = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        for pointer in arms.filter_map(target) {
            let name = pointer.strip_prefix(SCHEMAS).and_then(|rest| tokens(rest).next());
            let Some((name, parent)) = name.and_then(|name| schemas.get_key_value(&name)) else {
                continue;
            };
            if found.insert(name.clone()) {
                open.push(parent);
            }
        }
    }
    found
}

/// Converts `x-ms-enum`, which lists values with their names and descriptions.
fn names(schema: &mut Map<String, Value>) {
    let Some(rule) = schema.get_mut("x-ms-enum").and_then(Value::as_object_mut) else { return };
    let Some(Value::Array(values)) = rule.shift_remove("values") else { return };
    for (own, key) in [("name", "x-enum-varnames"), ("description", "x-enum-descriptions")] {
        let text = |entry: &Value| {
            let value = entry.get("value")?;
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Some((value, entry.get(own).filter(|text| text.is_string())?.clone()))
        };
        let texts: Map<String, Value> = values.iter().filter_map(text).collect();
        if !texts.is_empty() {
            schema.entry(key).or_insert_with(|| json!(texts));
        }
    }
}

/// Converts a string or number in the form of Kubernetes.
fn int_or_string(schema: &mut Map<String, Value>) {
    let is_format = schema.get("format") == Some(&json!("int-or-string"));
    let is_said = schema.get("x-kubernetes-int-or-string") == Some(&json!(true));
    let has_arms = ["anyOf", "oneOf", "allOf"].iter().any(|key| schema.contains_key(*key));
    if (is_format || is_said) && !has_arms {
        schema.shift_remove("type");
        schema.shift_remove("format");
        schema.insert("anyOf".into(), json!([{ "type": "integer" }, { "type": "string" }]));
    }
}
