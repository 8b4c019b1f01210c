//! A merged document in, the same document in clean OpenAPI 3.0 out.
//!
//! Real documents have defects, and OpenAPI 3.1 says some things differently. Each rule of this stage knows one such form and puts
//! it right, so that the later stages see only one way to say each thing. A defect is reported with its own code; another way
//! to say the same is not.

mod annotations;
mod findings;
mod formats;
mod multipart;
mod objects;
mod operations;
mod parameters;
mod path_items;
mod references;
mod swagger_2;
mod version_3_1;
mod walk;

use crate::diagnostic::Diagnostics;
use crate::document::Document;

pub(crate) use parameters::variables;

/// Applies every rule, in an order in which none makes work for an earlier one.
pub fn normalize(document: &mut Document, diagnostics: &mut Diagnostics) {
    path_items::resolve(document, diagnostics);
    path_items::complete_responses(document);
    version_3_1::rewrite(document);
    swagger_2::rewrite(document, diagnostics);
    references::wrap_siblings(document, diagnostics);
    annotations::fold(document, diagnostics);
    multipart::read_files(document, diagnostics);
    formats::drop_unknown(document, diagnostics);
    parameters::declare_path_variables(document, diagnostics);
}
