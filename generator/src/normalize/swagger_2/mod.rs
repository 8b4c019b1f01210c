//! Forms of Swagger 2 inside an OpenAPI 3 document in, the forms of OpenAPI 3.0 out: parameters without `schema`, parameters that
//! are bodies, `consumes` and `produces`, answers without `content`.

mod answers;
mod bodies;
mod media_types;
mod parameters;

use super::findings::Findings;
use crate::diagnostic::Diagnostics;
use crate::document::Document;

/// Rewrites every such form.
pub(super) fn rewrite(document: &mut Document, diagnostics: &mut Diagnostics) {
    let mut findings = Findings::default();
    let root = &mut document.value;
    bodies::move_from_parameters(root, &mut findings);
    parameters::rewrite(root, &mut findings);
    answers::rewrite(root, &mut findings);
    media_types::drop(root, &mut findings);
    findings.report(document, diagnostics);
}
