//! Texts in which one thing of their syntax is there many times: pages, YAML, JSON, overlays, descriptions.

use super::{Shape, Work, document, echo, generate, generate_all, generate_text};
use serde_json::{Value, json};

/// Shapes of texts.
pub(super) const SHAPES: &[Shape] = &[
    Shape {
        name: "pages",
        size: 50,
        work: |n| {
            generate_all(
                (0..n).map(|i| (format!("p{i}.md"), page(&operation(i)))).collect(),
                vec![],
            )
        },
    },
    Shape {
        name: "pages with the same components",
        size: 30,
        work: |n| {
            generate_all(
                (0..n).map(|i| (format!("p{i}.md"), page(&with_schema(i)))).collect(),
                vec![],
            )
        },
    },
    Shape {
        name: "pages that disagree",
        size: 30,
        work: |n| {
            generate_all(
                (0..n).map(|i| (format!("p{i}.md"), page(&disagreeing(i)))).collect(),
                vec![],
            )
        },
    },
    Shape {
        name: "fragments in a page",
        size: 50,
        work: |n| generate_text("p.md", (0..n).map(|i| page(&operation(i))).collect()),
    },
    Shape {
        name: "a page of empty arrays",
        size: 50_000,
        work: |n| generate_text("p.md", format!("# A\n\n```json\n[{}[]]\n```\n", "[],".repeat(n))),
    },
    Shape {
        name: "a document of empty arrays",
        size: 50_000,
        work: |n| generate_text("a.json", format!("[{}[]]", "[],".repeat(n))),
    },
    Shape {
        name: "a document of empty objects",
        size: 50_000,
        work: |n| generate_text("a.json", format!("[{}{{}}]", "{},".repeat(n))),
    },
    Shape {
        name: "a document of small numbers",
        size: 50_000,
        work: |n| {
            generate_text(
                "a.json",
                format!("{{\"openapi\":\"3.0.1\",\"paths\":{{}},\"x-a\":[{}0]}}", "1,".repeat(n)),
            )
        },
    },
    Shape {
        name: "keys named twice",
        size: 250,
        work: |n| {
            generate_text(
                "a.json",
                format!("{{{}\"openapi\":\"3.0.1\",\"paths\":{{}}}}", "\"a\":1,".repeat(n)),
            )
        },
    },
    Shape {
        name: "keys named twice in YAML",
        size: 250,
        work: |n| {
            generate_text("a.yaml", format!("{}openapi: 3.0.1\npaths: {{}}\n", "a: 1\n".repeat(n)))
        },
    },
    Shape {
        name: "malformed operations",
        size: 100,
        work: |n| {
            generate(&document(
                (0..n).map(|i| (format!("/p{i}"), json!({"get": 1}))).collect(),
                json!({}),
            ))
        },
    },
    Shape {
        name: "malformed operations on many lines",
        size: 100,
        work: |n| {
            generate_text(
                "a.json",
                serde_json::to_string_pretty(&document(
                    (0..n).map(|i| (format!("/p{i}"), json!({"get": 1}))).collect(),
                    json!({}),
                ))
                .unwrap(),
            )
        },
    },
    Shape {
        name: "warnings on many lines",
        size: 100,
        work: |n| {
            generate_text(
                "a.json",
                serde_json::to_string_pretty(&document(
                    (0..n)
                        .map(|i| {
                            (
                                format!("/p{i}/{{gone}}"),
                                json!({"get": {"operationId": format!("get{i}"), "responses": {}}}),
                            )
                        })
                        .collect(),
                    json!({}),
                ))
                .unwrap(),
            )
        },
    },
    Shape {
        name: "warnings on one line",
        size: 100,
        work: |n| {
            generate(&document(
                (0..n)
                    .map(|i| {
                        (
                            format!("/p{i}/{{gone}}"),
                            json!({"get": {"operationId": format!("get{i}"), "responses": {}}}),
                        )
                    })
                    .collect(),
                json!({}),
            ))
        },
    },
    Shape {
        name: "warnings on one line in YAML",
        size: 100,
        work: |n| {
            generate_text(
                "a.yaml",
                document(
                    (0..n)
                        .map(|i| {
                            (
                                format!("/p{i}/{{gone}}"),
                                json!({"get": {"operationId": format!("get{i}"), "responses": {}}}),
                            )
                        })
                        .collect(),
                    json!({}),
                )
                .to_string(),
            )
        },
    },
    Shape {
        name: "notes",
        size: 100,
        work: |n| {
            generate(&document(
                echo(),
                json!({"S": {"type": "object", "properties": (0..n).map(|i| (format!("f{i}"), json!({"type": "string", "format": format!("odd{i}")}))).collect::<serde_json::Map<_, _>>()}}),
            ))
        },
    },
    Shape {
        name: "a long description",
        size: 2000,
        work: |n| described("Plain words. ".repeat(n)),
    },
    Shape {
        name: "a description of many lines",
        size: 1000,
        work: |n| described("Plain words.\n".repeat(n)),
    },
    Shape {
        name: "a description of HTML",
        size: 500,
        work: |n| described("<b>bold</b><br>".repeat(n)),
    },
    Shape {
        name: "a description of open HTML",
        size: 500,
        work: |n| described("<b><p>".repeat(n)),
    },
    Shape { name: "a description of ampersands", size: 1000, work: |n| described("&<".repeat(n)) },
    Shape {
        name: "a page of backticks",
        size: 1000,
        work: |n| generate_text("p.md", format!("# A\n\n{}\n", "` `` ".repeat(n))),
    },
    Shape {
        name: "a page of growing backticks",
        size: 20,
        work: |n| {
            generate_text(
                "p.md",
                format!("# A\n\n{}\n", (1..n).map(|i| "`".repeat(i) + " ").collect::<String>()),
            )
        },
    },
    Shape {
        name: "a page of quotes",
        size: 100,
        work: |n| generate_text("p.md", format!("# A\n\n{}x\n", "> ".repeat(n))),
    },
    Shape {
        name: "a page of nested lists",
        size: 100,
        work: |n| generate_text("p.md", format!("# A\n\n{}x\n", "- ".repeat(n))),
    },
    Shape {
        name: "a page of open fences",
        size: 500,
        work: |n| generate_text("p.md", format!("# A\n\n{}", "```json\n".repeat(n))),
    },
    Shape {
        name: "a page of empty fences",
        size: 500,
        work: |n| generate_text("p.md", format!("# A\n\n{}", "```json\n```\n\n".repeat(n))),
    },
    Shape {
        name: "a page of fences in quotes",
        size: 200,
        work: |n| {
            generate_text("p.md", format!("# A\n\n{}", "> ```json\n> {}\n> ```\n\n".repeat(n)))
        },
    },
    Shape {
        name: "a page of fences in lists",
        size: 200,
        work: |n| generate_text("p.md", format!("# A\n\n{}", "1. ```\n".repeat(n))),
    },
    Shape {
        name: "a page of brackets",
        size: 1000,
        work: |n| generate_text("p.md", format!("# A\n\n{}\n", "[".repeat(n))),
    },
    Shape {
        name: "a page of links",
        size: 500,
        work: |n| generate_text("p.md", format!("# A\n\n{}\n", "[a](b ".repeat(n))),
    },
    Shape {
        name: "a page of stars",
        size: 1000,
        work: |n| generate_text("p.md", format!("# A\n\n{}\n", "*a **b ".repeat(n))),
    },
    Shape {
        name: "a page of other JSON",
        size: 200,
        work: |n| {
            generate_text("p.md", format!("# A\n\n{}", "```json\n{\"a\":1}\n```\n\n".repeat(n)))
        },
    },
    Shape {
        name: "a page of broken JSON",
        size: 200,
        work: |n| {
            generate_text("p.md", format!("# A\n\n{}", "```json\n{\"openapi\":\n```\n\n".repeat(n)))
        },
    },
    Shape {
        name: "YAML",
        size: 100,
        work: |n| {
            generate_text(
                "a.yaml",
                as_yaml(&document(
                    (0..n)
                        .map(|i| {
                            (
                                format!("/p{i}"),
                                json!({"get": {"operationId": format!("get{i}"), "responses": {}}}),
                            )
                        })
                        .collect(),
                    json!({}),
                )),
            )
        },
    },
    Shape {
        name: "YAML in one line",
        size: 100,
        work: |n| {
            generate_text(
                "a.yaml",
                document(
                    (0..n)
                        .map(|i| {
                            (
                                format!("/p{i}"),
                                json!({"get": {"operationId": format!("get{i}"), "responses": {}}}),
                            )
                        })
                        .collect(),
                    json!({}),
                )
                .to_string(),
            )
        },
    },
    Shape {
        name: "YAML: aliases of one anchor",
        size: 500,
        work: |n| yaml(format!("x-a: &a [1, 2, 3]\nx-b:\n{}", "- *a\n".repeat(n))),
    },
    Shape {
        name: "YAML: aliases of a long anchor",
        size: 100,
        work: |n| yaml(format!("x-a: &a [{}]\nx-b:\n{}", "1, ".repeat(n), "- *a\n".repeat(n))),
    },
    Shape {
        name: "YAML: anchors",
        size: 500,
        work: |n| {
            yaml(format!(
                "x-b:\n{}",
                (0..n).map(|i| format!("- &a{i} x\n- *a{i}\n")).collect::<String>()
            ))
        },
    },
    Shape {
        name: "YAML: merge keys",
        size: 250,
        work: |n| yaml(format!("x-a: &a {{b: 1, c: 2}}\nx-b:\n{}", "- {<<: *a, d: 3}\n".repeat(n))),
    },
    Shape {
        name: "YAML: a list of merge keys",
        size: 250,
        work: |n| yaml(format!("x-a: &a {{b: 1, c: 2}}\nx-b: {{<<: [{}*a]}}\n", "*a, ".repeat(n))),
    },
    Shape {
        name: "YAML: a chain of merge keys",
        size: 60,
        work: |n| {
            yaml(format!(
                "x-0: &a0 {{k0: 1}}\n{}",
                (1..n)
                    .map(|i| format!("x-{i}: &a{i} {{<<: *a{}, k{i}: 1}}\n", i - 1))
                    .collect::<String>()
            ))
        },
    },
    Shape {
        name: "YAML: sequences in sequences",
        size: 500,
        work: |n| yaml(format!("x-a: {}{}\n", "[".repeat(n), "]".repeat(n))),
    },
    Shape {
        name: "YAML: indented sequences",
        size: 500,
        work: |n| yaml(format!("x-a:\n  {}x\n", "- ".repeat(n))),
    },
    Shape {
        name: "YAML: documents",
        size: 500,
        work: |n| generate_text("a.yaml", "---\na: 1\n".repeat(n)),
    },
    Shape { name: "YAML: comments", size: 2000, work: |n| yaml("# nothing\n".repeat(n)) },
    Shape {
        name: "YAML: block scalars",
        size: 500,
        work: |n| yaml(format!("x-a: |\n{}", "  line\n".repeat(n))),
    },
    Shape {
        name: "YAML: a long plain scalar",
        size: 500,
        work: |n| yaml(format!("x-a: {}\n", "word\n  ".repeat(n))),
    },
    Shape {
        name: "YAML: quoted scalars",
        size: 500,
        work: |n| yaml(format!("x-a: [{}]\n", "'it''s', \"\\u00e9\", ".repeat(n))),
    },
    Shape {
        name: "YAML: complex keys",
        size: 500,
        work: |n| yaml(format!("x-a: {{{}}}\n", "? [a] : b, ".repeat(n))),
    },
    Shape {
        name: "YAML: non-ASCII text",
        size: 500,
        work: |n| yaml(format!("x-a: [{}]\n", "é, ".repeat(n))),
    },
    Shape {
        name: "YAML: flow openers",
        size: 500,
        work: |n| yaml(format!("x-a: {}\n", "{".repeat(n))),
    },
    Shape {
        name: "overlay actions",
        size: 100,
        work: |n| {
            overlaid(
                (0..n)
                    .map(|i| {
                        format!(
                            "  - target: $.paths['/p{}'].get\n    update: {{summary: New {i}.}}\n",
                            i % 100
                        )
                    })
                    .collect(),
            )
        },
    },
    Shape {
        name: "overlay actions on everything",
        size: 20,
        work: |n| overlaid("  - target: $.paths.*.get\n    update: {summary: New.}\n".repeat(n)),
    },
    Shape {
        name: "overlay actions that match nothing",
        size: 100,
        work: |n| {
            overlaid(
                (0..n)
                    .map(|i| format!("  - target: $.paths['/gone{i}']\n    remove: true\n"))
                    .collect(),
            )
        },
    },
    Shape {
        name: "overlay actions that go down",
        size: 10,
        work: |n| overlaid("  - target: $..operationId\n    update: x\n".repeat(n)),
    },
    Shape {
        name: "an overlay action that removes everywhere",
        size: 100,
        work: |n| {
            overlaid_paths(n, "  - target: $.paths.*.get.operationId\n    remove: true\n".into())
        },
    },
];

