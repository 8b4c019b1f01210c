//! Schemas with an open name (`$dynamicRef`) in; one schema for each meaning of the name out.
//!
//! A `$dynamicRef` means the schema with that `$dynamicAnchor` which is outermost on the way to it. A schema may give a name a meaning, as its
//! own name or in its `$defs`, and refer to a schema that uses the name. A copy of the used schema then replaces the reference. In the copy,
//! the name leads to its meaning.

use super::escaped;
use super::resource::{Resources, size};
use crate::document::{Document, FragmentOrigin, Object, join, local_pointer, objects_in};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The number of schemas that are searched for names.
const STEPS: usize = 200;

/// The keys of a schema that its copies lack: its names, and schemas that only names lead to.
const NAMES: [&str; 4] = ["$id", "$anchor", "$dynamicAnchor", "$defs"];

/// Replaces references by copies, where a schema gives a name a meaning and refers to schemas that use it. `None` if the copies hold more
/// values than the budget allows.
pub(super) fn fill(
    document: &mut Document,
    resources: &Resources,
    budget: &mut usize,
) -> Option<()> {
    if !resources.has_dynamic() {
        return Some(());
    }
    let mut scopes = Vec::new();
    let (root, at) = (&mut document.value, &mut String::new());
    objects_in(root, Object::OpenApi, at, &mut |object, pointer, value| {
        if let Some(map) = value.as_object().filter(|_| object == Object::Schema) {
            scopes.push((pointer.to_owned(), meanings(map, pointer)));
        }
    });
    scopes.retain(|(_, meanings)| !meanings.is_empty());
    let (mut filled, mut origins) = (Vec::new(), Vec::new());
    for (pointer, meanings) in scopes {
        let Some(mut value) = document.value.pointer(&pointer).cloned() else { continue };
        let (placed, origins) = (HashMap::new(), &mut origins);
        let mut scope = Scope { document, resources, meanings, placed, origins, budget };
        scope.fill(&mut value, &pointer, &pointer)?;
        filled.push((pointer, value));
    }
    for (pointer, value) in filled {
        if let Some(place) = document.value.pointer_mut(&pointer) {
            *place = value;
        }
    }
    document.places.origins.extend(origins);
    Some(())
}

/// The names that a schema gives a meaning to, with references to the meanings.
fn meanings(map: &Map<String, Value>, pointer: &str) -> BTreeMap<String, Value> {
    let defs = join(pointer, "$defs");
    let inside = map.get("$defs").and_then(Value::as_object).into_iter().flatten();
    let inside = inside.map(|(key, schema)| (schema.get("$dynamicAnchor"), join(&defs, key)));
    let all = inside.chain([(map.get("$dynamicAnchor"), pointer.to_owned())]);
    all.filter_map(|(name, pointer)| Some((name?.as_str()?.to_owned(), reference(&pointer))))
        .collect()
}

/// A reference to a place of the document.
fn reference(pointer: &str) -> Value {
    format!("#{}", escaped(pointer)).into()
}

/// A schema that gives names a meaning.
struct Scope<'s> {
    document: &'s Document,
    resources: &'s Resources,
    meanings: BTreeMap<String, Value>,
    /// The places of the copies, by the schema copied; each is copied once.
    placed: HashMap<String, String>,
    /// The origins of the parts of copies.
    origins: &'s mut Vec<(String, (Arc<FragmentOrigin>, String))>,
    /// The number of values that may still be copied.
    budget: &'s mut usize,
}

