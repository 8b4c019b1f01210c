//! Documents in which one thing of a schema, or of the schemas, is there many times.

use super::{Shape, document, echo, generate, generate_text, object, schema};
use serde_json::{Value, json};

/// Shapes of schemas.
pub(super) const SHAPES: &[Shape] = &[
    Shape { name: "properties", size: 250, work: |n| one(properties(n, |i| format!("field{i}"))) },
    Shape { name: "properties of one Rust name", size: 250, work: |n| one(properties(n, alike)) },
    Shape {
        name: "properties of one Rust name and numbers",
        size: 250,
        work: |n| one(properties(n, |i| if i % 2 == 0 { alike(i) } else { format!("a_b_{i}") })),
    },
    Shape { name: "required properties", size: 250, work: |n| one(required(n, true)) },
    Shape {
        name: "required names without a property",
        size: 1000,
        work: |n| one(required(n, false)),
    },
    Shape { name: "read-only properties", size: 250, work: |n| one(read_only(n)) },
    Shape { name: "malformed properties", size: 250, work: |n| one(malformed(n)) },
    Shape {
        name: "enum values",
        size: 500,
        work: |n| one(json!({"type": "string", "enum": names(n, |i| format!("value {i}"))})),
    },
    Shape {
        name: "enum values of one Rust name",
        size: 250,
        work: |n| one(json!({"type": "string", "enum": names(n, alike)})),
    },
    Shape {
        name: "integer enum values",
        size: 500,
        work: |n| one(json!({"type": "integer", "enum": (0..n).collect::<Vec<_>>()})),
    },
    Shape {
        name: "an enum of mixed values",
        size: 500,
        work: |n| {
            one(
                json!({"enum": (0..n).map(|i| if i % 2 == 0 { json!(i) } else { json!(i.to_string()) }).collect::<Vec<_>>()}),
            )
        },
    },
    Shape { name: "schemas", size: 100, work: |n| many(n, |i| (format!("Schema{i}"), thing())) },
    Shape {
        name: "schemas of one Rust name",
        size: 100,
        work: |n| many(n, |i| (alike(i), thing())),
    },
    Shape {
        name: "schemas with one title",
        size: 100,
        work: |n| {
            many(n, |i| {
                (
                    format!("S{i}"),
                    json!({"type": "object", "title": "Thing", "properties": {"a": {"type": "object", "title": "Thing", "properties": {"b": {"type": "string"}}}}}),
                )
            })
        },
    },
    Shape { name: "oneOf of objects", size: 60, work: |n| one(json!({"oneOf": arms(n)})) },
    Shape {
        name: "oneOf of equal objects",
        size: 60,
        work: |n| one(json!({"oneOf": vec![thing(); n]})),
    },
    Shape {
        name: "oneOf of enums",
        size: 60,
        work: |n| {
            one(
                json!({"oneOf": (0..n).map(|i| json!({"type": "string", "enum": [format!("a{i}"), format!("b{i}")]})).collect::<Vec<_>>()}),
            )
        },
    },
    Shape {
        name: "oneOf of references",
        size: 60,
        work: |n| referring(n, |refs| json!({"oneOf": refs})),
    },
    Shape {
        name: "anyOf of references",
        size: 60,
        work: |n| referring(n, |refs| json!({"anyOf": refs})),
    },
    Shape {
        name: "oneOf of one reference",
        size: 2000,
        work: |n| referring(1, |refs| json!({"oneOf": vec![refs[0].clone(); n]})),
    },
    Shape {
        name: "alternatives beside properties",
        size: 60,
        work: |n| {
            one(
                json!({"type": "object", "properties": {"own": {"type": "string"}}, "anyOf": arms(n)}),
            )
        },
    },
    Shape {
        name: "one reference many times beside properties",
        size: 200,
        work: |n| {
            referring(
                1,
                |refs| json!({"properties": {"own": {"type": "string"}}, "oneOf": vec![refs[0].clone(); n]}),
            )
        },
    },
    Shape {
        name: "alternatives that only require",
        size: 500,
        work: |n| {
            one(
                json!({"properties": {"own": {"type": "string"}}, "anyOf": (0..n).map(|i| json!({"required": [format!("f{i}")]})).collect::<Vec<_>>()}),
            )
        },
    },
    Shape {
        name: "constants as alternatives",
        size: 1000,
        work: |n| {
            one(
                json!({"oneOf": (0..n).map(|i| json!({"const": format!("value{i}"), "title": format!("Value {i}")})).collect::<Vec<_>>()}),
            )
        },
    },
    Shape {
        name: "patterns of properties",
        size: 100,
        work: |n| {
            one(
                json!({"patternProperties": (0..n).map(|i| (format!("^p{i}$"), json!({"type": "object", "properties": {format!("f{i}"): {"type": "string"}}}))).collect::<Value>()}),
            )
        },
    },
    Shape {
        name: "oneOf of arrays",
        size: 60,
        work: |n| {
            referring(
                n,
                |refs| json!({"oneOf": refs.iter().map(|to| json!({"type": "array", "items": to})).collect::<Vec<_>>()}),
            )
        },
    },
    Shape {
        name: "oneOf with a discriminator",
        size: 250,
        work: |n| {
            referring(n, |refs| json!({"oneOf": refs, "discriminator": {"propertyName": "kind"}}))
        },
    },
    Shape {
        name: "oneOf with a mapping",
        size: 60,
        work: |n| {
            referring(n, |refs| {
                let mapping = object(
                    refs.iter().enumerate().map(|(i, to)| (format!("kind{i}"), to["$ref"].clone())),
                );
                json!({"oneOf": refs, "discriminator": {"propertyName": "kind", "mapping": mapping}})
            })
        },
    },
    Shape {
        name: "properties of a union",
        size: 60,
        work: |n| {
            referring(n, |refs| {
                let held = object((0..n).map(|i| (format!("p{i}"), schema("S"))));
                let first = json!({"type": "object", "properties": held});
                let arms = [&[first], refs].concat();
                json!({"oneOf": arms, "discriminator": {"propertyName": "kind"}})
            })
        },
    },
    Shape {
        name: "mappings to one arm",
        size: 250,
        work: |n| {
            referring(2, |refs| {
                let mapping = object((0..n).map(|i| (format!("kind{i}"), refs[0]["$ref"].clone())));
                json!({"oneOf": refs, "discriminator": {"propertyName": "kind", "mapping": mapping}})
            })
        },
    },
    Shape {
        name: "a property that decides an arm",
        size: 60,
        work: |n| {
            referring(n, |refs| {
                let mapping = object((0..n).map(|i| (i.to_string(), json!(format!("R{i}")))));
                json!({"type": "object", "properties": {
                    "kind": {"type": "integer", "enum": (0..n).collect::<Vec<_>>()},
                    "value": {"anyOf": refs, "x-discriminator": {"property": "kind", "mapping": mapping}},
                }})
            })
        },
    },
    Shape { name: "unions of the same types", size: 20, work: unions_of_the_same_types },
    Shape {
        name: "allOf of objects",
        size: 100,
        work: |n| {
            one(
                json!({"allOf": (0..n).map(|i| properties(2, |j| format!("f{i}x{j}"))).collect::<Vec<_>>()}),
            )
        },
    },
    Shape {
        name: "allOf of references",
        size: 60,
        work: |n| referring(n, |refs| json!({"allOf": refs})),
    },
    Shape {
        name: "allOf of one reference",
        size: 1000,
        work: |n| referring(1, |refs| json!({"allOf": vec![refs[0].clone(); n]})),
    },
    Shape {
        name: "allOf of one property",
        size: 250,
        work: |n| one(json!({"allOf": vec![thing(); n]})),
    },
    Shape {
        name: "an allOf chain",
        size: 40,
        work: |n| {
            many(n, |i| {
                (
                    format!("S{i}"),
                    json!({"allOf": [schema(&format!("S{}", (i + 1).min(n - 1))), properties(1, |_| format!("own{i}"))]}),
                )
            })
        },
    },
    Shape {
        name: "an allOf chain of single arms",
        size: 100,
        work: |n| chain(n, |next| json!({"allOf": [next], "description": "A link."})),
    },
    Shape {
        name: "an allOf lattice",
        size: 25,
        work: |n| {
            chain(
                n,
                |next| json!({"allOf": [next, next, {"type": "object", "properties": {"a": {"type": "string"}}}]}),
            )
        },
    },
    Shape {
        name: "an allOf lattice of two",
        size: 25,
        work: |n| lattice(n, |a, b| json!({"allOf": [a, b, {"type": "object"}]})),
    },
    Shape {
        name: "a oneOf lattice",
        size: 25,
        work: |n| lattice(n, |a, b| json!({"oneOf": [a, b]})),
    },
    Shape {
        name: "a property lattice",
        size: 25,
        work: |n| {
            lattice(
                n,
                |a, b| json!({"type": "object", "required": ["a", "b"], "properties": {"a": a, "b": b}}),
            )
        },
    },
    Shape { name: "a base with properties", size: 30, work: base_with_properties },
    Shape { name: "a chain of references", size: 100, work: |n| chain(n, |next| next) },
    Shape {
        name: "a chain of arrays",
        size: 60,
        work: |n| chain(n, |next| json!({"type": "array", "items": next})),
    },
    Shape {
        name: "a chain of maps",
        size: 60,
        work: |n| chain(n, |next| json!({"type": "object", "additionalProperties": next})),
    },
    Shape {
        name: "a chain of objects",
        size: 100,
        work: |n| {
            chain(n, |next| json!({"type": "object", "required": ["a"], "properties": {"a": next}}))
        },
    },
    Shape {
        name: "a chain of unions",
        size: 60,
        work: |n| chain(n, |next| json!({"oneOf": [next, {"type": "integer"}]})),
    },
    Shape {
        name: "a chain of read-only schemas",
        size: 60,
        work: |n| {
            chain(
                n,
                |next| json!({"type": "object", "properties": {"id": {"type": "integer", "readOnly": true}, "next": next}}),
            )
        },
    },
    Shape {
        name: "references to a schema",
        size: 250,
        work: |n| one_of_many(properties_of(n, |_| schema("T"))),
    },
    Shape {
        name: "references to an array",
        size: 250,
        work: |n| one_of_many(properties_of(n, |_| schema("A"))),
    },
    Shape {
        name: "schemas on one cycle",
        size: 60,
        work: |n| {
            many(n, |i| {
                (
                    format!("S{i}"),
                    json!({"type": "object", "required": ["next"], "properties": {"next": schema(&format!("S{}", (i + 1) % n)), "back": schema(&format!("S{}", (i * 7) % n)), "list": {"type": "array", "items": schema(&format!("S{}", (i * 3) % n))}}}),
                )
            })
        },
    },
    Shape {
        name: "unions on one cycle",
        size: 60,
        work: |n| {
            many(n, |i| {
                (
                    format!("S{i}"),
                    json!({"oneOf": [schema(&format!("S{}", (i + 1) % n)), schema(&format!("S{}", (i * 7) % n)), {"type": "string"}]}),
                )
            })
        },
    },
    Shape {
        name: "inline objects in objects",
        size: 4,
        work: |n| one(nested(n, &|inner| json!({"type": "object", "properties": {"a": inner}}))),
    },
    Shape {
        name: "inline arrays in arrays",
        size: 4,
        work: |n| one(nested(n, &|inner| json!({"type": "array", "items": inner}))),
    },
    Shape {
        name: "inline arrays of 100 items",
        size: 3,
        work: |n| {
            one(nested(n, &|inner| json!({"type": "array", "minItems": 100, "items": inner})))
        },
    },
    Shape {
        name: "inline arrays of 100 items in objects",
        size: 3,
        work: |n| {
            one(nested(
                n,
                &|inner| json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "array", "minItems": 100, "items": inner}}}),
            ))
        },
    },
    Shape {
        name: "deep documents in JSON",
        size: 2000,
        work: |n| generate_text("a.json", format!("{}{}", "[".repeat(n), "]".repeat(n))),
    },
    Shape {
        name: "examples",
        size: 1000,
        work: |n| {
            one(
                json!({"type": "string", "example": "x", "x-more": (0..n).map(|i| json!({"a": i})).collect::<Vec<_>>()}),
            )
        },
    },
    Shape {
        name: "a long default",
        size: 2000,
        work: |n| {
            one(
                json!({"type": "object", "properties": {"a": {"type": "string", "default": "x".repeat(n * 10)}}}),
            )
        },
    },
    Shape {
        name: "schemas of items without a type",
        size: 100,
        work: |n| chain(n, |next| json!({ "items": next })),
    },
    Shape {
        name: "inherited schemas of further properties",
        size: 100,
        work: |n| {
            many(n, |i| {
                let further = json!({"type": "object", "additionalProperties": {"type": "integer", "maximum": i}});
                let all = (1..n).map(|i| schema(&format!("S{i}"))).collect::<Vec<_>>();
                (format!("S{i}"), if i == 0 { json!({ "allOf": all }) } else { further })
            })
        },
    },
    Shape {
        name: "values of another type",
        size: 500,
        work: |n| one(json!({"type": "string", "enum": (0..n).collect::<Vec<_>>()})),
    },
    Shape {
        name: "definitions of Swagger 2.0",
        size: 100,
        work: |n| {
            let to = |name: String| json!({ "$ref": format!("#/definitions/{name}") });
            let definition = |i: usize| {
                let next = to(format!("S{}", (i + 1) % n));
                (format!("S{i}"), json!({"type": "object", "properties": {"next": next}}))
            };
            let operation = |i: usize| {
                let body = json!({"name": "b", "in": "body", "schema": to(format!("S{i}"))});
                let responses = json!({"200": {"description": "", "schema": to(format!("S{i}"))}});
                (format!("/{i}"), json!({"put": {"parameters": [body], "responses": responses}}))
            };
            generate(&json!({
                "swagger": "2.0", "info": {"title": "T", "version": "1"}, "host": "x.example",
                "paths": object((0..n).map(operation)), "definitions": object((0..n).map(definition)),
            }))
        },
    },
    Shape {
        name: "least and most of a string",
        size: 2000,
        work: |n| {
            one(json!({"type": "object", "properties": {"a": {"type": "string", "minLength": n}}}))
        },
    },
    Shape {
        name: "a long name",
        size: 500,
        work: |n| one(properties(3, |i| format!("{}{i}", "long ".repeat(n)))),
    },
    Shape {
        name: "long names of values",
        size: 100,
        work: |n| {
            one(
                json!({"type": "string", "enum": names(10, |i| format!("{}{i}", "long ".repeat(n)))}),
            )
        },
    },
];

