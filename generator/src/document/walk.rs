//! A document in; every object, or every key of every object, with its place out.

use super::object::{Object, Under, under};
use super::pointer::push;
use serde_json::{Map, Value};

/// A key of an object.
#[derive(Debug, Clone, Copy)]
pub struct Key<'d> {
    /// The object that contains it.
    pub object: Object,
    /// The key.
    pub name: &'d str,
    /// The value under it.
    pub value: &'d Value,
    /// The JSON pointer of the object.
    pub parent: &'d str,
}

/// Visits every key of a document, parents before children. The visitor returns whether to visit the keys below.
pub fn keys(document: &Value, visit: &mut dyn FnMut(&Key<'_>) -> bool) {
    let mut pointer = String::new();
    keys_of(document, Object::OpenApi, &mut pointer, visit);
}

// All calls share one pointer, as paths can be long.
fn keys_of(
    value: &Value,
    object: Object,
    pointer: &mut String,
    visit: &mut dyn FnMut(&Key<'_>) -> bool,
) {
    let Some(map) = value.as_object() else { return };
    let object = if is_reference(map, object) { Object::Reference } else { object };
    for (name, value) in map {
        if !visit(&Key { object, name, value, parent: pointer }) {
            continue;
        }
        let length = pointer.len();
        push(pointer, name);
        match (under(object, name), value) {
            (Under::One(kind) | Under::OneOrList(kind), Value::Object(_)) => {
                keys_of(value, kind, pointer, visit);
            }
            (Under::List(kind) | Under::OneOrList(kind), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    inside(pointer, &index.to_string(), |at| keys_of(item, kind, at, visit));
                }
            }
            (Under::Map(kind), Value::Object(entries)) => {
                for (name, entry) in entries.iter().filter(|(name, _)| !is_extension(name, kind)) {
                    inside(pointer, name, |at| keys_of(entry, kind, at, visit));
                }
            }
            _ => {}
        }
        pointer.truncate(length);
    }
}

/// Receives the kind, the JSON pointer and the value of each place of an object, and may change the value.
pub(crate) type Visit<'v> = dyn FnMut(Object, &str, &mut Value) + 'v;

/// Visits every place of an object in a document, even if it holds something else, parents before children. The siblings of `$ref` in a
/// reference are not visited.
pub fn objects_mut(document: &mut Value, visit: &mut Visit<'_>) {
    objects_in(document, Object::OpenApi, &mut String::new(), visit);
}

/// Visits every schema of a document with its JSON pointer, parents before children.
pub(crate) fn schemas_mut(
    document: &mut Value,
    visit: &mut dyn FnMut(&str, &mut Map<String, Value>),
) {
    objects_mut(document, &mut |object, pointer, value| {
        if let (Object::Schema, Some(schema)) = (object, value.as_object_mut()) {
            visit(pointer, schema);
        }
    });
}

/// Like [`objects_mut`], for a part of a document: an object of this kind at a pointer.
pub(crate) fn objects_in(
    value: &mut Value,
    object: Object,
    pointer: &mut String,
    visit: &mut Visit<'_>,
) {
    visit(object, pointer, value);
    let Some(map) = value.as_object_mut().filter(|map| !is_reference(map, object)) else { return };
    for (name, value) in map {
        let length = pointer.len();
        push(pointer, name);
        match (under(object, name), value) {
            (Under::List(kind) | Under::OneOrList(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    inside(pointer, &index.to_string(), |at| objects_in(item, kind, at, visit));
                }
            }
            (Under::One(kind) | Under::OneOrList(kind), value) => {
                objects_in(value, kind, pointer, visit);
            }
            (Under::Map(kind), Value::Object(entries)) => {
                for (name, entry) in entries.iter_mut() {
                    if !is_extension(name, kind) {
                        inside(pointer, name, |at| objects_in(entry, kind, at, visit));
                    }
                }
            }
            _ => {}
        }
        pointer.truncate(length);
    }
}

/// Calls a function with one more reference token in the pointer.
fn inside(pointer: &mut String, token: &str, work: impl FnOnce(&mut String)) {
    let length = pointer.len();
    push(pointer, token);
    work(pointer);
    pointer.truncate(length);
}

/// Whether an object is only a reference. Schemas, path items and operations may have siblings of `$ref`.
pub fn is_reference(map: &Map<String, Value>, object: Object) -> bool {
    !matches!(object, Object::Schema | Object::PathItem | Object::Operation)
        && map.get("$ref").is_some_and(Value::is_string)
}

/// Whether an entry is an extension rather than a named object: only paths, responses and callbacks can have extensions.
pub fn is_extension(name: &str, kind: Object) -> bool {
    name.starts_with("x-") && matches!(kind, Object::PathItem | Object::Response)
}
