//! A clean document and its [IR](crate::ir) in, a sample value for each parameter and body that an operation sends out.
//!
//! A sample is valid against its schema, holds every property that a request may hold, and is the same in every run. It is what
//! the document gives as enumeration, example or default where that fits, and else made from type, format and bounds. Recursion is
//! cut where it begins. The limits of arrays and objects are kept; of `pattern` only what an example shows.

mod scalar;
mod schema;

use crate::document::{Document, join, local_pointer};
use crate::ir::{Api, Operation};
use serde_json::Value;
use std::collections::HashMap;

/// The samples of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Samples {
    /// Of [`Operation::parameters`].
    pub parameters: Vec<Value>,
    /// Of the body in its preferred media type.
    pub body: Option<Value>,
}

/// The samples of all operations, in the order of the tags and their operations.
pub fn sample(api: &Api, document: &Document) -> Vec<Vec<Samples>> {
    let of_tag = |operations: &Vec<Operation>| {
        operations.iter().map(|operation| of_operation(operation, &document.value)).collect()
    };
    api.tags.iter().map(|tag| of_tag(&tag.operations)).collect()
}

fn of_operation(operation: &Operation, root: &Value) -> Samples {
    let item = operation.pointer.rfind('/').map_or("", |end| &operation.pointer[..end]);
    let mut known = HashMap::new();
    for found in [operation.pointer.as_str(), item].iter().flat_map(|pointer| list(root, pointer)) {
        known.entry((text(found, "name"), text(found, "in"))).or_insert(found);
    }
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| {
            let key = (Some(parameter.name.as_str()), Some(parameter.location.name()));
            known.get(&key).and_then(|found| schema_of(found)).map_or_else(
                // Declared nowhere: a path variable that was made a parameter.
                || Value::from(scalar::TEXT),
                |schema| schema::sample(schema, root),
            )
        })
        .collect();
    Samples { parameters, body: body(operation, root) }
}

/// The parameters that are listed at a pointer, references resolved.
fn list<'d>(root: &'d Value, pointer: &str) -> Vec<&'d Value> {
    let list = root.pointer(&join(pointer, "parameters")).and_then(Value::as_array);
    list.into_iter().flatten().map(|parameter| resolve(parameter, root)).collect()
}

fn body(operation: &Operation, root: &Value) -> Option<Value> {
    let content = operation.body.as_ref()?.contents.first()?;
    let body = resolve(root.pointer(&join(&operation.pointer, "requestBody"))?, root);
    let schema = body.get("content")?.get(&content.media_type)?.get("schema");
    Some(schema.map_or(Value::Null, |schema| schema::sample(schema, root)))
}

/// The schema of a parameter, also of one that is sent as JSON text.
fn schema_of(parameter: &Value) -> Option<&Value> {
    let content = || parameter.get("content")?.as_object()?.values().next()?.get("schema");
    parameter.get("schema").or_else(content)
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

/// What a reference leads to, in a few steps at most.
fn resolve<'d>(mut value: &'d Value, root: &'d Value) -> &'d Value {
    for _ in 0..16 {
        match text(value, "$ref").and_then(local_pointer).and_then(|target| root.pointer(&target)) {
            Some(target) => value = target,
            None => break,
        }
    }
    value
}
