//! Forms of Swagger 2 inside an OpenAPI 3 document in, the forms of OpenAPI 3.0 out: parameters without `schema`, parameters that
//! are bodies, `consumes` and `produces`, responses without `content`.

mod answers;
mod bodies;
mod media_types;
mod parameters;

use super::findings::Findings;
use serde_json::Value;

/// Rewrites every such form.
pub(super) fn rewrite(root: &mut Value, findings: &mut Findings) {
    bodies::move_from_parameters(root, findings);
    parameters::rewrite(root, findings);
    answers::rewrite(root, findings);
    media_types::drop(root, findings);
}
