//! What `--report` prints: for the frozen page, and for a document that leaves everything open that can be.

use specweave::cli::{Exit, GenerateOptions, InputOptions, MessageFormat, Mode, Terminal};
use specweave::config::Config;
use specweave::source::Source;
use specweave::{Inputs, Output, report};
use specweave_tests::frozen;

fn untyped() -> Output {
    let text = include_str!("fixtures/untyped.yaml");
    let inputs = Inputs { sources: vec![Source::new("untyped.yaml", text)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

#[test]
fn the_report_of_pages() {
    insta::assert_snapshot!("report", report::text(&frozen::output().report()));
}

#[test]
fn every_reason_to_be_free_json() {
    insta::assert_snapshot!("report_untyped", report::text(&untyped().report()));
    insta::assert_snapshot!("report_untyped_lines", report::lines(&untyped().report()).join("\n"));
}

/// What the program prints on stdout with `--report`.
fn printed(mode: Mode, message_format: MessageFormat) -> String {
    let folder = tempfile::tempdir().unwrap();
    let options = GenerateOptions {
        input: InputOptions {
            paths: vec!["pipeline/fixtures/untyped.yaml".into()],
            ..InputOptions::default()
        },
        out: folder.path().join("sdk"),
        name: None,
        mode,
        strict: false,
        report: true,
        message_format,
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut terminal = Terminal::new(&mut stdout, &mut stderr);
    let exit = specweave::cli::run_generate_with(&options, &mut terminal, &specweave::generate);
    drop(terminal);
    assert_eq!(exit, if mode == Mode::Check { Exit::Stale } else { Exit::Done });
    String::from_utf8(stdout).unwrap()
}

#[test]
fn every_mode_prints_the_report() {
    let text = report::text(&untyped().report())
        .replace("untyped.yaml:", "pipeline/fixtures/untyped.yaml:");
    for mode in [Mode::Write, Mode::Check, Mode::DryRun] {
        assert!(printed(mode, MessageFormat::Human).starts_with(&text), "{mode:?}");
        let printed = printed(mode, MessageFormat::Json);
        let lines: Vec<&str> = printed.lines().collect();
        let count = lines.iter().filter(|line| line.starts_with(r#"{"report":"#)).count();
        assert_eq!(count, report::lines(&untyped().report()).len(), "{mode:?}");
        assert!(lines.last().unwrap().starts_with(r#"{"result":"#), "{mode:?}");
    }
}
