//! `waiters` of the configuration in, methods that wait out.

use specweave::config::Config;
use specweave::diagnostic::{Code, Failure};
use specweave::source::Source;
use specweave::{Inputs, Output};
use std::sync::Arc;

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  /servers/{id}:\n    get:\n      \
    tags: [a]\n      operationId: getServer\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: full, in: query, \
    schema: {type: boolean}}]\n      responses: {'200': {description: d, content: {application/json: {schema: {type: object, properties: {status: \
    {type: object, properties: {name: {type: string}}}, jobs: {type: array, items: {type: object, properties: {state: {type: string}}}}}}}}}}\n    \
    delete:\n      tags: [a]\n      operationId: waitUntilReady\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      \
    responses: {'204': {description: d}}\n";

fn generate(waiters: &str) -> Result<Output, Failure> {
    let config = format!("waiters:\n{waiters}");
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", config))).unwrap();
    let inputs = Inputs {
        sources: vec![Source::new("api.yaml", DOCUMENT.to_owned())],
        overlays: Vec::new(),
    };
    specweave::generate(inputs, &config, &|_| {})
}

#[test]
fn what_is_emitted_for_a_waiter() {
    let output = generate(
        "  - {name: ready, operation: getServer, at: /status/name, done: [ready, 'true'], failed: [broken], going_on: [made], pass_over: [500], \
         every: [15, 30], timeout: 2700}\n  - {name: gone, operation: 'GET /servers/{id}', gone: [404, 410], every: [1, 2], timeout: 300}\n",
    )
    .unwrap();
    assert_eq!(output.diagnostics, []);
    let text = &output.files["src/operations/a.rs"];
    let methods: Vec<&str> =
        text.split("impl<'c> A<'c> {").nth(1).unwrap().split("\n}\n").collect();
    insta::assert_snapshot!("methods", methods[0]);
    assert!(output.files["README.md"].contains("## Waiting"));
    assert!(output.files.contains_key("src/runtime/waiting/wait.rs"));
    assert!(output.files.contains_key("src/runtime/json/pointer.rs"));
    let none = generate("  []\n").unwrap();
    assert!(!none.files.keys().any(|file| file.contains("waiting") || file.contains("pointer")));
}

#[test]
fn what_cannot_be_waited_for_is_reported() {
    let entry = |text: &str| format!("  - {{name: done, {text}, every: [1, 2], timeout: 5}}\n");
    let failure =
        generate(&entry("operation: getServers, at: /status/name, done: [a]")).unwrap_err();
    let found = &failure.diagnostics[0];
    assert_eq!(found.code, Code::UnknownWaiterOperation);
    assert!(
        found.message.contains("\"getServers\", which is not an operation"),
        "{}",
        found.message
    );
    for (at, is_known) in [
        ("/status/name", true),
        ("/jobs/-/state", true),
        ("/jobs/0", true),
        ("", true),
        ("/state", false),
        ("/status/name/x", false),
    ] {
        let output =
            generate(&entry(&format!("operation: getServer, at: '{at}', done: [a]"))).unwrap();
        let codes: Vec<_> = output.diagnostics.iter().map(|own| own.code).collect();
        assert_eq!(codes.contains(&Code::WaiterSeesNothing), !is_known, "{at}: {codes:?}");
    }
}

#[test]
fn faults_of_entries_are_told_at_their_places() {
    for (text, expected) in [
        ("name: Done, operation: a, at: /b, done: [c]", "\"Done\" cannot end the name of a method"),
        ("name: d, operation: a, at: b, done: [c]", "\"b\" is not a JSON pointer"),
        ("name: d, operation: a, at: /b", "nothing ends the wait"),
        ("name: d, operation: a", "nothing ends the wait"),
        ("name: d, operation: a, gone: [4040]", "4040 is not an HTTP status code"),
        ("name: d, operation: a, gone: [404], pass_over: [5]", "5 is not an HTTP status code"),
    ] {
        let text = format!("waiters: [{{{text}, every: [1, 2], timeout: 5}}]");
        let faults = Config::parse(&Arc::new(Source::new("specweave.yaml", text))).unwrap_err();
        assert_eq!(faults[0].message, expected);
    }
    for (times, expected) in [
        ("every: [0, 2], timeout: 5", "0 to 2 s is not a usable range of times"),
        ("every: [3, 2], timeout: 5", "3 to 2 s is not a usable range of times"),
        ("every: [1, 86401], timeout: 5", "1 to 86401 s is not a usable range of times"),
        ("every: [1, 2], timeout: 0", "the timeout is 0"),
    ] {
        let text = format!("waiters: [{{name: d, operation: a, gone: [404], {times}}}]");
        let faults = Config::parse(&Arc::new(Source::new("specweave.yaml", text))).unwrap_err();
        assert_eq!(faults[0].message, expected);
    }
    let one = "{name: d, operation: a, gone: [404], every: [1, 2], timeout: 5}";
    let text = format!("waiters: [{one}, {one}]");
    let faults = Config::parse(&Arc::new(Source::new("specweave.yaml", text))).unwrap_err();
    assert_eq!(faults[0].message, "\"d\" is listed twice");
}

#[test]
fn a_state_that_the_enumeration_lacks_is_reported() {
    let document =
        DOCUMENT.replace("{name: {type: string}}", "{name: {type: string, enum: [ready, failed]}}");
    let config = "waiters:\n  - {name: ready, operation: getServer, at: /status/name, done: [redy], failed: [failed, lost], every: [1, 2], timeout: 9}\n";
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", config))).unwrap();
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    let output = specweave::generate(inputs, &config, &|_| {}).unwrap();
    let found = output.diagnostics.iter().filter(|own| own.code == Code::WaiterSeesNothing);
    let found: Vec<_> = found.map(|own| own.help.as_deref().unwrap_or_default()).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&"did you mean \"ready\"?"), "{found:?}");
}
