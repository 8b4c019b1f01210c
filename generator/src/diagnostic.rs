//! The findings of a run: [`Diagnostic`]s, each with a stable [`Code`], a place and a way out.
//!
//! Every stage adds its findings to one [`Diagnostics`] and goes on, so that one run reports all problems. Rendering for
//! people and for programs is [`crate::render`]'s work.

mod code;

pub use code::{Code, Severity};

use crate::source::Place;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of finding. It decides the severity.
    pub code: Code,
    /// A description of the finding, in one sentence without a final stop.
    pub message: String,
    /// The place; `None` if it concerns the call as a whole.
    pub place: Option<Place>,
    /// Other places that take part, each with its role in the finding.
    pub related: Vec<(Place, String)>,
    /// Advice, or the assumption that was made.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place: None, related: Vec::new(), help: None }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a place that takes part.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// Sets the advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Its severity.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The sort key of diagnostics: source, offset, pointer, code, message.
    fn key(&self) -> (Option<(&str, usize, &str)>, Code, &str) {
        let place = self.place.as_ref().map(|place| {
            (
                place.source.name.as_str(),
                place.span.as_ref().map_or(0, |span| span.start),
                place.pointer.as_str(),
            )
        });
        (place, self.code, &self.message)
    }
}

/// All findings of a run so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// The number of errors.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).count()
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// All findings, sorted by place and without repetitions, so that the result does not depend on the order of the input.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(|a, b| a.key().cmp(&b.key()));
        self.0.dedup();
        self.0
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.0.extend(diagnostics);
    }
}

/// The input is invalid: at least one of the diagnostics is an error, and there is no output.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the input has {} error(s)", .diagnostics.iter().filter(|d| d.severity() == Severity::Error).count())]
pub struct Failure {
    /// All findings, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}
