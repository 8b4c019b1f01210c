//! Parts that the crates do not read, compared as they are written.

use super::expand::{Expansion, component};
use super::schema::Spot;
use super::weight::{Weight, differences, weight};
use super::{Finding, Wire};
use crate::diff::change::{Direction, Subject};
use crate::diff::finding::Owner;
use crate::diff::rules::{self, Rule};
use crate::document::{Object, push};
use crate::ir::{Api, Part, Rest, Schema, SchemaId};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The depth to which schemas are written out.
const DEPTH: usize = 4;

impl<'m> Wire<'m> {
    /// Compares the keys of an object that the IR does not read, one by one. The finding is about the object.
    pub(super) fn rest(&mut self, object: Object, finding: &Finding, [old, new]: [&Rest; 2]) {
        let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let values = [old.get(key), new.get(key)];
            let is_told = key == "responses" && are_interim(values);
            let owner = finding.owners.first().copied().unwrap_or(Owner::Api);
            let values = self.expanded((object, key), values, (owner, finding.direction));
            let values = values.each_ref().map(Option::as_ref);
            for difference in differences(object, key, values) {
                let weight = if is_told { Weight::Documentation } else { difference.weight };
                let mut finding = finding.clone();
                finding.family = rule(weight).into();
                let (Subject::Api { part }
                | Subject::Operation { part, .. }
                | Subject::Schema { part, .. }) = &mut finding.subject;
                for step in &difference.path {
                    part.push_str(if part.is_empty() { "" } else { ": " });
                    part.push_str(step);
                    finding.places.iter_mut().flatten().for_each(|place| push(place, step));
                }
                let text = |value: Option<&Value>| value.map(Value::to_string).unwrap_or_default();
                let [before, after] = difference.values.map(text);
                let [before, after] = super::schema::excerpts(&before, &after);
                self.push(finding.values(before, after));
            }
        }
    }
}

impl<'m> Wire<'m> {
    /// The values under a key with the targets in place of references. The schemas that both states refer to are compared once.
    fn expanded(
        &mut self,
        place: (Object, &str),
        values: [Option<&Value>; 2],
        (owner, direction): (Owner, Direction),
    ) -> [Option<Value>; 2] {
        let (found, values) = Expansion::of(self.apis(), place, values, direction);
        for (name, direction) in found.shared {
            let spots = self.apis().map(|api| Spot::component(api, &name));
            if let [Some(old), Some(new)] = spots {
                self.component(owner, direction, [old, new]);
            }
        }
        for (known, found) in self.inserted.iter_mut().zip(found.inserted) {
            known.extend(found);
        }
        self.work();
        values
    }
}

/// Whether all responses in these maps are interim ones (1xx), which no program meets.
fn are_interim(maps: [Option<&Value>; 2]) -> bool {
    let mut keys = maps.into_iter().flatten().filter_map(Value::as_object).flat_map(Map::keys);
    keys.all(|key| key.len() == 3 && key.starts_with('1'))
}

fn rule(weight: Weight) -> &'static Rule {
    match weight {
        Weight::Unread => &rules::UNREAD_PART,
        Weight::None | Weight::Documentation => &rules::DOCUMENTATION,
    }
}

/// Compares what stands beside operations: in the document, in path items, in components other than schemas.
pub(super) fn beside(wire: &mut Wire<'_>) {
    let [old, new] = wire.apis();
    for (path, rest) in &new.paths {
        let Some(before) = old.paths.get(path) else { continue };
        let subject = Subject::Api { part: format!("path {path}") };
        let pointer = crate::document::join("/paths", path);
        let finding = Finding::new(&rules::DOCUMENTATION, subject);
        let finding = finding.at([Some(pointer.as_str()), Some(pointer.as_str())]);
        wire.rest(Object::PathItem, &finding, [before, rest]);
    }
    let subject = Subject::Api { part: String::new() };
    let finding =
        Finding::new(&rules::DOCUMENTATION, subject).at([Some(""), Some("")]).owned([Owner::Api]);
    let mut rest = [(old, new), (new, old)].map(|(own, other)| without_tags_of(&own.rest, other));
    rest.iter_mut().for_each(super::shared::remove);
    wire.rest(Object::OpenApi, &finding, [&rest[0], &rest[1]]);
    super::shared::compare(wire);
    ignored(wire);
    let schemes = Finding { places: finding.places.clone(), ..finding.clone() };
    wire.rest(Object::SecurityScheme, &schemes, [&old.unusable_schemes, &new.unusable_schemes]);
}

