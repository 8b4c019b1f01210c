//! Documents of Swagger 2.0, and its forms inside an OpenAPI 3 document, in; the forms of OpenAPI 3.0 out: components and servers in their
//! places, parameters with a `schema`, request bodies, responses with `content`.
//!
//! In a document of Swagger 2.0 these forms are correct; only those that OpenAPI 3 cannot express are reported.

mod bodies;
mod document;
mod media_types;
mod parameters;
mod responses;
mod rewrites;

use super::findings::Findings;
use crate::document::Places;
use rewrites::Rewrites;
use serde_json::Value;

pub(super) use document::convert;

/// Rewrites every such form.
pub(super) fn rewrite(
    root: &mut Value,
    places: &mut Places,
    is_swagger_2: bool,
    findings: &mut Findings,
) {
    let mut rewrites = Rewrites::new(is_swagger_2, findings);
    bodies::move_from_parameters(root, &mut rewrites);
    rewrites.move_places(places);
    parameters::rewrite(root, &mut rewrites);
    responses::rewrite(root, &mut rewrites);
    media_types::drop(root, &mut rewrites);
    rewrites.move_places(places);
}
