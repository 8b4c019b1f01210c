//! Two values that are compared as they are written in; the same values with the targets in place of references out.
//!
//! A component schema with a type of its own that both states refer to by one name stays a reference: it is compared once, as a schema.

use super::schema::is_named;
use super::written::json;
use crate::diff::change::Direction;
use crate::document::{MAX_CHAIN, Object, Under, is_extension, under};
use crate::ir::{Api, SchemaId};
use serde_json::Value;
use std::collections::HashSet;

/// The depth to which values are followed.
const DEPTH: usize = 64;

/// The number of values that are put in place of references. References that are left are compared as they are written.
const MOST: usize = 100_000;

/// The references of two values, being followed.
pub(super) struct Expansion<'m> {
    apis: [&'m Api; 2],
    /// The references of both states that are replaced already.
    seen: HashSet<[String; 2]>,
    /// The references of each state that the current value is inside of.
    open: [Vec<String>; 2],
    /// The number of values that may still be put in place of references.
    left: usize,
    /// The names of component schemas that are to be compared once, and the direction in which they travel.
    pub(super) shared: Vec<(String, Direction)>,
    /// The component schemas of each state that were put in place of a reference.
    pub(super) inserted: [HashSet<SchemaId>; 2],
}

impl<'m> Expansion<'m> {
    /// Expands the values under a key of an object; `direction` is that of the object.
    pub(super) fn of(
        apis: [&'m Api; 2],
        (object, key): (Object, &str),
        values: [Option<&Value>; 2],
        direction: Direction,
    ) -> (Self, [Option<Value>; 2]) {
        let (seen, open, shared, inserted) = Default::default();
        let mut own = Self { apis, seen, open, left: MOST, shared, inserted };
        let mut values = values.map(Option::<&Value>::cloned);
        if let [Some(old), Some(new)] = &mut values {
            own.under((object, key), [old, new], direction, DEPTH);
        }
        (own, values)
    }

    fn under(
        &mut self,
        (object, key): (Object, &str),
        [old, new]: [&mut Value; 2],
        direction: Direction,
        depth: usize,
    ) {
        // The server sends callbacks and webhooks, and programs respond.
        let direction = match (object, key) {
            (Object::Operation, "requestBody" | "parameters") => Direction::Response,
            (Object::Operation, "responses") => Direction::Request,
            _ => direction,
        };
        match (under(object, key), old, new) {
            (Under::One(kind) | Under::OneOrList(kind), old, new)
                if old.is_object() && new.is_object() =>
            {
                self.object(kind, [old, new], direction, depth);
            }
            (Under::Map(kind), Value::Object(old), Value::Object(new)) => {
                for (name, old) in old.iter_mut().filter(|(name, _)| !is_extension(name, kind)) {
                    if let Some(new) = new.get_mut(name) {
                        self.object(kind, [old, new], direction, depth);
                    }
                }
            }
            (Under::List(kind) | Under::OneOrList(kind), Value::Array(old), Value::Array(new)) => {
                for (old, new) in old.iter_mut().zip(new) {
                    self.object(kind, [old, new], direction, depth);
                }
            }
            _ => {}
        }
    }

    fn object(
        &mut self,
        kind: Object,
        [old, new]: [&mut Value; 2],
        direction: Direction,
        depth: usize,
    ) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let targets = [&*old, &*new].map(reference);
        if let [Some(from), Some(to)] = &targets {
            if kind == Object::Schema && self.is_told([from, to], direction) {
                return;
            }
            let pair = [from.clone(), to.clone()];
            if !self.seen.insert(pair) {
                *new = old.clone();
                return;
            }
        }
        let before = self.open.each_ref().map(Vec::len);
        self.replace(kind, 0, old);
        self.replace(kind, 1, new);
        if let (Value::Object(old), Value::Object(new)) = (old, new) {
            for (key, old) in old.iter_mut() {
                if let Some(new) = new.get_mut(key) {
                    self.under((kind, key), [old, new], direction, depth);
                }
            }
        }
        self.open.iter_mut().zip(before).for_each(|(open, before)| open.truncate(before));
    }

    /// Whether two references lead to schemas that are the same, or that are compared once.
    fn is_told(&mut self, [from, to]: [&str; 2], direction: Direction) -> bool {
        let ids = [self.schema(0, from), self.schema(1, to)];
        let [Some(old), Some(new)] = ids else { return false };
        let is_one = from == to && is_named(self.apis[0], old) && is_named(self.apis[1], new);
        if is_one {
            let name = from.rsplit('/').next().unwrap_or_default();
            self.shared.push((name.replace("~1", "/").replace("~0", "~"), direction));
        }
        is_one
    }

    fn schema(&self, state: usize, uri: &str) -> Option<SchemaId> {
        let name = uri.strip_prefix("#/components/schemas/").filter(|name| !name.contains('/'))?;
        let name = name.replace("~1", "/").replace("~0", "~");
        self.apis[state].components.get(&name).copied()
    }

    /// Puts the target in place of a reference, unless that is inside of its own target.
    fn replace(&mut self, kind: Object, state: usize, value: &mut Value) {
        for _ in 0..MAX_CHAIN {
            let Some(uri) = reference(value).filter(|uri| !self.open[state].contains(uri)) else {
                return;
            };
            let target = match kind {
                Object::Schema => self.schema(state, &uri).map(|id| {
                    self.inserted[state].insert(id);
                    json(self.apis[state], id, DEPTH)
                }),
                _ => component(self.apis[state], &uri).cloned(),
            };
            let Some(target) = target else { return };
            let Some(left) = self.left.checked_sub(count(&target)) else { return };
            self.left = left;
            self.open[state].push(uri);
            *value = target;
        }
    }
}

/// The number of values in a value.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// The component, other than a schema, that a reference leads to.
pub(super) fn component<'m>(api: &'m Api, uri: &str) -> Option<&'m Value> {
    let path = uri.strip_prefix("#/components")?;
    api.rest.get("components")?.pointer(path)
}

/// The URI of a reference with nothing beside it but texts.
fn reference(value: &Value) -> Option<String> {
    let map = value.as_object()?;
    let is_text = |key: &String| matches!(key.as_str(), "$ref" | "summary" | "description");
    let uri = map.get("$ref")?.as_str()?;
    map.keys().all(is_text).then(|| uri.to_owned())
}
