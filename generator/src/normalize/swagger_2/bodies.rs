//! Parameters `in: body` and `in: formData`, which are the request body of OpenAPI 3.

use super::forms::Forms;
use super::{media_types, parameters};
use crate::diagnostic::Code;
use crate::document::{MediaType, join, operations_mut, path_items_mut, target};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Makes the request body of every operation from such parameters, those of its path item included, and removes them.
pub(super) fn move_from_parameters(root: &mut Value, forms: &mut Forms<'_>) {
    let shared = root.pointer("/components/parameters").and_then(Value::as_object);
    let shared: Map<String, Value> = shared.cloned().unwrap_or_default();
    let consumes = media_types::list(root.get("consumes"));
    let inherited = take_inherited(root, &shared);
    for (at, operation) in operations_mut(root) {
        let mut found = take(operation.get_mut("parameters"), &shared);
        if found.is_empty() {
            found = inherited.get(at.path).cloned().unwrap_or_default();
        }
        if found.is_empty() {
            continue;
        }
        let names: Vec<String> =
            found.iter().map(|parameter| format!("{:?}", name(parameter))).collect();
        let names = names.join(", ");
        let mut is_lost = false;
        let message = if operation.contains_key("requestBody") {
            is_lost = true;
            format!(
                "the body parameters of Swagger 2 ({names}) were left out: there is a request body"
            )
        } else {
            let consumes = media_types::of(operation, &consumes, "consumes");
            let (body, texts) = body(found, &consumes);
            operation.insert("requestBody".into(), body);
            let mut message =
                format!("the body parameters of Swagger 2 ({names}) were read as the request body");
            if !texts.is_empty() {
                is_lost = true;
                let texts = texts.join(", ");
                let _ = write!(
                    message,
                    "; OpenAPI 3 cannot say how the lists in it are written ({texts}), so that they became texts for the caller to write"
                );
            }
            message
        };
        forms.push(
            Code::Swagger2Parameter,
            join(&at.pointer, "parameters"),
            message,
            "OpenAPI 3 has `requestBody`; write it in an overlay if it is to be another",
            is_lost,
        );
    }
    if let Some(shared) = root.pointer_mut("/components/parameters").and_then(Value::as_object_mut)
    {
        shared.retain(|_, parameter| !is_body(parameter));
    }
}

/// Takes the bodies out of the lists of path items, by path.
fn take_inherited(
    root: &mut Value,
    shared: &Map<String, Value>,
) -> BTreeMap<String, Vec<Map<String, Value>>> {
    path_items_mut(root)
        .map(|(path, item)| (path.clone(), take(item.get_mut("parameters"), shared)))
        .filter(|(_, found)| !found.is_empty())
        .collect()
}

/// Takes the bodies out of a list of parameters.
fn take(list: Option<&mut Value>, shared: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let Some(list) = list.and_then(Value::as_array_mut) else { return Vec::new() };
    let mut found = Vec::new();
    list.retain(|parameter| {
        let named = target(parameter)
            .and_then(|pointer| shared.get(pointer.strip_prefix("/components/parameters/")?));
        let parameter = named.unwrap_or(parameter);
        let body = parameter.as_object().filter(|_| is_body(parameter));
        found.extend(body.cloned());
        body.is_none()
    });
    found
}

fn is_body(parameter: &Value) -> bool {
    matches!(parameter.get("in").and_then(Value::as_str), Some("body" | "formData"))
}

fn name(parameter: &Map<String, Value>) -> &str {
    parameter.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn is_required(parameter: &Map<String, Value>) -> bool {
    parameter.get("required") == Some(&Value::Bool(true))
}

/// The request body that a `body` or some `formData` stand for, and the names of the lists that became texts.
fn body(found: Vec<Map<String, Value>>, consumes: &[String]) -> (Value, Vec<String>) {
    let whole = found.iter().find(|parameter| parameter["in"] == "body");
    if let Some(parameter) = whole {
        let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
        let types = if consumes.is_empty() { &["application/json".to_owned()] } else { consumes };
        let content: Map<String, Value> =
            types.iter().map(|name| (name.clone(), json!({ "schema": schema }))).collect();
        let mut body = Map::new();
        body.extend(parameter.get("description").map(|text| ("description".into(), text.clone())));
        body.insert("required".into(), json!(is_required(parameter)));
        body.insert("content".into(), Value::Object(content));
        return (Value::Object(body), Vec::new());
    }
    let is_multipart = found.iter().any(|parameter| parameter.get("type") == Some(&json!("file")))
        || (consumes.iter().any(|name| MediaType::of(name).is_multipart())
            && !consumes.iter().any(|name| name == URL_ENCODED));
    let required = found.iter().any(is_required);
    let media_type = if is_multipart { "multipart/form-data" } else { URL_ENCODED };
    let (form, texts) = form(found, is_multipart);
    (json!({ "required": required, "content": { media_type: form } }), texts)
}

const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// The media type object of a form, and the names of the lists that OpenAPI 3 cannot say and that became texts.
fn form(fields: Vec<Map<String, Value>>, is_multipart: bool) -> (Value, Vec<String>) {
    let mut texts = Vec::new();
    let (mut properties, mut required, mut encoding) = (Map::new(), Vec::new(), Map::new());
    for mut field in fields {
        let name = name(&field).to_owned();
        if is_required(&field) {
            required.push(json!(name));
        }
        let format = field.get("collectionFormat").and_then(Value::as_str).unwrap_or("csv");
        let style = match format {
            "multi" => Some(("form", true)),
            _ if is_multipart => None,
            "ssv" => Some(("spaceDelimited", false)),
            "pipes" => Some(("pipeDelimited", false)),
            "tsv" => None,
            _ => Some(("form", false)),
        };
        let mut schema = parameters::take_schema(&mut field);
        if schema.get("type") == Some(&json!("array")) {
            match style {
                Some((style, explode)) if !is_multipart => {
                    encoding.insert(name.clone(), json!({ "style": style, "explode": explode }));
                }
                Some(_) => {}
                None => {
                    schema = json!({ "type": "string" });
                    texts.push(format!("{name:?}"));
                }
            }
        }
        if let (Some(schema), Some(text)) = (schema.as_object_mut(), field.get("description")) {
            schema.insert("description".into(), text.clone());
        }
        properties.insert(name, schema);
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = Value::Array(required);
    }
    let mut media_type = json!({ "schema": schema });
    if !encoding.is_empty() {
        media_type["encoding"] = Value::Object(encoding);
    }
    (media_type, texts)
}
