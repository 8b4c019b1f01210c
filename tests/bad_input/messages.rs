//! `--message-format json`.

use crate::run::{Place, Run};
use specweave::cli::{Exit, MessageFormat};

/// Runs on a crate that the same pages made before, or the good ones.
fn run(case: &str, exit: Exit) -> Run {
    let place = Place::new();
    let mut options = Place::to(&place.out(), &[&format!("bad_input/fixtures/{case}")]);
    place.generate(&options);
    options.message_format = MessageFormat::Json;
    let run = place.generate(&options);
    assert_eq!((run.exit, run.stderr.as_str()), (exit, ""), "{}", run.stdout);
    for line in run.stdout.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).unwrap().is_object());
    }
    run
}

#[test]
fn a_run_that_fails() {
    insta::assert_snapshot!(run("several_faults", Exit::Input).text());
}

#[test]
fn a_run_that_succeeds() {
    let text = run("renamed", Exit::Done).text();
    let result: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let files = result["result"]["files"].to_string();
    assert_eq!(result["result"]["unchanged"].to_string(), files);
    // How many files the runtime has is no concern of this test.
    let hidden = ["files", "unchanged"].iter().fold(text, |text, key| {
        text.replace(&format!("\"{key}\":{files},"), &format!("\"{key}\":FILES,"))
    });
    insta::assert_snapshot!(hidden);
}
