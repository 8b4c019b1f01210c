//! The document in; its schemas out, each read once.
//!
//! Reading is tolerant: an invalid schema is noted and does not affect the others. Keywords with invalid values have been removed before.

use crate::document::{SUBSCHEMAS, Under, join, local_pointer, push};
use crate::ir::{Part, Reference, Schema, SchemaId, Schemas};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// Whether the schemas in a keyword have the right form.
fn holds(under: Under, value: &Value) -> bool {
    match under {
        Under::List(_) => value.is_array(),
        Under::Map(_) => value.is_object(),
        _ => value.is_object() || value.is_boolean(),
    }
}

/// The schemas by their pointers.
pub(super) type Ids = HashMap<String, SchemaId>;

/// Reads the schemas of the components, of operations and of all reference targets.
pub(super) fn schemas(root: &Value) -> (Schemas, Ids) {
    let mut reader = Reader {
        root,
        list: Vec::new(),
        ids: Ids::new(),
        open: Vec::new(),
        shared: HashSet::new(),
        unseen: Vec::new(),
    };
    reader.find(&mut String::new(), root, false);
    while let Some((mut pointer, value)) = reader.unseen.pop() {
        reader.find(&mut pointer, value, false);
    }
    while let Some((id, value)) = reader.open.pop() {
        reader.fill(id, value);
    }
    (Schemas::new(reader.list), reader.ids)
}

struct Reader<'a> {
    root: &'a Value,
    list: Vec<Schema>,
    ids: Ids,
    /// The reference targets that are not yet read.
    open: Vec<(SchemaId, &'a Value)>,
    /// The targets of references outside of schemas, which may be anywhere.
    shared: HashSet<&'a str>,
    /// Those targets that are not yet searched.
    unseen: Vec<(String, &'a Value)>,
}

impl<'a> Reader<'a> {
    /// Searches for schemas in a value that is not one. The keys of some objects are names chosen by the author.
    fn find(&mut self, pointer: &mut String, value: &'a Value, is_named: bool) {
        let length = pointer.len();
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            push(pointer, &index.to_string());
            self.find(pointer, item, false);
            pointer.truncate(length);
        }
        for (key, child) in value.as_object().into_iter().flatten() {
            push(pointer, key);
            match key.as_str() {
                _ if is_named => self.find(pointer, child, false),
                "schema" | "itemSchema" => drop(self.read(pointer, child)),
                "schemas" => {
                    for (name, schema) in child.as_object().into_iter().flatten() {
                        self.read(&join(pointer, name), schema);
                    }
                }
                "$ref" => self.share(child),
                "example" | "examples" | "default" | "enum" => {}
                key if key.starts_with("x-") => {}
                key => {
                    const NAMED: [&str; 9] = [
                        "paths",
                        "responses",
                        "headers",
                        "content",
                        "parameters",
                        "requestBodies",
                        "callbacks",
                        "webhooks",
                        "encoding",
                    ];
                    self.find(pointer, child, NAMED.contains(&key));
                }
            }
            pointer.truncate(length);
        }
    }

    /// Notes the target of a reference outside of schemas.
    fn share(&mut self, uri: &'a Value) {
        let Some(uri) = uri.as_str().filter(|uri| self.shared.insert(uri)) else { return };
        let target = local_pointer(uri).and_then(|pointer| {
            let value = self.root.pointer(&pointer)?;
            Some((pointer, value))
        });
        self.unseen.extend(target);
    }

    /// Reads the schema at a pointer with all schemas in it.
    fn read(&mut self, pointer: &str, value: &'a Value) -> SchemaId {
        let (id, is_new) = self.reserve(pointer);
        if is_new {
            self.fill(id, value);
        }
        id
    }

    /// The id of the schema at a pointer, and whether it has yet to be read.
    fn reserve(&mut self, pointer: &str) -> (SchemaId, bool) {
        if let Some(known) = self.ids.get(pointer) {
            return (*known, false);
        }
        let id = SchemaId(self.list.len());
        self.list.push(Schema { pointer: pointer.to_owned(), ..Schema::default() });
        self.ids.insert(pointer.to_owned(), id);
        (id, true)
    }

    fn fill(&mut self, id: SchemaId, value: &'a Value) {
        let mut schema = std::mem::take(&mut self.list[id.0]);
        match value {
            Value::Object(map) => self.keywords(&mut schema, map),
            Value::Bool(value) => schema.boolean = Some(*value),
            other => schema.fault = fits::<Map<String, Value>>(other),
        }
        self.list[id.0] = schema;
    }

    fn keywords(&mut self, schema: &mut Schema, map: &'a Map<String, Value>) {
        for (keyword, value) in map {
            match (keyword.as_str(), value) {
                ("$ref", Value::String(uri)) => {
                    let (uri, target) = (uri.clone(), self.target(uri));
                    schema.reference = Some(Reference { uri, target });
                }
                ("properties", Value::Object(map)) => {
                    let pointer = join(&schema.pointer, keyword);
                    let read = |(name, value): (&String, &'a Value)| {
                        (name.clone(), self.read(&join(&pointer, name), value))
                    };
                    schema.properties = map.iter().map(read).collect();
                }
                (keyword, value)
                    if SUBSCHEMAS
                        .iter()
                        .any(|(own, under)| *own == keyword && holds(*under, value)) => {}
                // YAML reads numeric names as numbers.
                ("required", Value::Array(names)) => {
                    let text = |name: &Value| match name {
                        Value::Number(_) | Value::Bool(_) => Value::String(name.to_string()),
                        other => other.clone(),
                    };
                    let names: Value = names.iter().map(text).collect();
                    schema.keywords.insert(keyword.to_owned(), names);
                }
                (keyword, value) => {
                    schema.keywords.insert(keyword.to_owned(), value.clone());
                }
            }
        }
        // In a fixed order, since that of keywords is not significant.
        for (keyword, under) in SUBSCHEMAS.into_iter().filter(|(own, _)| *own != "properties") {
            if let Some(value) = map.get(keyword).filter(|value| holds(under, value)) {
                self.parts(schema, keyword, under, value);
            }
        }
    }

    /// Reads the schemas in a keyword.
    fn parts(&mut self, into: &mut Schema, keyword: &'static str, under: Under, value: &'a Value) {
        let pointer = join(&into.pointer, keyword);
        let mut part = |key: &str, pointer: &str, value: &'a Value| {
            let (key, schema) = (key.to_owned(), self.read(pointer, value));
            into.parts.push(Part { keyword, key, schema });
        };
        match value {
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    let key = index.to_string();
                    part(&key, &join(&pointer, &key), value);
                }
            }
            Value::Object(map) if matches!(under, Under::Map(_)) => {
                map.iter().for_each(|(name, value)| part(name, &join(&pointer, name), value));
            }
            value => part("", &pointer, value),
        }
    }

    /// The target of a reference. It is read later, so that long chains need no deep recursion.
    fn target(&mut self, uri: &str) -> Option<SchemaId> {
        let pointer = local_pointer(uri)?;
        let value = self.root.pointer(&pointer)?;
        let (id, is_new) = self.reserve(&pointer);
        self.open.extend(is_new.then_some((id, value)));
        Some(id)
    }
}

fn fits<'v, T: Deserialize<'v>>(value: &'v Value) -> Option<String> {
    T::deserialize(value).err().map(|error| error.to_string())
}
