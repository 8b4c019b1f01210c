//! Schemas: their properties, types and values, whichever way they travel.

use super::{Edit, edit, edit_in};
use crate::state::Way::{Request, Response};
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

const REQUESTS: &[Edit] = &[
    edit(
        "the order of two required properties",
        |s| {
            s.schema(
                Request,
                |schema| {
                    schema["required"].as_array().is_some_and(|required| required.len() == 2)
                        && !schema.to_string().contains("readOnly")
                },
                |schema| schema["required"].as_array_mut().unwrap().reverse(),
            )
        },
        &["rust-arguments-reordered D B"],
        &["rust-arguments-reordered D B"],
    ),
    edit(
        "an optional property of requests",
        |s| with(s, Request, word()),
        &["request-property-added C C"],
        &["request-property-removed P B"],
    ),
    edit(
        "a required property of requests",
        |s| {
            s.property(Request, optional, |schema, _| {
                schema["properties"]["extent"] = word();
                require(schema, "extent");
            })
        },
        &["request-required-property-added B B"],
        &["request-property-removed P B"],
    ),
    edit_in(
        "a deprecated property of requests is gone",
        |s| with(s, Request, json!({"type": "string", "deprecated": true})),
        |s| s.property(Request, |_, name, _| name == "extent", remove),
        &["request-deprecated-property-removed P B"],
        &["request-property-added C C"],
    ),
    edit_in(
        "another name of a property of requests",
        |s| with(s, Request, word()),
        |s| {
            s.property(
                Request,
                |_, name, _| name == "extent",
                |schema, _| {
                    remove(schema, "extent");
                    schema["properties"]["extents"] = word();
                },
            )
        },
        &["request-property-renamed B B"],
        &["request-property-renamed B B"],
    ),
    edit(
        "a property of requests becomes required",
        |s| s.property(Request, optional, require),
        &["request-property-became-required B B"],
        &["request-property-became-optional C B"],
    ),
    edit_in(
        "an optional property of requests becomes read-only",
        |s| with(s, Request, word()),
        |s| extent(s, Request, |extent| extent["readOnly"] = json!(true)),
        &["request-property-became-read-only P B", "schema-split D B"],
        &["request-property-became-writable C C", "schema-joined D B"],
    ),
    edit_in(
        "a required property of requests becomes read-only",
        |s| {
            with(s, Request, word());
            s.property(Request, |_, name, _| name == "extent", require)
        },
        |s| extent(s, Request, |extent| extent["readOnly"] = json!(true)),
        &["request-property-became-read-only P B", "schema-split D B"],
        &["request-required-property-became-writable B B", "schema-joined D B"],
    ),
    edit(
        "null in requests",
        |s| {
            s.property(Request, optional, |schema, name| set(schema, name, "nullable", json!(true)))
        },
        &["request-value-became-nullable C B"],
        &["request-value-no-longer-nullable B B"],
    ),
    edit(
        "another type in requests",
        |s| {
            s.property(Request, integer, |schema, name| set(schema, name, "type", json!("boolean")))
        },
        &["request-type-changed B B"],
        &["request-type-changed B B"],
    ),
    edit(
        "a wider type in requests",
        |s| s.property(Request, integer, |schema, name| set(schema, name, "type", json!("number"))),
        &["request-type-generalized C B"],
        &["request-type-specialized P B"],
    ),
    edit(
        "a list of values in requests",
        |s| {
            s.property(Request, free, |schema, name| {
                set(schema, name, "enum", json!(["one", "two"]))
            })
        },
        &["request-value-became-enum B B"],
        &["request-value-no-longer-enum C B"],
    ),
    edit_in(
        "one more value in requests",
        |s| {
            s.property(Request, free, |schema, name| {
                set(schema, name, "enum", json!(["one", "two"]))
            })
        },
        |s| {
            s.property(Request, listed, |schema, name| {
                set(schema, name, "enum", json!(["one", "two", "three"]))
            })
        },
        &["request-enum-value-added C C"],
        &["request-enum-value-removed B B"],
    ),
    edit_in(
        "one more type of a union in requests",
        |s| with(s, Request, union([word(), number()])),
        |s| {
            extent(s, Request, |extent| {
                extent["anyOf"].as_array_mut().unwrap().push(json!({"type": "boolean"}))
            })
        },
        &["request-union-arm-added C C"],
        &["request-union-arm-removed B B"],
    ),
    edit(
        "further properties in requests",
        |s| {
            s.schema(
                Request,
                |schema| schema["additionalProperties"] == false,
                |schema| schema["additionalProperties"] = word(),
            )
        },
        &["request-further-properties-added C C"],
        &["request-further-properties-removed P B"],
    ),
    edit(
        "a bound in requests",
        |s| s.property(Request, free, |schema, name| set(schema, name, "maxLength", json!(99))),
        &["request-bound-tightened B D"],
        &["request-bound-loosened C D"],
    ),
    edit_in(
        "another pattern in requests",
        |s| s.property(Request, free, |schema, name| set(schema, name, "pattern", json!("^a"))),
        |s| {
            s.property(
                Request,
                |_, _, property| property["pattern"] == "^a",
                |schema, name| set(schema, name, "pattern", json!("^b")),
            )
        },
        &["request-bound-changed P D"],
        &["request-bound-changed P D"],
    ),
    edit(
        "a default in requests",
        |s| s.property(Request, free, |schema, name| set(schema, name, "default", json!("one"))),
        &["request-default-added C D"],
        &["request-default-removed P D"],
    ),
    edit_in(
        "another default in requests",
        |s| s.property(Request, free, |schema, name| set(schema, name, "default", json!("one"))),
        |s| {
            s.property(
                Request,
                |_, _, property| property["default"] == "one",
                |schema, name| set(schema, name, "default", json!("two")),
            )
        },
        &["request-default-changed P D"],
        &["request-default-changed P D"],
    ),
];

