//! The fixtures: a folder each, whose rendered diagnostics are snapshots.

use crate::run::Place;
use specweave::cli::{Exit, GenerateOptions};
use std::path::Path;

/// What generates from a fixture: its pages and, if it has them, its overlay and its configuration.
fn options(place: &Place, case: &str) -> GenerateOptions {
    let folder = format!("bad_input/fixtures/{case}");
    let existing = |name: &str| Some(Path::new(&folder).join(name)).filter(|path| path.exists());
    let mut options = Place::to(&place.out(), &[&folder]);
    options.input.config = existing("specweave.yaml");
    options.input.overlays.extend(existing("overlay.yaml"));
    if options.input.config.is_some() {
        options.input.paths.clear();
    }
    options
}

/// A fixture that is at fault.
fn fails(case: &str) {
    let place = Place::new();
    let run = place.fails(&options(&place, case), Exit::Input);
    assert_eq!(run.stdout, "");
    insta::assert_snapshot!(case, run.text());
}

/// A fixture that generates, with warnings.
fn warns(case: &str) {
    let place = Place::new();
    let run = place.generate(&options(&place, case));
    assert_eq!(run.exit, Exit::Done, "{}", run.text());
    let text = run.text();
    // How many files the runtime has is no concern of this test.
    let (text, _) = text.rsplit_once(" (").unwrap();
    insta::assert_snapshot!(case, text);
}

macro_rules! cases {
    ($check:ident: $($case:ident)*) => {
        $(#[test] fn $case() { $check(stringify!($case)); })*
    };
}

cases! { fails:
    no_fragment rendered_page page_not_found html_page
    not_json not_openapi missing_paths swagger_1 cut_off not_utf8
    conflicting_schema conflicting_operation conflicting_info
    overlay_matches_nothing overlay_invalid overlay_not_yaml
    config_unknown_key config_missing_page config_paging
    several_faults asked_names
}

cases! { warns: unions renamed malformed_parts paging dangling_reference operation_not_an_object }

#[test]
fn the_rendered_page_is_told_apart_and_the_markdown_one_asked_for() {
    let place = Place::new();
    let run = place.fails(&options(&place, "rendered_page"), Exit::Input);
    assert!(run.stderr.contains("rendered page") && run.stderr.contains("Markdown"));
}

#[test]
fn all_faults_of_all_pages_are_reported_in_one_run() {
    let place = Place::new();
    let run = place.fails(&options(&place, "several_faults"), Exit::Input);
    for page in ["a.md", "b.md", "c.md", "e.md", "f.md"] {
        assert!(run.stderr.contains(page), "{page}");
    }
}
