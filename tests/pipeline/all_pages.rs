//! The vendor's whole documentation, which is not part of the repository: `SPECWEAVE_PAGES` names the folder that holds the pages of the
//! general area. Those of the other area, in the folder `game` beside it, are read by the tests that are about both.

use crate::{secrets, spec};
use specweave::config::Repeat;
use specweave::diagnostic::{Code, Diagnostics};
use specweave::render::{self, Style};
use specweave::{Inputs, Output, source::Source};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many fields of the general area are secret, requests and responses counted by themselves.
const GENERAL_SECRETS: usize = 27;

/// The same of the game area.
const GAME_SECRETS: usize = 7;

fn folder() -> PathBuf {
    std::env::var_os("SPECWEAVE_PAGES").expect("SPECWEAVE_PAGES is not set").into()
}

fn read(folder: &Path) -> Vec<Source> {
    specweave::files::read_inputs(&[folder.to_owned()], &[], None).unwrap().sources
}

fn pages() -> Vec<Source> {
    let sources = read(&folder());
    assert_eq!(sources.len(), 51);
    sources
}

/// The pages of both areas, and how many fields are secret in each.
fn areas() -> [(Vec<Source>, usize); 2] {
    let game = read(&folder().with_file_name("game"));
    assert_eq!(game.len(), 28);
    [(pages(), GENERAL_SECRETS), (game, GAME_SECRETS)]
}

fn generate(sources: Vec<Source>) -> Output {
    let (config, inputs) = spec::inputs();
    specweave::generate(Inputs { sources, overlays: inputs.overlays }, &config, &|_| {})
        .unwrap_or_else(|failure| {
            panic!("{}", render::human(&failure.diagnostics, Style::default()))
        })
}

/// The overlay actions that make a difference to some pages.
fn applied(sources: Vec<Source>) -> BTreeSet<String> {
    let (_, inputs) = spec::inputs();
    let overlays: Vec<_> = inputs.overlays.into_iter().map(Arc::new).collect();
    let sources: Vec<_> = sources.into_iter().map(Arc::new).collect();
    let mut diagnostics = Diagnostics::new();
    let fragments = specweave::extract::extract(&sources, &mut diagnostics);
    let mut document = specweave::merge::merge(fragments, &mut diagnostics);
    let applied = specweave::overlay::apply(&mut document, &overlays, &mut diagnostics);
    assert!(!diagnostics.has_errors());
    applied.into_iter().map(|(_, pointer)| pointer).collect()
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn every_correction_is_due_and_no_name_clashes() {
    let (_, inputs) = spec::inputs();
    let actions = inputs.overlays[0].text.matches("\n  - target:").count();
    let due: BTreeSet<String> = areas().into_iter().flat_map(|(pages, _)| applied(pages)).collect();
    let all: BTreeSet<String> = (0..actions).map(|index| format!("/actions/{index}")).collect();
    assert_eq!(due, all);
    let output = generate(pages());
    let of = |code| output.diagnostics.iter().filter(move |found| found.code == code);
    assert_eq!(of(Code::Renamed).collect::<Vec<_>>(), Vec::<&_>::new());
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn what_the_vendor_never_repeats_is_sent_once() {
    let marked = |output: &Output| -> Vec<String> {
        let operations = output.model.api.operations();
        let marked =
            operations.filter(|own| (own.repeat != Repeat::Once) != own.method.is_idempotent());
        marked.map(|own| format!("{} {}", own.method.name(), own.path)).collect()
    };
    let [(general, _), (game, _)] = areas();
    // They respond with 202: what they began may not be done.
    assert_eq!(
        marked(&generate(general)),
        [
            "DELETE /v3/flexVM/clouds/{cloudUuid}/vms/{vmUuid}",
            "DELETE /v3/flexVM/clouds/{cloudUuid}/nodes/{nodeUuid}",
        ]
    );
    let mut game = marked(&generate(game));
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
fn the_secrets_of_both_areas_are_known_and_the_same_from_the_whole_document() {
    let (config, inputs) = spec::inputs();
    for (pages, count) in areas() {
        for output in secrets::both_ways(pages, inputs.overlays.clone(), &config) {
            let found = secrets::secrets(&output.model.api);
            assert_eq!(found.len(), count, "{found:#?}");
            secrets::assert_emitted(&output);
            let unmarked =
                output.diagnostics.iter().filter(|found| found.code == Code::LikelySecret);
            assert_eq!(unmarked.collect::<Vec<_>>(), Vec::<&_>::new());
        }
    }
}

/// Where a tag is documented, and nothing else, tells the crate of the pages from that of the documents.
#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn the_whole_documents_make_the_crate_that_the_pages_make() {
    let (mut config, inputs) = spec::inputs();
    config.pages = config.pull.known.clone();
    let [(general, _), (game, _)] = areas();
    let document = |name: &str, sources: &[Source]| {
        let raw = Inputs { sources: sources.to_vec(), overlays: Vec::new() };
        let (document, _) = specweave::bundle_raw(raw, &|_| {}).unwrap();
        Source::new(name, document.to_string().replace('/', "\\/"))
    };
    let documents = vec![document("a.json", &general), document("b.json", &game).ranked(1)];
    let game = game.into_iter().map(|page| page.ranked(1));
    let pages = general.into_iter().chain(game).collect();
    let [pages, documents] = [pages, documents].map(|sources| {
        let inputs = Inputs { sources, overlays: inputs.overlays.clone() };
        specweave::generate(inputs, &config, &|_| {}).unwrap()
    });
    assert_eq!((pages.summary.operations, documents.summary), (471, pages.summary));
    for (path, text) in &pages.files {
        let addresses = text.lines().filter(|line| line.starts_with("//! Source: <https://docs."));
        let text = addresses
            .fold(text.clone(), |text, line| text.replacen(&format!("//!\n{line}\n"), "", 1));
        assert!(text == documents.files[path], "{path}");
    }
    let sources = pages.files.values().filter(|text| text.contains("//! Source: <https://docs."));
    assert_eq!((pages.files.len(), sources.count()), (documents.files.len(), 79));
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
