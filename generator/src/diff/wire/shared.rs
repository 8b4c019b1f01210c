//! Components other than schemas and security schemes. Those in use are compared where they are used, so only unused ones are left.

use super::Wire;
use super::schema::excerpts;
use crate::Model;
use crate::diff::change::Subject;
use crate::diff::finding::{Finding, Owner};
use crate::diff::rules;
use crate::document::join;
use crate::ir::{Operation, Rest};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashSet};

/// The names under `components` of what is compared where it is used.
const SECTIONS: [&str; 9] = [
    "parameters",
    "requestBodies",
    "responses",
    "headers",
    "pathItems",
    "examples",
    "links",
    "callbacks",
    "mediaTypes",
];

/// Removes these components from the other keys of a document.
pub(super) fn remove(rest: &mut Rest) {
    let Some(Value::Object(all)) = rest.get_mut("components") else { return };
    all.retain(|section, own| !(own.is_object() && SECTIONS.contains(&section.as_str())));
    if all.is_empty() {
        rest.shift_remove("components");
    }
}

/// Reports unused components that came, went or changed: only people read them.
pub(super) fn compare(wire: &mut Wire<'_>) {
    let none = Map::new();
    let models = [wire.old, wire.new];
    let all = models
        .map(|model| model.api.rest.get("components").and_then(Value::as_object).unwrap_or(&none));
    let used = models.map(used);
    let tried = models.map(|model| tried(model));
    let sections: BTreeSet<&String> = all[0].keys().chain(all[1].keys()).collect();
    for section in sections.into_iter().filter(|section| SECTIONS.contains(&section.as_str())) {
        let own = all.map(|all| all.get(section).and_then(Value::as_object).unwrap_or(&none));
        let names: BTreeSet<&String> = own[0].keys().chain(own[1].keys()).collect();
        for name in names.into_iter().filter(|name| own[0].get(*name) != own[1].get(*name)) {
            let pointer = join(&join("/components", section), name);
            let is_told = |state: usize| {
                let Some(value) = own[state].get(name) else { return true };
                used[state].contains(&pointer)
                    || (section == "examples" && is_tried(value, &tried[state]))
            };
            if is_told(0) && is_told(1) {
                continue;
            }
            let subject = Subject::Api { part: format!("components: {section}: {name}") };
            let places = own.map(|own| own.contains_key(name).then_some(pointer.as_str()));
            let text = |state: usize| own[state].get(name).map(Value::to_string);
            let [old, new] = [0, 1].map(|state| text(state).unwrap_or_default());
            let [before, after] = excerpts(&old, &new);
            let finding = Finding::new(&rules::DOCUMENTATION, subject).at(places);
            wire.push(finding.owned([Owner::Api]).values(before, after));
        }
    }
}

/// The examples of parameters, which keep their values and not their references.
fn tried(model: &Model) -> HashSet<&Value> {
    let parameters = model.api.operations().flat_map(|own| &own.parameters);
    parameters.flat_map(|own| &own.examples).collect()
}

/// Whether the value of an example component is an example of a parameter, which reports its change.
fn is_tried(example: &Value, tried: &HashSet<&Value>) -> bool {
    let values = ["value", "dataValue"].iter().filter_map(|key| example.get(key));
    values.into_iter().any(|value| tried.contains(value))
}

/// The pointers of all components other than schemas that something uses.
fn used(model: &Model) -> HashSet<String> {
    let api = &model.api;
    let mut open = Vec::new();
    for operation in api.operations() {
        let origin = model.places.origin(&operation.pointer).map(|(_, from)| from);
        open.extend(pointers(operation).map(str::to_owned).chain(origin));
        rests(operation).for_each(|rest| references_in(rest, &mut open));
    }
    api.paths.values().for_each(|rest| references_in(rest, &mut open));
    api.left_out.iter().for_each(|own| references(&own.written, &mut open));
    let others = api.rest.iter().filter(|(key, _)| *key != "components");
    others.for_each(|(_, value)| references(value, &mut open));
    let mut used = HashSet::new();
    while let Some(pointer) = open.pop() {
        let Some(component) = component_of(&pointer).filter(|own| !used.contains(own)) else {
            continue;
        };
        let all = api.rest.get("components");
        let path = component.strip_prefix("/components").unwrap_or_default();
        if let Some(value) = all.and_then(|all| all.pointer(path)) {
            references(value, &mut open);
        }
        used.insert(component);
    }
    used
}

/// The pointer of the component that a pointer leads into.
fn component_of(pointer: &str) -> Option<String> {
    let mut tokens = pointer.strip_prefix("/components/")?.split('/');
    let mut component = "/components".to_owned();
    for token in [tokens.next()?, tokens.next()?] {
        component.push('/');
        component.push_str(token);
    }
    Some(component)
}

/// The places of the parts of an operation.
fn pointers(operation: &Operation) -> impl Iterator<Item = &str> {
    let parameters = operation.parameters.iter().map(|own| own.pointer.as_str());
    let body = operation.body.iter().map(|own| own.pointer.as_str());
    let responses = operation.successes.iter().chain(&operation.failures);
    let responses = responses.flat_map(|own| {
        let headers = own.headers.iter().map(|header| header.pointer.as_str());
        headers.chain([own.pointer.as_str()])
    });
    parameters.chain(body).chain(responses)
}

/// The keys of an operation and its parts that the crate does not read.
fn rests(operation: &Operation) -> impl Iterator<Item = &Rest> {
    let parameters = operation.parameters.iter().map(|own| &own.rest);
    let bodies = operation.body.iter();
    let responses = operation.successes.iter().chain(&operation.failures);
    let contents = bodies
        .clone()
        .flat_map(|own| &own.contents)
        .chain(responses.clone().flat_map(|own| &own.contents));
    let contents =
        contents.flat_map(|own| own.encodings.iter().map(|own| &own.rest).chain([&own.rest]));
    let headers = responses.clone().flat_map(|own| &own.headers).map(|own| &own.rest);
    let others = bodies.map(|own| &own.rest).chain(responses.map(|own| &own.rest));
    parameters.chain(contents).chain(headers).chain(others).chain([&operation.rest])
}

fn references_in(rest: &Rest, found: &mut Vec<String>) {
    rest.values().for_each(|value| references(value, found));
}

/// The targets of all references in a value that lead to components.
fn references(value: &Value, found: &mut Vec<String>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                let uri = map.get("$ref").and_then(Value::as_str);
                found.extend(uri.and_then(|uri| uri.strip_prefix('#')).map(str::to_owned));
                open.extend(map.values());
            }
            Value::Array(list) => open.extend(list),
            _ => {}
        }
    }
}
