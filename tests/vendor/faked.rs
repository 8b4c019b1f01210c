//! Each operation with a fake: it is called with its sample, as in the contract tests, and the fake responds with a sample of its response.

use crate::{output, passes, whole, written};
use specweave::{Output, sample};
use std::fmt::Write;

/// What the contract tests share, with a fake in place of the server.
const HARNESS: &str = r##"
use std::future::IntoFuture;
use i3dnet::plumbing::Operation;
use i3dnet::{Body, Call, Client, Fake};

thread_local! {
    static FAKE: Fake = Fake::new();
}

fn client() -> Client {
    let fake = FAKE.with(Clone::clone);
    let client = fake.builder().strict(true).api_key("key").access_token("key");
    client.build().expect("the address is one")
}

fn sample<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("the sample has its type")
}

fn check<Op: Operation>(call: Call<'_, Op>) {
    let fake = FAKE.with(Clone::clone);
    let found = RESPONSES.iter().find(|(id, ..)| *id == Op::META.operation_id());
    let (_, status, body) = found.expect("each operation has a response");
    let response = http::Response::builder().status(*status).header("content-type", "application/json");
    fake.on::<Op>().responds(response.body(Body::from(*body)).expect("it is a response"));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("the runtime starts");
    let outcome = runtime.block_on(call.into_future());
    assert!(outcome.is_ok(), "{} {}: {}", Op::META.method(), Op::META.path(), outcome.err().unwrap());
    assert_eq!(fake.requests::<Op>().len(), 1, "the operation is known as it was called");
    assert!(fake.unexpected().is_empty());
}
"##;

/// Makes the emitted contract tests tests with the fake. How many operations there are.
fn faked(output: &mut Output) -> usize {
    let main = output.files.remove("tests/contract/main.rs").unwrap();
    let mut program = String::from("#![allow(dead_code)]\n");
    for line in main.lines().filter(|line| line.starts_with("mod ") || line.starts_with("#[cfg")) {
        writeln!(program, "{line}").unwrap();
    }
    program += HARNESS;
    program += "\nconst RESPONSES: &[(&str, u16, &str)] = &[\n";
    let api = &output.model.api;
    let operations = api.tags.iter().flat_map(|tag| &tag.operations);
    let mut count = 0;
    for operation in operations {
        let id = operation.id.as_ref().unwrap();
        let (status, body) = sample::response(operation, &api.schemas).unwrap_or((200, None));
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        writeln!(program, "    ({id:?}, {status}, {body:?}),").unwrap();
        count += 1;
    }
    program += "];\n";
    let tests: Vec<String> =
        output.files.keys().filter(|path| path.starts_with("tests/contract/")).cloned().collect();
    for path in tests {
        let text = output.files.remove(&path).unwrap();
        let text: Vec<&str> = text.lines().filter(|line| !line.starts_with("#[ignore")).collect();
        output.files.insert(path.replace("/contract/", "/faked/"), text.join("\n"));
    }
    output.files.insert("tests/faked/main.rs".to_owned(), program);
    count
}

/// Fakes each operation of a crate.
fn fakes(mut output: Output, name: &str) -> usize {
    let count = faked(&mut output);
    let folder = written(output, name, &[]);
    let arguments = ["test", "--offline", "--quiet", "--features", "testing", "--test", "faked"];
    let said = passes(&folder, &arguments);
    assert!(said.contains(&format!(" {count} passed;")), "each has a test: {said}");
    count
}

#[test]
fn each_operation_can_be_faked_by_its_samples() {
    assert_eq!(fakes(output(), "faked"), 7);
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn each_operation_of_all_pages_can_be_faked_by_its_samples() {
    assert_eq!(fakes(whole(), "faked_whole"), 471);
}
