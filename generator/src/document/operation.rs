//! A document in; its path items and operations, and the lists of parameters and responses in them, out.

use super::method::Method;
use super::pointer::join;
use serde_json::{Map, Value};

/// The key of a path item for operations with methods that OpenAPI does not define.
pub(crate) const ADDITIONAL_OPERATIONS: &str = "additionalOperations";

/// The place of an operation.
#[derive(Debug)]
pub struct OperationPlace<'p> {
    /// Its path template.
    pub path: &'p str,
    /// Its method.
    pub method: Method,
    /// Its JSON pointer.
    pub pointer: String,
}

impl<'p> OperationPlace<'p> {
    fn of(path: &'p str, key: &str) -> Option<Self> {
        let pointer = join(&join("/paths", path), key);
        Some(Self { path, method: Method::of(key)?, pointer })
    }

    fn other(path: &'p str, name: &str) -> Option<Self> {
        let pointer = join(&join(&join("/paths", path), ADDITIONAL_OPERATIONS), name);
        Some(Self { path, method: Method::other(name)?, pointer })
    }
}

/// Every path with its path item.
pub fn path_items(root: &Value) -> impl Iterator<Item = (&String, &Map<String, Value>)> {
    let paths = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.filter_map(|(path, item)| Some((path, item.as_object()?)))
}

/// The operations of a path item.
pub fn operations_of<'v>(
    path: &'v str,
    item: &'v Map<String, Value>,
) -> impl Iterator<Item = (OperationPlace<'v>, &'v Map<String, Value>)> {
    let others = item.get(ADDITIONAL_OPERATIONS).and_then(Value::as_object).into_iter().flatten();
    let known =
        item.iter().filter_map(move |(key, value)| Some((OperationPlace::of(path, key)?, value)));
    known
        .chain(
            others.filter_map(move |(key, value)| Some((OperationPlace::other(path, key)?, value))),
        )
        .filter_map(|(place, value)| Some((place, value.as_object()?)))
}

/// The operations of a path item, mutable.
fn operations_of_mut<'v>(
    path: &'v str,
    item: &'v mut Map<String, Value>,
) -> impl Iterator<Item = (OperationPlace<'v>, &'v mut Map<String, Value>)> {
    let all = item.iter_mut().flat_map(move |(key, value)| -> Vec<_> {
        match (OperationPlace::of(path, key), key.as_str()) {
            (Some(place), _) => vec![(place, value)],
            (None, ADDITIONAL_OPERATIONS) => {
                let others = value.as_object_mut().into_iter().flatten();
                others
                    .filter_map(|(key, value)| Some((OperationPlace::other(path, key)?, value)))
                    .collect()
            }
            (None, _) => Vec::new(),
        }
    });
    all.filter_map(|(place, value)| Some((place, value.as_object_mut()?)))
}

/// Every operation.
pub fn operations(root: &Value) -> impl Iterator<Item = (OperationPlace<'_>, &Map<String, Value>)> {
    path_items(root).flat_map(|(path, item)| operations_of(path, item))
}

/// Every operation, mutable.
pub(crate) fn operations_mut(
    root: &mut Value,
) -> impl Iterator<Item = (OperationPlace<'_>, &mut Map<String, Value>)> {
    path_items_mut(root).flat_map(|(path, item)| operations_of_mut(path, item))
}

/// Every path with its path item, mutable.
pub(crate) fn path_items_mut(
    root: &mut Value,
) -> impl Iterator<Item = (&String, &mut Map<String, Value>)> {
    let paths = root.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    paths.filter_map(|(path, item)| Some((path, item.as_object_mut()?)))
}

/// The parameter lists of all path items and operations, each with the pointer of its owner.
pub(crate) fn parameter_lists(root: &mut Value) -> impl Iterator<Item = (String, &mut Vec<Value>)> {
    let lists = path_items_mut(root).flat_map(|(path, item)| {
        item.iter_mut().flat_map(move |(key, value)| -> Vec<_> {
            match key.as_str() {
                "parameters" => vec![(join("/paths", path), value)],
                ADDITIONAL_OPERATIONS => {
                    let others = value.as_object_mut().into_iter().flatten();
                    others
                        .filter_map(|(key, value)| list_of(OperationPlace::other(path, key), value))
                        .collect()
                }
                _ => list_of(OperationPlace::of(path, key), value).into_iter().collect(),
            }
        })
    });
    lists.filter_map(|(owner, list)| Some((owner, list.as_array_mut()?)))
}

/// The parameter list of an operation, with the operation's pointer.
fn list_of<'v>(
    place: Option<OperationPlace<'_>>,
    operation: &'v mut Value,
) -> Option<(String, &'v mut Value)> {
    Some((place?.pointer, operation.get_mut("parameters")?))
}

/// The maps of responses by status code, or by name in the components, with their pointers.
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
                    let operations = value.as_object_mut().into_iter();
                    let operations = operations.flat_map(|item| operations_of_mut(path, item));
                    found.extend(operations.filter_map(|(place, operation)| {
                        Some((join(&place.pointer, "responses"), operation.get_mut("responses")?))
                    }));
                }
                _ => {}
            }
        }
        found.into_iter().filter_map(|(pointer, value)| Some((pointer, value.as_object_mut()?)))
    })
}