/// Compares ignored parts. Nothing reads them, so their meaning is unknown.
fn ignored(wire: &mut Wire<'_>) {
    let [old, new] = wire.apis().map(|api| &api.ignored);
    let pointers: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    // Where only the order of a list changed, the same parts are ignored at other numbers.
    let counts = [old, new].map(|all| {
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        all.iter()
            .for_each(|(at, own)| *counts.entry((generic(at), own.to_string())).or_default() += 1);
        counts
    });
    let is_moved = |pointer: &String| {
        [old, new].into_iter().filter_map(|all| all.get(pointer)).all(|own| {
            let key = (generic(pointer), own.to_string());
            counts[0].get(&key) == counts[1].get(&key)
        })
    };
    let differs = |pointer: &&String| old.get(*pointer) != new.get(*pointer) && !is_moved(pointer);
    for pointer in pointers.into_iter().filter(differs) {
        let subject = Subject::Api { part: format!("ignored part at {pointer}") };
        let places = [old, new].map(|own| own.contains_key(pointer).then_some(pointer.as_str()));
        let text = |rest: &Rest| rest.get(pointer).map(Value::to_string).unwrap_or_default();
        let [before, after] = super::schema::excerpts(&text(old), &text(new));
        let finding = Finding::new(&rules::UNREAD_PART, subject).at(places).owned([Owner::Api]);
        wire.push(finding.values(before, after));
    }
}

/// A pointer without the numbers in it.
fn generic(pointer: &str) -> String {
    let tokens = pointer.split('/');
    tokens
        .map(|token| if token.parse::<usize>().is_ok() { "#" } else { token })
        .collect::<Vec<_>>()
        .join("/")
}

/// The other keys of a document, without tags that operations of the other state have: those tags are reported by themselves.
fn without_tags_of(rest: &Rest, other: &Api) -> Rest {
    let mut rest = rest.clone();
    let is_told = |tag: &Value| {
        let name = tag.get("name").and_then(Value::as_str);
        other.tags.iter().any(|used| Some(used.name.as_str()) == name)
    };
    if let Some(tags) = rest.get_mut("tags").and_then(Value::as_array_mut) {
        tags.retain(|tag| !is_told(tag));
    }
    rest
}

/// Whether two schemas are written the same, including the targets of their references.
pub(super) fn is_same(old: &Spot<'_>, new: &Spot<'_>) -> bool {
    Written { apis: [old.api, new.api], seen: HashSet::new() }.schemas(old.id, new.id)
}

/// Whether two schemas hold the same schemas under a keyword.
pub(super) fn is_same_part(spots: [Option<&Spot<'_>>; 2], keyword: &str) -> bool {
    let [Some(old), Some(new)] = spots else { return false };
    let mut written = Written { apis: [old.api, new.api], seen: HashSet::new() };
    written.parts(old.schema(), new.schema(), Some(keyword))
}

/// Two APIs whose schemas are compared as they are written.
struct Written<'m> {
    apis: [&'m Api; 2],
    /// Pairs that count as equal unless a difference is found elsewhere.
    seen: HashSet<(SchemaId, SchemaId)>,
}

impl Written<'_> {
    fn schemas(&mut self, old: SchemaId, new: SchemaId) -> bool {
        let resolve = |api: &Api, id| {
            if api.schemas[id].is_plain_reference() {
                api.schemas.resolve(id).unwrap_or(id)
            } else {
                id
            }
        };
        let ids = (resolve(self.apis[0], old), resolve(self.apis[1], new));
        if !self.seen.insert(ids) {
            return true;
        }
        let (old, new) = (&self.apis[0].schemas[ids.0], &self.apis[1].schemas[ids.1]);
        old.boolean == new.boolean
            && self.targets(old, new)
            && counted(&old.keywords) == counted(&new.keywords)
            && old.properties.len() == new.properties.len()
            && old.properties.iter().all(|(name, own)| {
                new.properties.get(name).is_some_and(|other| self.schemas(*own, *other))
            })
            && self.parts(old, new, None)
    }

    fn targets(&mut self, old: &Schema, new: &Schema) -> bool {
        let target = |schema: &Schema| schema.reference.as_ref().and_then(|own| own.target);
        match (target(old), target(new)) {
            (Some(old), Some(new)) => self.schemas(old, new),
            (old, new) => old.is_none() && new.is_none(),
        }
    }

    /// The schemas under one keyword, or under all.
    fn parts(&mut self, old: &Schema, new: &Schema, keyword: Option<&str>) -> bool {
        let of = |schema: &Schema| -> BTreeSet<(&'static str, String, SchemaId)> {
            let is_it =
                |own: &&crate::ir::Part| keyword.is_none_or(|keyword| own.keyword == keyword);
            let parts = schema.parts.iter().filter(is_it);
            parts.map(|own| (own.keyword, own.key.clone(), own.schema)).collect()
        };
        let (old, new) = (of(old), of(new));
        old.len() == new.len()
            && old.iter().zip(&new).all(|(old, new)| {
                (&old.0, &old.1) == (&new.0, &new.1) && self.schemas(old.2, new.2)
            })
    }
}

/// The keywords with a weight.
fn counted(keywords: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let is_counted = |(key, _): &(&String, &Value)| weight(Object::Schema, key) != Weight::None;
    let mut counted: Vec<_> = keywords.iter().filter(is_counted).collect();
    counted.sort_by_key(|(key, _)| *key);
    counted
}