const RESPONSES: &[Edit] = &[
    edit(
        "an optional property of responses",
        |s| with(s, Response, word()),
        &["response-property-added C C"],
        &["response-property-removed B B"],
    ),
    edit(
        "a property of responses is gone",
        |s| s.property(Response, required, remove),
        &["response-property-removed B B"],
        &["response-property-added C C"],
    ),
    edit_in(
        "a deprecated property of responses is gone",
        |s| with(s, Response, json!({"type": "string", "deprecated": true})),
        |s| s.property(Response, |_, name, _| name == "extent", remove),
        &["response-deprecated-property-removed P B"],
        &["response-property-added C C"],
    ),
    edit_in(
        "another name of a property of responses",
        |s| with(s, Response, word()),
        |s| {
            s.property(
                Response,
                |_, name, _| name == "extent",
                |schema, _| {
                    remove(schema, "extent");
                    schema["properties"]["extents"] = word();
                },
            )
        },
        &["response-property-renamed B B"],
        &["response-property-renamed B B"],
    ),
    edit(
        "a property of responses becomes optional",
        |s| s.property(Response, required, not_required),
        &["response-property-became-optional B B"],
        &["response-property-became-required C B"],
    ),
    edit(
        "a property of responses becomes write-only",
        |s| {
            s.property(Response, optional, |schema, name| {
                set(schema, name, "writeOnly", json!(true))
            })
        },
        &["response-property-became-write-only B B"],
        &["response-property-became-readable C C"],
    ),
    edit(
        "a property of responses becomes read-only",
        |s| {
            s.property(Response, optional, |schema, name| {
                set(schema, name, "readOnly", json!(true))
            })
        },
        &["property-access-changed D C"],
        &["property-access-changed D C"],
    ),
    edit(
        "null in responses, optional",
        |s| {
            s.property(Response, optional, |schema, name| {
                set(schema, name, "nullable", json!(true))
            })
        },
        &["response-value-became-nullable B C"],
        &["response-value-no-longer-nullable C C"],
    ),
    edit(
        "null in responses, required",
        |s| {
            s.property(Response, required, |schema, name| {
                set(schema, name, "nullable", json!(true))
            })
        },
        &["response-value-became-nullable B B"],
        &["response-value-no-longer-nullable C B"],
    ),
    edit(
        "another type in responses",
        |s| {
            s.property(Response, integer, |schema, name| {
                set(schema, name, "type", json!("boolean"))
            })
        },
        &["response-type-changed B B"],
        &["response-type-changed B B"],
    ),
    edit(
        "a wider type in responses",
        |s| {
            s.property(Response, integer, |schema, name| set(schema, name, "type", json!("number")))
        },
        &["response-type-generalized P B"],
        &["response-type-specialized C B"],
    ),
    edit(
        "a secret",
        |s| {
            s.property(Response, free, |schema, name| {
                set(schema, name, "format", json!("password"))
            })
        },
        &["format-changed D B"],
        &["format-changed D B"],
    ),
    edit(
        "a known format",
        |s| s.property(Response, free, |schema, name| set(schema, name, "format", json!("uuid"))),
        &["response-type-specialized C B"],
        &["response-type-generalized P B"],
    ),
    edit(
        "a list of values in responses",
        |s| {
            s.property(Response, free, |schema, name| {
                set(schema, name, "enum", json!(["one", "two"]))
            })
        },
        &["response-value-became-enum C B", "rust-default-changed D B"],
        &["response-value-no-longer-enum C B", "rust-default-changed D C"],
    ),
    edit_in(
        "one more value in responses",
        |s| {
            s.property(Response, free, |schema, name| {
                set(schema, name, "enum", json!(["one", "two"]))
            })
        },
        |s| {
            s.property(Response, listed, |schema, name| {
                set(schema, name, "enum", json!(["one", "two", "three"]))
            })
        },
        &["response-enum-value-added C C"],
        &["response-enum-value-removed C B"],
    ),
    edit_in(
        "one more type of a union in responses",
        |s| with(s, Response, union([word(), number()])),
        |s| {
            extent(s, Response, |extent| {
                extent["anyOf"].as_array_mut().unwrap().push(json!({"type": "boolean"}))
            })
        },
        &["response-union-arm-added P C"],
        &["response-union-arm-removed C B"],
    ),
    edit(
        "further properties in responses",
        |s| {
            s.schema(
                Response,
                |schema| schema["additionalProperties"] == false,
                |schema| schema["additionalProperties"] = word(),
            )
        },
        &["response-further-properties-added C C"],
        &["response-further-properties-removed P B"],
    ),
    edit(
        "a bound in responses",
        |s| s.property(Response, free, |schema, name| set(schema, name, "maxLength", json!(99))),
        &["response-bound-tightened C D"],
        &["response-bound-loosened P D"],
    ),
    edit_in(
        "another pattern in responses",
        |s| s.property(Response, free, |schema, name| set(schema, name, "pattern", json!("^a"))),
        |s| {
            s.property(
                Response,
                |_, _, property| property["pattern"] == "^a",
                |schema, name| set(schema, name, "pattern", json!("^b")),
            )
        },
        &["response-bound-changed P D"],
        &["response-bound-changed P D"],
    ),
    edit(
        "a default in responses",
        |s| s.property(Response, free, |schema, name| set(schema, name, "default", json!("one"))),
        &["response-default-changed D D"],
        &["response-default-changed D D"],
    ),
    edit(
        "deprecation of a property",
        |s| {
            s.property(Response, optional, |schema, name| {
                set(schema, name, "deprecated", json!(true))
            })
        },
        &["deprecated C D"],
        &["no-longer-deprecated C D"],
    ),
    edit(
        "the description of a property",
        |s| {
            s.property(Response, required, |schema, name| {
                set(schema, name, "description", json!("Another."))
            })
        },
        &["description-changed D D"],
        &["description-changed D D"],
    ),
    edit(
        "the title of a property",
        |s| {
            s.property(Response, required, |schema, name| {
                set(schema, name, "title", json!("Another"))
            })
        },
        &["title-changed D D"],
        &["title-changed D D"],
    ),
    edit(
        "another name of a property in Rust",
        |s| {
            s.property(Response, required, |schema, name| {
                set(schema, name, "x-rust-name", json!("another_name"))
            })
        },
        &["rust-name-changed D B"],
        &["rust-name-changed D B"],
    ),
];