impl Scope<'_> {
    /// Makes names lead to their meanings, in a schema that was written at one place and will stand at another.
    fn fill(&mut self, value: &mut Value, from: &str, to: &str) -> Option<()> {
        let is_copy = from != to;
        let mut found = Vec::new();
        let (meanings, at) = (&self.meanings, &mut from.to_owned());
        objects_in(value, Object::Schema, at, &mut |object, pointer, value| {
            let Some(map) = value.as_object_mut().filter(|_| object == Object::Schema) else {
                return;
            };
            if is_copy {
                map.retain(|key, _| !NAMES.contains(&key.as_str()));
            }
            let text = |key: &str| map.get(key).and_then(Value::as_str);
            if let Some(text) = text("$ref") {
                found.push((pointer[from.len()..].to_owned(), text.to_owned()));
            } else if let Some(meaning) =
                text("$dynamicRef").and_then(|text| meaning(meanings, text))
            {
                let meaning = meaning.clone();
                map.shift_remove("$dynamicRef");
                map.insert("$ref".to_owned(), meaning);
            }
        });
        for (inside, text) in found {
            let Some(target) = self.target(&format!("{from}{inside}"), &text) else { continue };
            let Some(own) = value.pointer_mut(&inside).and_then(Value::as_object_mut) else {
                continue;
            };
            let place = format!("{to}{inside}");
            if !self.uses(&target) {
                if is_copy {
                    own.insert("$ref".to_owned(), reference(&target));
                }
            } else if let Some(known) = self.placed.get(&target) {
                own.insert("$ref".to_owned(), reference(known));
            } else {
                self.placed.insert(target.clone(), place.clone());
                let mut copy = self.document.value.pointer(&target)?.clone();
                *self.budget = self.budget.checked_sub(size(&copy))?;
                self.fill(&mut copy, &target, &place)?;
                own.shift_remove("$ref");
                self.put(own, copy, &target, &place);
            }
        }
        Some(())
    }

    /// Puts a copy in the place of a reference: beside the other keys, or as an arm of `allOf` if both give a key different values.
    fn put(&mut self, own: &mut Map<String, Value>, copy: Value, target: &str, place: &str) {
        const ANNOTATIONS: [&str; 4] = ["title", "description", "default", "deprecated"];
        let Value::Object(copy) = copy else { return };
        let is_told_again = |(key, value): (&String, &Value)| {
            !ANNOTATIONS.contains(&key.as_str()) && own.get(key).is_some_and(|own| own != value)
        };
        let Some((origin, from)) = self.document.places.origin(target) else { return };
        let origin = origin.clone();
        if copy.iter().any(is_told_again) {
            let all = own.entry("allOf").or_insert_with(|| json!([])).as_array_mut();
            let Some(all) = all else { return };
            let pointer = format!("{place}/allOf/{}", all.len());
            self.origins.push((pointer, (origin, from)));
            all.push(copy.into());
            return;
        }
        for (key, value) in copy {
            if !own.contains_key(&key) {
                self.origins.push((join(place, &key), (origin.clone(), join(&from, &key))));
                own.insert(key, value);
            }
        }
    }

    /// The place in the document that a reference leads to.
    fn target(&self, at: &str, text: &str) -> Option<String> {
        match self.resources.find(self.document, at, text) {
            Some(target) => target.own().map(str::to_owned),
            // The reference is already right.
            None => local_pointer(text).filter(|own| self.document.value.pointer(own).is_some()),
        }
    }

    /// Whether a schema, or one that it refers to, uses a name that has a meaning here.
    fn uses(&self, pointer: &str) -> bool {
        let (mut open, mut seen) = (vec![pointer.to_owned()], HashSet::new());
        while let Some(pointer) = open.pop().filter(|_| seen.len() < STEPS) {
            let Some(value) = self.document.value.pointer(&pointer) else { continue };
            if !seen.insert(pointer.clone()) {
                continue;
            }
            let (mut uses, mut at) = (false, pointer.clone());
            objects_in(
                &mut value.clone(),
                Object::Schema,
                &mut at,
                &mut |object, pointer, value| {
                    let text = |key: &str| value.get(key).and_then(Value::as_str);
                    if object == Object::Schema {
                        uses |= text("$dynamicRef")
                            .is_some_and(|own| meaning(&self.meanings, own).is_some());
                        open.extend(text("$ref").and_then(|text| self.target(pointer, text)));
                    }
                },
            );
            if uses {
                return true;
            }
        }
        false
    }
}

/// The meaning of the name in a dynamic reference.
fn meaning<'m>(meanings: &'m BTreeMap<String, Value>, text: &str) -> Option<&'m Value> {
    text.strip_prefix('#').and_then(|name| meanings.get(name))
}
