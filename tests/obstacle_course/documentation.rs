//! Texts and names that try to be more than documentation: in rustdoc's reading, only the examples of specweave are code.

use crate::fuzz::{self, Random};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};
use serde_json::{Value, json};
use specweave::config::Config;
use specweave::render::{Style, human};
use specweave::source::Source;
use specweave::{Inputs, files};
use specweave_tests::package::{self, cargo, lock};
use std::collections::BTreeMap;
use std::sync::Arc;

type Files = BTreeMap<String, String>;

/// A crate with texts and names of a document's author wherever there can be any, for as many operations.
fn generated(
    operations: usize,
    mut text: impl FnMut() -> String,
    mut name: impl FnMut() -> String,
) -> Files {
    let (mut paths, mut schemas) = (serde_json::Map::new(), serde_json::Map::new());
    for index in 0..operations {
        // What a path or the name of a component may not hold is refused, or would be a parameter.
        let plain =
            |text: String| text.replace(['{', '}', '?', '#', '\\', '\r', '\n', '\t', '%'], "-");
        let path = format!("/a{index}/{}", plain(name()));
        let schema = format!("S{index}");
        let reference = json!({"$ref": format!("#/components/schemas/{schema}")});
        let content = json!({"application/json": {"schema": reference}});
        let operation = json!({
            "operationId": format!("op{index}"), "tags": [format!("T{}", index % 5)], "summary": text(), "description": text(),
            "parameters": [
                {"name": format!("p{}", name()), "in": "query", "description": text(), "schema": {"type": "string"}},
                {"name": format!("r{}", name()), "in": "query", "required": true, "description": text(), "schema": {"type": "string"}},
            ],
            "requestBody": {"required": true, "description": text(), "content": content},
            "responses": {
                "200": {"description": text(), "content": content},
                "201": {"description": text(), "content": {"text/plain": {"schema": {"type": "string"}}}},
                "404": {"description": text(), "content": content},
            },
        });
        paths.insert(path, json!({"post": operation}));
        let mut properties = serde_json::Map::new();
        properties.insert(
            format!("a{}", name()),
            json!({"type": "string", "description": text(), "pattern": name(), "default": name()}),
        );
        properties.insert(format!("b{}", name()), json!({"type": "string"}));
        let values = [format!("a{}", name()), format!("b{}", name())];
        properties
            .insert("e".into(), json!({"type": "string", "enum": values, "description": text()}));
        let value = json!({"type": "object", "title": text(), "description": text(), "properties": properties});
        schemas.insert(schema, value);
    }
    let tags: Vec<Value> =
        (0..5).map(|tag| json!({"name": format!("T{tag}"), "description": text()})).collect();
    let scheme = format!("k{}", name().replace(['\r', '\n'], ""));
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": name(), "version": "1", "description": text()},
        "servers": [{"url": "https://api.example.com", "description": text()}],
        "tags": tags,
        "security": [{&scheme: []}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {
            &scheme: {"type": "apiKey", "in": "header", "name": "X-Key", "description": text()},
        }},
    });
    let document = Source::new("hostile.json", document.to_string());
    let config =
        Config::parse(&Arc::new(Source::new("specweave.yaml", "crate: {name: hostile}\n")));
    let inputs = Inputs { sources: vec![document], overlays: Vec::new() };
    let output = specweave::generate(inputs, &config.unwrap(), &|_| {});
    let output = output
        .unwrap_or_else(|failure| panic!("{}", human(&failure.diagnostics, Style::default())));
    assert_eq!(output.summary.operations, operations);
    output.files
}

fn fuzzed(operations: usize, seed: u64) -> Files {
    let (mut texts, mut names) = (Random(seed), Random(seed + 1));
    generated(operations, || fuzz::text(&mut texts), || fuzz::name(&mut names))
}

fn harmless(operations: usize) -> Files {
    generated(operations, || "A text".into(), || "name".into())
}

/// The documentation that rustdoc makes of a crate: each comment, and the README.
fn documentation(files: &Files) -> Vec<(&str, String)> {
    let mut found = vec![("README.md", files["README.md"].clone())];
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let mut comment: Vec<&str> = Vec::new();
        for line in text.lines().chain([""]) {
            let line = line.trim_start();
            match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
                Some(line) => comment.push(line),
                None if comment.is_empty() => {}
                None => found.push((path, unindented(&std::mem::take(&mut comment)))),
            }
        }
    }
    found
}

