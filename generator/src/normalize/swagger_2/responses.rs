//! Responses with `schema` and headers with `type` in; responses with `content` and headers with `schema`, as in OpenAPI 3, out.

use super::rewrites::Rewrites;
use super::{media_types, parameters};
use crate::diagnostic::Code;
use crate::document::{BYTES, MediaType, join, operations_mut};
use serde_json::{Map, Value, json};

/// Rewrites the responses of operations and components.
pub(super) fn rewrite(root: &mut Value, rewrites: &mut Rewrites<'_>) {
    let document = media_types::list(root.get("produces"));
    if let Some(shared) = root.pointer_mut("/components/responses").and_then(Value::as_object_mut) {
        all(shared, "/components/responses", &document, rewrites);
    }
    for (at, operation) in operations_mut(root) {
        let produces = media_types::of(operation, &document, "produces");
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            all(responses, &join(&at.pointer, "responses"), &produces, rewrites);
        }
    }
}

fn all(
    responses: &mut Map<String, Value>,
    pointer: &str,
    produces: &[String],
    rewrites: &mut Rewrites<'_>,
) {
    for (key, response) in responses {
        let Some(response) = response.as_object_mut() else { continue };
        if key.starts_with("x-") || response.contains_key("$ref") {
            continue;
        }
        let pointer = join(pointer, key);
        body(response, &pointer, produces, rewrites);
        headers(response, &pointer, rewrites);
    }
}

fn body(
    response: &mut Map<String, Value>,
    pointer: &str,
    produces: &[String],
    rewrites: &mut Rewrites<'_>,
) {
    if response.contains_key("content") {
        return;
    }
    let Some(mut schema) = response.shift_remove("schema") else { return };
    let is_file = schema.get("type") == Some(&json!("file"));
    // JSON cannot hold files.
    let mut types: Vec<String> = produces
        .iter()
        .filter(|name| !(is_file && MediaType::of(name).is_json()))
        .cloned()
        .collect();
    if types.is_empty() {
        let default = if is_file { BYTES } else { "application/json" };
        types.push(default.to_owned());
    }
    if is_file {
        schema = json!({ "type": "string", "format": "binary" });
    }
    let mut content: Map<String, Value> =
        types.iter().map(|name| (name.clone(), json!({ "schema": schema }))).collect();
    if let Some(Value::Object(examples)) = response.shift_remove("examples") {
        for (name, example) in examples {
            content.get_mut(&name).into_iter().for_each(|own| own["example"] = example.clone());
        }
    }
    for name in content.keys() {
        rewrites.moved_on_the_way(pointer, &["content", name], pointer);
        let media_type = join(&join(pointer, "content"), name);
        rewrites.moved(join(&media_type, "schema"), join(pointer, "schema"));
    }
    response.insert("content".into(), Value::Object(content));
    rewrites.push(
        Code::Swagger2Response,
        join(pointer, "schema"),
        format!(
            "a response is in the form of Swagger 2; its body was read as {}",
            types.join(", ")
        ),
        "OpenAPI 3 has `content`; write it in an overlay if the body comes in another media type",
        false,
    );
}

fn headers(response: &mut Map<String, Value>, pointer: &str, rewrites: &mut Rewrites<'_>) {
    let headers = response.get_mut("headers").and_then(Value::as_object_mut);
    for (name, header) in headers.into_iter().flatten() {
        let Some(map) = header.as_object_mut() else { continue };
        if ["$ref", "schema", "content"].iter().any(|key| map.contains_key(*key)) {
            continue;
        }
        let format = map.get("collectionFormat").and_then(Value::as_str).map(str::to_owned);
        let mut schema = parameters::take_schema(map);
        let format = format.filter(|own| own != "csv" && schema["type"] == "array");
        if format.is_some() {
            schema = json!({ "type": "string" });
        }
        map.insert("schema".into(), schema);
        let pointer = join(&join(pointer, "headers"), name);
        rewrites.moved(join(&pointer, "schema"), &pointer);
        let (done, help) = match &format {
            Some(format) => (
                format!(
                    "OpenAPI 3 cannot express {format:?} in a header; it became one string that the program takes apart"
                ),
                "if the items are separated by commas, write `schema` in an overlay",
            ),
            None => ("it was given a schema".to_owned(), "OpenAPI 3 has `schema`; nothing is lost"),
        };
        rewrites.push(
            Code::Swagger2Response,
            pointer,
            format!("the header {name:?} of a response is in the form of Swagger 2; {done}"),
            help,
            format.is_some(),
        );
    }
}
