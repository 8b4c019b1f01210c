//! A document in; every key of every object in it, with its place and its row in the ledger, out.

use super::{Keyword, Object, Under, find};
use crate::document::push;
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
    Walk { visit, pointer: String::new() }.object(document, Object::OpenApi);
}

struct Walk<'v, 'f> {
    visit: &'v mut Visit<'f>,
    /// Of the value that is being looked at; one text for all, as paths can be long.
    pointer: String,
}

impl Walk<'_, '_> {
    fn object(&mut self, value: &Value, object: Object) {
        let Some(map) = value.as_object() else { return };
        let object = if is_reference(map, object) { Object::Reference } else { object };
        for (name, value) in map {
            let keyword = find(object, name);
            let key = Key { object, name, value, parent: &self.pointer, keyword };
            let goes_on = (self.visit)(&key);
            if let Some(keyword) = keyword.filter(|_| goes_on) {
                self.down(name, |walk| walk.under(value, keyword.under));
            }
        }
    }

    fn under(&mut self, value: &Value, under: Under) {
        match (under, value) {
            (Under::One(kind) | Under::OneOrList(kind), Value::Object(_)) => {
                self.object(value, kind);
            }
            (Under::List(kind) | Under::OneOrList(kind), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.down(&index.to_string(), |walk| walk.object(item, kind));
                }
            }
            (Under::Map(kind), Value::Object(entries)) => {
                for (name, entry) in entries.iter().filter(|(name, _)| !is_extension(name, kind)) {
                    self.down(name, |walk| walk.object(entry, kind));
                }
            }
            _ => {}
        }
    }

    /// Does something one reference token further down.
    fn down(&mut self, token: &str, work: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        push(&mut self.pointer, token);
        work(self);
        self.pointer.truncate(length);
    }
}

/// Whether an object only refers to another. Schemas and path items may have keys beside `$ref`.
fn is_reference(map: &Map<String, Value>, object: Object) -> bool {
    !matches!(object, Object::Schema | Object::PathItem)
        && map.get("$ref").is_some_and(Value::is_string)
}

/// Whether an entry is an extension instead of an object with a name: only paths and responses have those.
fn is_extension(name: &str, kind: Object) -> bool {
    name.starts_with("x-") && matches!(kind, Object::PathItem | Object::Response)
}
