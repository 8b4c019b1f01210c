//! Rewritten forms of Swagger 2.0 in; those to report out. In a document of Swagger 2.0 they are correct, and only losses are reported.

use super::super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{Places, join};

/// The findings about forms of Swagger 2.0.
pub(super) struct Rewrites<'f> {
    is_swagger_2: bool,
    findings: &'f mut Findings,
}

impl<'f> Rewrites<'f> {
    /// Starts without findings, for a document of Swagger 2.0 or of another version.
    pub(super) fn new(is_swagger_2: bool, findings: &'f mut Findings) -> Self {
        Self { is_swagger_2, findings }
    }

    /// Records that a value at a pointer was written at another.
    pub(super) fn moved(&mut self, to: impl Into<String>, from: impl Into<String>) {
        self.findings.moved(to, from);
    }

    /// Like [`Self::moved`], for the added objects on the path from a pointer to a nested value.
    pub(super) fn moved_on_the_way(&mut self, to: &str, way: &[&str], from: &str) {
        let mut to = to.to_owned();
        for token in way {
            to = join(&to, token);
            self.findings.placed(&to, from);
        }
    }

    /// Maps the new pointers of moved values to the places where they were written.
    pub(super) fn move_places(&mut self, places: &mut Places) {
        self.findings.move_places(places);
    }

    /// Adds a rewritten form; one with a loss is always reported.
    pub(super) fn push(
        &mut self,
        code: Code,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: &str,
        is_lost: bool,
    ) {
        if is_lost || !self.is_swagger_2 {
            self.findings.push(code, pointer, message, help);
        }
    }
}
