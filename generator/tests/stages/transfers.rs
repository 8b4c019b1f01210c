//! Documents in, what users of the emitted crate read about files out.

use specweave::config::Config;
use specweave::source::Source;
use specweave::{Inputs, Output};

/// Generates from a document with these operations below `/a`.
fn generate(operations: &str) -> Output {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n{operations}"
    );
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

/// An operation with this in its request and its responses.
fn operation(method: &str, request: &str, answers: &str) -> String {
    format!(
        "    {method}: {{tags: [a], operationId: {method}A, {request}responses: {{{answers}}}}}\n"
    )
}

const DONE: &str = "'204': {description: d}";
const BYTES: &str = "'200': {description: d, content: {application/pdf: {}}}";

fn manual(operations: &str) -> String {
    generate(operations).files["README.md"].clone()
}

#[test]
fn the_manual_says_what_there_is() {
    let form = "requestBody: {content: {multipart/form-data: {}}}, ";
    let file = "requestBody: {content: {application/octet-stream: {}}}, ";
    let parts = "'200': {description: d, content: {multipart/mixed: {}}}";
    let json = "'200': {description: d, content: {application/json: {}}}";
    for (request, answers, expected) in [
        ("", DONE, [false, false, false]),
        ("", json, [false, false, false]),
        (file, DONE, [true, false, false]),
        (form, DONE, [true, true, false]),
        ("", BYTES, [false, false, true]),
        ("", parts, [false, false, true]),
        ("", &format!("{BYTES}, '202': {{description: d}}"), [false, false, true]),
        (file, BYTES, [true, false, true]),
    ] {
        let manual = manual(&operation("post", request, answers));
        let said = ["`File`", "`Form`", "`Download`"].map(|name| manual.contains(name));
        assert_eq!(said, expected, "{request}{answers}");
        assert_eq!(manual.contains("## Files"), expected.contains(&true), "{request}{answers}");
    }
}

#[test]
fn an_operation_that_answers_with_bytes_names_download() {
    let operations = operation("get", "", BYTES) + &operation("delete", "", DONE);
    let output = generate(&operations);
    let text = &output.files["src/operations/a.rs"];
    assert_eq!(text.matches("[`download`](rt::Call::download)").count(), 1, "{text}");
    assert!(output.files["README.md"].contains("client.a().get_a().download().await?"));
}

#[test]
fn a_crate_has_downloads_if_an_operation_has_the_method() {
    let json = "'202': {description: d, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}";
    for (answers, expected) in [
        (BYTES.to_owned(), true),
        (format!("{BYTES}, '204': {{description: d}}"), true),
        // The output is an enum, which is read as a whole.
        (format!("{BYTES}, {json}"), false),
        (DONE.to_owned(), false),
    ] {
        let output = generate(&operation("get", "", &answers));
        let has_file = output.files.contains_key("src/runtime/calls/download.rs");
        let has_method = output.files["src/operations/a.rs"].contains("rt::Call::download");
        assert_eq!((has_file, has_method), (expected, expected), "{answers}");
    }
}
