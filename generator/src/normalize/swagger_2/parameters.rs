//! Parameters with `type` and `collectionFormat` in; parameters with `schema`, `style` and `explode`, as in OpenAPI 3, out.

use super::super::{formats, version_3_1};
use super::rewrites::Rewrites;
use crate::diagnostic::Code;
use crate::document::{join, parameter_lists};
use serde_json::{Map, Value, json};

/// The keywords of a parameter that are in the schema in OpenAPI 3.
const OF_THE_VALUE: &[&str] = &[
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "x-nullable",
    "x-ms-enum",
    "x-enum-varnames",
    "x-enumNames",
    "x-enum-descriptions",
    "x-enumDescriptions",
];

/// Rewrites the parameters of operations, path items and components.
pub(super) fn rewrite(root: &mut Value, rewrites: &mut Rewrites<'_>) {
    if let Some(shared) = root.pointer_mut("/components/parameters").and_then(Value::as_object_mut)
    {
        for (name, parameter) in shared {
            one(parameter, &join("/components/parameters", name), rewrites);
        }
    }
    for (owner, parameters) in parameter_lists(root) {
        for (index, parameter) in parameters.iter_mut().enumerate() {
            one(parameter, &format!("{owner}/parameters/{index}"), rewrites);
        }
    }
}

fn one(parameter: &mut Value, pointer: &str, rewrites: &mut Rewrites<'_>) {
    let Some(map) = parameter.as_object_mut() else { return };
    let Some(location @ ("query" | "path" | "header" | "cookie")) =
        map.get("in").and_then(Value::as_str)
    else {
        return;
    };
    let location = location.to_owned();
    let has_schema = map.contains_key("schema") || map.contains_key("content");
    if map.contains_key("$ref") || (has_schema && !map.contains_key("collectionFormat")) {
        return;
    }
    let name = map.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let keys: Vec<String> = map
        .keys()
        .filter(|key| *key == "collectionFormat" || OF_THE_VALUE.contains(&key.as_str()))
        .map(|key| format!("`{key}`"))
        .collect();
    if !has_schema {
        rewrites.moved(join(pointer, "schema"), pointer);
    }
    let (written, is_lost) = match write(map, &location, &name) {
        Ok(written) => (written, keys.is_empty()),
        Err(lost) => (lost, true),
    };
    let message = if keys.is_empty() {
        format!("the parameter {name:?} does not describe its value; it was read as a string")
    } else {
        let keys = keys.join(", ");
        format!("the parameter {name:?} is in the form of Swagger 2 ({keys}); {written}")
    };
    rewrites.push(
        Code::Swagger2Parameter,
        pointer,
        message,
        "write `schema`, `style` and `explode` in an overlay if the server reads it otherwise",
        is_lost,
    );
}

/// Adds schema, style and explode to a parameter. Returns how its value is sent, or the part that OpenAPI 3 cannot express.
fn write(map: &mut Map<String, Value>, location: &str, name: &str) -> Result<String, String> {
    let format = map.shift_remove("collectionFormat");
    let format = format.as_ref().and_then(Value::as_str).unwrap_or("csv");
    let kind = map.get("items").and_then(|items| items.get("type"));
    let holds_lists = kind == Some(&json!("array"));
    if !map.contains_key("schema") && !map.contains_key("content") {
        let schema = take_schema(map);
        map.insert("schema".into(), schema);
    }
    if map.get("schema").and_then(|schema| schema.get("type")) != Some(&json!("array")) {
        return Ok("it is sent as it is".into());
    }
    let Some((style, explode, example)) = style(format, location, name) else {
        map.insert("schema".into(), json!({ "type": "string" }));
        return Err(format!(
            "OpenAPI 3 cannot express {format:?} in a {location}; it became one string that the caller writes"
        ));
    };
    if format == "multi" && location != "query" {
        map.insert("style".into(), json!(style));
        map.insert("explode".into(), json!(explode));
        return Err(format!(
            "\"multi\" is a format of queries and forms alone; in a {location} its array is sent as {example}"
        ));
    }
    map.insert("style".into(), json!(style));
    map.insert("explode".into(), json!(explode));
    if holds_lists {
        return Err(format!(
            "its array is sent as {example}; OpenAPI 3 cannot express the format of the lists in it; each became one string that the caller writes"
        ));
    }
    Ok(format!("its array is sent as {example}"))
}

/// The style and `explode` for a `collectionFormat`, with an example; `None` if OpenAPI 3 has none.
fn style(format: &str, location: &str, name: &str) -> Option<(&'static str, bool, String)> {
    let plain = if matches!(location, "query" | "cookie") { "form" } else { "simple" };
    match (format, location) {
        ("multi", "query") => Some(("form", true, format!("{name}=a&{name}=b"))),
        ("ssv", "query") => Some(("spaceDelimited", false, format!("{name}=a%20b"))),
        ("pipes", "query") => Some(("pipeDelimited", false, format!("{name}=a|b"))),
        ("ssv" | "pipes" | "tsv", _) => None,
        (_, "query" | "cookie") => Some((plain, false, format!("{name}=a,b"))),
        _ => Some((plain, false, "a,b".into())),
    }
}

/// Moves the keywords of the value out of a parameter or header into a schema. An undescribed value is a string.
pub(super) fn take_schema(map: &mut Map<String, Value>) -> Value {
    let mut schema = Map::new();
    for key in OF_THE_VALUE {
        if let Some(value) = map.shift_remove(*key) {
            schema.insert((*key).into(), value);
        }
    }
    map.shift_remove("collectionFormat");
    if !schema.contains_key("type") {
        let kind = if schema.contains_key("items") { "array" } else { "string" };
        schema.insert("type".into(), json!(kind));
    }
    let mut schema = Value::Object(schema);
    clean(&mut schema);
    schema
}

/// Removes keywords that OpenAPI 3 lacks. A nested list has no style of its own there, so each inner list becomes a string for the caller
/// to write.
fn clean(schema: &mut Value) {
    let Some(map) = schema.as_object_mut() else { return };
    if map.get("type") == Some(&json!("file")) {
        map.insert("type".into(), json!("string"));
        map.insert("format".into(), json!("binary"));
    }
    map.shift_remove("collectionFormat");
    version_3_1::nullable(map);
    formats::take_unknown(map);
    if let Some(items) = map.get_mut("items") {
        if items.get("type") == Some(&json!("array")) {
            *items = json!({ "type": "string" });
        }
        clean(items);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::take_schema;
    use serde_json::json;

    #[test]
    fn nullable_counts_before_x_nullable_as_in_any_schema() {
        let items = |items| {
            let mut parameter = json!({ "in": "query", "type": "array", "items": items });
            take_schema(parameter.as_object_mut().unwrap())["items"].clone()
        };
        let both = json!({ "type": "string", "nullable": false, "x-nullable": true });
        assert_eq!(items(both), json!({ "type": "string", "nullable": false }));
        let own = json!({ "type": "string", "x-nullable": true });
        assert_eq!(items(own), json!({ "type": "string", "nullable": true }));
    }
}
