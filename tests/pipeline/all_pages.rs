//! The vendor's whole documentation, which is not part of the repository: `SPECWEAVE_PAGES` names the folder that holds it.

use crate::spec;
use specweave::diagnostic::Code;
use specweave::render::{self, Style};
use specweave::{Inputs, Output, source::Source};
use std::path::PathBuf;

fn pages() -> Vec<Source> {
    let folder = std::env::var_os("SPECWEAVE_PAGES").expect("SPECWEAVE_PAGES is not set");
    let sources =
        specweave::files::read_inputs(&[PathBuf::from(folder)], &[], None).unwrap().sources;
    assert_eq!(sources.len(), 51);
    sources
}

fn generate(sources: Vec<Source>) -> Output {
    let (config, inputs) = spec::inputs();
    specweave::generate(Inputs { sources, overlays: inputs.overlays }, &config, &|_| {})
        .unwrap_or_else(|failure| {
            panic!("{}", render::human(&failure.diagnostics, Style::default()))
        })
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn every_correction_is_due_and_no_name_clashes() {
    let output = generate(pages());
    let of = |code| output.diagnostics.iter().filter(move |found| found.code == code);
    assert_eq!(of(Code::OverlaySkipped).collect::<Vec<_>>(), Vec::<&_>::new());
    assert_eq!(of(Code::Renamed).collect::<Vec<_>>(), Vec::<&_>::new());
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn every_operation_is_generated() {
    let output = generate(pages());
    let left_out = output.diagnostics.iter().filter(|found| found.code == Code::OperationLeftOut);
    assert_eq!(left_out.collect::<Vec<_>>(), Vec::<&_>::new());
    assert_eq!(output.summary.operations, 204);
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn the_corrections_fit_each_page_beside_session() {
    let (session, others): (Vec<_>, Vec<_>) =
        pages().into_iter().partition(|page| page.stem() == "session");
    for page in others {
        let name = page.name.clone();
        let output = generate([session.as_slice(), &[page]].concat());
        assert!(output.summary.operations > 4, "{name}");
    }
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn the_pages_do_not_differ_from_themselves() {
    let forwards = generate(pages()).model;
    let backwards = generate(pages().into_iter().rev().collect()).model;
    assert_eq!(specweave::diff::compare(&forwards, &backwards), Vec::new());
}