const NAMED: &[Edit] = &[
    edit("one more schema", unused, &["schema-added D C"], &["schema-removed D B"]),
    edit_in(
        "a schema that nothing holds",
        unused,
        |s| s.root(|root| root["components"]["schemas"]["Unused"]["properties"]["beta"] = word()),
        &["unused-schema-changed D C"],
        &["unused-schema-changed D B"],
    ),
    edit_in(
        "a schema for an equal one",
        |s| with_twin(s, Response),
        |s| refer(s, Response, "Second"),
        &["schema-replaced-by-equal D B"],
        &["schema-replaced-by-equal D B"],
    ),
    edit_in(
        "a schema for a compatible one",
        |s| with_twin(s, Response),
        |s| refer(s, Response, "More"),
        &["schema-replaced-by-compatible C B"],
        &["schema-replaced B B"],
    ),
    edit_in(
        "a schema for another one",
        |s| with_twin(s, Response),
        |s| refer(s, Response, "Other"),
        &["schema-replaced B B"],
        &["schema-replaced B B"],
    ),
    edit_in(
        "another name of a schema",
        |s| {
            let done = with_twin(s, Response);
            s.each(|root| {
                drop(root["components"]["schemas"].as_object_mut().unwrap().shift_remove("Second"))
            });
            done
        },
        |s| {
            let operations = refer(s, Response, "Renamed")?.operations;
            s.each(|root| {
                let schemas = root["components"]["schemas"].as_object_mut().unwrap();
                let first = schemas.shift_remove("First").unwrap();
                schemas.insert("Renamed".into(), first);
            });
            Some(Done {
                pages: vec![s.page_with("Renamed")],
                pointer: "/components/schemas".into(),
                operations,
            })
        },
        &["schema-renamed D B"],
        &["schema-renamed D B"],
    ),
    edit_in(
        "a schema where it is used",
        |s| {
            let done = with_twin(s, Response);
            s.each(|root| {
                drop(root["components"]["schemas"].as_object_mut().unwrap().shift_remove("Second"))
            });
            done
        },
        |s| {
            let operations = extent(s, Response, |extent| {
                *extent = json!({"type": "object", "properties": {"alpha": {"type": "string"}, "beta": {"type": "integer"}}});
            })?.operations;
            s.each(|root| {
                drop(root["components"]["schemas"].as_object_mut().unwrap().shift_remove("First"))
            });
            Some(Done {
                pages: vec![s.pages[0].name.clone()],
                pointer: "/components/schemas".into(),
                operations,
            })
        },
        &["schema-inlined D B"],
        &["schema-extracted D B"],
    ),
    edit_in(
        "deprecation of a schema",
        |s| with_twin(s, Response),
        |s| first(s, Response, |schema| schema["deprecated"] = json!(true)),
        &["deprecated C D"],
        &["no-longer-deprecated C D"],
    ),
    edit_in(
        "the description of a schema",
        |s| with_twin(s, Response),
        |s| first(s, Response, |schema| schema["description"] = json!("Another.")),
        &["description-changed D D"],
        &["description-changed D D"],
    ),
    edit_in(
        "another name of a schema in Rust",
        |s| with_twin(s, Response),
        |s| first(s, Response, |schema| schema["x-rust-name"] = json!("Another")),
        &["rust-name-changed D B"],
        &["rust-name-changed D B"],
    ),
    edit_in(
        "a schema that holds itself",
        |s| {
            with_twin(s, Response)?;
            let inner = json!({"$ref": "#/components/schemas/Second"});
            s.each(|root| {
                root["components"]["schemas"]["First"]["properties"]["inner"] = inner.clone();
            });
            first(s, Response, |_| {})
        },
        |s| {
            let done = first(s, Response, |_| {})?;
            let outer = json!({"$ref": "#/components/schemas/First"});
            s.each(|root| {
                root["components"]["schemas"]["Second"]["properties"]["outer"] = outer.clone();
            });
            Some(Done { pointer: "/components/schemas".into(), ..done })
        },
        &["response-property-added C C", "rust-type-changed D B"],
        &["response-property-removed B B", "rust-type-changed D B"],
    ),
    edit_in(
        "a property that names the type of a union",
        |s| {
            with_union(s, Response)?;
            first(s, Response, |schema| {
                drop(schema.as_object_mut().unwrap().shift_remove("discriminator"))
            })?;
            s.property(
                Response,
                |_, name, _| name == "extent",
                |schema, _| {
                    schema["properties"]["extentKind"] = word();
                },
            )
        },
        |s| {
            extent(s, Response, |extent| {
                *extent = json!({
                    "allOf": [extent.clone()],
                    "x-discriminator": {"property": "extentKind", "mapping": {
                        "round": "#/components/schemas/Round", "square": "#/components/schemas/Square",
                    }},
                });
            })
        },
        &["deciding-property-changed D C"],
        &["deciding-property-changed D C"],
    ),
    edit_in(
        "another discriminator",
        |s| with_union(s, Response),
        |s| {
            first(s, Response, |schema| {
                drop(schema.as_object_mut().unwrap().shift_remove("discriminator"));
            })
        },
        &["discriminator-changed P C"],
        &["discriminator-changed P C"],
    ),
    edit_in(
        "other values of a discriminator",
        |s| with_union(s, Response),
        |s| {
            first(s, Response, |schema| {
                schema["discriminator"]["mapping"] = json!({"ball": "#/components/schemas/Round", "square": "#/components/schemas/Square"});
            })
        },
        &["discriminator-values-changed B C"],
        &["discriminator-values-changed B C"],
    ),
    edit_in(
        "a schema in requests too",
        |s| with_twin(s, Response),
        |s| {
            first(s, Response, |_| {})?;
            s.operation(|(_, method), operation| method == "post" && operation.get("requestBody").is_none(), |operation| {
            operation["requestBody"] = json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/First"}}}});
        })?;
            Some(Done {
                pages: s.pages.iter().map(|page| page.name.clone()).collect(),
                pointer: String::new(),
                operations: Vec::new(),
            })
        },
        &["request-body-added-optional C P", "schema-use-changed D C"],
        &["request-body-removed P B", "schema-use-changed D B"],
    ),
];

pub(super) const EDITS: &[&[Edit]] = &[REQUESTS, RESPONSES, NAMED];
