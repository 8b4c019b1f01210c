//! Operations: where they are, what they are called, what is said of them.

use super::{Edit, edit, edit_in};
use crate::state::{At, Done};
use serde_json::{Value, json};

fn any(_: &At, _: &Value) -> bool {
    true
}

fn is_get((_, method): &At, _: &Value) -> bool {
    method == "get"
}

/// A command without a body, so that no schema is left without an operation when it goes.
fn is_post((_, method): &At, operation: &Value) -> bool {
    method == "post" && operation.get("requestBody").is_none()
}

fn deprecated(operation: &mut Value) {
    operation["deprecated"] = json!(true);
}

fn bearer(root: &mut Value) {
    root["components"]["securitySchemes"]["Token"] = json!({"type": "http", "scheme": "bearer"});
}

/// A list, to be read in pages.
fn is_list((_, method): &At, operation: &Value) -> bool {
    method == "get"
        && operation["responses"]["200"]["content"]["application/json"]["schema"]["type"] == "array"
        && !operation["parameters"].to_string().contains("RANGED-DATA")
}

fn add_parameter(operation: &mut Value, parameter: Value) {
    if operation.get("parameters").is_none() {
        operation["parameters"] = json!([]);
    }
    operation["parameters"].as_array_mut().unwrap().push(parameter);
}

fn ranged(operation: &mut Value) {
    add_parameter(
        operation,
        json!({"name": "RANGED-DATA", "in": "header", "schema": {"type": "string"}}),
    );
}

fn is_ranged(_: &Value, parameter: &Value) -> bool {
    parameter["name"] == "RANGED-DATA"
}

