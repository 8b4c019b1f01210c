//! Documents and configurations in, emitted lists in pages out.

use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};
use std::sync::Arc;

const RANGE: &str =
    "  - {header: RANGED-DATA, range: 'start={start},results={results}', results: 25}\n";
const TOKEN: &str = "  - {header: PAGE-TOKEN, token: true, expired: 410}\n";

/// Generates from a document with these paths, and these entries of `paging`.
fn generate(paths: &str, paging: &str) -> Output {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n{paths}"
    );
    let config = if paging.is_empty() { String::new() } else { format!("paging:\n{paging}") };
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", config))).unwrap();
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &config, &|_| {}).unwrap()
}

/// `GET /a` with these header parameters and these responses.
fn operation(headers: &[&str], responses: &str) -> String {
    let headers = headers.iter().map(|name| {
        format!("{{name: {name}, in: header, required: true, schema: {{type: string}}}}")
    });
    let headers: Vec<String> = headers.collect();
    format!(
        "  /a:\n    get:\n      tags: [a]\n      operationId: getA\n      parameters: [{}]\n      responses: {responses}\n",
        headers.join(", ")
    )
}

fn json(status: u16, schema: &str) -> String {
    format!("'{status}': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}")
}

const LIST: &str = "{type: array, items: {type: string}}";

fn codes(output: &Output) -> Vec<Code> {
    output.diagnostics.iter().map(|found| found.code).collect()
}

fn emitted(output: &Output) -> &str {
    &output.files["src/operations/a.rs"]
}

#[test]
fn what_is_emitted_for_ranges_and_tokens() {
    let ok = format!("{{{}}}", json(200, LIST));
    let optional = "  /b/{id}:\n    get:\n      tags: [a]\n      operationId: getB\n      parameters:\n        \
                    - {name: id, in: path, required: true, schema: {type: integer}}\n        \
                    - {name: Ranged-Data, in: header, schema: {type: string}}\n        \
                    - {name: filter, in: query, schema: {type: string}}\n      responses: "
        .to_owned();
    let token = "  /c:\n    get:\n      tags: [a]\n      operationId: getC\n      responses: {'200': {description: d, \
                 headers: {page-token: {schema: {type: string}}}, content: {application/json: {schema: {type: array, \
                 items: {type: integer}}}}}}\n";
    let paths = format!("{}{optional}{ok}\n{token}", operation(&["RANGED-DATA"], &ok));
    let output = generate(&paths, &format!("{RANGE}{TOKEN}"));
    assert_eq!(codes(&output), []);
    insta::assert_snapshot!("operations", emitted(&output));
    insta::assert_snapshot!("api", output.files["src/api.rs"]);
    let tests: String = output.files["tests/contract/a.rs"].split_whitespace().collect();
    for call in [
        "client.a().get_a().range(0,25));",
        "client.a().get_b(1).filter(\"text\").range(0,25));",
        "client.a().get_c());",
    ] {
        assert!(tests.contains(call), "{call} in {tests}");
    }
}

#[test]
fn only_an_array_is_a_list() {
    let nullable = "{type: array, nullable: true, items: {type: string}}";
    let twice = |one: &str, other: &str| format!("{{{one}, {other}}}");
    for (responses, is_list) in [
        (format!("{{{}}}", json(200, LIST)), true),
        (format!("{{{}}}", json(200, nullable)), true),
        (twice(&json(200, LIST), &json(206, LIST)), true),
        (twice(&json(200, LIST), "'204': {description: none}"), true),
        // A body that RFC 9110 does not allow there.
        (twice(&json(200, LIST), &json(204, "{type: string}")), true),
        (twice(&json(200, LIST), &json(206, "{type: array, items: {type: integer}}")), false),
        (twice(&json(200, LIST), &json(202, "{type: string}")), false),
        (format!("{{{}}}", json(200, "{type: object, properties: {a: {type: string}}}")), false),
        ("{'200': {description: none}}".into(), false),
        (
            "{'200': {description: d, content: {text/plain: {schema: {type: string}}}}}".into(),
            false,
        ),
    ] {
        let output = generate(&operation(&["RANGED-DATA"], &responses), RANGE);
        assert_eq!(codes(&output).contains(&Code::NotAList), !is_list, "{responses}");
        assert_eq!(emitted(&output).contains("rt::ranged!(GetA, RANGED_DATA);"), is_list);
        assert_eq!(emitted(&output).contains("ranged_data: impl Into<String>"), !is_list);
    }
}

#[test]
fn the_first_entry_that_an_operation_names_counts() {
    let paths = operation(&["PAGE-TOKEN", "RANGED-DATA"], &format!("{{{}}}", json(200, LIST)));
    let output = generate(&paths, &format!("{RANGE}{TOKEN}"));
    let text = emitted(&output);
    assert!(text.contains("rt::ranged!") && !text.contains("rt::page_tokens!"), "{text}");
    let output = generate(&paths, &format!("{TOKEN}{RANGE}"));
    let text = emitted(&output);
    assert!(text.contains("rt::page_tokens!") && !text.contains("rt::ranged!"), "{text}");
    assert!(
        text.contains("pub page_token: Option<String>"),
        "nobody has a token for the first page"
    );
    assert_eq!(codes(&output), [], "the other is a parameter, and known");
}

#[test]
fn what_is_not_needed_is_not_copied() {
    let has = |output: &Output| {
        let files = ["pages", "range", "page_token"];
        let manifest = &output.files["Cargo.toml"];
        let readme = &output.files["README.md"];
        files
            .map(|file| output.files.contains_key(&format!("src/runtime/paging/{file}.rs")))
            .into_iter()
            .chain([manifest.contains("futures-core"), readme.contains("## Lists")])
            .collect::<Vec<bool>>()
    };
    let ok = format!("{{{}}}", json(200, LIST));
    let none = generate(&operation(&["RANGED-DATA"], &ok), "");
    assert_eq!(has(&none), [false; 5]);
    assert_eq!(codes(&none), []);
    let ranged = generate(&operation(&["RANGED-DATA"], &ok), &format!("{RANGE}{TOKEN}"));
    assert_eq!(has(&ranged), [true, true, false, true, true]);
    assert_eq!(codes(&ranged), [Code::UnusedPaging]);
    let tokens = generate(&operation(&["PAGE-TOKEN"], &ok), TOKEN);
    assert_eq!(has(&tokens), [true, false, true, true, true]);
}

#[test]
fn constants_of_headers_have_names_of_their_own() {
    let ok = format!("{{{}}}", json(200, LIST));
    let b = operation(&["x_api"], &ok).replace("/a:", "/b:").replace("getA", "getB");
    let c = operation(&["api"], &ok).replace("/a:", "/c:").replace("getA", "getC");
    let paging = ["X-API", "x_api", "api"]
        .map(|name| format!("  - {{header: {name}, token: true}}\n"))
        .concat();
    let output = generate(&format!("{}{b}{c}", operation(&["X-API"], &ok)), &paging);
    let api = output.files["src/api.rs"].replace([' ', '\n'], "");
    for (name, header) in [("X_API", "X-API"), ("X_API2", "x_api"), ("API2", "api")] {
        let line = format!("{name}:rt::PageToken=rt::PageToken::new({header:?},None);");
        assert!(api.contains(&line), "{line}\n{api}");
    }
}
