//! The vendor's whole documentation, which is not part of the repository: `SPECWEAVE_PAGES` names the folder that holds it.

use crate::spec;
use specweave::diagnostic::Code;
use specweave::render::{self, Style};
use specweave::{Inputs, Output, source::Source};
use std::collections::BTreeSet;
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

/// The pages of the game area, in the folder `game` beside that one.
fn game_pages() -> Vec<Source> {
    let folder = std::env::var_os("SPECWEAVE_PAGES").expect("SPECWEAVE_PAGES is not set");
    let folder = PathBuf::from(folder).canonicalize().unwrap().with_file_name("game");
    specweave::files::read_inputs(&[folder], &[], None).unwrap().sources
}

/// Where the actions stand that were skipped because their page is not among the inputs.
fn skipped(output: &Output) -> BTreeSet<String> {
    let of = output.diagnostics.iter().filter(|found| found.code == Code::OverlaySkipped);
    of.map(|found| found.place.as_ref().unwrap().pointer.clone()).collect()
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn every_correction_is_due_and_no_name_clashes() {
    let output = generate(pages());
    let game = skipped(&generate(game_pages()));
    let in_neither: Vec<_> = skipped(&output).into_iter().filter(|at| game.contains(at)).collect();
    assert_eq!(in_neither, Vec::<String>::new());
    let renamed = output.diagnostics.iter().filter(|found| found.code == Code::Renamed);
    assert_eq!(renamed.collect::<Vec<_>>(), Vec::<&_>::new());
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn what_the_vendor_never_repeats_is_sent_once() {
    let marked = |output: &Output| -> Vec<String> {
        let operations = output.model.api.operations();
        let marked = operations.filter(|own| own.idempotent != own.method.is_idempotent());
        marked.map(|own| format!("{} {}", own.method.name(), own.path)).collect()
    };
    assert_eq!(marked(&generate(pages())), Vec::<String>::new());
    let mut game = marked(&generate(game_pages()));
    game.sort();
    assert_eq!(
        game,
        [
            "DELETE /v3/deploymentContainer/{deploymentContainerId}",
            "DELETE /v3/deploymentContainerLocation/{deploymentContainerLocationId}",
            "DELETE /v3/deploymentProfile/{deploymentProfileId}",
            "DELETE /v3/deploymentRegion/{deploymentRegionId}",
            "PUT /v3/applicationInstance/game/{applicationId}/empty/allocate",
            "PUT /v3/applicationInstance/task/{taskId}",
            "PUT /v3/host/{hostId}/restart",
            "PUT /v3/host/{hostId}/start",
            "PUT /v3/host/{hostId}/stop",
        ]
    );
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
