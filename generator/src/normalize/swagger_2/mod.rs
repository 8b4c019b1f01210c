//! Documents of Swagger 2.0, and its forms inside an OpenAPI 3 document, in; the forms of OpenAPI 3.0 out: components and servers in their
//! places, parameters with a `schema`, request bodies, responses with `content`.
//!
//! In a document of Swagger 2.0 these forms are right; only what OpenAPI 3 cannot say is reported.

mod answers;
mod bodies;
mod document;
mod media_types;
mod parameters;

use super::findings::Findings;
use crate::diagnostic::Code;
use serde_json::Value;

pub(super) use document::convert;

/// Rewrites every such form.
pub(super) fn rewrite(root: &mut Value, is_swagger_2: bool, findings: &mut Findings) {
    let mut forms = Forms { is_swagger_2, findings };
    bodies::move_from_parameters(root, &mut forms);
    parameters::rewrite(root, &mut forms);
    answers::rewrite(root, &mut forms);
    media_types::drop(root, &mut forms);
}

/// What is found of forms of Swagger 2.
struct Forms<'f> {
    is_swagger_2: bool,
    findings: &'f mut Findings,
}

impl Forms<'_> {
    /// Notes a form that was rewritten; one by which something is lost always.
    fn push(
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