/// The differences of two operations as they are written: keys, with excerpts of both values.
pub(super) fn differing(
    old: &Value,
    new: &Value,
    apis: [&Api; 2],
) -> Vec<(String, Option<String>, Option<String>)> {
    let none = Map::new();
    let [old, new] = [old, new].map(|value| value.as_object().unwrap_or(&none));
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differing = keys.into_iter().filter(|key| {
        let is_seen = weight(Object::Operation, key) != Weight::None;
        is_seen && !is_same_tree(old.get(*key), new.get(*key), apis, DEPTH * DEPTH)
    });
    let text = |map: &Map<String, Value>, key: &str| {
        map.get(key).map(Value::to_string).unwrap_or_default()
    };
    let part = |key: &String| {
        let [before, after] = super::schema::excerpts(&text(old, key), &text(new, key));
        (key.clone(), before, after)
    };
    differing.map(part).collect()
}

/// Whether two values are equal, including the targets of references to component schemas.
fn is_same_tree(old: Option<&Value>, new: Option<&Value>, apis: [&Api; 2], depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return old == new };
    match (old, new) {
        (Some(Value::Object(from)), Some(Value::Object(to))) => {
            let found = [(apis[0], from), (apis[1], to)]
                .map(|(api, map)| component(api, map.get("$ref")?.as_str()?));
            if found.iter().any(Option::is_some) {
                let [from, to] = [found[0].or(old), found[1].or(new)];
                return is_same_tree(from, to, apis, depth);
            }
            let target = |map: &Map<String, Value>| {
                let uri = map.get("$ref")?.as_str()?;
                uri.strip_prefix("#/components/schemas/").map(str::to_owned)
            };
            let ids = [target(from), target(to)];
            let ids = [0, 1].map(|state| apis[state].components.get(ids[state].as_ref()?).copied());
            if let [Some(old), Some(new)] = ids {
                return Written { apis, seen: HashSet::new() }.schemas(old, new);
            }
            let is_counted = |key: &&String| !key.starts_with("x-");
            from.keys()
                .chain(to.keys())
                .filter(is_counted)
                .all(|key| is_same_tree(from.get(key), to.get(key), apis, depth))
        }
        (Some(Value::Array(from)), Some(Value::Array(to))) => {
            from.len() == to.len()
                && from
                    .iter()
                    .zip(to)
                    .all(|(from, to)| is_same_tree(Some(from), Some(to), apis, depth))
        }
        (old, new) => old == new,
    }
}

/// The value of a keyword in a schema, as text.
pub(super) fn part_text(spot: &Spot<'_>, keyword: &str) -> String {
    if let Some(value) = spot.get(keyword) {
        return value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    }
    let all = spot.schema().parts.iter().filter(|part| part.keyword == keyword);
    let is_named = |part: &&Part| !part.key.is_empty() && part.key.parse::<usize>().is_err();
    if all.clone().any(|part| is_named(&part)) {
        let named = all.map(|part| (part.key.clone(), json(spot.api, part.schema, DEPTH)));
        return Value::Object(named.collect()).to_string();
    }
    let parts = spot.schema().list(keyword);
    let parts: Vec<Value> = parts.map(|id| json(spot.api, id, DEPTH)).collect();
    match <[Value; 1]>::try_from(parts) {
        Ok([only]) => only.to_string(),
        Err(parts) => Value::Array(parts).to_string(),
    }
}

/// A schema as it is written.
pub(super) fn json(api: &Api, id: SchemaId, depth: usize) -> Value {
    let schema = &api.schemas[id];
    if let (Some(value), _) | (None, Some(value)) = (schema.boolean, (depth == 0).then_some(true)) {
        return Value::Bool(value);
    }
    let mut map = schema.keywords.clone();
    if let Some(reference) = &schema.reference {
        map.insert("$ref".into(), reference.uri.as_str().into());
    }
    let properties: Map<String, Value> = schema
        .properties
        .iter()
        .map(|(name, own)| (name.clone(), json(api, *own, depth - 1)))
        .collect();
    if !properties.is_empty() {
        map.insert("properties".into(), Value::Object(properties));
    }
    for part in &schema.parts {
        let inner = json(api, part.schema, depth - 1);
        let is_named = !part.key.is_empty() && part.key.parse::<usize>().is_err();
        match (part.key.as_str(), map.get_mut(part.keyword)) {
            (name, Some(Value::Object(all))) if is_named => _ = all.insert(name.to_owned(), inner),
            (name, None) if is_named => {
                let all = Map::from_iter([(name.to_owned(), inner)]);
                map.insert(part.keyword.to_owned(), Value::Object(all));
            }
            (_, Some(Value::Array(list))) => list.push(inner),
            ("", _) => _ = map.insert(part.keyword.to_owned(), inner),
            _ => _ = map.insert(part.keyword.to_owned(), Value::Array(vec![inner])),
        }
    }
    Value::Object(map)
}