/// Names of which Rust cannot tell one from another.
pub(super) fn alike(index: usize) -> String {
    let signs: String =
        format!("{index:b}").chars().map(|bit| if bit == '0' { '.' } else { '-' }).collect();
    format!("a{signs}b")
}

fn names(n: usize, name: impl Fn(usize) -> String) -> Vec<String> {
    (0..n).map(name).collect()
}

fn properties(n: usize, name: impl Fn(usize) -> String) -> Value {
    json!({"type": "object", "properties": object((0..n).map(|i| (name(i), json!({"type": "string"}))))})
}

fn properties_of(n: usize, value: impl Fn(usize) -> Value) -> Value {
    json!({"type": "object", "properties": object((0..n).map(|i| (format!("field{i}"), value(i))))})
}

fn required(n: usize, there: bool) -> Value {
    let mut schema = properties(if there { n } else { 1 }, |i| format!("field{i}"));
    schema["required"] = json!(names(n, |i| format!("field{i}")));
    schema
}

fn read_only(n: usize) -> Value {
    properties_of(n, |i| json!({"type": "string", "readOnly": i % 2 == 0, "writeOnly": i % 3 == 0}))
}

fn malformed(n: usize) -> Value {
    properties_of(n, |_| json!({"type": "string", "enum": "no list"}))
}

