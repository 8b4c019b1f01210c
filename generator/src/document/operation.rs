//! A document in; its path items and operations, and the lists of parameters and responses in them, out.

use super::method::Method;
use super::pointer::join;
use serde_json::{Map, Value};

/// Where an operation stands.
#[derive(Debug)]
pub struct Place<'p> {
    /// Its path template.
    pub path: &'p str,
    /// Its method.
    pub method: Method,
    /// Its JSON pointer.
    pub pointer: String,
}

impl<'p> Place<'p> {
    fn of(path: &'p str, key: &str) -> Option<Self> {
        let pointer = join(&join("/paths", path), key);
        Some(Self { path, method: Method::of(key)?, pointer })
    }
}

/// Every path with its item.
pub fn path_items(root: &Value) -> impl Iterator<Item = (&String, &Map<String, Value>)> {
    let paths = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.filter_map(|(path, item)| Some((path, item.as_object()?)))
}

/// The operations of the item of a path.
pub fn operations_of<'v>(
    path: &'v str,
    item: &'v Map<String, Value>,
) -> impl Iterator<Item = (Place<'v>, &'v Map<String, Value>)> {
    item.iter().filter_map(move |(key, value)| Some((Place::of(path, key)?, value.as_object()?)))
}

/// Every operation.
pub fn operations(root: &Value) -> impl Iterator<Item = (Place<'_>, &Map<String, Value>)> {
    path_items(root).flat_map(|(path, item)| operations_of(path, item))
}

/// Every operation, to be changed.
pub(crate) fn operations_mut(
    root: &mut Value,
) -> impl Iterator<Item = (Place<'_>, &mut Map<String, Value>)> {
    path_items_mut(root).flat_map(|(path, item)| {
        item.iter_mut()
            .filter_map(move |(key, value)| Some((Place::of(path, key)?, value.as_object_mut()?)))
    })
}

/// Every path with its item, to be changed.
pub(crate) fn path_items_mut(
    root: &mut Value,
) -> impl Iterator<Item = (&String, &mut Map<String, Value>)> {
    let paths = root.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    paths.filter_map(|(path, item)| Some((path, item.as_object_mut()?)))
}

/// The lists of parameters of all path items and operations, with the pointers of what they are in.
pub(crate) fn parameter_lists(root: &mut Value) -> impl Iterator<Item = (String, &mut Vec<Value>)> {
    let lists = path_items_mut(root).flat_map(|(path, item)| {
        item.iter_mut().filter_map(move |(key, value)| match key.as_str() {
            "parameters" => Some((join("/paths", path), value)),
            _ => Some((Place::of(path, key)?.pointer, value.get_mut("parameters")?)),
        })
    });
    lists.filter_map(|(owner, list)| Some((owner, list.as_array_mut()?)))
}

/// The objects that hold responses by status, or by name in the case of the components, with their pointers.
pub(crate) fn response_maps(
    root: &mut Value,
) -> impl Iterator<Item = (String, &mut Map<String, Value>)> {
    let parts = root.as_object_mut().into_iter().flatten();
    parts.flat_map(|(key, part)| {
        let (mut found, parts) = (Vec::new(), part.as_object_mut());
        for (name, value) in parts.into_iter().flatten() {
            match (key.as_str(), name.as_str()) {
                ("components", "responses") => {
                    found.push(("/components/responses".to_owned(), value));
                }
                ("paths", path) => {
                    let operations = value.as_object_mut().into_iter().flatten();
                    found.extend(operations.filter_map(|(key, operation)| {
                        let pointer = Place::of(path, key)?.pointer;
                        Some((join(&pointer, "responses"), operation.get_mut("responses")?))
                    }));
                }
                _ => {}
            }
        }
        found.into_iter().filter_map(|(pointer, value)| Some((pointer, value.as_object_mut()?)))
    })
}
