//! Sources, overlays and configuration in; the files of a crate, or the model that they are made from, out. Runs all stages in order.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Failure};
use crate::document::Document;
use crate::model::Model;
use crate::report::Report;
use crate::source::{Inputs, Source};
use crate::stack::on_deep_stack;
use crate::{
    emit, extract, keywords, link, lower, merge, name, normalize, overlay, sample, select, surface,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A finished run.
#[derive(Debug, Clone)]
pub struct Output {
    /// The files of the crate: path with `/` between folders, and text.
    pub files: BTreeMap<String, String>,
    /// Warnings and notes, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The size of the crate.
    pub summary: Summary,
    /// The model that the files were made from.
    pub model: Model,
}

impl Output {
    /// The operations and types of each page, and the untyped values with their reasons.
    pub fn report(&self) -> Report {
        let Model { api, places, surface, .. } = &self.model;
        Report::new(api, surface, places, &self.diagnostics)
    }
}

/// The size of a crate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations in the crate.
    pub operations: usize,
    /// Types in its `models`.
    pub types: usize,
}

/// A stage that a run has reached, for progress on long work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading fragments out of the sources.
    Extract,
    /// Merging them into one document.
    Merge,
    /// Applying overlays.
    Overlay,
    /// Correcting known defects.
    Normalize,
    /// Building the intermediate representation.
    Lower,
    /// Finding Rust names.
    Name,
    /// Writing Rust.
    Emit,
}

/// A function that is called with each stage that a run reaches.
pub type Progress<'p> = &'p (dyn Fn(Stage) + Sync);

/// Turns documents into the files of a crate.
///
/// # Errors
///
/// The input is invalid; the failure lists everything that was found.
pub fn generate(
    inputs: Inputs,
    config: &Config,
    progress: Progress<'_>,
) -> Result<Output, Failure> {
    on_deep_stack(|| {
        let (model, diagnostics) = modelled(inputs, config, progress)?;
        let Model { api, surface, .. } = &model;
        let samples = sample::sample(api);
        progress(Stage::Emit);
        let files = emit::emit(api, surface, &samples, &config.named(&api.title));
        let summary = Summary { operations: api.described().count(), types: api.types.len() };
        Ok(Output { files, diagnostics, summary, model })
    })
}

/// The model that [`generate`] would make files from, without the files.
///
/// # Errors
///
/// The input is invalid; the failure lists everything that was found.
pub fn model(
    inputs: Inputs,
    config: &Config,
    progress: Progress<'_>,
) -> Result<(Model, Vec<Diagnostic>), Failure> {
    on_deep_stack(|| modelled(inputs, config, progress))
}

/// All stages before emitting.
fn modelled(
    inputs: Inputs,
    config: &Config,
    progress: Progress<'_>,
) -> Result<(Model, Vec<Diagnostic>), Failure> {
    let mut diagnostics = Diagnostics::new();
    let (model, _) = staged(inputs, config, progress, &mut diagnostics)?;
    Ok((model, without_errors(diagnostics)?))
}

/// Runs all stages before emitting, whatever is found after merging. Also returns the overlay actions that changed something.
pub(crate) fn staged(
    inputs: Inputs,
    config: &Config,
    progress: Progress<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Model, overlay::Applied), Failure> {
    let preferences = config.unused_preferences(&inputs.sources);
    let (mut document, applied) = merged(inputs, progress, diagnostics)?;
    diagnostics.extend(preferences);
    select::select(&mut document, config, diagnostics);
    keywords::check(&document, diagnostics);
    progress(Stage::Normalize);
    let is_typed = |format: &str| config.formats.contains_key(format);
    normalize::normalize_with(&mut document, &is_typed, diagnostics);
    progress(Stage::Lower);
    let api = lower::lower(&document, config, diagnostics);
    progress(Stage::Name);
    let places = document.places;
    let names = name::name(&api, &places, diagnostics);
    let idents: Vec<&str> = names.types.iter().map(|own| own.ident.as_str()).collect();
    diagnostics.extend(config.unused_types(&idents));
    let surface = surface::surface(&api, &names, &config.named(&api.title));
    Ok((Model { api, places, names, surface }, applied))
}

/// Merges the sources into one OpenAPI document, with overlays applied and known defects corrected: OpenAPI 3.0, with the keywords of 3.1
/// that have no equivalent there. `select` and `formats` of a configuration are not applied.
///
/// # Errors
///
/// The input is invalid; the failure lists everything that was found.
pub fn bundle(
    inputs: Inputs,
    progress: Progress<'_>,
) -> Result<(serde_json::Value, Vec<Diagnostic>), Failure> {
    on_deep_stack(|| {
        let mut diagnostics = Diagnostics::new();
        let (mut document, _) = merged(inputs, progress, &mut diagnostics)?;
        progress(Stage::Normalize);
        normalize::normalize(&mut document, &mut diagnostics);
        Ok((document.value, without_errors(diagnostics)?))
    })
}

/// Like [`bundle`], with every defect as it was written.
///
/// # Errors
///
/// The input is invalid; the failure lists everything that was found.
pub fn bundle_raw(
    inputs: Inputs,
    progress: Progress<'_>,
) -> Result<(serde_json::Value, Vec<Diagnostic>), Failure> {
    on_deep_stack(|| {
        let mut diagnostics = Diagnostics::new();
        let (document, _) = merged(inputs, progress, &mut diagnostics)?;
        Ok((document.value, without_errors(diagnostics)?))
    })
}

/// The merged document with overlays applied, and the actions that changed something. Faults of the pages end the run before the overlays,
/// which would only miss absent parts. Faults of overlays are left to the caller, which reports them with those of later stages.
fn merged(
    inputs: Inputs,
    progress: Progress<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Document, overlay::Applied), Failure> {
    let mut sources: Vec<Arc<Source>> = inputs.sources.into_iter().map(Arc::new).collect();
    sources.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.text.cmp(&b.text)));
    progress(Stage::Extract);
    let (sources, files) = extract::parted(sources, diagnostics);
    let fragments = extract::extract(&sources, diagnostics);
    progress(Stage::Merge);
    let mut document = merge::merge(fragments, diagnostics);
    link::link(&mut document, files, diagnostics);
    if diagnostics.has_errors() {
        return Err(Failure { diagnostics: std::mem::take(diagnostics).into_sorted() });
    }
    progress(Stage::Overlay);
    let overlays: Vec<Arc<Source>> = inputs.overlays.into_iter().map(Arc::new).collect();
    let applied = overlay::apply(&mut document, &overlays, diagnostics);
    Ok((document, applied))
}

/// All diagnostics, unless one of them is an error.
fn without_errors(diagnostics: Diagnostics) -> Result<Vec<Diagnostic>, Failure> {
    let has_errors = diagnostics.has_errors();
    let diagnostics = diagnostics.into_sorted();
    if has_errors { Err(Failure { diagnostics }) } else { Ok(diagnostics) }
}