fn page(fragment: &Value) -> String {
    format!("# A page\n\n```json\n{fragment}\n```\n\n")
}

fn operation(index: usize) -> Value {
    document(
        [(
            format!("/p{index}"),
            json!({"get": {"operationId": format!("get{index}"), "responses": {}}}),
        )]
        .into_iter()
        .collect(),
        json!({}),
    )
}

fn with_schema(index: usize) -> Value {
    let mut fragment = operation(index);
    let properties: serde_json::Map<_, _> =
        (0..10).map(|i| (format!("f{i}"), json!({"type": "string"}))).collect();
    fragment["components"]["schemas"]["Shared"] =
        json!({"type": "object", "properties": properties});
    fragment
}

fn disagreeing(index: usize) -> Value {
    let mut fragment = with_schema(index);
    fragment["components"]["schemas"]["Shared"]["description"] = json!(format!("The {index}."));
    fragment
}

/// A description wherever one can be.
fn described(text: String) -> Work {
    let mut document = document(
        echo(),
        json!({"S": {"type": "object", "description": text, "properties": {"a": {"type": "string", "description": text}}}}),
    );
    document["info"]["description"] = json!(text);
    document["paths"]["/echo"]["post"]["description"] = json!(text);
    document["paths"]["/echo"]["post"]["responses"]["404"] = json!({"description": text});
    generate(&document)
}

/// A document in YAML with more at its end.
fn yaml(more: String) -> Work {
    generate_text(
        "a.yaml",
        format!(
            "openapi: 3.0.1\ninfo: {{title: A, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths: {{}}\n{more}"
        ),
    )
}

fn as_yaml(value: &Value) -> String {
    specweave::document::yaml::to_string(value).unwrap()
}

fn overlaid(actions: String) -> Work {
    overlaid_paths(100, actions)
}

fn overlaid_paths(n: usize, actions: String) -> Work {
    let document = document(
        (0..n)
            .map(|i| {
                (
                    format!("/p{i}"),
                    json!({"get": {"operationId": format!("get{i}"), "responses": {}}}),
                )
            })
            .collect(),
        json!({}),
    );
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: A, version: '1'}}\nactions:\n{actions}");
    generate_all(vec![("a.json".into(), document.to_string())], vec![overlay])
}
