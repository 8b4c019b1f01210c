//! What operations take: parameters and bodies.

use super::{Edit, edit, edit_in};
use crate::state::{At, Done, State};
use serde_json::{Value, json};

fn add(operation: &mut Value, parameter: Value) {
    if operation.get("parameters").is_none() {
        operation["parameters"] = json!([]);
    }
    operation["parameters"].as_array_mut().unwrap().push(parameter);
}

/// An operation with none of these parameters.
fn is_plain((_, method): &At, operation: &Value) -> bool {
    method == "get" && !operation["parameters"].to_string().contains("\"x-")
}

fn optional(operation: &mut Value) {
    add(
        operation,
        json!({"name": "extent", "in": "query", "description": "How much.", "schema": {"type": "integer"}}),
    );
}

fn required(operation: &mut Value) {
    add(
        operation,
        json!({"name": "extent", "in": "query", "required": true, "schema": {"type": "integer"}}),
    );
}

fn is_extent(_: &Value, parameter: &Value) -> bool {
    parameter["name"] == "extent"
}

/// Adds an optional parameter to the first operation.
fn with_optional(state: &mut State) -> Option<Done> {
    state.operation(is_plain, optional)
}

fn without_extent(state: &mut State) -> Option<Done> {
    state.operation(
        |_, operation| operation["parameters"].to_string().contains("\"extent\""),
        |operation| {
            let parameters = operation["parameters"].as_array_mut().unwrap();
            parameters.retain(|parameter| parameter["name"] != "extent");
        },
    )
}

fn list(state: &mut State) -> Option<Done> {
    state.operation(is_plain, |operation| {
        add(
            operation,
            json!({"name": "extent", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}),
        );
    })
}

fn has_body(_: &At, operation: &Value) -> bool {
    operation["requestBody"]["content"].get("application/json").is_some()
}

fn can_have_body((_, method): &At, operation: &Value) -> bool {
    ["post", "put", "patch"].contains(&method.as_str()) && operation.get("requestBody").is_none()
}

