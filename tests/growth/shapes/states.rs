//! Two states of a document that differ in many things of one kind, compared and reported.

use super::schemas::alike;
use super::{Shape, Work, document, echo, inputs, object, schema};
use semver::Version;
use serde_json::{Value, json};
use specweave::config::Config;
use specweave::diff::report::{Format, Look, render};
use specweave::diff::{Comparison, State, changelog, compare};
use specweave::{bundle, model};

/// Shapes of comparisons.
pub(super) const SHAPES: &[Shape] = &[
    Shape {
        name: "diff: properties renamed",
        size: 60,
        work: |n| {
            both(
                n,
                |i, _| json!({"type": "string", "description": format!("The {i}.")}),
                |i, new| format!("{}{i}", if new { "now" } else { "was" }),
            )
        },
    },
    Shape {
        name: "diff: properties changed",
        size: 60,
        work: |n| {
            both(
                n,
                |_, new| json!({"type": if new { "integer" } else { "string" }}),
                |i, _| format!("f{i}"),
            )
        },
    },
    Shape {
        name: "diff: properties of one Rust name",
        size: 60,
        work: |n| {
            both(
                n,
                |_, new| json!({"type": if new { "integer" } else { "string" }}),
                |i, _| alike(i),
            )
        },
    },
    Shape {
        name: "diff: enum values",
        size: 250,
        work: |n| {
            compared(|new| {
                document(
                    echo(),
                    json!({"S": {"type": "string", "enum": (0..n).map(|i| format!("v{}", 2 * i + usize::from(new && i % 2 == 0))).collect::<Vec<_>>()}}),
                )
            })
        },
    },
    Shape {
        name: "diff: schemas renamed",
        size: 40,
        work: |n| {
            compared(|new| {
                schemas(
                    n,
                    |i| format!("{}{i}", if new { "Now" } else { "Was" }),
                    |i| json!({"type": "object", "properties": {format!("p{i}"): {"type": "string"}}}),
                )
            })
        },
    },
    Shape {
        name: "diff: schemas renamed that look alike",
        size: 40,
        work: |n| {
            compared(|new| {
                schemas(
                    n,
                    |i| format!("{}{i}", if new { "Now" } else { "Was" }),
                    |_| json!({"type": "object", "properties": {"p": {"type": "string"}}}),
                )
            })
        },
    },
    Shape {
        name: "diff: operations renamed",
        size: 40,
        work: |n| {
            compared(|new| {
                operations(
                    n,
                    |i| format!("/p{i}"),
                    |i| format!("{}{i}", if new { "now" } else { "was" }),
                )
            })
        },
    },
    Shape {
        name: "diff: operations moved",
        size: 40,
        work: |n| {
            compared(|new| {
                operations(
                    n,
                    |i| format!("/{}{i}", if new { "now" } else { "was" }),
                    |i| format!("get{i}"),
                )
            })
        },
    },
    Shape {
        name: "diff: operations replaced",
        size: 40,
        work: |n| {
            compared(|new| {
                operations(
                    n,
                    |i| format!("/{}{i}", if new { "now" } else { "was" }),
                    |i| format!("{}{i}", if new { "now" } else { "was" }),
                )
            })
        },
    },
    Shape {
        name: "diff: operations replaced that are alike",
        size: 40,
        work: |n| {
            compared(|new| {
                let echo = echo()["/echo"].clone();
                let path = |i| format!("/{}{i}", if new { "now" } else { "was" });
                let paths = object((0..n).map(|i| {
                    let mut item = echo.clone();
                    item["post"]["operationId"] = path(i).into();
                    (path(i), item)
                }));
                document(
                    paths,
                    json!({"S": {"type": "object", "properties": {"a": {"type": "string"}}}}),
                )
            })
        },
    },
    Shape {
        name: "diff: paths whose variables are renamed",
        size: 40,
        work: |n| {
            compared(|new| {
                operations(
                    n,
                    |i| format!("/p{i}/{{{}}}", if new { "b" } else { "a" }),
                    |i| format!("get{i}"),
                )
            })
        },
    },
    Shape {
        name: "diff: parameters",
        size: 60,
        work: |n| {
            compared(|new| {
                let name = |i: usize| {
                    format!("{}{i}", if new && i.is_multiple_of(2) { "now" } else { "was" })
                };
                let parameters: Value = (0..n)
                    .map(|i| json!({"name": name(i), "in": "query", "schema": {"type": "string"}}))
                    .collect();
                document(
                    json!({"/a": {"get": {"parameters": parameters, "responses": {}}}}),
                    json!({}),
                )
            })
        },
    },
    Shape {
        name: "diff: arms of a union",
        size: 40,
        work: |n| {
            compared(|new| {
                let arms: Value = (0..n)
                    .map(|i| {
                        schema(&format!("{}{i}", if new && i % 2 == 0 { "Now" } else { "Was" }))
                    })
                    .collect();
                let mut document = schemas(
                    n,
                    |i| format!("{}{i}", if new && i % 2 == 0 { "Now" } else { "Was" }),
                    |i| json!({"type": "object", "properties": {format!("p{i}"): {"type": "string"}}}),
                );
                document["components"]["schemas"]["S"] = json!({"oneOf": arms});
                document
            })
        },
    },
    Shape {
        name: "diff: arms replaced by schemas that share a property",
        size: 40,
        work: |n| {
            compared(|new| {
                let name = |i: usize| format!("{}{i}", if new { "Now" } else { "Was" });
                let arms: Value = (0..n).map(|i| schema(&name(i))).collect();
                let own = |i: usize| format!("{}{}", name(i), "own");
                let mut document = schemas(n, name, |i| {
                    let text = json!({"type": "string"});
                    json!({"type": "object", "properties": {"shared": text, own(i): text, format!("more{i}{new}"): text}})
                });
                document["components"]["schemas"]["S"] = json!({"oneOf": arms});
                document
            })
        },
    },
    Shape {
        name: "diff: inline arms that change",
        size: 40,
        work: |n| {
            compared(|new| {
                let arm = |i: usize| {
                    let own = format!("{}{i}", if new { "now" } else { "was" });
                    json!({"type": "object", "required": [own], "properties": {own: {"type": "string"}}})
                };
                let list = |i: usize| json!({"type": "array", "items": arm(i)});
                let arms: Value = (0..n).flat_map(|i| [arm(i), list(i)]).collect();
                document(echo(), json!({"S": {"oneOf": arms}}))
            })
        },
    },
    Shape {
        name: "diff: long texts",
        size: 500,
        work: |n| {
            compared(|new| {
                let text: String =
                    (0..n).map(|i| format!("word{} ", 2 * i + usize::from(new))).collect();
                document(
                    echo(),
                    json!({"S": {"type": "object", "description": text, "properties": {"a": {"type": "string", "description": text}}}}),
                )
            })
        },
    },
    Shape {
        name: "diff: long texts of many lines",
        size: 500,
        work: |n| {
            compared(|new| {
                let text: String =
                    (0..n).map(|i| format!("- line {}\n", 2 * i + usize::from(new))).collect();
                document(
                    echo(),
                    json!({"S": {"type": "object", "description": text, "properties": {"a": {"type": "string", "description": text}}}}),
                )
            })
        },
    },
    Shape {
        name: "diff: an allOf chain",
        size: 30,
        work: |n| {
            compared(|new| {
                schemas(
                    n,
                    |i| format!("S{i}"),
                    |i| json!({"allOf": [schema(&format!("S{}", (i + 1).min(n - 1))), {"type": "object", "properties": {format!("own{i}"): {"type": if new { "string" } else { "integer" }}}}]}),
                )
            })
        },
    },
    Shape {
        name: "diff: schemas on one cycle",
        size: 40,
        work: |n| {
            compared(|new| {
                schemas(
                    n,
                    |i| format!("S{i}"),
                    |i| json!({"type": "object", "properties": {"next": schema(&format!("S{}", (i + 1) % n)), "back": schema(&format!("S{}", (i * 7) % n)), "a": {"type": if new { "string" } else { "integer" }}}}),
                )
            })
        },
    },
    Shape {
        name: "diff: schemas of a chain replaced by another",
        size: 40,
        work: |n| chains(n, |kind, i| schema(&format!("{kind}{}", i + 1))),
    },
    Shape {
        name: "diff: schemas of a chain replaced by copies that lead to the old ones",
        size: 40,
        work: |n| chains(n, |_, i| schema(&format!("T{}", i + 1))),
    },
    Shape { name: "diff: users of one schema", size: 40, work: |n| users(n, 20) },
    Shape { name: "diff: fields of a schema with users", size: 40, work: |n| users(20, n) },
    Shape {
        name: "diff: statuses",
        size: 40,
        work: |n| {
            compared(|new| {
                document(
                    json!({"/a": {"get": {"responses": object((0..n.min(400)).map(|i| ((100 + i + usize::from(new)).to_string(), json!({"description": "x"}))))}}}),
                    json!({}),
                )
            })
        },
    },
    Shape {
        name: "diff: security schemes",
        size: 40,
        work: |n| {
            compared(|new| {
                let mut document = document(json!({"/a": {"get": {"responses": {}}}}), json!({}));
                document["components"]["securitySchemes"] = object((0..n).map(|i| {
                    (
                        format!("k{i}"),
                        json!({"type": "apiKey", "in": "header", "name": format!("X-{i}{new}")}),
                    )
                }));
                document["security"] =
                    (0..n).map(|i| object(std::iter::once((format!("k{i}"), json!([]))))).collect();
                document
            })
        },
    },
    Shape {
        name: "bundle: schemas",
        size: 200,
        work: |n| {
            let document = schemas(
                n,
                |i| format!("S{i}"),
                |i| json!({"allOf": [schema(&format!("S{}", (i + 1) % n)), {"description": "x"}]}),
            );
            let inputs = inputs(vec![("a.json".into(), document.to_string())], vec![]);
            Box::new(move || {
                bundle(inputs, &|_| {})
                    .map_or(0, |(value, found)| value.to_string().len() + super::shown(&found))
            })
        },
    },
];

