//! Two states of a small API in, exactly the changes between them out: one edit for each rule, and the same edit backwards.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod cases;
mod laws;

use specweave::config::Config;
use specweave::diff::{self, Change, Level};
use specweave::source::Source;
use specweave::{Inputs, Model};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

const BASE: &str = include_str!("base.yaml");

const CONFIG: &str = "paging:\n  - {header: RANGED-DATA, range: 'start={start},results={results}', results: 25}\n  \
                      - {header: PAGE-TOKEN, token: true}\nstreams: [{member: live}]\n";

fn model(document: &str) -> Model {
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", CONFIG))).unwrap();
    let sources = vec![Source::new("api.yaml", document)];
    let inputs = Inputs { sources, overlays: Vec::new() };
    match specweave::model(inputs, &config, &|_| {}) {
        Ok((model, _)) => model,
        Err(failure) => panic!("{:#?}\n{document}", failure.diagnostics),
    }
}

/// The base with pieces replaced, each of which must be there once.
fn edited(base: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(base.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from:?} in the base document");
        text.replace(from, to)
    })
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    diff::compare(&model(old), &model(new))
}

type Found = (&'static str, Level, Level);

fn found(changes: &[Change]) -> Vec<Found> {
    let mut found: Vec<Found> = changes
        .iter()
        .map(|change| (change.rule.code, change.wire.level, change.rust.level))
        .collect();
    found.sort();
    found
}

/// One edit, what it is found to be, and what its reverse is found to be.
struct Case {
    name: &'static str,
    /// Made in both states.
    setting: &'static [(&'static str, &'static str)],
    edit: &'static [(&'static str, &'static str)],
    forth: &'static [Found],
    back: &'static [Found],
}

impl Case {
    fn states(&self) -> [String; 2] {
        let old = edited(BASE, self.setting);
        let new = edited(&old, self.edit);
        [old, new]
    }
}

/// A case and what it was found to be.
struct Outcome {
    case: &'static Case,
    forth: Vec<Change>,
    back: Vec<Change>,
}

/// All cases; each test looks at them in its own way.
static OUTCOMES: LazyLock<Vec<Outcome>> = LazyLock::new(|| {
    let outcome = |case: &'static Case| {
        let [old, new] = case.states().map(|state| model(&state));
        let (forth, back) = (diff::compare(&old, &new), diff::compare(&new, &old));
        Outcome { case, forth, back }
    };
    cases::all().into_iter().map(outcome).collect()
});

fn sorted(found: &[Found]) -> Vec<Found> {
    let mut found = found.to_vec();
    found.sort();
    found
}

#[test]
fn each_edit_is_found_with_exactly_its_codes_and_levels() {
    let mut wrong = Vec::new();
    for Outcome { case, forth, back } in OUTCOMES.iter() {
        for (way, changes, expected) in [("forth", forth, case.forth), ("back", back, case.back)] {
            if found(changes) != sorted(expected) {
                let texts = list(changes);
                wrong.push(format!("{} {way}: {:#?}\n{texts}", case.name, found(changes)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn shown(change: &Change) -> String {
    format!(
        "{} [{}]\n  {:?} → {:?}\n  {}: {}\n  {}: {}",
        change.rule.code,
        change.subject,
        change.before,
        change.after,
        change.wire.level,
        change.wire.text,
        change.rust.level,
        change.rust.text
    )
}

fn list(changes: &[Change]) -> String {
    changes.iter().map(shown).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_rule_has_a_case() {
    let covered: BTreeSet<&str> = cases::all()
        .iter()
        .flat_map(|case| case.forth.iter().chain(case.back))
        .map(|(code, ..)| *code)
        .collect();
    let missing: Vec<&str> = diff::rules::ALL
        .iter()
        // Those of schemas follow.
        .take_while(|rule| rule.code != "request-property-added")
        .map(|rule| rule.code)
        .filter(|code| !covered.contains(code))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn what_the_report_says_of_each_edit() {
    let text = OUTCOMES.iter().map(|Outcome { case, forth, back }| {
        let (forth, back) = (list(forth), list(back));
        format!("# {}\n{forth}\n# {}, backwards\n{back}\n", case.name, case.name)
    });
    let text: Vec<String> = text.collect();
    insta::assert_snapshot!("texts", text.join("\n"));
}

#[test]
fn changes_point_at_lines() {
    let mut wrong = Vec::new();
    for Outcome { case, forth, back } in OUTCOMES.iter() {
        for change in forth.iter().chain(back) {
            let has = |place: &Option<specweave::source::Place>| {
                place.as_ref().is_some_and(|place| place.position().is_some())
            };
            if !has(&change.old) && !has(&change.new) {
                wrong.push(format!("{}: {}", case.name, shown(change)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
