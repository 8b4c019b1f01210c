//! What is reported: [`Diagnostic`]s, each with a stable [`Code`], a place and a way out.
//!
//! Every stage adds its findings to one [`Diagnostics`] and goes on, so that one run reports all problems. Rendering for
//! people and for programs is [`crate::render`]'s work.

mod code;

pub use code::{Code, Severity};

use crate::source::Place;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is; decides the severity.
    pub code: Code,
    /// What was found, in one sentence without a final stop.
    pub message: String,
    /// Where; `None` if it concerns the call as a whole.
    pub place: Option<Place>,
    /// Other places that take part, each with what it has to do with the finding.
    pub related: Vec<(Place, String)>,
    /// What to do about it, or what was assumed.
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

    /// Sets what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Its weight.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What diagnostics are sorted by: source, offset, pointer, code, message.
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

/// Everything found so far in a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// How many of them are errors.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).count()
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// All of them, sorted by place and without repetitions, so that the result does not depend on the order of the input.
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

/// The input is at fault: at least one of the diagnostics is an error, and there is no output.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the input has {} error(s)", .diagnostics.iter().filter(|d| d.severity() == Severity::Error).count())]
pub struct Failure {
    /// All that was found, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}