fn both(
    n: usize,
    value: impl Fn(usize, bool) -> Value,
    name: impl Fn(usize, bool) -> String,
) -> Work {
    compared(|new| {
        document(
            echo(),
            json!({"S": {"type": "object", "properties": object((0..n).map(|i| (name(i, new), value(i, new))))}}),
        )
    })
}

fn schemas(n: usize, name: impl Fn(usize) -> String, value: impl Fn(usize) -> Value) -> Value {
    let mut schemas = object((0..n).map(|i| (name(i), value(i))));
    schemas["S"] = json!({"type": "object", "properties": object((0..n).map(|i| (format!("f{i}"), schema(&name(i)))))});
    document(echo(), schemas)
}

fn operations(n: usize, path: impl Fn(usize) -> String, id: impl Fn(usize) -> String) -> Value {
    document(object((0..n).map(|i| (path(i), json!({"get": {"operationId": id(i), "summary": format!("Gets {}.", id(i)), "responses": {"200": {"description": "OK"}}}})))), json!({}))
}

/// Compares two states and makes every report.
fn compared(state: impl Fn(bool) -> Value) -> Work {
    let [old, new] =
        [false, true].map(|new| inputs(vec![("a.json".into(), state(new).to_string())], vec![]));
    Box::new(move || {
        let config = Config::default();
        let [old, new] =
            [old, new].map(|inputs| model(inputs, &config, &|_| {}).unwrap_or_default().0);
        let changes = compare(&old, &new);
        let states = [State::new("old", &old), State::new("new", &new)];
        let comparison = Comparison::new(states, changes, Vec::new(), Some(&config));
        let formats = [Format::Text, Format::Markdown, Format::Json, Format::Html, Format::Github];
        let reports: usize =
            formats.iter().map(|format| render(&comparison, *format, &Look::default()).len()).sum();
        reports + changelog(&comparison.changes, &Version::new(1, 0, 0), "2026-01-01").len()
    })
}

