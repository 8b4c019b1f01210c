//! Schemas: their properties, types and values, whichever way they travel.

mod named;
mod received;
mod sent;

use super::Edit;
use crate::state::{Done, State, Way};
use serde_json::{Value, json};

fn is_required(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|required| required.iter().any(|one| one == name))
}

fn is_plain(property: &Value) -> bool {
    property["type"].is_string()
        && property["type"] != "object"
        && ["readOnly", "writeOnly", "nullable", "deprecated"]
            .iter()
            .all(|key| property.get(key) != Some(&json!(true)))
}

fn optional(schema: &Value, name: &str, property: &Value) -> bool {
    is_plain(property) && !is_required(schema, name)
}

fn required(schema: &Value, name: &str, property: &Value) -> bool {
    is_plain(property) && is_required(schema, name)
}

/// An integer that is no Unix time and has no known format.
fn integer(_: &Value, _: &str, property: &Value) -> bool {
    is_plain(property) && property["type"] == "integer"
}

fn text(_: &Value, _: &str, property: &Value) -> bool {
    is_plain(property)
        && property["type"] == "string"
        && property["format"].as_str().unwrap_or("").is_empty()
        && property.get("enum").is_none()
}

/// A text without bounds and defaults.
fn free(schema: &Value, name: &str, property: &Value) -> bool {
    text(schema, name, property)
        && ["minLength", "maxLength", "pattern", "default"]
            .iter()
            .all(|key| property.get(key).is_none())
}

fn listed(_: &Value, _: &str, property: &Value) -> bool {
    property.get("enum").is_some()
}

fn set(schema: &mut Value, name: &str, key: &str, value: Value) {
    schema["properties"][name][key] = value;
}

fn remove(schema: &mut Value, name: &str) {
    schema["properties"].as_object_mut().unwrap().shift_remove(name);
    not_required(schema, name);
}

fn not_required(schema: &mut Value, name: &str) {
    if let Some(required) = schema["required"].as_array_mut() {
        required.retain(|one| one != name);
    }
}

fn require(schema: &mut Value, name: &str) {
    if schema.get("required").is_none() {
        schema["required"] = json!([]);
    }
    schema["required"].as_array_mut().unwrap().push(json!(name));
}

/// Puts a property into the first schema with an optional one, and edits it later.
fn with(state: &mut State, way: Way, property: Value) -> Option<Done> {
    state.property(way, optional, |schema, _| schema["properties"]["extent"] = property.clone())
}

fn extent(state: &mut State, way: Way, change: fn(&mut Value)) -> Option<Done> {
    state.property(
        way,
        |_, name, _| name == "extent",
        |schema, _| change(&mut schema["properties"]["extent"]),
    )
}

/// A reference to a schema that is there, under another schema that says the same.
fn with_twin(state: &mut State, way: Way) -> Option<Done> {
    state.schema(
        way,
        |schema| schema.get("properties").is_some(),
        |schema| {
            schema["properties"]["extent"] = json!({"$ref": "#/components/schemas/First"});
        },
    )?;
    let extent = json!({"type": "object", "properties": {"alpha": {"type": "string"}, "beta": {"type": "integer"}}});
    let mut more = extent.clone();
    more["properties"]["gamma"] = json!({"type": "string"});
    let other = json!({"type": "object", "properties": {"delta": {"type": "string"}}});
    state.each(|root| {
        root["components"]["schemas"]["First"] = extent.clone();
        root["components"]["schemas"]["Second"] = extent.clone();
        root["components"]["schemas"]["More"] = more.clone();
        root["components"]["schemas"]["Other"] = other.clone();
    });
    Some(Done {
        pages: vec![state.pages[0].name.clone()],
        pointer: String::new(),
        operations: Vec::new(),
    })
}

fn refer(state: &mut State, way: Way, to: &str) -> Option<Done> {
    state.property(
        way,
        |_, name, _| name == "extent",
        |schema, _| {
            schema["properties"]["extent"] = json!({"$ref": format!("#/components/schemas/{to}")});
        },
    )
}

/// A union with a discriminator.
fn with_union(state: &mut State, way: Way) -> Option<Done> {
    let done = with_twin(state, way);
    let arm = |kind: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, kind: {"type": "string"}}});
    let union = json!({
        "oneOf": [{"$ref": "#/components/schemas/Round"}, {"$ref": "#/components/schemas/Square"}],
        "discriminator": {"propertyName": "kind", "mapping": {
            "round": "#/components/schemas/Round", "square": "#/components/schemas/Square",
        }},
    });
    state.each(|root| {
        root["components"]["schemas"]["Round"] = arm("radius");
        root["components"]["schemas"]["Square"] = arm("edge");
        root["components"]["schemas"]["First"] = union.clone();
    });
    done
}

/// Edits the schema `First` everywhere.
fn first(state: &mut State, way: Way, change: fn(&mut Value)) -> Option<Done> {
    let operation = state
        .schema(way, |schema| schema["properties"].get("extent").is_some(), |_| {})?
        .operations;
    state.each(|root| change(&mut root["components"]["schemas"]["First"]));
    Some(Done {
        pages: vec![state.page_with("First")],
        pointer: "/components/schemas/First".into(),
        operations: operation,
    })
}

fn union(of: [Value; 2]) -> Value {
    json!({"anyOf": of})
}

fn word() -> Value {
    json!({"type": "string"})
}

fn number() -> Value {
    json!({"type": "integer"})
}

fn unused(state: &mut State) -> Option<Done> {
    state.root(|root| {
        root["components"]["schemas"]["Unused"] =
            json!({"type": "object", "properties": {"alpha": {"type": "string"}}});
    })
}

pub(super) const EDITS: &[&[Edit]] = &[sent::EDITS, received::EDITS, named::EDITS];
