//! The repository's own input, read once.

use specweave::config::Config;
use specweave::document::Document;
use specweave::ir::Api;
use specweave::{Inputs, Output, diagnostic::Diagnostics};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The configuration and everything that it names.
pub(crate) fn inputs() -> (Config, Inputs) {
    // Relative to this package, as messages name it.
    let file = specweave::files::load_config(Path::new("../spec/specweave.yaml")).unwrap();
    let inputs = specweave::files::read_inputs(&[], &[], Some(&file)).unwrap();
    (file.config, inputs)
}

/// The crate that the generator makes of it.
pub(crate) fn output() -> Output {
    let (config, inputs) = inputs();
    specweave::generate(inputs, &config, &|_| {}).unwrap()
}

/// The document after all stages that work on it, and the IR.
pub(crate) fn lowered() -> (Document, Api) {
    let (config, inputs) = inputs();
    let mut diagnostics = Diagnostics::new();
    let sources: Vec<_> = inputs.sources.into_iter().map(Arc::new).collect();
    let overlays: Vec<_> = inputs.overlays.into_iter().map(Arc::new).collect();
    let fragments = specweave::extract::extract(&sources, &mut diagnostics);
    let mut document = specweave::merge::merge(fragments, &mut diagnostics);
    specweave::overlay::apply(&mut document, &overlays, &mut diagnostics);
    specweave::normalize::normalize(&mut document, &mut diagnostics);
    let api = specweave::lower::lower(&document, &config, &mut diagnostics);
    assert!(!diagnostics.has_errors());
    (document, api)
}
