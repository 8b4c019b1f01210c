//! Forms of Swagger 2 that were rewritten in; those to report out: in a document of Swagger 2.0 they are right, and only what OpenAPI 3 cannot
//! say is.

use super::super::findings::Findings;
use crate::diagnostic::Code;

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
