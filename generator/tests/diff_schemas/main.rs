//! Two documents that differ in one schema in, what the comparison finds out.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod cases;

use cases::{Case, Held, cases};
use specweave::config::Config;
use specweave::diff::{self, Change};
use specweave::source::Source;
use specweave::{Inputs, Model};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A document with these component schemas, and operations that hold `A`.
fn model(name: &str, held: Held, components: &str) -> Model {
    let mut document = String::from(
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n",
    );
    let schema = "{schema: {$ref: '#/components/schemas/A'}}";
    if matches!(held, Held::Request | Held::Both) {
        let _ = writeln!(
            document,
            "  /sent:\n    post:\n      operationId: send\n      requestBody: {{required: true, content: {{application/json: {schema}}}}}\n      \
             responses: {{'204': {{description: Done}}}}"
        );
    }
    if matches!(held, Held::Response | Held::Both) {
        let _ = writeln!(
            document,
            "  /received:\n    get:\n      operationId: receive\n      responses: {{'200': {{description: OK, content: {{application/json: {schema}}}}}}}"
        );
    }
    document.push_str(
        "  /other:\n    get: {operationId: other, responses: {'204': {description: Done}}}\n",
    );
    document.push_str("components:\n  schemas:\n");
    for line in components.lines() {
        let _ = writeln!(document, "    {line}");
    }
    let inputs = Inputs { sources: vec![Source::new(name, document)], overlays: Vec::new() };
    let (model, _) = specweave::model(inputs, &Config::default(), &|_| {}).unwrap();
    model
}

fn found(case: &Case) -> [Vec<Change>; 2] {
    let (old, new) =
        (model("old.yaml", case.held, &case.old), model("new.yaml", case.held, &case.new));
    [diff::compare(&old, &new), diff::compare(&new, &old)]
}

fn short(changes: &[Change]) -> Vec<String> {
    let short = |change: &Change| {
        format!("{} {} {}", change.rule.code, change.wire.level.name(), change.rust.level.name())
    };
    changes.iter().map(short).collect()
}

#[test]
fn each_edit_is_found_as_what_it_is() {
    let mut wrong = String::new();
    for case in cases() {
        let [forwards, backwards] = found(&case).map(|changes| short(&changes));
        if forwards != case.forwards || backwards != case.backwards {
            let _ = writeln!(
                wrong,
                "## {}\n> {}\n< {}",
                case.name,
                forwards.join("\n> "),
                backwards.join("\n< ")
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_has_an_edit() {
    let cases = cases();
    let found: BTreeSet<&str> = cases
        .iter()
        .flat_map(|case| case.forwards.iter().chain(&case.backwards))
        .filter_map(|line| line.split(' ').next())
        .collect();
    let without: Vec<&str> = diff::rules::ALL
        .iter()
        // Those of the API and its operations come first.
        .skip_while(|rule| rule.code != "request-property-added")
        .map(|rule| rule.code)
        .filter(|code| !found.contains(code))
        .collect();
    assert_eq!(without, Vec::<&str>::new());
}

#[test]
fn what_is_said_of_each_edit() {
    let mut said = String::new();
    for case in cases() {
        let _ = writeln!(said, "## {} ({:?})\n", case.name, case.held);
        for (arrow, changes) in ["→", "←"].iter().zip(found(&case)) {
            for change in changes {
                let (none, line) = ("-".to_owned(), |place: &Option<specweave::source::Place>| {
                    place.as_ref().map_or("nowhere".into(), |place| place.pointer.clone())
                });
                let _ = writeln!(
                    said,
                    "{arrow} {} [{}] {} → {}\n  wire {}: {}\n  rust {}: {}\n  at {} → {}; {} operations",
                    change.subject,
                    change.rule.code,
                    change.before.as_ref().unwrap_or(&none),
                    change.after.as_ref().unwrap_or(&none),
                    change.wire.level.name(),
                    change.wire.text,
                    change.rust.level.name(),
                    change.rust.text,
                    line(&change.old),
                    line(&change.new),
                    change.operations.len(),
                );
            }
        }
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_state_does_not_differ_from_itself() {
    for case in cases() {
        for text in [&case.old, &case.new] {
            let (one, other) =
                (model("one.yaml", case.held, text), model("other.yaml", case.held, text));
            assert_eq!(diff::compare(&one, &other), Vec::new(), "{}", case.name);
        }
    }
}

/// A reference that is written one level deeper in one state leads around its cycle in another step.
#[test]
fn references_that_are_a_level_apart_end() {
    let api = |first: &str| {
        let document = format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n    post:\n      responses: \
             {{'204': {{description: Done}}}}\n      callbacks: {{c: {{'{{$request.body#/u}}': {{post: {{responses: {{'204': {{description: Done}}}}, requestBody: \
             {{content: {{application/json: {{schema: {first}}}}}}}}}}}}}}}\ncomponents:\n  schemas:\n    \
             A: {{type: object, properties: {{l: {{type: object, properties: {{l: {{$ref: '#/components/schemas/A'}}, r: {{$ref: '#/components/schemas/A'}}}}}}, \
             r: {{type: object, properties: {{l: {{$ref: '#/components/schemas/A'}}, r: {{$ref: '#/components/schemas/A'}}}}}}}}}}\n"
        );
        let inputs =
            Inputs { sources: vec![Source::new("a.yaml", document)], overlays: Vec::new() };
        specweave::model(inputs, &Config::default(), &|_| {}).unwrap().0
    };
    let old = api("{$ref: '#/components/schemas/A'}");
    let new = api(
        "{type: object, properties: {l: {$ref: '#/components/schemas/A'}, r: {$ref: '#/components/schemas/A'}}}",
    );
    assert!(!diff::compare(&old, &new).is_empty());
    assert_eq!(diff::compare(&old, &old), Vec::new());
}