pub(super) const EDITS: &[Edit] = &[
    edit(
        "an operation is gone",
        |s| s.removed(is_post),
        &["operation-removed B B"],
        &["operation-added C C"],
    ),
    edit_in(
        "a deprecated operation is gone",
        |s| s.operation(is_post, deprecated),
        |s| s.removed(is_post),
        &["operation-removed-after-deprecation P B"],
        &["operation-added C C"],
    ),
    edit(
        "another path",
        |s| s.moved(is_post, |(path, method)| (format!("{path}/elsewhere"), method.clone())),
        &["operation-path-changed B C"],
        &["operation-path-changed B C"],
    ),
    edit(
        "another method",
        |s| s.moved(is_post, |(path, _)| (path.clone(), "patch".into())),
        &["operation-method-changed B C"],
        &["operation-method-changed B C"],
    ),
    edit(
        "another operationId",
        |s| s.operation(any, |operation| operation["operationId"] = json!("quiteAnotherName")),
        &["operation-id-changed C B"],
        &["operation-id-changed C B"],
    ),
    edit(
        "another operationId of the same name in Rust",
        |s| {
            s.operation(any, |operation| {
                operation["operationId"] =
                    json!(format!("{}_", operation["operationId"].as_str().unwrap()));
            })
        },
        &["operation-id-changed C C"],
        &["operation-id-changed C C"],
    ),
    edit(
        "another name in Rust",
        |s| s.operation(any, |operation| operation["x-rust-name"] = json!("quite_another_name")),
        &["operation-rust-name-changed C B"],
        &["operation-rust-name-changed C B"],
    ),
    edit_in(
        "another tag",
        |s| {
            s.root(|root| root["tags"].as_array_mut().unwrap().push(json!({"name": "Further"})));
            s.operation(is_get, |operation| operation["tags"] = json!(["Further"]))
        },
        |s| s.operation(is_post, |operation| operation["tags"] = json!(["Further"])),
        &["operation-tag-changed C B"],
        &["operation-tag-changed C B"],
    ),
    edit_in(
        "one more tag",
        |s| s.root(|root| root["tags"].as_array_mut().unwrap().push(json!({"name": "Further"}))),
        |s| {
            let mut done =
                s.operation(is_post, |operation| operation["tags"] = json!(["Further"]))?;
            // The tag is declared on every page.
            done.pages.push(s.pages[0].name.clone());
            Some(Done { pointer: String::new(), ..done })
        },
        &["operation-tag-changed C B", "tag-added C C"],
        &["operation-tag-changed C B", "tag-removed C B"],
    ),
    edit(
        "deprecation of an operation",
        |s| s.operation(any, deprecated),
        &["operation-deprecated C C"],
        &["operation-no-longer-deprecated C C"],
    ),
    edit(
        "the summary of an operation",
        |s| s.operation(any, |operation| operation["summary"] = json!("Do something else")),
        &["operation-summary-changed D D"],
        &["operation-summary-changed D D"],
    ),
    edit(
        "the description of an operation",
        |s| s.operation(any, |operation| operation["description"] = json!("How to do it.")),
        &["operation-description-changed D D"],
        &["operation-description-changed D D"],
    ),
    edit(
        "an operation without credentials",
        |s| s.operation(any, |operation| operation["security"] = json!([])),
        &["operation-security-removed C C"],
        &["operation-security-added B P"],
    ),
    edit_in(
        "an operation with other credentials too",
        |s| s.root(bearer),
        |s| {
            s.operation(any, |operation| {
                operation["security"] = json!([{"ApiKey": []}, {"Token": []}])
            })
        },
        &["operation-security-alternative-added C C"],
        &["operation-security-alternative-removed B P"],
    ),
    edit_in(
        "one more scope of a token",
        |s| {
            s.root(bearer)?;
            s.operation(any, |operation| operation["security"] = json!([{"Token": ["read"]}]))
        },
        |s| {
            s.operation(any, |operation| {
                operation["security"] = json!([{"Token": ["read", "write"]}]);
            })
        },
        &["security-scope-added P D"],
        &["security-scope-removed C D"],
    ),
    edit(
        "an operation on a server of its own",
        |s| {
            s.operation(any, |operation| {
                operation["servers"] = json!([{"url": "https://other.example"}]);
            })
        },
        &["operation-server-changed P D"],
        &["operation-server-changed P D"],
    ),
    edit(
        "an operation that cannot be read",
        |s| {
            s.operation(is_post, |operation| {
                operation["responses"] = json!({"200": {"$ref": "#/none"}})
            })
        },
        &["operation-no-longer-generated P B"],
        &["operation-generated C C"],
    ),
    edit(
        "reading in pages",
        |s| s.operation(is_list, ranged),
        &["operation-paging-added C P"],
        &["operation-paging-removed P B"],
    ),
    edit(
        "reading in pages, required",
        |s| {
            s.operation(is_list, |operation| {
                ranged(operation);
                let last = operation["parameters"].as_array_mut().unwrap().last_mut().unwrap();
                last["required"] = json!(true);
            })
        },
        &["operation-paging-added-required B P"],
        &["operation-paging-removed P B"],
    ),
    edit_in(
        "reading in pages becomes required",
        |s| s.operation(is_list, ranged),
        |s| {
            s.parameter(
                |operation, parameter| {
                    is_ranged(operation, parameter) && parameter["required"] != true
                },
                |parameter| parameter["required"] = json!(true),
            )
        },
        &["operation-paging-became-required B P"],
        &["operation-paging-became-optional C P"],
    ),
    edit_in(
        "reading in pages by another header",
        |s| s.operation(is_list, ranged),
        |s| {
            s.operation(
                |_, operation| operation["parameters"].to_string().contains("RANGED-DATA"),
                |operation| {
                    let parameters = operation["parameters"].as_array_mut().unwrap();
                    parameters.retain(|parameter| parameter["name"] != "RANGED-DATA");
                    let header = json!({"PAGE-TOKEN": {"schema": {"type": "string"}}});
                    operation["responses"]["200"]["headers"] = header;
                },
            )
        },
        &["operation-paging-changed B B"],
        &["operation-paging-changed B P"],
    ),
    edit_in(
        "the order of required parameters",
        |s| {
            s.operation(is_get, |operation| {
                for name in ["alpha", "beta"] {
                    add_parameter(
                        operation,
                        json!({"name": name, "in": "query", "required": true, "schema": {"type": "string"}}),
                    );
                }
            })
        },
        |s| {
            s.operation(
                |_, operation| operation["parameters"].to_string().contains("\"beta\""),
                |operation| {
                    let parameters = operation["parameters"].as_array_mut().unwrap();
                    let last = parameters.len() - 1;
                    parameters.swap(last - 1, last);
                },
            )
        },
        &["operation-arguments-reordered C B"],
        &["operation-arguments-reordered C B"],
    ),
];
