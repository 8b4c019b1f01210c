//! A law of responses, for operations that are made at random: what a server sends becomes what its document says, and nothing else does.
//!
//! Responses are made of what the document says of them (`served.rs`): those that fit, in every way of writing them, and those that do
//! not. A program in the emitted crate gives them to its operations (`program.rs`), and a judge that knows the specifications alone says
//! what must come of each (`judge.rs`): which success or error, with what it holds, its headers by their types, and nothing lost.
//!
//! A seed makes a document, which then lies in the folder of its package. CI looks at one; `SPECWEAVE_SEEDS=100..140` and the
//! test that is ignored look at others.

mod document;
mod headers;
mod headers_of;
mod judge;
mod media_types;
mod program;
mod schemas;
mod served;
mod silence;
mod streams;
mod swagger;
mod values;

use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Write as _;

use crate::composed::{Dice, same};
use crate::seeds::{self, check_all};
use crate::subject::Subject;
use judge::Documented;
use program::{Called, Program};

/// What a reference leads to in the end, or the object itself.
fn resolve<'d>(document: &'d Value, object: &'d Value) -> &'d Value {
    let target = object["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
    target.map_or(object, |target| resolve(document, document.pointer(target).unwrap()))
}

/// Checks the law for the document of a seed; the number of responses, and what went wrong.
fn check(seed: u64) -> (usize, String) {
    let document = document::document(seed);
    let read = match document::is_swagger(seed) {
        true => swagger::of(&document),
        false => document.clone(),
    };
    let subject = Subject::of_value(&format!("responses-{seed}"), &read);
    let program = Program::new(&subject);
    let mut dice = Dice::new(seed ^ 1);
    let (mut all, mut lines) = (Vec::new(), Vec::new());
    let calls: Vec<Documented<'_>> =
        program.called.iter().map(|called| documented(&document, called)).collect();
    for (index, call) in calls.iter().enumerate() {
        for served in served::all(call, &mut dice) {
            lines.push((index, served.line()));
            all.push(served);
        }
    }
    let mut faults = match document::is_swagger(seed) {
        // Its parts stand elsewhere.
        true => String::new(),
        false => silence::check(&document, &subject, &calls),
    };
    let said = program.run(&lines);
    std::fs::write(subject.folder.join("document.json"), read.to_string()).unwrap();
    let said = match said {
        Ok(said) => said,
        Err(said) => return (all.len(), format!("seed {seed}: {said}")),
    };
    assert_eq!(said.len(), all.len());
    let mut told = HashSet::new();
    for ((served, said), (index, _)) in all.iter().zip(&said).zip(&lines) {
        let call = &calls[*index];
        // One fault of an operation is enough.
        if let Err(reason) = call.check(served, said)
            && told.insert(index)
        {
            let (path, read) = (call.path, &call.read);
            let body = String::from_utf8_lossy(&served.body);
            writeln!(
                faults,
                "seed {seed}, {path}, read as {read:?}: {}\n  given {served:?} with {body:?}\n  {reason}\n",
                call.written
            )
            .unwrap();
        }
    }
    (all.len(), faults)
}

/// An operation as the document writes it.
fn documented<'d>(document: &'d Value, called: &'d Called<'_>) -> Documented<'d> {
    let Called { operation, has_pieces, .. } = called;
    let item = document["paths"][&operation.path].as_object().unwrap();
    let (method, written) = item.iter().next().unwrap();
    let read = operation.responses().filter_map(|response| {
        let content = operation.content(response)?;
        Some((program::key(response.status), content.media_type.clone()))
    });
    let (path, has_pieces) = (&operation.path, *has_pieces);
    Documented { document, path, method, written, has_pieces, read: read.collect() }
}

#[test]
fn what_a_server_sends_is_what_is_read() {
    check_all(1..=1, "responses", check);
}

#[test]
#[ignore = "needs the seeds that SPECWEAVE_SEEDS names, as 100..140"]
fn what_a_server_sends_for_these_seeds_is_what_is_read() {
    check_all(seeds::named(), "responses", check);
}