/// Lines without the spaces that all of them begin with.
fn unindented(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let common =
        lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    lines.iter().map(|line| line.get(common..).unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// Whether rustdoc takes code for Rust.
fn is_rust(kind: &CodeBlockKind<'_>) -> bool {
    let CodeBlockKind::Fenced(info) = kind else { return true };
    let known = ["rust", "no_run", "ignore", "should_panic", "compile_fail", "test_harness"];
    info.split([',', ' ', '\t']).all(|word| {
        word.is_empty()
            || known.contains(&word)
            || word.starts_with("edition")
            || word.starts_with('{')
    })
}

/// How many examples rustdoc would run, and what of the documentation is neither text nor ours.
fn read(files: &Files) -> (usize, Vec<String>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let (mut examples, mut faults) = (0, Vec::new());
    for (path, text) in documentation(files) {
        let is_runtime = path.starts_with("src/runtime") || path.starts_with("tests/");
        for event in Parser::new_ext(&text, options) {
            let fault = match &event {
                Event::Start(Tag::CodeBlock(kind)) if is_rust(kind) => {
                    examples += usize::from(!path.starts_with("tests/"));
                    continue;
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    !["text", "toml", "sh"].contains(&&**info)
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    !(path == "README.md" && html.starts_with("<!-- Generated"))
                }
                Event::Start(Tag::Image { .. }) | Event::FootnoteReference(_) => true,
                Event::Start(Tag::Heading { .. }) => path != "README.md",
                Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                    let is_web = ["https://", "http://", "mailto:"]
                        .iter()
                        .any(|scheme| dest_url.to_ascii_lowercase().starts_with(scheme));
                    // Ours lead to items of the crate.
                    let is_ours = dest_url.chars().all(|c| c.is_alphanumeric() || "_:".contains(c));
                    !(is_web || is_ours || *link_type == LinkType::Email)
                }
                _ => false,
            };
            if fault && !is_runtime {
                faults.push(format!("{path}: {event:?}\n{text}"));
            }
        }
    }
    (examples, faults)
}

#[test]
fn only_our_examples_are_code() {
    let expected = read(&harmless(60)).0;
    assert!(expected > 60, "{expected}");
    for seed in [1, 2, 3] {
        let files = fuzzed(60, seed);
        let (examples, faults) = read(&files);
        assert_eq!(faults, Vec::<String>::new(), "seed {seed}");
        assert_eq!(examples + left_out(&files), expected, "seed {seed}");
    }
}

/// In a list, five spaces after the mark make a block of code, which rustdoc runs.
#[test]
fn code_in_a_list_is_no_test() {
    let expected = read(&harmless(2)).0;
    for text in [
        "Lists pets.\n\n-     panic!(\"code of a page ran\"); // !",
        "A pet.\n\n1.      panic!(\"code of a page ran\"); // !",
        ">     panic!(\"code of a page ran\");",
        "- a\n\n      panic!(\"code of a page ran\");",
        "1. ~~~\n   panic!(\"code of a page ran\");",
        "- ```rust,should_panic\n  panic!(\"code of a page ran\");",
        "> ````{.rust}\n> panic!(\"code of a page ran\");",
    ] {
        let files = generated(2, || text.into(), || "name".into());
        assert_eq!(read(&files), (expected, Vec::new()), "{text}");
        let models = &files["src/models/s0.rs"];
        assert!(models.contains("```text\n") && models.contains("panic!(\"code of a page ran\");"));
    }
}

/// A code span ends at the next run of backticks that is as long as its first; what follows would be HTML.
#[test]
fn html_after_a_code_span_is_text() {
    let expected = read(&harmless(2)).0;
    for text in [
        "Desc ``a``` <script>alert('api')</script> ```",
        "k`` <img src=x onerror=alert('name')> ``",
        "a`b``c```d <img src=x onerror=alert(1)> ```` ``` `` `",
        "`\u{0}` <img src=x> `",
        "![tracks who reads this](https://evil.example/pixel.png)",
    ] {
        let files = generated(2, || text.into(), || text.into());
        assert_eq!(read(&files), (expected - left_out(&files), Vec::new()), "{text}");
    }
}

/// How many recipes are left out, as the name of a security scheme cannot stand in them.
fn left_out(files: &Files) -> usize {
    usize::from(!files["README.md"].contains("### Renew a credential that expires"))
}

/// The number of tests that `cargo test --doc` says it ran.
pub(crate) fn tests_run(stdout: &[u8]) -> Option<usize> {
    let text = String::from_utf8_lossy(stdout);
    let last = text.rsplit("running ").next()?;
    last.split(' ').next()?.parse().ok()
}

/// The number of examples in files, in rustdoc's reading.
pub(crate) fn examples(files: &Files) -> usize {
    read(files).0
}

#[test]
#[ignore = "compiles a crate for its documentation alone"]
fn rustdoc_runs_only_our_examples_among_thousands_of_hostile_texts() {
    const OPERATIONS: usize = 160;
    let folder = package::folder(env!("CARGO_TARGET_TMPDIR"), "hostile_texts");
    let mut files = fuzzed(OPERATIONS, 10);
    files.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
    files::write(&files, &folder, &[]).unwrap();
    lock(&folder);
    let doc = cargo(&folder, &["doc", "--offline", "--quiet", "--no-deps"]);
    assert!(doc.status.success(), "{}", String::from_utf8_lossy(&doc.stderr));
    let features = "blocking,testing";
    let test = cargo(&folder, &["test", "--doc", "--offline", "--quiet", "--features", features]);
    let stdout = String::from_utf8_lossy(&test.stdout);
    assert!(test.status.success(), "{stdout}{}", String::from_utf8_lossy(&test.stderr));
    println!("{stdout}");
    assert_eq!(tests_run(&test.stdout), Some(examples(&harmless(OPERATIONS))));
}
