//! Documents in which one thing of an operation, or of the operations, is there many times.

use super::schemas::alike;
use super::{Shape, Work, document, echo, generate, object, schema};
use serde_json::{Value, json};

/// Shapes of operations.
pub(super) const SHAPES: &[Shape] = &[
    Shape {
        name: "operations",
        size: 50,
        work: |n| operations(n, |i| format!("Tag{}", i / 5), |i| format!("get{i}")),
    },
    Shape {
        name: "operations under one tag",
        size: 50,
        work: |n| operations(n, |_| "Tag".into(), |i| format!("get{i}")),
    },
    Shape {
        name: "operations of one Rust name",
        size: 50,
        work: |n| operations(n, |_| "Tag".into(), alike),
    },
    Shape {
        name: "tags",
        size: 50,
        work: |n| operations(n, |i| format!("Tag{i}"), |i| format!("get{i}")),
    },
    Shape {
        name: "tags of one Rust name",
        size: 50,
        work: |n| operations(n, alike, |i| format!("get{i}")),
    },
    Shape {
        name: "tags without operations",
        size: 1000,
        work: |n| with("tags", (0..n).map(|i| json!({"name": format!("t{i}")})).collect()),
    },
    Shape { name: "tags that share a schema", size: 50, work: tags_that_share_a_schema },
    Shape {
        name: "tags of an operation",
        size: 1000,
        work: |n| operation(|get| get["tags"] = (0..n).map(|i| json!(format!("T{i}"))).collect()),
    },
    Shape {
        name: "query parameters",
        size: 100,
        work: |n| parameters(n, |i| format!("p{i}"), false),
    },
    Shape {
        name: "required parameters",
        size: 100,
        work: |n| parameters(n, |i| format!("p{i}"), true),
    },
    Shape { name: "parameters of one Rust name", size: 100, work: |n| parameters(n, alike, false) },
    Shape {
        name: "a parameter listed again",
        size: 100,
        work: |n| parameters(n, |_| "p".into(), false),
    },
    Shape { name: "path variables", size: 50, work: path_variables },
    Shape {
        name: "path variables without a parameter",
        size: 50,
        work: |n| path(format!("/a{}", (0..n).map(|i| format!("/{{v{i}}}")).collect::<String>())),
    },
    Shape { name: "a long path", size: 1000, work: |n| path("/abc".repeat(n)) },
    Shape { name: "braces in a path", size: 1000, work: |n| path(format!("/{}", "{".repeat(n))) },
    Shape {
        name: "statuses",
        size: 60,
        work: |n| {
            operation(|get| {
                get["responses"] = object((0..n.min(490)).map(|i| ((400 + i).to_string(), json!({"description": "x", "content": {"application/json": {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}}}}))))
            })
        },
    },
    Shape {
        name: "keys that are no status",
        size: 200,
        work: |n| {
            operation(|get| {
                get["responses"] =
                    object((0..n).map(|i| (format!("x{i}"), json!({"description": "x"}))))
            })
        },
    },
    Shape { name: "operations with statuses of their own", size: 20, work: statuses_of_their_own },
    Shape {
        name: "media types of a body",
        size: 100,
        work: |n| {
            operation(
                |get| get["requestBody"] = json!({"content": object((0..n).map(|i| (format!("application/v{i}+json"), json!({"schema": {"type": "string"}}))))}),
            )
        },
    },
    Shape {
        name: "media types of a response",
        size: 100,
        work: |n| {
            operation(|get| {
                get["responses"]["200"]["content"] = object((0..n).map(|i| {
                    (format!("application/v{i}+json"), json!({"schema": {"type": "string"}}))
                }))
            })
        },
    },
    Shape {
        name: "response headers",
        size: 100,
        work: |n| {
            operation(|get| {
                get["responses"]["200"]["headers"] = object(
                    (0..n).map(|i| (format!("X-{i}"), json!({"schema": {"type": "string"}}))),
                )
            })
        },
    },
    Shape {
        name: "examples of a body",
        size: 250,
        work: |n| {
            operation(
                |get| get["requestBody"] = json!({"content": {"application/json": {"schema": {"type": "object"}, "examples": object((0..n).map(|i| (format!("e{i}"), json!({"value": {"a": i}}))))}}}),
            )
        },
    },
    Shape {
        name: "fields of a form",
        size: 100,
        work: |n| {
            operation(|get| {
                get["requestBody"] =
                    json!({"content": {"application/x-www-form-urlencoded": {"schema": fields(n)}}})
            })
        },
    },
    Shape {
        name: "parts of a multipart body",
        size: 100,
        work: |n| {
            operation(
                |get| get["requestBody"] = json!({"content": {"multipart/form-data": {"schema": fields(n), "encoding": object((0..n).map(|i| (format!("f{i}"), json!({"contentType": "text/plain"}))))}}}),
            )
        },
    },
    Shape {
        name: "servers",
        size: 250,
        work: |n| {
            with(
                "servers",
                (0..n).map(|i| json!({"url": format!("https://s{i}.example")})).collect(),
            )
        },
    },
    Shape {
        name: "variables of a server",
        size: 100,
        work: |n| {
            with(
                "servers",
                json!([{"url": format!("https://x.example{}", (0..n).map(|i| format!("/{{v{i}}}")).collect::<String>()), "variables": object((0..n).map(|i| (format!("v{i}"), json!({"default": format!("x{i}")}))))}]),
            )
        },
    },
    Shape {
        name: "variables of a server that multiply",
        size: 6,
        work: |n| {
            with(
                "servers",
                json!([{"url": "https://x.example/{v0}", "variables": object((0..n).map(|i| (format!("v{i}"), json!({"default": format!("{{v{0}}}{{v{0}}}", i + 1)}))))}]),
            )
        },
    },
    Shape { name: "security schemes", size: 60, work: |n| secured(n, 1) },
    Shape { name: "security requirements and operations", size: 20, work: |n| secured(n, n) },
    Shape {
        name: "scopes of a scheme",
        size: 250,
        work: |n| {
            with_components(
                "securitySchemes",
                json!({"o": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://x.example", "scopes": object((0..n).map(|i| (format!("s{i}"), json!("x"))))}}}}),
            )
        },
    },
    Shape {
        name: "operations that share a body",
        size: 30,
        work: |n| {
            sharing(
                n,
                json!({"Shared": fields(100)}),
                |_| json!({"requestBody": {"content": {"application/json": {"schema": schema("Shared")}}}, "responses": {}}),
            )
        },
    },
    Shape {
        name: "operations that share a required body",
        size: 30,
        work: |n| {
            sharing(
                n,
                json!({"Shared": required_fields(100)}),
                |_| json!({"requestBody": {"content": {"application/json": {"schema": schema("Shared")}}}, "responses": {}}),
            )
        },
    },
    Shape {
        name: "operations that share parameters",
        size: 30,
        work: operations_that_share_parameters,
    },
    Shape {
        name: "operations that share a long description",
        size: 30,
        work: operations_that_share_a_description,
    },
    Shape {
        name: "operations that share a response",
        size: 30,
        work: operations_that_share_an_answer,
    },
    Shape {
        name: "operations with a long array",
        size: 30,
        work: |n| {
            sharing(
                n,
                json!({}),
                |_| json!({"requestBody": {"content": {"application/json": {"schema": {"type": "array", "minItems": 1000, "items": {"type": "string"}}}}}, "responses": {}}),
            )
        },
    },
    Shape {
        name: "references that nearly lead to a schema",
        size: 100,
        work: |n| {
            let mut document = document(
                object((0..n).map(|i| {
                    let schema = schema(&format!("Schemas{i}"));
                    let response = json!({"description": "x", "content": {"application/json": {"schema": schema}}});
                    (format!("/p{i}"), json!({"get": {"responses": {"200": response}}}))
                })),
                json!({}),
            );
            document["components"]["schemas"] = object((0..n).map(|i| {
                (
                    format!("Schema{i}"),
                    json!({"type": "object", "properties": {"a": {"type": "string"}}}),
                )
            }));
            generate(&document)
        },
    },
    Shape {
        name: "tags that are nearly listed",
        size: 50,
        work: |n| {
            let get = |i: usize| json!({"tags": [format!("Resource{i}")], "responses": {"204": {"description": "x"}}});
            let mut document = document(
                object((0..n).map(|i| (format!("/p{i}"), json!({"get": get(i)})))),
                json!({}),
            );
            document["tags"] = (0..n).map(|i| json!({"name": format!("Resources{i}")})).collect();
            generate(&document)
        },
    },
    Shape {
        name: "dangling references",
        size: 100,
        work: |n| {
            sharing(
                n,
                json!({}),
                |i| json!({"responses": {"200": {"description": "x", "content": {"application/json": {"schema": schema(&format!("Gone{i}"))}}}}}),
            )
        },
    },
    Shape {
        name: "paths that differ in a slash",
        size: 50,
        work: |n| {
            generate(&document(
                object((0..2 * n).map(|i| {
                    (
                        format!("/p{}{}", i / 2, if i % 2 == 0 { "" } else { "/" }),
                        json!({"get": {"responses": {"204": {"description": "x"}}}}),
                    )
                })),
                json!({}),
            ))
        },
    },
];

/// A document with one simple operation, changed.
fn operation(change: impl Fn(&mut Value)) -> Work {
    let mut paths =
        json!({"/a": {"post": {"operationId": "a", "responses": {"200": {"description": "OK"}}}}});
    change(&mut paths["/a"]["post"]);
    generate(&document(paths, json!({})))
}

fn operations(n: usize, tag: impl Fn(usize) -> String, id: impl Fn(usize) -> String) -> Work {
    let each = |i: usize| {
        let operation = json!({"tags": [tag(i)], "operationId": id(i), "responses": {"200": {"description": "OK"}, "404": {"description": "None."}}});
        (format!("/p{i}"), json!({"get": operation}))
    };
    generate(&document(object((0..n).map(each)), json!({})))
}

/// Operations that differ in their path alone.
fn sharing(n: usize, schemas: Value, operation: impl Fn(usize) -> Value) -> Work {
    generate(&document(
        object((0..n).map(|i| (format!("/p{i}"), json!({"post": operation(i)})))),
        schemas,
    ))
}

/// A fact of the whole document.
fn with(key: &str, value: Value) -> Work {
    let mut document = document(echo(), json!({"S": {"type": "string"}}));
    document[key] = value;
    generate(&document)
}

fn with_components(key: &str, value: Value) -> Work {
    let mut document = document(echo(), json!({"S": {"type": "string"}}));
    document["components"][key] = value;
    generate(&document)
}

fn parameters(n: usize, name: impl Fn(usize) -> String, required: bool) -> Work {
    operation(|post| {
        post["parameters"] = (0..n).map(|i| json!({"name": name(i), "in": "query", "required": required, "schema": {"type": "string"}})).collect()
    })
}

fn path(path: String) -> Work {
    generate(&document(
        object(std::iter::once((
            path,
            json!({"get": {"responses": {"204": {"description": "x"}}}}),
        ))),
        json!({}),
    ))
}

fn path_variables(n: usize) -> Work {
    let path: String = (0..n).map(|i| format!("/{{v{i}}}")).collect();
    let parameters: Value = (0..n).map(|i| json!({"name": format!("v{i}"), "in": "path", "required": true, "schema": {"type": "string"}})).collect();
    generate(&document(
        object(std::iter::once((
            path,
            json!({"get": {"parameters": parameters, "responses": {"204": {"description": "x"}}}}),
        ))),
        json!({}),
    ))
}

fn fields(n: usize) -> Value {
    json!({"type": "object", "properties": object((0..n).map(|i| (format!("f{i}"), json!({"type": "string"}))))})
}

fn required_fields(n: usize) -> Value {
    let mut schema = fields(n);
    schema["required"] = (0..n).map(|i| json!(format!("f{i}"))).collect();
    schema
}

fn statuses_of_their_own(n: usize) -> Work {
    sharing(
        n,
        json!({}),
        |i| json!({"responses": {(400 + i % 100).to_string(): {"description": "x"}, (500 + i / 100).to_string(): {"description": "y"}}}),
    )
}

fn tags_that_share_a_schema(n: usize) -> Work {
    sharing(
        n,
        json!({"Shared": fields(3)}),
        |i| json!({"tags": [format!("T{i}")], "requestBody": {"content": {"application/json": {"schema": schema("Shared")}}}, "responses": {}}),
    )
}

fn secured(schemes: usize, operations: usize) -> Work {
    let mut document = document(
        object((0..operations).map(|i| {
            (format!("/p{i}"), json!({"get": {"responses": {"204": {"description": "x"}}}}))
        })),
        json!({}),
    );
    document["components"]["securitySchemes"] = object((0..schemes).map(|i| {
        (format!("k{i}"), json!({"type": "apiKey", "in": "header", "name": format!("X-{i}")}))
    }));
    document["security"] =
        (0..schemes).map(|i| object(std::iter::once((format!("k{i}"), json!([]))))).collect();
    generate(&document)
}

fn operations_that_share_parameters(n: usize) -> Work {
    let item = |i: usize| {
        let methods = ["get", "put", "post", "delete", "patch", "head", "options"];
        let mut item = object(methods.iter().map(|method| {
            ((*method).to_owned(), json!({"responses": {"204": {"description": "x"}}}))
        }));
        item["parameters"] = (0..n)
            .map(|j| json!({"name": format!("p{j}"), "in": "query", "schema": {"type": "string"}}))
            .collect();
        (format!("/p{i}"), item)
    };
    generate(&document(object((0..1).map(item)), json!({})))
}

fn operations_that_share_a_description(n: usize) -> Work {
    let mut document = document(
        object((0..n).map(|i| (format!("/p{i}"), json!({"get": {"parameters": [{"$ref": "#/components/parameters/p"}], "responses": {"404": {"$ref": "#/components/responses/r"}}}})))),
        json!({}),
    );
    document["components"]["parameters"] = json!({"p": {"name": "p", "in": "query", "description": "Long. ".repeat(200 * n), "schema": {"type": "string"}}});
    document["components"]["responses"] = json!({"r": {"description": "Long. ".repeat(200 * n)}});
    generate(&document)
}

fn operations_that_share_an_answer(n: usize) -> Work {
    let mut document = document(
        object((0..n).map(|i| {
            (
                format!("/p{i}"),
                json!({"get": {"responses": {"200": {"$ref": "#/components/responses/r"}}}}),
            )
        })),
        json!({}),
    );
    document["components"]["responses"] = json!({"r": {
        "description": "x",
        "headers": object((0..n).map(|i| (format!("X-{i}"), json!({"schema": {"type": "string"}})))),
        "content": object((0..n).map(|i| (format!("application/v{i}+json"), json!({"schema": {"type": "object", "properties": {"a": {"type": "string"}}}})))),
    }});
    generate(&document)
}
