//! A law of requests, for operations that are made at random: what a call is given is sent as the specifications say, and nothing else
//! is.
//!
//! Values are made of the schemas of parameters and bodies (`values.rs`), a program in the emitted crate makes requests of them
//! (`program.rs`), and a reader that knows the specifications alone compares the two (`reader.rs`).
//!
//! A seed makes a document, which then lies in the folder of its package. CI looks at one; `SPECWEAVE_SEEDS=100..140` and the
//! test that is ignored look at others.

mod bodies;
mod document;
mod expansion;
mod parts;
mod program;
mod reader;
mod silence;
mod swagger;
mod values;
mod xml;

use serde_json::{Map, Value};
use specweave::ir::{Operation, Parameter};
use std::collections::HashSet;
use std::fmt::Write as _;

use crate::composed::Dice;
use crate::seeds::{self, check_all};
use crate::subject::Subject;
use program::Program;
use reader::Given;
use values::Values;

/// How many requests are made of each operation.
const REQUESTS: usize = 12;

/// What a schema refers to in the end, or the schema itself.
fn resolve<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let target = schema["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
    target.map_or(schema, |target| resolve(document, document.pointer(target).unwrap()))
}

/// Whether a schema describes an object and nothing else.
fn is_object(document: &Value, schema: &Value) -> bool {
    resolve(document, schema)["type"] == "object"
}

/// Checks the law for the document of a seed; the number of requests, and what went wrong.
fn check(seed: u64) -> (usize, String) {
    let document = document::document(seed);
    let read = match document::is_swagger(seed) {
        true => swagger::of(&document),
        false => document.clone(),
    };
    let subject = Subject::of_value(&format!("requests-{seed}"), &read);
    let program = Program::new(&subject);
    let mut values = Values::new(&document, Dice::new(seed ^ 1));
    let (mut given, mut lines) = (Vec::new(), Vec::new());
    for (index, sent) in program.sent.iter().enumerate() {
        for _ in 0..REQUESTS {
            let (call, line) = call(&document, sent.operation, &mut values);
            given.push(call);
            lines.push((index, line));
        }
    }
    let mut faults = silence::check(&document, &subject);
    let requests = program.run(&lines);
    std::fs::write(subject.folder.join("document.json"), read.to_string()).unwrap();
    let requests = match requests {
        Ok(requests) => requests,
        Err(said) => return (given.len(), format!("seed {seed}: {said}")),
    };
    assert_eq!(requests.len(), given.len());
    let mut told = HashSet::new();
    for ((given, request), (index, line)) in given.iter().zip(&requests).zip(&lines) {
        // One fault of an operation is enough.
        if let Err(reason) = given.check(request) {
            if !told.insert(index) {
                continue;
            }
            let operation = &document["paths"][given.path];
            writeln!(
                faults,
                "seed {seed}, {} {}: {operation}\n  given {line}\n  {reason}\n",
                given.method, given.path
            )
            .unwrap();
        }
    }
    (given.len(), faults)
}

/// Values for an operation, and how the program is told of them.
fn call<'d>(
    document: &'d Value,
    operation: &'d Operation,
    values: &mut Values<'d>,
) -> (Given<'d>, Value) {
    let mut line = Map::new();
    let item = &document["paths"][&operation.path];
    let method = operation.method.name().to_lowercase();
    let (method, written) =
        item.as_object().unwrap().iter().find(|(key, _)| **key == method).unwrap();
    let mut parameters = Vec::new();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let parameter = as_written(document, [item, written], parameter);
        let is_given = parameter["required"] == true || values.is_given();
        // A variable of the path cannot be null.
        let is_variable = parameter["in"] == "path" && !reader::is_json(parameter);
        let draw = |_| values.of(reader::schema(document, parameter));
        let value = is_given.then(|| {
            let drawn = (0..20).map(draw).find(|value| !is_variable || !value.is_null());
            drawn.unwrap_or_default()
        });
        // An optional parameter has a null only in JSON; elsewhere it is left out instead.
        let may_be_null = parameter["required"] == true || reader::is_json(parameter);
        let value = value.filter(|value| may_be_null || !value.is_null());
        line.extend(value.clone().map(|value| (index.to_string(), value)));
        parameters.push((parameter, value));
    }
    let body = operation.body.as_ref().map(|body| {
        let media_type = body.contents[0].media_type.as_str();
        let content = &written["requestBody"]["content"][media_type];
        let is_given = body.required || values.is_given();
        let value = is_given.then(|| values.body(media_type, content));
        line.extend(value.clone().map(|value| ("body".to_owned(), value)));
        (media_type, content, value)
    });
    let call = Given { document, path: &operation.path, method, parameters, body };
    (call, Value::Object(line))
}

/// A parameter as the document writes it: what the operation says of it goes before what its path says.
fn as_written<'d>(document: &'d Value, owners: [&'d Value; 2], own: &Parameter) -> &'d Value {
    let mut all = listed(document, owners);
    all.rfind(|parameter| is_it(parameter, own)).unwrap()
}

/// The parameters that a path and an operation list.
fn listed<'d>(
    document: &'d Value,
    owners: [&'d Value; 2],
) -> impl DoubleEndedIterator<Item = &'d Value> {
    let all = owners.into_iter().filter_map(|owner| owner["parameters"].as_array()).flatten();
    all.map(|parameter| resolve(document, parameter))
}

fn is_it(parameter: &Value, own: &Parameter) -> bool {
    let place = parameter["in"].as_str().unwrap();
    let place = if place == "querystring" { "query" } else { place };
    parameter["name"] == own.name.as_str() && place == own.location.name()
}

#[test]
fn what_calls_are_given_is_sent() {
    check_all(1..=1, "requests", check);
}

#[test]
#[ignore = "needs the seeds that SPECWEAVE_SEEDS names, as 100..140"]
fn what_calls_of_these_seeds_are_given_is_sent() {
    check_all(seeds::named(), "requests", check);
}
