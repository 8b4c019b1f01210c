//! What requests hold.

use super::super::{Edit, edit, edit_in};
use super::{
    extent, free, integer, listed, number, optional, remove, require, set, union, with, word,
};
use crate::state::Way::Request;
use serde_json::json;

pub(super) const EDITS: &[Edit] = &[
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
        &["request-type-narrowed B B"],
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