fn thing() -> Value {
    json!({"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}})
}

fn arms(n: usize) -> Value {
    (0..n).map(|i| json!({"type": "object", "required": [format!("a{i}")], "properties": {format!("a{i}"): {"type": "string"}}})).collect()
}

/// The schema `S` alone.
fn one(s: Value) -> super::Work {
    generate(&document(echo(), json!({"S": s})))
}

/// The schema `S` beside a few that it can refer to.
fn one_of_many(s: Value) -> super::Work {
    let a = json!({"type": "array", "items": thing()});
    generate(&document(echo(), json!({"S": s, "T": thing(), "A": a})))
}

/// So many schemas, `S` leading to the first.
fn many(n: usize, each: impl Fn(usize) -> (String, Value)) -> super::Work {
    let mut schemas = object((0..n).map(&each));
    let first = schema(&each(0).0);
    schemas["S"] = json!({"type": "object", "properties": {"first": first}});
    generate(&document(echo(), schemas))
}

/// The schema `S` of references to so many others.
fn referring(n: usize, s: impl Fn(&[Value]) -> Value) -> super::Work {
    let refs: Vec<Value> = (0..n).map(|i| schema(&format!("R{i}"))).collect();
    let mut schemas = object((0..n).map(|i| {
        let own = format!("own{i}");
        (format!("R{i}"), json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, own: {"type": "string"}}}))
    }));
    schemas["S"] = s(&refs);
    generate(&document(echo(), schemas))
}

