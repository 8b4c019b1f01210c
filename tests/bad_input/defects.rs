//! Each defect that is survived, as a small document: what is reported, what the document is then, and that it was that rule.
//!
//! A fixture's name begins with the code that it is for.

use similar::TextDiff;
use specweave::Inputs;
use specweave::config::Config;
use specweave::defects::{self, RULES};
use specweave::diagnostic::{Code, Severity};
use specweave::document::yaml;
use specweave::render::{self, Style};
use specweave::source::Source;
use std::fs;

const FOLDER: &str = "bad_input/fixtures/defects";

/// The name and text of every fixture, by name.
fn fixtures() -> Vec<(String, String)> {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut fixtures: Vec<_> = files
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    fixtures.sort();
    fixtures
}

fn inputs(name: &str, text: &str) -> Inputs {
    Inputs { sources: vec![Source::new(name, text)], overlays: Vec::new() }
}

/// What normalizing changed, as a diff of YAML; nothing if it changed nothing.
fn change(name: &str, text: &str) -> String {
    let print = |value| yaml::to_string(&value).unwrap();
    let raw = print(specweave::bundle_raw(inputs(name, text), &|_| {}).unwrap().0);
    let clean = print(specweave::bundle(inputs(name, text), &|_| {}).unwrap().0);
    TextDiff::from_lines(&raw, &clean).unified_diff().context_radius(2).to_string()
}

#[test]
fn each_is_reported_and_put_right() {
    for (name, text) in fixtures() {
        let output = specweave::generate(inputs(&name, &text), &Config::default(), &|_| {})
            .unwrap_or_else(|failure| panic!("{name}: {:#?}", failure.diagnostics));
        let (code, _) = name.split_once('_').unwrap();
        let numbers: Vec<_> =
            output.diagnostics.iter().map(|diagnostic| diagnostic.code.number()).collect();
        assert!(numbers.contains(&code), "{name}: {numbers:?}");
        for diagnostic in &output.diagnostics {
            assert!(diagnostic.place.is_some() && diagnostic.help.is_some(), "{diagnostic:#?}");
        }
        let messages =
            render::human(&output.diagnostics, Style { verbose: true, ..Style::default() });
        let shown = format!("{messages}{}", change(&name, &text));
        insta::assert_snapshot!(format!("defect_{}", name.trim_end_matches(".yaml")), shown);
    }
}

/// Normalizing finds nothing in what it made, and makes nothing of it.
#[test]
fn what_was_put_right_stays_so() {
    for (name, text) in fixtures() {
        let (clean, _) = specweave::bundle(inputs(&name, &text), &|_| {}).unwrap();
        let (again, found) =
            specweave::bundle(inputs(&name, &serde_json::to_string(&clean).unwrap()), &|_| {})
                .unwrap();
        assert_eq!(again, clean, "{name}");
        let warnings: Vec<_> =
            found.iter().filter(|found| found.severity() != Severity::Note).collect();
        assert!(warnings.is_empty(), "{name}: {warnings:#?}");
    }
}

#[test]
fn every_rule_has_a_fixture_and_every_code_of_normalizing_a_rule() {
    let fixtures = fixtures();
    let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    for code in &codes {
        let number = code.number();
        assert!(
            fixtures.iter().any(|(name, _)| name.starts_with(number)),
            "{number} has no fixture"
        );
    }
    assert!(codes.is_sorted() && codes.windows(2).all(|pair| pair[0] != pair[1]));
    let normalizing = Code::ALL.iter().filter(|code| code.number().starts_with("SW4"));
    assert!(normalizing.clone().count() > 20);
    normalizing.for_each(|code| assert!(codes.contains(code), "{code} has no rule"));
}

#[test]
fn the_table_of_rules_is_that_of_the_code() {
    let page = fs::read_to_string("../generator/DEFECTS.md").unwrap();
    let table = defects::table();
    if std::env::var_os("UPDATE_PAGES").is_some() {
        let text = page.split("| code |").next().unwrap();
        fs::write("../generator/DEFECTS.md", format!("{text}{table}")).unwrap();
        return;
    }
    assert!(page.ends_with(&table), "generator/DEFECTS.md should end with:\n{table}");
}

/// Much of what rules look for stands there in forms that are right.
#[test]
fn a_valid_document_gives_no_warning() {
    let text = fs::read_to_string("bad_input/fixtures/valid.yaml").unwrap();
    let output =
        specweave::generate(inputs("valid.yaml", &text), &Config::default(), &|_| {}).unwrap();
    let warnings: Vec<_> =
        output.diagnostics.iter().filter(|found| found.severity() != Severity::Note).collect();
    assert!(warnings.is_empty(), "{warnings:#?}");
    assert_eq!(change("valid.yaml", &text), "");
}
