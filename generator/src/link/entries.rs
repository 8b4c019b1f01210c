//! References in place of several objects in; those objects in their place out.
//!
//! OpenAPI allows a reference only in place of one object. Many tools also read `responses: {$ref: …}` and `parameters: {$ref: …}`, and a
//! reference to a list among the entries of another list: they plainly mean the entries of the target.

use super::{Linker, is_map};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{FragmentOrigin, Object, Under, join, local_pointer, objects_in, under};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The number of lists or maps that may refer to one another, or be inside one another.
const DEPTH: usize = 8;

/// The place where a value was written, if it is known.
type Origin = Option<(Arc<FragmentOrigin>, String)>;

/// A place that may hold such references.
enum Place {
    Map(String),
    /// A list, and the kind of its entries.
    List(String, Object),
}

/// The entries that a reference stands for, each with its origin.
struct Entries {
    all: Vec<(Value, Origin)>,
    /// The components of a kind, if all of them are meant.
    section: Option<String>,
}

impl Linker<'_> {
    /// Puts the entries in the place of every such reference in an object; `None` if the budget does not allow it.
    pub(super) fn spread(&mut self, object: Object, pointer: &str) -> Option<()> {
        for _ in 0..DEPTH {
            let mut is_done = true;
            for place in self.places(object, pointer) {
                is_done &= match &place {
                    Place::Map(pointer) => self.spread_map(pointer)?,
                    Place::List(pointer, kind) => self.spread_list(pointer, *kind)?,
                };
            }
            if is_done {
                break;
            }
        }
        Some(())
    }

    /// The maps with a reference, the lists with a reference among their entries, and the references in place of a list.
    fn places(&mut self, object: Object, pointer: &str) -> Vec<Place> {
        let mut found = Vec::new();
        let Some(value) = self.document.value.pointer_mut(pointer) else { return found };
        objects_in(value, object, &mut pointer.to_owned(), &mut |object, pointer, value| {
            for (key, value) in value.as_object().into_iter().flatten() {
                match under(object, key) {
                    Under::Map(_) if reference(value).is_some() => {
                        found.push(Place::Map(join(pointer, key)));
                    }
                    Under::List(kind) if items(value).any(|item| reference(item).is_some()) => {
                        found.push(Place::List(join(pointer, key), kind));
                    }
                    _ => {}
                }
            }
        });
        found
    }

    /// Adds the entries of a map in this document to one that refers to it; returns whether there is no such reference.
    fn spread_map(&mut self, pointer: &str) -> Option<bool> {
        let Some(text) = self.document.value.pointer(pointer).and_then(reference) else {
            return Some(true);
        };
        let from = match self.resources.find(self.document, pointer, text) {
            Some(target) => target.own().map(str::to_owned),
            None => local_pointer(text),
        };
        let found = from.and_then(|from| {
            Some((self.document.value.pointer(&from)?.as_object()?.clone(), from))
        });
        let Some((value, from)) = found else { return Some(true) };
        let place = self.document.value.pointer_mut(pointer);
        let Some(own) = place.and_then(Value::as_object_mut) else { return Some(true) };
        own.shift_remove("$ref");
        let mut added = Map::new();
        for (key, value) in value.into_iter().filter(|(key, _)| !own.contains_key(key)) {
            added.insert(key, value);
        }
        own.extend(added.clone());
        for key in added.keys() {
            let origin = self.origin(&join(&from, key));
            self.document.places.origins.extend(origin.map(|own| (join(pointer, key), own)));
        }
        self.spend(&Value::Object(added))?;
        Some(false)
    }

    /// Replaces the references to lists in a list; returns whether there is none.
    fn spread_list(&mut self, pointer: &str, kind: Object) -> Option<bool> {
        let Some(value) = self.document.value.pointer(pointer) else { return Some(true) };
        let items: Vec<Value> = items(value).cloned().collect();
        let (mut all, mut is_done) = (Vec::new(), true);
        for (index, item) in items.into_iter().enumerate() {
            let at = join(pointer, &index.to_string());
            match self.meant(&item, &at) {
                Some(entries) => {
                    is_done = false;
                    self.report(&entries, pointer, kind);
                    for (value, origin) in entries.all {
                        self.spend(&value)?;
                        all.push((value, origin));
                    }
                }
                None => all.push((item, self.origin(&at))),
            }
        }
        if is_done {
            return Some(true);
        }
        for (index, (_, origin)) in all.iter().enumerate() {
            let at = join(pointer, &index.to_string());
            self.document.places.origins.extend(origin.clone().map(|origin| (at, origin)));
        }
        if let Some(place) = self.document.value.pointer_mut(pointer) {
            *place = all.into_iter().map(|(value, _)| value).collect();
        }
        Some(false)
    }

    /// The entries that an entry of a list stands for, if it refers to several.
    fn meant(&self, item: &Value, at: &str) -> Option<Entries> {
        let text =
            reference(item).filter(|_| item.as_object().is_some_and(|own| own.len() == 1))?;
        let target = self.resources.find(self.document, at, text);
        if let Some((value, (origin, from))) =
            target.as_ref().and_then(|own| self.resources.get(own))
        {
            let origin = |index: usize| Some((origin.clone(), join(&from, &index.to_string())));
            let items = value.as_array()?.iter().enumerate();
            let all = items.map(|(index, own)| (own.clone(), origin(index))).collect();
            return Some(Entries { all, section: None });
        }
        let from = match &target {
            Some(target) => target.own()?.to_owned(),
            None => local_pointer(text)?,
        };
        match self.document.value.pointer(&from)? {
            Value::Array(items) => {
                let at = |index: usize| join(&from, &index.to_string());
                let items = items.iter().enumerate();
                let all = items.map(|(index, own)| (own.clone(), self.origin(&at(index))));
                Some(Entries { all: all.collect(), section: None })
            }
            Value::Object(map) if is_section(&from) => {
                let to = |name| format!("#{}", super::escaped(&join(&from, name)));
                let all = map.keys().map(|name| (json!({ "$ref": to(name) }), self.origin(at)));
                Some(Entries { all: all.collect(), section: Some(from) })
            }
            _ => None,
        }
    }

    fn origin(&self, pointer: &str) -> Origin {
        let (origin, from) = self.document.places.origin(pointer)?;
        Some((origin.clone(), from))
    }

    /// Reports that all components of a kind are meant.
    fn report(&mut self, entries: &Entries, pointer: &str, kind: Object) {
        let Some(section) = &entries.section else { return };
        let message = format!(
            "a reference to all of {section:?} stands in place of {}; each of them was read",
            kind.noun()
        );
        let mut diagnostic = Diagnostic::new(Code::MalformedKeyword, message)
            .help("refer to each one that is meant in an overlay");
        diagnostic.place = self.document.place(pointer);
        self.reports.push(diagnostic);
    }
}

/// The entries of a list, or what stands in its place.
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice).iter()
}

/// The reference in a value.
fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// Whether a pointer leads to all components of a kind, in OpenAPI 3 or in Swagger 2.0.
fn is_section(pointer: &str) -> bool {
    match pointer.strip_prefix("/components/") {
        Some(section) => is_map(Object::Components, section),
        None => pointer
            .strip_prefix('/')
            .is_some_and(|own| ["parameters", "responses", "definitions"].contains(&own)),
    }
}
