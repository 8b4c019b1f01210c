//! The configuration, its pages and the documentation site in; the drift between them out.
//!
//! ```text
//! site ─ pull ─▶ new pages ─┐
//!                           ├─ compare ─▶ Drift { comparison, stale, unfit, unexplained } ─ apply ─▶ pages, version
//! pages in place ───────────┘
//! ```
//!
//! [`find`] writes nothing. If drift cannot be determined, the result is an error and never an empty [`Drift`]: a page did not arrive, a page
//! is broken, or pages contradict each other.

pub mod changelog;

use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::diff::{Comparison, Exception, State, States, compare_inputs};
use crate::document::{Syntax, locate};
use crate::files::{self, ConfigFile, Difference, FileSet, FilesError, NewText, Unread};
use crate::pull::{self, Options, Origin, PullError, Pulled, Step};
use crate::{Output, Stage, generate};
use semver::Version;
use std::path::Path;

/// The differences between the site, the pages in place and the emitted crate.
#[derive(Debug, Clone)]
pub struct Drift {
    /// The pages as the site has them now.
    pub pulled: Pulled,
    /// The changes between the pages in place and those pages.
    pub comparison: Comparison,
    /// Warnings and notes on both states, and the exceptions that match no change.
    pub diagnostics: Vec<Diagnostic>,
    /// The differences between the crate's folder and the files that the pages in place make.
    pub stale: Vec<Difference>,
    /// The reasons why the new pages make no crate, such as a correction that no longer matches; empty if they make one.
    pub unfit: Vec<Diagnostic>,
    /// The files that differ with the new pages although no change was found.
    pub unexplained: Vec<String>,
}

/// It could not be determined whether there is drift.
#[derive(Debug, thiserror::Error)]
#[error("drift could not be determined: {}", .0.iter().map(|found| found.message.as_str()).collect::<Vec<_>>().join("; "))]
pub struct Unknown(pub Vec<Diagnostic>);

impl From<PullError> for Unknown {
    fn from(error: PullError) -> Self {
        Self(error.diagnostics)
    }
}

impl From<Unread> for Unknown {
    fn from(unread: Unread) -> Self {
        Self(unread.diagnostics)
    }
}

impl From<Failure> for Unknown {
    fn from(failure: Failure) -> Self {
        Self(failure.diagnostics)
    }
}

impl From<FilesError> for Unknown {
    fn from(error: FilesError) -> Self {
        Self(vec![error.diagnostic()])
    }
}

/// The current work of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Pulling.
    Pulling(Step),
    /// Reading and comparing both states.
    Comparing(Stage),
}

/// A function that is called with the current work of a run.
pub type Progress<'p> = &'p (dyn Fn(Doing) + Sync);

/// Pulls the pages and compares them with those in place. If `out` is given, also compares its crate with the files that the pages in place
/// make.
///
/// # Errors
///
/// Drift cannot be determined: see [`Unknown`].
pub fn find(
    config: &ConfigFile,
    out: Option<&Path>,
    exceptions: Vec<Exception>,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Drift, Unknown> {
    if let Some(finding) = files::interrupted(config.folder()) {
        return Err(Unknown(vec![finding]));
    }
    let old = files::read_inputs(&[], &[], Some(config))?;
    let pulled = pull::fetch(config, options, &|step| progress(Doing::Pulling(step)))?;
    let new = pull::inputs(&pulled, config)?;
    let stage = |stage| progress(Doing::Comparing(stage));
    let rules = &config.config;
    let States { old: before, new: after, changes, mut diagnostics } =
        compare_inputs(old.clone(), new.clone(), rules, &stage)?;
    let names = [
        State::new(config.path.display().to_string(), &before),
        State::new(name_of(&options.from), &after),
    ];
    let comparison = Comparison::new(names, changes, exceptions, Some(rules));
    diagnostics.extend(comparison.stale.iter().map(Exception::stale));
    let made = generate(old, rules, &stage)?;
    let stale = match out {
        Some(out) => files::compare(&made.files, out, &rules.package.extra_files)?,
        None => Vec::new(),
    };
    let (unfit, unexplained) = match generate(new, rules, &stage) {
        Err(failure) => (failure.diagnostics, Vec::new()),
        Ok(new) if comparison.changes.is_empty() && comparison.excepted.is_empty() => {
            (Vec::new(), differing(&made, &new))
        }
        Ok(_) => (Vec::new(), Vec::new()),
    };
    Ok(Drift { pulled, comparison, diagnostics, stale, unfit, unexplained })
}

fn name_of(origin: &Origin) -> String {
    match origin {
        Origin::Addresses => "the documentation site".to_owned(),
        Origin::Base(url) => pull::anonymous(url),
        Origin::Folder(folder) => folder.display().to_string(),
    }
}

/// The files that differ between two runs.
fn differing(one: &Output, other: &Output) -> Vec<String> {
    let (one, other) = (&one.files, &other.files);
    let in_one = one.iter().filter(|(path, text)| other.get(*path) != Some(text));
    let in_other = other.keys().filter(|path| !one.contains_key(*path));
    in_one.map(|(path, _)| path).chain(in_other).cloned().collect()
}

/// Writes the pages, the version that the changes require into the configuration, and other texts into their files: all files or none.
/// Returns the version if it is a new one.
///
/// # Errors
///
/// The configuration does not name its crate's version, a file was changed since it was compared, or the operating system refuses.
pub fn apply(
    drift: &Drift,
    config: &ConfigFile,
    files: &FileSet,
    others: &[NewText],
) -> Result<Option<Version>, Unknown> {
    let release = drift.comparison.release.as_ref().filter(|release| release.from != release.to);
    let raised = release.map(|release| raised(config, &release.to)).transpose()?;
    let others: Vec<NewText> = raised.into_iter().chain(others.iter().cloned()).collect();
    pull::apply(&drift.pulled, files, &others)?;
    Ok(release.map(|release| release.to.clone()))
}

/// The configuration with another version of the crate and no other change.
fn raised(config: &ConfigFile, version: &Version) -> Result<NewText, Unknown> {
    let text = &config.source.text;
    let span = locate(text, Syntax::Yaml, "/crate/version");
    let old = text.get(span.clone()).unwrap_or_default();
    if old.trim_matches(['"', '\'']) != config.config.package.version {
        let message = format!("`{}` has no line for the version of the crate", config.source.name);
        let finding = Diagnostic::new(Code::NotReplaced, message);
        return Err(Unknown(vec![
            finding.help("add `version` to `crate`, with the version of the last release"),
        ]));
    }
    let (before, after) = (&text[..span.start], &text[span.end..]);
    Ok(NewText {
        path: config.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        old: Some(files::digest(text.as_bytes())),
        text: format!("{before}{version}{after}"),
    })
}
