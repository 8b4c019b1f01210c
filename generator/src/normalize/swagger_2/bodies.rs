//! Parameters `in: body` and `in: formData` in; the request body of OpenAPI 3 out.

use super::rewrites::Rewrites;
use super::{media_types, parameters};
use crate::diagnostic::Code;
use crate::document::{FORM, MediaType, join, operations_mut, path_items_mut, target};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Makes the request body of every operation from such parameters, including those of its path item, and removes them.
pub(super) fn move_from_parameters(root: &mut Value, rewrites: &mut Rewrites<'_>) {
    let shared = root.pointer("/components/parameters").and_then(Value::as_object);
    let shared: Map<String, Value> = shared.cloned().unwrap_or_default();
    let consumes = media_types::list(root.get("consumes"));
    let mut shifts = Vec::new();
    let inherited = take_inherited(root, &shared, &mut shifts);
    for (at, operation) in operations_mut(root) {
        let mut found = take(operation.get_mut("parameters"), &at.pointer, &shared, &mut shifts);
        if found.is_empty() {
            found = inherited.get(at.path).cloned().unwrap_or_default();
        }
        if found.is_empty() {
            continue;
        }
        let names: Vec<String> =
            found.iter().map(|body| format!("{:?}", name(&body.parameter))).collect();
        let names = names.join(", ");
        let mut is_lost = false;
        let message = if operation.contains_key("requestBody") {
            is_lost = true;
            format!(
                "the body parameters of Swagger 2 ({names}) were left out: there is a request body"
            )
        } else {
            let consumes = media_types::of(operation, &consumes, "consumes");
            let pointer = join(&at.pointer, "requestBody");
            let left = beside_whole(&found);
            let (body, texts) = body(found, &consumes, &pointer, rewrites);
            operation.insert("requestBody".into(), body);
            let mut message =
                format!("the body parameters of Swagger 2 ({names}) were read as the request body");
            if !left.is_empty() {
                is_lost = true;
                let left = left.join(", ");
                let _ = write!(message, "; an operation has one body, so {left} was left out");
            }
            if !texts.is_empty() {
                is_lost = true;
                let texts = texts.join(", ");
                let _ = write!(
                    message,
                    "; OpenAPI 3 cannot express the format of the lists in it ({texts}); they became strings that the caller writes"
                );
            }
            message
        };
        rewrites.push(
            Code::Swagger2Parameter,
            join(&at.pointer, "parameters"),
            message,
            "OpenAPI 3 has `requestBody`; write it in an overlay if the body is a different one",
            is_lost,
        );
    }
    // The old places of the bodies must be looked up before other parameters take them.
    shifts.into_iter().for_each(|(to, from)| rewrites.moved(to, from));
    if let Some(shared) = root.pointer_mut("/components/parameters").and_then(Value::as_object_mut)
    {
        shared.retain(|_, parameter| !is_body(parameter));
    }
}

/// The names of the other body parameters next to one that is the whole body.
fn beside_whole(found: &[Written]) -> Vec<String> {
    let whole = found.iter().position(|body| body.parameter["in"] == "body");
    let others =
        found.iter().enumerate().filter(|(index, _)| whole.is_some_and(|own| own != *index));
    others.map(|(_, other)| format!("{:?}", name(&other.parameter))).collect()
}

/// A parameter that is a body or a part of one, and its pointer.
#[derive(Clone)]
struct Written {
    parameter: Map<String, Value>,
    pointer: String,
}

/// Removes the bodies from the lists of path items, and returns them by path.
fn take_inherited(
    root: &mut Value,
    shared: &Map<String, Value>,
    shifts: &mut Vec<(String, String)>,
) -> BTreeMap<String, Vec<Written>> {
    path_items_mut(root)
        .map(|(path, item)| {
            let pointer = join("/paths", path);
            (path.clone(), take(item.get_mut("parameters"), &pointer, shared, shifts))
        })
        .filter(|(_, found)| !found.is_empty())
        .collect()
}

