//! Facts about the API as a whole: its title, its error object.

use super::pairing::Pairing;
use super::schema::Spot;
use super::{Subject, Wire};
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Rule};
use crate::document::Object;
use crate::ir::Api;

/// The place of a crate's error object for the comparison of crates.
pub(in crate::diff) const ERROR_OBJECT: &str = "#error";

/// Compares everything except servers, security and tags.
pub(super) fn compare(wire: &mut Wire<'_>, pairing: &Pairing<'_>) {
    info(wire);
    error_object(wire, pairing);
}

/// A finding about a part of the API, at one pointer of both documents.
pub(super) fn finding(rule: &'static Rule, part: impl Into<String>, pointer: &str) -> Finding {
    Finding::new(rule, Subject::Api { part: part.into() }).at([Some(pointer), Some(pointer)])
}

fn info(wire: &mut Wire<'_>) {
    let [old, new] = wire.apis();
    let title = finding(&rules::API_TITLE, "title", "/info/title");
    wire.text(title, [Some(&old.title), Some(&new.title)]);
    if old.version != new.version {
        let version = finding(&rules::API_VERSION, "version", "/info/version");
        wire.push(version.turning(&old.version, &new.version));
    }
    let description = finding(&rules::API_DESCRIPTION, "description", "/info/description");
    wire.text(description, [old.description.as_deref(), new.description.as_deref()]);
    let mut rest = [old.info.clone(), new.info.clone()];
    for key in ["title", "version", "description"] {
        rest.iter_mut().for_each(|rest| _ = rest.shift_remove(key));
    }
    let info = finding(&rules::DOCUMENTATION, "info", "/info");
    wire.rest(Object::Info, &info, [&rest[0], &rest[1]]);
}

/// Compares the schema of the object that every failing response may hold.
fn error_object(wire: &mut Wire<'_>, pairing: &Pairing<'_>) {
    let [old, new] = wire.apis().map(spot);
    let is_same = match (&old, &new) {
        (Some(old), Some(new)) => old.name == new.name || wire.same(old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    if is_same {
        return;
    }
    let [old, new] = [old, new].map(|spot| spot.map(|spot| spot.name.to_string()));
    let finding = finding(&rules::ERROR_OBJECT, "error object", "/components/schemas");
    let items = [Some(ERROR_OBJECT.to_owned()), Some(ERROR_OBJECT.to_owned())];
    wire.push(finding.values(old, new).with_items(items).owned(pairing.everywhere()));
}

fn spot(api: &Api) -> Option<Spot<'_>> {
    let definition = api.definition(api.error_object?);
    Some(Spot::new(api, definition.schema, &definition.path.join(".")))
}
