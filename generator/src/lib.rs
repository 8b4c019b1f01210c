//! OpenAPI documents, or documentation pages that hold fragments of one, in; a Rust SDK crate out.
//!
//! Data flows one way, and each stage sees only the types of the stage before it:
//!
//! ```text
//! sources ─ extract ─▶ fragments ─ merge ─▶ document ─ overlay ─▶ document ─ normalize ─▶ document
//!         ─ lower ─▶ IR ─ name ─▶ names ─ emit ─▶ files
//! ```
//!
//! The library does no I/O; [`files`] and [`cli`] are the edge. Every problem is a [`diagnostic::Diagnostic`]; nothing in the
//! input makes it panic.

pub mod cli;
pub mod code;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod extract;
pub mod files;
pub mod render;
pub mod source;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Failure};
use crate::source::Source;
use std::collections::BTreeMap;

/// What a run reads, already in memory. The order does not matter for sources and decides for overlays.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Pages and documents.
    pub sources: Vec<Source>,
    /// OpenAPI Overlay 1.0 documents, applied in this order.
    pub overlays: Vec<Source>,
}

/// A finished run.
#[derive(Debug, Clone)]
pub struct Output {
    /// The files of the crate: path with `/` between folders, and text.
    pub files: BTreeMap<String, String>,
    /// Warnings and notes, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was made.
    pub summary: Summary,
}

/// What a run made.
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
    /// Putting known defects right.
    Normalize,
    /// Building the intermediate representation.
    Lower,
    /// Finding Rust names.
    Name,
    /// Writing Rust.
    Emit,
}

/// Turns documents into the files of a crate.
///
/// # Errors
///
/// The input is at fault; the failure lists everything that was found.
pub fn generate(
    _inputs: Inputs,
    _config: &Config,
    progress: &dyn Fn(Stage),
) -> Result<Output, Failure> {
    progress(Stage::Extract);
    Ok(Output { files: BTreeMap::new(), diagnostics: Vec::new(), summary: Summary::default() })
}

/// Merges the sources into one OpenAPI document, overlays applied.
///
/// # Errors
///
/// The input is at fault; the failure lists everything that was found.
pub fn bundle(
    _inputs: Inputs,
    progress: &dyn Fn(Stage),
) -> Result<(serde_json::Value, Vec<Diagnostic>), Failure> {
    progress(Stage::Extract);
    Ok((serde_json::Value::Null, Vec::new()))
}
