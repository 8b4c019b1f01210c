//! Two values in; their differences out, compared as they are written, each with its weight.
//!
//! The ledger of keywords decides. A keyword without effect is not compared. One that only people and tests read weighs as documentation. Any
//! other key, even an unknown one, may break programs.

use crate::document::{Object, Under, is_extension, under};
use crate::keywords::{self, Effect};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The weight of a key that is compared as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// It has no effect.
    None,
    /// Only people and tests read it.
    Documentation,
    /// Its meaning for programs is unknown.
    Unread,
}

/// Objects that only people read.
const TEXTS: [Object; 7] = [
    Object::Info,
    Object::Contact,
    Object::License,
    Object::Tag,
    Object::ExternalDocumentation,
    Object::Example,
    Object::Server,
];

/// The weight of a key.
pub(super) fn weight(object: Object, key: &str) -> Weight {
    let effect = keywords::find(object, key).map(|keyword| keyword.effect);
    match effect {
        Some(Effect::Documented) if key.starts_with("x-") => Weight::Documentation,
        None if key.starts_with("x-") && keywords::is_misspelled(object, key) => Weight::Unread,
        _ if key.starts_with("x-") => Weight::None,
        // Nothing that is sent depends on a link.
        _ if object == Object::Response && key == "links" => Weight::Documentation,
        // Those of callbacks and webhooks; names of operations are not sent.
        _ if object == Object::Operation && key == "operationId" => Weight::Documentation,
        // Tags that no operation has.
        _ if object == Object::OpenApi && key == "tags" => Weight::Documentation,
        None if TEXTS.contains(&object) => Weight::Documentation,
        Some(Effect::None(_)) => Weight::None,
        Some(Effect::Documented | Effect::Tested | Effect::Unshown(_)) => Weight::Documentation,
        _ => Weight::Unread,
    }
}

/// One place at which two values differ.
#[derive(Debug)]
pub(super) struct Difference<'v> {
    pub(super) weight: Weight,
    /// The keys, names and numbers that lead to it, the nearest last.
    pub(super) path: Vec<Cow<'v, str>>,
    /// The values in both states.
    pub(super) values: [Option<&'v Value>; 2],
}

/// The differences under a key of two objects, as far as they have an effect.
pub(super) fn differences<'v>(
    object: Object,
    key: &'v str,
    values: [Option<&'v Value>; 2],
) -> Vec<Difference<'v>> {
    let mut walk = Walk { path: Vec::new(), found: Vec::new() };
    walk.key(object, key, values, Weight::Unread);
    walk.found
}

struct Walk<'v> {
    path: Vec<Cow<'v, str>>,
    found: Vec<Difference<'v>>,
}

impl<'v> Walk<'v> {
    /// Compares the values under a key of an object. No difference in them weighs more than `most`.
    fn key(&mut self, object: Object, key: &'v str, values: [Option<&'v Value>; 2], most: Weight) {
        let weight = weight(object, key).min(most);
        let is_same = match keywords::find(object, key) {
            Some(_) => is_same(values),
            // An unknown key is reported even if it is empty.
            None => values[0] == values[1],
        };
        if weight == Weight::None || is_same {
            return;
        }
        self.path.push(key.into());
        match (under(object, key), values) {
            (
                Under::One(kind) | Under::OneOrList(kind),
                [Some(Value::Object(old)), Some(Value::Object(new))],
            ) => self.keys(kind, [old, new], weight),
            (Under::Map(kind), [Some(Value::Object(old)), Some(Value::Object(new))]) => {
                let names = united(old, new).into_iter();
                for name in names.filter(|name| !is_extension(name, kind)) {
                    self.object(kind, name.into(), [old.get(name), new.get(name)], weight);
                }
            }
            (
                Under::List(kind) | Under::OneOrList(kind),
                [Some(Value::Array(old)), Some(Value::Array(new))],
            ) if old.len() == new.len() => {
                for (number, (old, new)) in old.iter().zip(new).enumerate() {
                    self.object(kind, number.to_string().into(), [Some(old), Some(new)], weight);
                }
            }
            _ => self.found(values, weight),
        }
        self.path.pop();
    }

    /// Compares two objects of a kind, key by key.
    fn keys(&mut self, kind: Object, [old, new]: [&'v Map<String, Value>; 2], most: Weight) {
        for key in united(old, new) {
            self.key(kind, key, [old.get(key), new.get(key)], most);
        }
    }

    /// Compares the values at a name or number.
    fn object(
        &mut self,
        kind: Object,
        step: Cow<'v, str>,
        values: [Option<&'v Value>; 2],
        most: Weight,
    ) {
        if values[0] == values[1] {
            return;
        }
        self.path.push(step);
        match values {
            [Some(Value::Object(old)), Some(Value::Object(new))] => {
                self.keys(kind, [old, new], most);
            }
            _ => self.found(values, most),
        }
        self.path.pop();
    }

    fn found(&mut self, values: [Option<&'v Value>; 2], weight: Weight) {
        self.found.push(Difference { weight, path: self.path.clone(), values });
    }
}

/// The keys of two maps, each once.
fn united<'v>(old: &'v Map<String, Value>, new: &'v Map<String, Value>) -> BTreeSet<&'v str> {
    old.keys().chain(new.keys()).map(String::as_str).collect()
}

/// Whether two values say the same. An empty map or list says nothing.
fn is_same([old, new]: [Option<&Value>; 2]) -> bool {
    let is_none = |value: Option<&Value>| match value {
        None => true,
        Some(Value::Object(map)) => map.is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    };
    old == new || (is_none(old) && is_none(new))
}
