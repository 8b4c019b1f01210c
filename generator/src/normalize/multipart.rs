//! Files in multipart bodies that are described as closed objects without properties, whose only value would be `{}`, or as anything with
//! the media type of a file. Since OpenAPI 3.1, a part without a type or a media type is `application/octet-stream`.

use super::contradictions::is_closed_and_empty;
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{MediaType, join, operations, targets};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Converts such parts to files: binary strings.
pub(super) fn read_files(root: &mut Value, is_3_1: bool, findings: &mut Findings) {
    let bodies = bodies(root);
    let named: Vec<String> = bodies.iter().filter_map(|pointer| target(root, pointer)).collect();
    for mut pointer in bodies {
        let mut encoded = encoded_files(root, &pointer);
        if is_3_1 {
            encoded.extend(untyped_parts(root, &pointer));
        }
        if let Some(component) = target(root, &pointer) {
            let by_bodies = named.iter().filter(|name| **name == component).count();
            if targets(root).iter().filter(|name| **name == component).count() == by_bodies {
                pointer = component;
            } else if !copy(root, &component, &pointer, &encoded) {
                continue;
            }
        }
        if let Some(schema) = root.pointer_mut(&pointer) {
            files(schema, &pointer, &encoded, findings);
        }
    }
}

/// The pointers of the schemas of all multipart bodies.
pub(super) fn bodies(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut look = |pointer: &str, body: &Value| {
        let content = body.get("content").and_then(Value::as_object).into_iter().flatten();
        for (name, media_type) in content {
            if MediaType::of(name).is_multipart() && media_type.get("schema").is_some() {
                found.push(join(&join(&join(pointer, "content"), name), "schema"));
            }
        }
    };
    for (at, operation) in operations(root) {
        if let Some(body) = operation.get("requestBody") {
            look(&join(&at.pointer, "requestBody"), body);
        }
    }
    let shared = root.pointer("/components/requestBodies").and_then(Value::as_object);
    for (name, body) in shared.into_iter().flatten() {
        look(&join("/components/requestBodies", name), body);
    }
    found
}

/// The parts of a body that are bytes according to their encoding.
fn encoded_files(root: &Value, pointer: &str) -> HashSet<String> {
    let content = pointer.strip_suffix("/schema").and_then(|content| root.pointer(content));
    let encoding = content.and_then(|content| content.get("encoding")).and_then(Value::as_object);
    let is_bytes = |own: &Value| {
        let name = own.get("contentType").and_then(Value::as_str);
        // Any of several is suitable.
        let first = name.and_then(|names| names.split(',').next());
        first.map(|first| MediaType::of(first.trim())).is_some_and(|media_type| {
            !media_type.is_text() && !media_type.is_json() && !media_type.is_xml()
        })
    };
    let files = encoding.into_iter().flatten().filter(|(_, own)| is_bytes(own));
    files.map(|(name, _)| name.clone()).collect()
}

/// The parts of a body without a type and without a media type in their encoding.
fn untyped_parts(root: &Value, pointer: &str) -> Vec<String> {
    let content = pointer.strip_suffix("/schema").and_then(|content| root.pointer(content));
    let encoding = content.and_then(|content| content.get("encoding"));
    let names_type =
        |name: &str| encoding.and_then(|encoding| encoding.get(name)?.get("contentType")).is_some();
    let written = root.pointer(pointer);
    let schema = target(root, pointer).map_or(written, |component| root.pointer(&component));
    let properties = schema.and_then(|schema| schema.get("properties")?.as_object());
    let untyped = properties.into_iter().flatten().filter(|(name, part)| {
        let is_untyped = is_anything(part) || part.get("items").is_some_and(is_anything);
        is_untyped && !names_type(name)
    });
    untyped.map(|(name, _)| name.clone()).collect()
}

/// The target of the reference at a pointer, if it is one.
fn target(root: &Value, pointer: &str) -> Option<String> {
    crate::document::target(root.pointer(pointer)?)
}

/// Replaces a reference to a component with files by a copy, if the component is also used elsewhere. There it keeps its meaning.
fn copy(root: &mut Value, component: &str, pointer: &str, encoded: &HashSet<String>) -> bool {
    let holder = root.pointer(component).filter(|schema| holds_files(schema, encoded));
    let Some(copy) = holder.cloned() else {
        return false;
    };
    root.pointer_mut(pointer).map(|schema| *schema = copy).is_some()
}

fn holds_files(schema: &Value, encoded: &HashSet<String>) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flatten().any(|(name, part)| {
        let is_encoded = encoded.contains(name);
        let is_file = |schema: &Value| is_empty(schema) || is_encoded && is_anything(schema);
        is_file(part) || part.get("items").is_some_and(is_file)
    })
}

fn is_empty(schema: &Value) -> bool {
    schema.as_object().is_some_and(is_closed_and_empty)
}

/// Whether a schema has only annotations.
fn is_anything(schema: &Value) -> bool {
    const ANNOTATIONS: [&str; 3] = ["title", "description", "deprecated"];
    let is_annotation = |key: &String| ANNOTATIONS.contains(&key.as_str());
    schema.as_object().is_some_and(|map| map.keys().all(is_annotation))
}

/// Converts the files among the properties of a body.
fn files(body: &mut Value, pointer: &str, encoded: &HashSet<String>, findings: &mut Findings) {
    let properties = body.get_mut("properties").and_then(Value::as_object_mut);
    for (name, part) in properties.into_iter().flatten() {
        let is_encoded = encoded.contains(name);
        let is_file = |schema: &Value| is_empty(schema) || is_encoded && is_anything(schema);
        let file = if is_file(part) { Some(&mut *part) } else { part.get_mut("items") };
        let Some(file) = file.filter(|file| is_file(file)).and_then(Value::as_object_mut) else {
            continue;
        };
        let is_closed = is_closed_and_empty(file);
        describe(file);
        if !is_closed {
            continue;
        }
        findings.push(
            Code::MultipartFile,
            join(&join(pointer, "properties"), name),
            format!("the part {name:?} of a multipart body is an object that has no properties and allows none; it was read as a file"),
            "give it properties in an overlay if it is really an object",
        );
    }
}

/// Makes a schema binary, and keeps its other keywords.
fn describe(file: &mut Map<String, Value>) {
    file.shift_remove("properties");
    file.shift_remove("additionalProperties");
    file.insert("type".into(), json!("string"));
    file.insert("format".into(), json!("binary"));
}
