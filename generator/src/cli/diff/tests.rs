//! `diff` with a fake comparison: what it fails on, exceptions, and the target of the report.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::diff::{Change, testing};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

struct Run {
    exit: Exit,
    stdout: String,
    stderr: String,
}

/// A folder with both states, each a page that is not read.
fn folder() -> (TempDir, DiffOptions) {
    let folder = TempDir::new().unwrap();
    let [old, new] = ["old.md", "new.md"].map(|name| {
        let path = folder.path().join(name);
        fs::write(&path, "page\n").unwrap();
        path
    });
    (folder, DiffOptions { old, new, ..DiffOptions::default() })
}

/// A run with these changes.
fn run(options: &DiffOptions, changes: &[Change]) -> Run {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut terminal = Terminal::new(&mut stdout, &mut stderr);
    let changes = changes.to_vec();
    let exit = run_diff_with(options, &mut terminal, &move |_, _, _, _| {
        Ok(States {
            old: crate::Model::default(),
            new: crate::Model::default(),
            changes: changes.clone(),
            diagnostics: vec![Diagnostic::new(Code::Untyped, "careful")],
        })
    });
    drop(terminal);
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Run { exit, stdout, stderr }
}

fn write(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_change_fails_the_runs_that_are_about_its_level() {
    let (_folder, options) = folder();
    let all = [
        FailOn::Never,
        FailOn::Breaking,
        FailOn::PossiblyBreaking,
        FailOn::Compatible,
        FailOn::Any,
    ];
    // The more severe of its two effects counts.
    let cases = [
        (Some((Level::Breaking, Level::Documentation)), 1),
        (Some((Level::Compatible, Level::PossiblyBreaking)), 2),
        (Some((Level::Compatible, Level::Documentation)), 3),
        (Some((Level::Documentation, Level::Documentation)), 4),
        (None, 5),
    ];
    for (levels, first) in cases {
        let changes: Vec<_> =
            levels.iter().map(|&(wire, rust)| testing::effects(wire, rust)).collect();
        for (index, fail_on) in all.into_iter().enumerate() {
            let run = run(&DiffOptions { fail_on, ..options.clone() }, &changes);
            let expected = if index >= first { Exit::Stale } else { Exit::Done };
            assert_eq!(run.exit, expected, "{levels:?} {fail_on:?}");
            assert_eq!(run.stderr.contains("error: 1 change fails this run"), index >= first);
        }
    }
    assert_eq!(Exit::Stale.code(), 3);
}

#[test]
fn an_excepted_change_is_shown_and_fails_nothing() {
    let (folder, options) = folder();
    let change = testing::effects(Level::Breaking, Level::Breaking);
    let fingerprint = change.fingerprint();
    let text = format!(
        "- fingerprint: {fingerprint}\n  reason: never sent\n- {{fingerprint: '00000000000000ff', reason: was so, code: old-rule}}\n"
    );
    let exceptions = Some(write(&folder, "exceptions.yaml", &text));
    let options = DiffOptions { exceptions, fail_on: FailOn::Any, ..options };
    let excepted = run(&options, std::slice::from_ref(&change));
    assert_eq!(excepted.exit, Exit::Done, "{}", excepted.stderr);
    assert!(excepted.stdout.contains("excepted never sent\n"), "{}", excepted.stdout);
    let stale = "warning[SW702]: no change has the fingerprint 00000000000000ff (old-rule)\n";
    assert!(excepted.stderr.starts_with(stale), "{}", excepted.stderr);
    assert!(!excepted.stderr.contains(&fingerprint), "{}", excepted.stderr);

    let other = Change { after: Some("integer".into()), ..change.clone() };
    let failed = run(&options, &[change, other]);
    assert_eq!(failed.exit, Exit::Stale, "the exception is for one change only");
}

#[test]
fn a_file_of_exceptions_is_read_strictly() {
    let (folder, options) = folder();
    for (text, message, place) in [
        (
            "- fingerprint: d4e15af0834cb459\n  reason: ' '\n",
            "an exception needs a reason",
            ":2:11",
        ),
        ("- fingerprint: d4e15af0834cb459\n", "missing field `reason`", ":1:3"),
        ("- fingerprint: d4e1\n  reason: x\n", "\"d4e1\" is not a fingerprint", ":1:16"),
        ("- fingerprint: D4E15AF0834CB459\n  reason: x\n", "is not a fingerprint", ":1:16"),
        ("- finger: d4e1\n  reason: x\n", "unknown field `finger`", ":1:3"),
        ("a: b\n", "invalid type", ":1:1"),
        ("- [\n", "", ".yaml"),
        (
            "- {fingerprint: d4e15af0834cb459, reason: x}\n- {fingerprint: d4e15af0834cb459, reason: y}\n",
            "the fingerprint d4e15af0834cb459 is named twice",
            ":2:17",
        ),
    ] {
        let exceptions = Some(write(&folder, "exceptions.yaml", text));
        let run = run(&DiffOptions { exceptions, ..options.clone() }, &[]);
        assert_eq!((run.exit, run.stdout.as_str()), (Exit::Input, ""), "{text}");
        assert!(run.stderr.starts_with("error[SW701]: "), "{}", run.stderr);
        assert!(run.stderr.contains(message), "{}", run.stderr);
        assert!(
            run.stderr.contains(&format!("exceptions.yaml{}", place.trim_start_matches(".yaml"))),
            "{}",
            run.stderr
        );
    }
    for text in ["", "# none\n", "[]"] {
        let exceptions = Some(write(&folder, "exceptions.yaml", text));
        assert_eq!(run(&DiffOptions { exceptions, ..options.clone() }, &[]).exit, Exit::Done);
    }
    let exceptions = Some(folder.path().join("nope.yaml"));
    assert_eq!(run(&DiffOptions { exceptions, ..options }, &[]).exit, Exit::Call);
}

/// Fingerprints of digits, which YAML would read as numbers.
#[test]
fn fingerprints_of_digits_need_no_quotes() {
    for digits in ["0123456789012345", "1234567812345678", "12345678901234e5"] {
        let text = format!("- fingerprint: {digits}\n  reason: x\n");
        let source = std::sync::Arc::new(crate::source::Source::new("exceptions.yaml", text));
        assert_eq!(exceptions::read(&source).unwrap()[0].fingerprint, digits);
    }
}

#[test]
fn a_report_can_be_written_to_a_file() {
    let (folder, options) = folder();
    let changes = testing::changes();
    let printed = run(&DiffOptions { format: Format::Html, ..options.clone() }, &changes).stdout;
    let path = folder.path().join("report.html");
    let output = Some(path.clone());
    let written = run(&DiffOptions { format: Format::Html, output, ..options.clone() }, &changes);
    assert_eq!((written.exit, written.stdout.as_str()), (Exit::Stale, ""));
    assert_eq!(fs::read_to_string(path).unwrap(), printed);
    assert!(written.stderr.starts_with("2 breaking, 1 possibly breaking"), "{}", written.stderr);

    let output = Some(folder.path().join("nowhere/report.html"));
    let refused = run(&DiffOptions { output, ..options }, &changes);
    assert_eq!(refused.exit, Exit::Call);
    assert!(refused.stderr.starts_with("error[SW004]: "), "{}", refused.stderr);
}

#[test]
fn warnings_on_the_pages_are_shown_when_asked_for() {
    let (_folder, options) = folder();
    assert_eq!(run(&options, &[]).stderr, "");
    let verbose = run(&DiffOptions { verbose: true, ..options }, &[]);
    assert!(verbose.stderr.contains("warning[SW503]: careful"), "{}", verbose.stderr);
}

#[test]
fn everything_that_cannot_be_read_is_said_at_once() {
    let (folder, options) = folder();
    let exceptions = write(&folder, "exceptions.yaml", "- {}\n");
    let nowhere = |name: &str| folder.path().join(name);
    let options = DiffOptions {
        old: nowhere("a.md"),
        new: nowhere("b.md"),
        exceptions: Some(exceptions),
        ..options
    };
    let failed = run(&options, &[]);
    assert_eq!(failed.exit, Exit::Call);
    for part in ["a.md` cannot be read", "b.md` cannot be read", "missing field"] {
        assert!(failed.stderr.contains(part), "{part}: {}", failed.stderr);
    }
    let config = Some(nowhere("specweave.yaml"));
    assert_eq!(run(&DiffOptions { config, ..options }, &[]).exit, Exit::Call);
}

#[test]
fn addresses_are_checked() {
    assert!(web_address("https://github.com/acme/sdk/blob/main").is_ok());
    for bad in
        ["", "https://", "javascript:alert(1)", "https://a b", "https://a\"b", "github.com/a"]
    {
        assert!(web_address(bad).is_err(), "{bad}");
    }
}