/// Each schema is made of the next.
fn chain(n: usize, link: impl Fn(Value) -> Value) -> super::Work {
    many(n, |i| {
        let value = if i + 1 == n { thing() } else { link(schema(&format!("S{}", i + 1))) };
        (format!("S{i}"), value)
    })
}

/// Each of two schemas of a level is made of both of the next.
fn lattice(n: usize, link: impl Fn(Value, Value) -> Value) -> super::Work {
    many(2 * n, |i| {
        let level = i / 2;
        let value = if level + 1 == n {
            thing()
        } else {
            link(schema(&format!("S{}", 2 * level + 2)), schema(&format!("S{}", 2 * level + 3)))
        };
        (format!("S{i}"), value)
    })
}

/// n schemas that inherit n properties.
fn base_with_properties(n: usize) -> super::Work {
    let mut schemas =
        object((0..n).map(|i| (format!("S{i}"), json!({"allOf": [schema("Base"), thing()]}))));
    schemas["Base"] = properties(n, |i| format!("inherited{i}"));
    schemas["S"] = schema("S0");
    generate(&document(echo(), schemas))
}

fn unions_of_the_same_types(n: usize) -> super::Work {
    let refs: Vec<Value> = (0..10).map(|i| schema(&format!("R{i}"))).collect();
    let mut schemas = object((0..10).map(|i| (format!("R{i}"), thing())));
    for i in 0..n {
        schemas[format!("U{i}")] = json!({"oneOf": refs});
    }
    schemas["S"] = schema("U0");
    generate(&document(echo(), schemas))
}

fn nested(depth: usize, open: &dyn Fn(Value) -> Value) -> Value {
    (0..depth).fold(json!({"type": "string"}), |inner, _| open(inner))
}