fn body(is_required: bool) -> Value {
    json!({"required": is_required, "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}})
}

/// A body of parts in the first operation that may have one and has none.
fn with_parts(state: &mut State) -> Option<Done> {
    state.operation(can_have_body, |operation| {
        let schema = json!({"type": "object", "properties": {"part": {"type": "string"}}});
        operation["requestBody"] = json!({"content": {"multipart/form-data": {"schema": schema}}});
    })
}

pub(super) const EDITS: &[Edit] = &[
    edit(
        "one more optional parameter",
        with_optional,
        &["request-parameter-added-optional C P"],
        &["request-parameter-removed P B"],
    ),
    edit(
        "one more required parameter",
        |s| s.operation(is_plain, required),
        &["request-parameter-added-required B B"],
        &["request-parameter-removed P B"],
    ),
    edit_in(
        "a deprecated parameter is gone",
        |s| {
            with_optional(s);
            s.parameter(is_extent, |parameter| parameter["deprecated"] = json!(true))
        },
        without_extent,
        &["request-parameter-removed-after-deprecation P B"],
        &["request-parameter-added-optional C P"],
    ),
    edit_in(
        "another name of a parameter",
        with_optional,
        |s| s.parameter(is_extent, |parameter| parameter["name"] = json!("volume")),
        &["request-parameter-renamed B B"],
        &["request-parameter-renamed B B"],
    ),
    edit_in(
        "another name of a path variable",
        |s| {
            s.moved(is_plain, |(path, method)| (format!("{path}/of/{{extent}}"), method.clone()))?;
            s.operation(
                |(path, _), _| path.ends_with("{extent}"),
                |operation| {
                    add(operation, json!({"name": "extent", "in": "path", "required": true, "schema": {"type": "string"}}));
                },
            )
        },
        |s| {
            s.parameter(is_extent, |parameter| parameter["name"] = json!("volume"))?;
            s.moved(
                |(path, _), _| path.ends_with("{extent}"),
                |(path, method)| (path.replace("extent", "volume"), method.clone()),
            )
        },
        &["path-parameter-renamed C P"],
        &["path-parameter-renamed C P"],
    ),
    edit_in(
        "another name of a parameter in Rust",
        with_optional,
        |s| s.parameter(is_extent, |parameter| parameter["x-rust-name"] = json!("volume")),
        &["request-parameter-rust-name-changed C B"],
        &["request-parameter-rust-name-changed C B"],
    ),
    edit_in(
        "a parameter becomes required",
        with_optional,
        |s| s.parameter(is_extent, |parameter| parameter["required"] = json!(true)),
        &["request-parameter-became-required B B"],
        &["request-parameter-became-optional C B"],
    ),
    edit_in(
        "a parameter in a header",
        with_optional,
        |s| s.parameter(is_extent, |parameter| parameter["in"] = json!("header")),
        &["request-parameter-location-changed B C"],
        &["request-parameter-location-changed B C"],
    ),
    edit_in(
        "the style of a parameter",
        list,
        |s| s.parameter(is_extent, |parameter| parameter["explode"] = json!(false)),
        &["request-parameter-style-changed B C"],
        &["request-parameter-style-changed B C"],
    ),
    edit_in(
        "reserved characters in a parameter",
        list,
        |s| s.parameter(is_extent, |parameter| parameter["allowReserved"] = json!(true)),
        &["request-parameter-escaping-changed P C"],
        &["request-parameter-escaping-changed P C"],
    ),
    edit_in(
        "deprecation of a parameter",
        with_optional,
        |s| s.parameter(is_extent, |parameter| parameter["deprecated"] = json!(true)),
        &["request-parameter-deprecated C C"],
        &["request-parameter-no-longer-deprecated C C"],
    ),
    edit_in(
        "the description of a parameter",
        with_optional,
        |s| s.parameter(is_extent, |parameter| parameter["description"] = json!("How many.")),
        &["request-parameter-description-changed D D"],
        &["request-parameter-description-changed D D"],
    ),
    edit_in(
        "the type of a parameter",
        with_optional,
        |s| s.parameter(is_extent, |parameter| parameter["schema"]["type"] = json!("string")),
        &["request-type-generalized C B"],
        &["request-type-specialized P B"],
    ),
    edit_in(
        "a bound of a parameter",
        with_optional,
        |s| s.parameter(is_extent, |parameter| parameter["schema"]["maximum"] = json!(9)),
        &["request-bound-tightened B D"],
        &["request-bound-loosened C D"],
    ),
    edit_in(
        "the default of a parameter",
        with_optional,
        |s| s.parameter(is_extent, |parameter| parameter["schema"]["default"] = json!(9)),
        &["request-default-added C D"],
        &["request-default-removed P D"],
    ),
    edit(
        "a required body",
        |s| s.operation(can_have_body, |operation| operation["requestBody"] = body(true)),
        &["request-body-added-required B B"],
        &["request-body-removed P B"],
    ),
    edit(
        "an optional body",
        |s| s.operation(can_have_body, |operation| operation["requestBody"] = body(false)),
        &["request-body-added-optional C P"],
        &["request-body-removed P B"],
    ),
    edit(
        "a body becomes optional",
        |s| {
            s.operation(
                |at, operation| {
                    has_body(at, operation) && operation["requestBody"]["required"] == true
                },
                |operation| operation["requestBody"]["required"] = json!(false),
            )
        },
        &["request-body-became-optional C B"],
        &["request-body-became-required B B"],
    ),
    edit(
        "the description of a body",
        |s| {
            s.operation(has_body, |operation| {
                operation["requestBody"]["description"] = json!("What to send.")
            })
        },
        &["request-body-description-changed D D"],
        &["request-body-description-changed D D"],
    ),
    edit_in(
        "a parameter that is called like the body",
        |s| s.operation(has_body, required),
        |s| s.parameter(is_extent, |parameter| parameter["x-rust-name"] = json!("body")),
        &["request-body-rust-name-changed C P", "request-parameter-rust-name-changed C P"],
        &["request-body-rust-name-changed C P", "request-parameter-rust-name-changed C P"],
    ),
    edit(
        "one more media type of a body",
        |s| {
            s.operation(has_body, |operation| {
                operation["requestBody"]["content"]["text/csv"] =
                    json!({"schema": {"type": "string"}});
            })
        },
        &["request-media-type-added C C"],
        &["request-media-type-removed B B"],
    ),
    edit_in(
        "the preferred media type of a body",
        |s| {
            s.operation(has_body, |operation| {
                let content = operation["requestBody"]["content"].as_object_mut().unwrap();
                let first = content.shift_remove("application/json").unwrap();
                content.insert("application/a+json".into(), json!({"schema": {"type": "integer"}}));
                content.insert("application/b+json".into(), first);
            })
        },
        |s| {
            s.operation(
                |_, operation| {
                    operation["requestBody"]["content"].get("application/a+json").is_some()
                },
                |operation| {
                    let content = operation["requestBody"]["content"].as_object_mut().unwrap();
                    let first = content.shift_remove("application/a+json").unwrap();
                    content.insert("application/a+json".into(), first);
                },
            )
        },
        &["request-media-type-preferred-changed C B"],
        &["request-media-type-preferred-changed C B"],
    ),
    edit_in(
        "the media type of a part",
        with_parts,
        |s| {
            s.operation(
                |_, operation| operation["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"].get("part").is_some(),
                |operation| {
                    operation["requestBody"]["content"]["multipart/form-data"]["encoding"] =
                        json!({"part": {"contentType": "text/csv"}});
                },
            )
        },
        &["request-part-media-type-changed P C"],
        &["request-part-media-type-changed P C"],
    ),
];
