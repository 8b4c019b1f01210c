//! Component schemas as such, and unions.

use super::super::{Edit, edit, edit_in};
use super::{extent, first, refer, unused, with_twin, with_union, word};
use crate::state::Done;
use crate::state::Way::Response;
use serde_json::json;

pub(super) const EDITS: &[Edit] = &[
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
