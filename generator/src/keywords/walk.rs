//! A document in; every key of every object in it, with its place and its row in the ledger, out.

use super::{Keyword, Object, Under, find};
use crate::document::join;
use serde_json::{Map, Value};

/// A key of an object.
#[derive(Debug, Clone, Copy)]
pub struct Key<'d> {
    /// The object that it stands in.
    pub object: Object,
    /// The key.
    pub name: &'d str,
    /// What stands under it.
    pub value: &'d Value,
    /// The JSON pointer of the object.
    pub parent: &'d str,
    /// What the ledger says of it.
    pub keyword: Option<&'static Keyword>,
}

/// Is told of a key; whether the walk goes on below it.
pub type Visit<'v> = dyn FnMut(&Key<'_>) -> bool + 'v;

/// Visits every key of a document, parents before their children.
pub fn visit(document: &Value, visit: &mut Visit<'_>) {
    object(document, Object::OpenApi, "", visit);
}

fn object(value: &Value, object: Object, pointer: &str, visit: &mut Visit<'_>) {
    let Some(map) = value.as_object() else { return };
    let object = if is_reference(map, object) { Object::Reference } else { object };
    for (name, value) in map {
        let keyword = find(object, name);
        let goes_on = visit(&Key { object, name, value, parent: pointer, keyword });
        if let Some(keyword) = keyword.filter(|_| goes_on) {
            under(value, keyword.under, &join(pointer, name), visit);
        }
    }
}

/// Whether an object only refers to another. Schemas and path items may have keys beside `$ref`.
fn is_reference(map: &Map<String, Value>, object: Object) -> bool {
    !matches!(object, Object::Schema | Object::PathItem)
        && map.get("$ref").is_some_and(Value::is_string)
}

fn under(value: &Value, under: Under, pointer: &str, visit: &mut Visit<'_>) {
    match (under, value) {
        (Under::One(kind) | Under::OneOrList(kind), Value::Object(_)) => {
            object(value, kind, pointer, visit);
        }
        (Under::List(kind) | Under::OneOrList(kind), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                object(item, kind, &join(pointer, &index.to_string()), visit);
            }
        }
        (Under::Map(kind), Value::Object(entries)) => {
            for (name, entry) in entries.iter().filter(|(name, _)| !is_extension(name, kind)) {
                object(entry, kind, &join(pointer, name), visit);
            }
        }
        _ => {}
    }
}

/// Whether an entry is an extension instead of an object with a name: only paths and responses have those.
fn is_extension(name: &str, kind: Object) -> bool {
    name.starts_with("x-") && matches!(kind, Object::PathItem | Object::Response)
}
