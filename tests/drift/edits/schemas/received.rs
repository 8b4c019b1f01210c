//! What responses hold.

use super::super::{Edit, edit, edit_in};
use super::{
    extent, free, integer, listed, not_required, number, optional, remove, required, set, union,
    with, word,
};
use crate::state::Way::Response;
use serde_json::json;

pub(super) const EDITS: &[Edit] = &[
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
        &["property-access-changed D D"],
        &["property-access-changed D D"],
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