/// Removes the bodies from a list of parameters, and returns them. Records the new and old pointers of the others.
fn take(
    list: Option<&mut Value>,
    owner: &str,
    shared: &Map<String, Value>,
    shifts: &mut Vec<(String, String)>,
) -> Vec<Written> {
    let Some(list) = list.and_then(Value::as_array_mut) else { return Vec::new() };
    let mut found = Vec::new();
    let base = join(owner, "parameters");
    let (mut index, mut kept) = (0, 0);
    list.retain(|parameter| {
        let own = join(&base, &index.to_string());
        let target = target(parameter);
        let named = target.as_deref().and_then(|pointer| {
            let parameter = shared.get(pointer.strip_prefix("/components/parameters/")?)?;
            Some((parameter, pointer.to_owned()))
        });
        index += 1;
        let (parameter, pointer) = named.unwrap_or((parameter, own.clone()));
        if let Some(parameter) = parameter.as_object().filter(|_| is_body(parameter)) {
            found.push(Written { parameter: parameter.clone(), pointer });
            return false;
        }
        let now = join(&base, &kept.to_string());
        kept += 1;
        if now != own {
            shifts.push((now, own));
        }
        true
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

/// The request body for a `body` or several `formData` parameters, and the names of the lists that became strings.
fn body(
    found: Vec<Written>,
    consumes: &[String],
    pointer: &str,
    rewrites: &mut Rewrites<'_>,
) -> (Value, Vec<String>) {
    let whole = found.iter().find(|body| body.parameter["in"] == "body");
    if let Some(Written { parameter, pointer: from }) = whole {
        rewrites.moved(pointer, from);
        let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
        let types = if consumes.is_empty() { &["application/json".to_owned()] } else { consumes };
        let content: Map<String, Value> =
            types.iter().map(|name| (name.clone(), json!({ "schema": schema }))).collect();
        for name in content.keys() {
            rewrites.moved_on_the_way(pointer, &["content", name], from);
            let media_type = join(&join(pointer, "content"), name);
            rewrites.moved(join(&media_type, "schema"), join(from, "schema"));
        }
        let mut body = Map::new();
        body.extend(parameter.get("description").map(|text| ("description".into(), text.clone())));
        body.insert("required".into(), json!(is_required(parameter)));
        body.insert("content".into(), Value::Object(content));
        return (Value::Object(body), Vec::new());
    }
    let mut parameters = found.iter().map(|body| &body.parameter);
    let is_multipart = parameters.any(|parameter| parameter.get("type") == Some(&json!("file")))
        || (consumes.iter().any(|name| MediaType::of(name).is_multipart())
            && !consumes.iter().any(|name| name == FORM));
    let required = found.iter().any(|body| is_required(&body.parameter));
    let media_type = if is_multipart { "multipart/form-data" } else { FORM };
    if let Some(first) = found.first() {
        rewrites.moved(pointer, &first.pointer);
        let way = ["content", media_type, "schema", "properties"];
        rewrites.moved_on_the_way(pointer, &way, &first.pointer);
    }
    let pointer = join(&join(pointer, "content"), media_type);
    let properties = join(&join(&pointer, "schema"), "properties");
    for Written { parameter, pointer } in &found {
        rewrites.moved(join(&properties, name(parameter)), pointer);
    }
    let (form, texts) = form(found, is_multipart);
    (json!({ "required": required, "content": { media_type: form } }), texts)
}

/// The media type object of a form, and the names of the lists that OpenAPI 3 cannot express and that became strings.
fn form(fields: Vec<Written>, is_multipart: bool) -> (Value, Vec<String>) {
    let mut texts = Vec::new();
    let (mut properties, mut required, mut encoding) = (Map::new(), Vec::new(), Map::new());
    for Written { parameter: mut field, .. } in fields {
        let name = name(&field).to_owned();
        if is_required(&field) {
            required.push(json!(name));
        }
        let format =
            field.get("collectionFormat").and_then(Value::as_str).unwrap_or("csv").to_owned();
        let style = match format.as_str() {
            "multi" => Some(("form", true)),
            "ssv" => Some(("spaceDelimited", false)),
            "pipes" => Some(("pipeDelimited", false)),
            "tsv" => None,
            _ => Some(("form", false)),
        };
        let mut schema = parameters::take_schema(&mut field);
        if schema.get("type") == Some(&json!("array")) {
            match style {
                // The items of a list are separate parts anyway.
                Some((_, true)) if is_multipart => {}
                // OpenAPI 3.0 has no keyword for it.
                Some(_) if is_multipart => {
                    encoding.insert(name.clone(), json!({ "x-collection-format": format }));
                }
                Some((style, explode)) => {
                    encoding.insert(name.clone(), json!({ "style": style, "explode": explode }));
                }
                None => {
                    schema = json!({ "type": "string" });
                    texts.push(format!("{name:?}"));
                }
            }
        }
        let kept = |(key, _): &(&String, &Value)| *key == "description" || key.starts_with("x-");
        if let Some(schema) = schema.as_object_mut() {
            for (key, value) in field.iter().filter(kept) {
                schema.insert(key.clone(), value.clone());
            }
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
