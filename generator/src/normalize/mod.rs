//! A merged document in; the same document in one form out: OpenAPI 3.0, with the keywords of 3.1 that have no equivalent there.
//!
//! Real documents have defects, and other versions of OpenAPI write some things differently. Each rule of this stage converts one such
//! form, so that the later stages see only one form of each thing. A defect is reported with its own code; an equivalent form is not.
//! [`crate::defects`] lists the rules.

mod annotations;
mod constraints;
mod contradictions;
mod empty_references;
mod enum_values;
mod events;
mod exchanges;
mod extensions;
mod findings;
mod formats;
mod headers;
mod html;
mod limits;
mod listed_twice;
mod malformed;
mod media_types;
mod multipart;
mod parts;
mod path_items;
mod path_variables;
mod paths;
mod patterns;
mod property_notes;
mod references;
mod request_schemas;
mod routes;
mod swagger_2;
mod texts;
mod version_3_1;
mod version_3_2;
mod webhooks;
mod wrong_targets;

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Places, Version, schemas_mut};
use findings::Findings;
use serde_json::Value;

pub(crate) use formats::texts_of_numbers;
pub(crate) use path_variables::{are_alike, variables};

/// Applies every rule, in an order in which no rule makes work for an earlier one.
pub fn normalize(document: &mut Document, diagnostics: &mut Diagnostics) {
    normalize_with(document, &|_| false, diagnostics);
}

/// The same, if the configuration gives strings of some formats a type.
pub(crate) fn normalize_with(
    document: &mut Document,
    is_typed: &dyn Fn(&str) -> bool,
    diagnostics: &mut Diagnostics,
) {
    // First, since the limits look for schemas, which are not copied, where OpenAPI 3 has them.
    let is_swagger_2 = swagger_2::convert(document);
    if !limits::apply(document, diagnostics) {
        // The rest is small, and the error ends the run.
        document.value = Value::Object(serde_json::Map::new());
        return;
    }
    path_items::inline_references(document, diagnostics);
    path_items::complete_responses(document);
    media_types::inline_references(document);
    let (version, root) = (Version::of(&document.value), &mut document.value);
    let is_3_1 = version >= Version::V3_1;
    if version < Version::V3_2 {
        version_3_2::remove_additional_operations(root);
    }
    if version >= Version::V3_2 {
        version_3_2::name_schemes(root);
    }
    let mut findings = Findings::default();
    empty_references::remove(root, &mut findings);
    findings.move_places(&mut document.places);
    malformed::name_null(root, &mut findings);
    malformed::name_types(root);
    if is_3_1 {
        parts::name_encodings(root, &mut findings);
    }
    version_3_1::rewrite(root, is_3_1);
    malformed::correct(root, &mut findings);
    wrong_targets::correct(root, &mut findings);
    findings.move_places(&mut document.places);
    routes::name_variables(root, &mut findings);
    findings.move_places(&mut document.places);
    version_3_2::rewrite(root, &mut findings);
    // Before the styles of Swagger 2.0 are added, which apply.
    parts::drop_styles(root, is_3_1, &mut findings);
    swagger_2::rewrite(root, &mut document.places, is_swagger_2, &mut findings);
    events::read_data(root, &mut findings);
    findings.move_places(&mut document.places);
    extensions::rewrite(root);
    multipart::read_files(root, is_3_1, &mut findings);
    if !is_3_1 {
        references::drop_contradictions(root, &mut findings);
    }
    schemas(root, &document.places, (is_3_1, is_typed), &mut findings);
    webhooks::unite(root, &mut findings);
    findings.move_places(&mut document.places);
    headers::correct(root, &mut findings);
    path_variables::correct(root, &mut findings);
    exchanges::correct(root, &mut findings);
    paths::note(root, &mut findings);
    listed_twice::note(root, &mut findings);
    texts::correct(root, &mut findings);
    findings.report(document, diagnostics);
}

/// Applies the rules for single schemas, in one walk.
fn schemas(
    root: &mut Value,
    places: &Places,
    (is_3_1, is_typed): (bool, &dyn Fn(&str) -> bool),
    findings: &mut Findings,
) {
    let requests = request_schemas::Requests::of(root);
    schemas_mut(root, &mut |pointer, schema| {
        annotations::note_single_arm(schema, pointer, findings);
        // In 3.1, siblings of a reference are valid.
        let unusual = if is_3_1 { &mut Findings::default() } else { &mut *findings };
        references::wrap_siblings(schema, pointer, unusual);
        annotations::fold(schema, pointer, findings);
        contradictions::lift_additional(schema, pointer, findings);
        contradictions::open(schema, pointer, findings);
        contradictions::split_items(schema, pointer, findings);
        enum_values::correct(schema, pointer, places, findings);
        listed_twice::values(schema, pointer, findings);
        constraints::correct(schema, pointer, places, findings);
        patterns::correct(schema, pointer, findings);
        contradictions::complete_array(schema, pointer, findings);
        contradictions::take_foreign(schema, pointer, findings);
        if !formats::is_text_of(schema, is_typed) {
            formats::rename(schema, pointer, findings);
            formats::note_unknown(schema, pointer, findings);
        }
        formats::note_text_of_number(schema, pointer, findings);
        property_notes::note(schema, pointer, &requests, findings);
    });
}