/// Values whose schemas `T` are replaced by schemas `U`, which both states have; each schema leads to the next one of a chain.
fn chains(n: usize, next: impl Fn(&str, usize) -> Value) -> Work {
    compared(|new| {
        let chain = |kind: &'static str| {
            let next = &next;
            (0..=n).map(move |i| {
                let own = match (i < n, kind) {
                    (true, _) => json!({"next": next(kind, i), "own": {"type": "string"}}),
                    (false, "T") => json!({"end": {"type": "string"}}),
                    (false, _) => json!({"end": {"type": "integer"}}),
                };
                (format!("{kind}{i}"), json!({"type": "object", "properties": own}))
            })
        };
        let kind = if new { "U" } else { "T" };
        let held = object((0..n).map(|i| (format!("f{i}"), schema(&format!("{kind}{i}")))));
        let kept = json!({"type": "object", "properties": {"t": schema("T0"), "u": schema("U0")}});
        let holder = json!({"type": "object", "properties": held});
        let named = [("S".to_owned(), holder), ("Kept".to_owned(), kept)];
        document(echo(), object(chain("T").chain(chain("U")).chain(named)))
    })
}

/// Operations that send and receive a schema whose fields change.
fn users(operations: usize, fields: usize) -> Work {
    let content = json!({"application/json": {"schema": schema("S")}});
    let operation = json!({"post": {
        "requestBody": {"content": content},
        "responses": {"200": {"description": "x", "content": content}},
    }});
    compared(|new| {
        let kind = if new { "integer" } else { "string" };
        let fields = object((0..fields).map(|i| (format!("f{i}"), json!({"type": kind}))));
        document(
            object((0..operations).map(|i| (format!("/p{i}"), operation.clone()))),
            json!({"S": {"type": "object", "properties": fields}}),
        )
    })
}
