//! Forms of Swagger 2 that were rewritten in; those to report out: in a document of Swagger 2.0 they are right, and only what OpenAPI 3 cannot
//! say is.

use super::super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{Places, join};

/// What is found of forms of Swagger 2.
pub(super) struct Forms<'f> {
    is_swagger_2: bool,
    findings: &'f mut Findings,
}

impl<'f> Forms<'f> {
    /// Nothing yet, of a document of Swagger 2.0 or of another.
    pub(super) fn new(is_swagger_2: bool, findings: &'f mut Findings) -> Self {
        Self { is_swagger_2, findings }
    }

    /// Notes that what is at a pointer from now on was written at another.
    pub(super) fn moved(&mut self, to: impl Into<String>, from: impl Into<String>) {
        self.findings.moved(to, from);
    }

    /// As [`Self::moved`], of what is on the way from a pointer to something in it, and is written nowhere by itself.
    pub(super) fn moved_on_the_way(&mut self, to: &str, way: &[&str], from: &str) {
        let mut to = to.to_owned();
        for token in way {
            to = join(&to, token);
            self.findings.placed(&to, from);
        }
    }

    /// Lets the pointers of what was moved until now lead to the places where it was written.
    pub(super) fn move_places(&mut self, places: &mut Places) {
        self.findings.move_places(places);
    }

    /// Notes a form that was rewritten; one by which something is lost always.
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
