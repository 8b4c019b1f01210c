//! What operations respond.

use super::{Edit, edit, edit_in};
use crate::state::At;
use serde_json::{Value, json};

/// Responses an object, and not a list that is read in pages.
fn has_200(_: &At, operation: &Value) -> bool {
    !operation["parameters"].to_string().contains("RANGED-DATA")
        && operation["responses"]["200"]["content"].get("application/json").is_some()
}

fn has_500(_: &At, operation: &Value) -> bool {
    operation["responses"]["500"].get("content").is_some()
}

/// Responses nothing, and fails with bodies.
fn has_204(_: &At, operation: &Value) -> bool {
    operation["responses"].get("204").is_some() && operation["responses"].get("200").is_none()
}

fn with_header(operation: &mut Value) {
    operation["responses"]["200"]["headers"] =
        json!({"X-Total": {"description": "How many.", "schema": {"type": "integer"}}});
}

fn has_header(_: &At, operation: &Value) -> bool {
    operation["responses"]["200"]["headers"].get("X-Total").is_some()
}

fn with_csv(operation: &mut Value) {
    operation["responses"]["200"]["content"]["text/csv"] = json!({"schema": {"type": "string"}});
}

pub(super) const EDITS: &[Edit] = &[
    edit(
        "one more success of the same type",
        |s| {
            s.operation(has_200, |operation| {
                operation["responses"]["203"] = operation["responses"]["200"].clone();
            })
        },
        &["response-status-added P C"],
        &["response-status-removed P C"],
    ),
    edit(
        "another success",
        |s| {
            s.operation(has_200, |operation| {
                let responses = operation["responses"].as_object_mut().unwrap();
                let response = responses.shift_remove("200").unwrap();
                responses.insert("203".into(), response);
            })
        },
        &["response-status-changed B C"],
        &["response-status-changed B C"],
    ),
    edit(
        "one more failure",
        |s| {
            s.operation(has_200, |operation| {
                operation["responses"]["418"] = json!({"description": "Tea."})
            })
        },
        &["response-error-status-added C C"],
        &["response-error-status-removed C B"],
    ),
    edit_in(
        "a response with a body",
        |s| {
            s.operation(has_204, |operation| {
                let responses = operation["responses"].as_object_mut().unwrap();
                responses.shift_remove("204");
                responses.insert("202".into(), json!({"description": "Accepted."}));
            })
        },
        |s| {
            s.operation(
                |_, operation| operation["responses"]["202"]["description"] == "Accepted.",
                |operation| {
                    operation["responses"]["202"]["content"] =
                        json!({"application/json": {"schema": {"type": "string"}}});
                },
            )
        },
        &["response-body-added C B"],
        &["response-body-removed B B"],
    ),
    edit(
        "a failure without a body",
        |s| {
            s.operation(has_500, |operation| {
                operation["responses"]["500"].as_object_mut().unwrap().shift_remove("content");
            })
        },
        &["response-error-body-removed P C"],
        &["response-error-body-added C C"],
    ),
    edit(
        "one more media type of a response",
        |s| s.operation(has_200, with_csv),
        &["response-media-type-added C C"],
        &["response-media-type-removed B B"],
    ),
    edit_in(
        "the preferred media type of a response",
        |s| {
            s.operation(has_200, |operation| {
                let content = operation["responses"]["200"]["content"].as_object_mut().unwrap();
                let first = content.shift_remove("application/json").unwrap();
                content.insert("application/a+json".into(), json!({"schema": {"type": "integer"}}));
                content.insert("application/b+json".into(), first);
            })
        },
        |s| {
            s.operation(
                |_, operation| {
                    operation["responses"]["200"]["content"].get("application/a+json").is_some()
                },
                |operation| {
                    let content = operation["responses"]["200"]["content"].as_object_mut().unwrap();
                    let first = content.shift_remove("application/a+json").unwrap();
                    content.insert("application/a+json".into(), first);
                },
            )
        },
        &["response-media-type-preferred-changed C B"],
        &["response-media-type-preferred-changed C B"],
    ),
    edit(
        "one more header of a response",
        |s| s.operation(has_200, with_header),
        &["response-header-added C C"],
        &["response-header-removed P B"],
    ),
    edit_in(
        "the description of a header",
        |s| s.operation(has_200, with_header),
        |s| {
            s.operation(has_header, |operation| {
                operation["responses"]["200"]["headers"]["X-Total"]["description"] =
                    json!("Count.");
            })
        },
        &["response-header-description-changed D D"],
        &["response-header-description-changed D D"],
    ),
    edit(
        "the description of a response",
        |s| {
            s.operation(has_200, |operation| {
                operation["responses"]["200"]["description"] = json!("Well.")
            })
        },
        &["response-description-changed D D"],
        &["response-description-changed D D"],
    ),
    edit(
        "the description of an error response",
        |s| {
            s.operation(has_500, |operation| {
                operation["responses"]["500"]["description"] = json!("Gone for ever.")
            })
        },
        &["response-error-description-changed D C"],
        &["response-error-description-changed D C"],
    ),
];
