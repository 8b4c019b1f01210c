//! The defects of the vendor's whole documentation, counted: each rule finds as many as there are, no more and no fewer.
//! `SPECWEAVE_PAGES` names the folder that holds it.

use specweave::Inputs;
use specweave::config::Config;
use specweave::diagnostic::Diagnostic;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Counted by hand in the merged pages, without corrections.
const COUNTS: &[(&str, usize)] = &[
    ("SW401", 550 + 376), // `""` and `integer`
    ("SW403", 4),
    ("SW405", 1),
    ("SW406", 1),
    ("SW408", 1),
    ("SW412", 2),
    ("SW413", 2),
    ("SW414", 1),
    ("SW415", 38),
    ("SW416", 1),
    ("SW417", 15),
    ("SW418", 548),
    ("SW419", 2),
    ("SW421", 5),
    ("SW423", 1),
    ("SW424", 2),
    ("SW425", 2),
    ("SW426", 9),
    ("SW427", 22),
    ("SW428", 48),
    ("SW429", 1),
];

fn found() -> Vec<Diagnostic> {
    let folder = std::env::var_os("SPECWEAVE_PAGES").expect("SPECWEAVE_PAGES is not set");
    let sources =
        specweave::files::read_inputs(&[PathBuf::from(folder)], &[], None).unwrap().sources;
    assert_eq!(sources.len(), 51);
    let inputs = Inputs { sources, overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap().diagnostics
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn each_rule_finds_as_many_defects_as_there_are() {
    let found = found();
    let mut counts = BTreeMap::new();
    for diagnostic in found.iter().filter(|found| found.code.number().starts_with("SW4")) {
        *counts.entry(diagnostic.code.number()).or_insert(0) += 1;
    }
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), COUNTS);
    let with = |code: &str, text: &str| {
        let of = found.iter().filter(|found| found.code.number() == code);
        of.filter(|found| found.message.contains(text)).count()
    };
    assert_eq!(with("SW401", "format \"\" "), 550);
    assert_eq!(with("SW401", "format \"integer\" on type integer "), 376);
    assert_eq!(with("SW418", "requests leave it out"), 222);
    assert_eq!(with("SW415", "nullable"), 1);
    assert_eq!(with("SW424", "application/pdf"), 2);
    assert_eq!(with("SW510", ""), 1);
}
