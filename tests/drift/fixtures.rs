//! States to start from: the frozen page and other documents of the tests, and the vendor's pages if they are there.

use crate::pages::{Page, sources};
use serde_json::Value;
use specweave::config::Config;
use specweave::diff::Change;
use specweave::document::yaml;
use specweave::render::{Style, human};
use specweave::source::Source;
use specweave::{Inputs, Model, files};
use specweave_tests::frozen;
use std::path::PathBuf;
use std::sync::Arc;

/// Pages with what they are read with.
pub(crate) struct Fixture {
    pub(crate) name: String,
    pub(crate) config: Config,
    pub(crate) overlays: Vec<Source>,
    pub(crate) pages: Vec<Page>,
}

const PAGING: &str = "paging:\n  - {header: RANGED-DATA, range: 'start={start},results={results}', results: 25}\n  - {header: PAGE-TOKEN, token: true}\n  - {header: X-Nowhere, token: true}\n";

impl Fixture {
    pub(crate) fn inputs(&self, pages: &[Page]) -> Inputs {
        Inputs { sources: sources(pages), overlays: self.overlays.clone() }
    }

    /// What the pages mean.
    pub(crate) fn model(&self, pages: &[Page]) -> Model {
        match specweave::model(self.inputs(pages), &self.config, &|_| {}) {
            Ok((model, _)) => model,
            Err(failure) => {
                panic!("{}:\n{}", self.name, human(&failure.diagnostics, Style::default()))
            }
        }
    }
}

/// The frozen page with its corrections.
pub(crate) fn session() -> Fixture {
    let (config, Inputs { sources, overlays }) = frozen::inputs();
    Fixture {
        name: "session".into(),
        config,
        overlays,
        pages: sources.iter().map(Page::read).collect(),
    }
}

/// YAML documents, each as a page with one fragment.
fn documents(name: &str, texts: &[&str]) -> Fixture {
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", PAGING))).unwrap();
    let page = |(index, text): (usize, &&str)| {
        Page::of(format!("{name}_{index}.md"), [yaml::parse(text).unwrap()])
    };
    let pages = texts.iter().enumerate().map(page).collect();
    Fixture { name: name.to_owned(), config, overlays: Vec::new(), pages }
}

/// Hard names and rare features.
pub(crate) fn obstacles() -> Fixture {
    documents("obstacles", &[include_str!("../obstacle_course/obstacles.yaml")])
}

/// Schemas that are put together at random.
pub(crate) fn composed(seed: u64) -> Fixture {
    documents("composed", &[&crate::composed::document(seed).to_string()])
}

/// Every fixture of the repository.
pub(crate) fn own() -> Vec<Fixture> {
    let effects = [
        include_str!("../effects/states/old/operations.yaml"),
        include_str!("../effects/states/old/schemas.yaml"),
    ];
    let operations = include_str!("../../generator/tests/diff_operations/base.yaml");
    vec![
        session(),
        obstacles(),
        documents("effects", &effects),
        documents("operations", &[operations]),
    ]
}

/// The vendor's whole documentation, which is not part of the repository: `SPECWEAVE_PAGES` names the folder that holds it. The
/// corrections are about none of them, so that they apply to what is there, as the pages are joined and split.
pub(crate) fn all_pages() -> Fixture {
    let folder = std::env::var_os("SPECWEAVE_PAGES").expect("SPECWEAVE_PAGES is not set");
    let sources = files::read_inputs(&[PathBuf::from(folder)], &[], None).unwrap().sources;
    assert_eq!(sources.len(), 51);
    let (config, inputs) = frozen::inputs_of("../spec/specweave.yaml");
    let overlays = inputs.overlays.iter().map(|overlay| {
        let mut value: Value = yaml::parse(&overlay.text).unwrap();
        for action in value["actions"].as_array_mut().unwrap() {
            action["x-page"] = "none of them".into();
        }
        Source::new("overlay.json", value.to_string())
    });
    let overlays = overlays.collect();
    Fixture {
        name: "all pages".into(),
        config,
        overlays,
        pages: sources.iter().map(Page::read).collect(),
    }
}

/// Documents that are not part of the repository: `SPECWEAVE_DOCUMENTS` names their files, each with a colon after it but the last.
pub(crate) fn others() -> Vec<Fixture> {
    let paths = std::env::var("SPECWEAVE_DOCUMENTS").expect("SPECWEAVE_DOCUMENTS is not set");
    let read = |path: &str| documents(path, &[&std::fs::read_to_string(path).unwrap()]);
    paths.split(':').map(read).collect()
}

/// Changes, for messages.
pub(crate) fn shown(changes: &[Change]) -> String {
    let lines = changes.iter().map(|change| {
        format!(
            "{} of {}: {:?} → {:?}; wire {}: {}; rust {}: {}",
            change.rule.code,
            change.subject,
            change.before,
            change.after,
            change.wire.level,
            change.wire.text,
            change.rust.level,
            change.rust.text
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}
