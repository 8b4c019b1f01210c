//! Changes to a document that keep the origins of its parts correct.

use crate::document::{Document, FragmentOrigin, join};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

type Origins = BTreeMap<String, (Arc<FragmentOrigin>, String)>;

/// Merges the updates of an overlay into a document.
pub(super) struct Editor<'a> {
    document: &'a mut Document,
    origin: &'a Arc<FragmentOrigin>,
    /// Whether any update has changed anything.
    pub(super) changed: bool,
}

impl<'a> Editor<'a> {
    /// An editor that records `origin` for everything it adds.
    pub(super) fn new(document: &'a mut Document, origin: &'a Arc<FragmentOrigin>) -> Self {
        Self { document, origin, changed: false }
    }

    /// Merges an update at `from` in the overlay into an object, or appends it to an array. If an earlier update has replaced the target,
    /// nothing happens.
    pub(super) fn update(&mut self, pointer: &str, update: &Value, from: &str) {
        let mut added = Vec::new();
        match (self.document.value.pointer_mut(pointer), update) {
            (Some(Value::Array(items)), _) => {
                added.push((format!("{pointer}/{}", items.len()), from.to_owned()));
                items.push(update.clone());
            }
            (Some(Value::Object(object)), Value::Object(update)) => {
                merge(object, update, pointer, from, &mut added);
            }
            _ => {}
        }
        self.changed |= !added.is_empty();
        for (pointer, from) in added {
            forget(&mut self.document.places.origins, &pointer);
            self.document.places.origins.insert(pointer, (self.origin.clone(), from));
        }
    }
}

/// Merges an object into another and lists the additions: the pointer in the document and the one in the overlay.
fn merge(
    object: &mut Map<String, Value>,
    update: &Map<String, Value>,
    pointer: &str,
    from: &str,
    added: &mut Vec<(String, String)>,
) {
    for (key, update) in update {
        let (pointer, from) = (join(pointer, key), join(from, key));
        match (object.get_mut(key), update) {
            (Some(Value::Object(object)), Value::Object(update)) => {
                merge(object, update, &pointer, &from, added);
            }
            (Some(Value::Array(items)), Value::Array(update)) => {
                for (index, item) in update.iter().enumerate() {
                    added.push((format!("{pointer}/{}", items.len()), format!("{from}/{index}")));
                    items.push(item.clone());
                }
            }
            (Some(known), update) if known == update => {}
            _ => {
                object.insert(key.clone(), update.clone());
                added.push((pointer, from));
            }
        }
    }
}

/// Removes a key of the object at a pointer.
pub(super) fn remove_key(document: &mut Document, pointer: &str, key: &str) {
    if let Some(Value::Object(object)) = document.value.pointer_mut(pointer) {
        object.shift_remove(key);
        forget(&mut document.places.origins, &join(pointer, key));
    }
}

/// Removes an item of the array at a pointer. The following items move up with their origins.
pub(super) fn remove_item(document: &mut Document, pointer: &str, index: usize) {
    let Some(Value::Array(items)) = document.value.pointer_mut(pointer) else { return };
    if index >= items.len() {
        return;
    }
    items.remove(index);
    let old_length = items.len() + 1;
    forget(&mut document.places.origins, &format!("{pointer}/{index}"));
    for old in index + 1..old_length {
        let old_place = format!("{pointer}/{old}");
        let own = document.places.origin(&old_place).map(|(origin, from)| (origin.clone(), from));
        let moved = forget(&mut document.places.origins, &old_place);
        let new_place = format!("{pointer}/{}", old - 1);
        for (place, origin) in moved {
            let inside = &place[old_place.len()..];
            document.places.origins.insert(format!("{new_place}{inside}"), origin);
        }
        if let Some(own) = own {
            document.places.origins.insert(new_place, own);
        }
    }
}

/// Removes and returns the origins of a value and of everything inside it.
fn forget(origins: &mut Origins, pointer: &str) -> Origins {
    // `0` follows `/`, so this range contains everything that begins with the pointer and a slash.
    let inside = origins.range(format!("{pointer}/")..format!("{pointer}0"));
    let keys: Vec<String> =
        inside.map(|(key, _)| key.clone()).chain([pointer.to_owned()]).collect();
    keys.into_iter().filter_map(|key| origins.remove_entry(&key)).collect()
}
