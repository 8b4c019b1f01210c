//! An operation in both states: its name, its place and its description.

use super::pairing::shape;
use super::schema::excerpts;
use super::tags::{Renamed, shown};
use super::{Pair, Wire, servers};
use crate::diff::change::{Effect, Level};
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Rule};
use crate::diff::text::Text;
use crate::document::{IGNORED_HEADERS, Object};
use crate::ir::{Asked, Rest};
use serde_json::Value;

/// Compares everything except what the operation takes and returns.
pub(super) fn compare(wire: &mut Wire<'_>, pair: &Pair<'_>, tags: &Renamed) {
    let [old, new] = pair.operations();
    // The names of path variables are reported with the parameters.
    if shape(&old.path) != shape(&new.path) {
        wire.push(moved(wire, pair).turning(&old.path, &new.path));
    }
    if old.method != new.method {
        let finding = pair.finding(&rules::OPERATION_METHOD, "method");
        wire.push(finding.turning(old.method.name(), new.method.name()));
    } else if old.repeat != new.repeat {
        // A change of the method explains a change of retries.
        let finding = pair.finding(&rules::OPERATION_RETRY, "retry");
        wire.push(finding.turning(old.repeat.words(), new.repeat.words()));
    }
    if old.asked != new.asked {
        let rule = match old.asked {
            None => &rules::OPERATION_STREAM_ASKED,
            Some(_) => &rules::OPERATION_STREAM_OTHERWISE,
        };
        let [before, after] = [old, new].map(|own| own.asked.as_ref().map(Asked::words));
        wire.push(pair.finding(rule, "streams").values(before, after));
    }
    let (from, to) = (&pair.old.tag.name, &pair.new.tag.name);
    if tags.get(from).unwrap_or(from) != to {
        let finding = at(pair, &rules::OPERATION_TAG, "tag", "tags");
        wire.push(finding.turning(shown(pair.old.tag), shown(pair.new.tag)));
    }
    if old.id != new.id {
        let finding = at(pair, &rules::OPERATION_ID, "operationId", "operationId");
        wire.push(finding.values(old.id.clone(), new.id.clone()));
    }
    if old.deprecated != new.deprecated {
        let rule = if new.deprecated {
            &rules::OPERATION_DEPRECATED
        } else {
            &rules::OPERATION_UNDEPRECATED
        };
        let finding = at(pair, rule, "", "deprecated");
        wire.push(finding.one_sided(old.deprecated, "deprecated"));
    }
    for (rule, part, texts) in [
        (&rules::OPERATION_SUMMARY, "summary", [&old.summary, &new.summary]),
        (&rules::OPERATION_DESCRIPTION, "description", [&old.description, &new.description]),
    ] {
        wire.text(at(pair, rule, part, part), texts.map(|text| text.as_deref()));
    }
    let rest = pair.finding(&rules::DOCUMENTATION, "");
    let [(old, was), (new, is)] = [old, new].map(|own| without_ignored(&own.rest));
    if was != is {
        let text =
            |ignored: &[Value]| ignored.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
        let [before, after] = excerpts(&text(&was), &text(&is));
        let part = "header parameters that OpenAPI ignores";
        let finding = at(pair, &rules::DOCUMENTATION, part, "parameters");
        wire.push(finding.values(before, after));
    }
    wire.rest(Object::Operation, &rest, [&old, &new]);
}

/// The other keys of an operation without the header parameters that the specification tells to ignore, and these.
fn without_ignored(rest: &Rest) -> (Rest, Vec<Value>) {
    let (mut rest, mut ignored) = (rest.clone(), Vec::new());
    if let Some(Value::Array(parameters)) = rest.get_mut("parameters") {
        let text =
            |own: &Value, key: &str| own.get(key).and_then(Value::as_str).map(str::to_lowercase);
        parameters.retain(|own| {
            let is_header = text(own, "in").is_some_and(|place| place == "header");
            let name = text(own, "name").unwrap_or_default();
            let is_ignored = is_header && IGNORED_HEADERS.contains(&name.as_str());
            ignored.extend(is_ignored.then(|| own.clone()));
            !is_ignored
        });
    }
    (rest, ignored)
}

/// A changed path. The full address stays the same if a part moved between the path and the server.
fn moved(wire: &Wire<'_>, pair: &Pair<'_>) -> Finding {
    if !servers::keeps_address(wire, pair) {
        return pair.finding(&rules::OPERATION_PATH, "path");
    }
    let mut finding = pair.finding(&rules::STATED_OTHERWISE, "path");
    let effect = "clients with an address of their own must name the new one";
    finding.rust = Some(Effect::new(Level::PossiblyBreaking, Text::words(effect)));
    finding
}

/// A finding at a key of the operation, about the operation's own items.
fn at(pair: &Pair<'_>, rule: &'static Rule, part: &str, key: &str) -> Finding {
    let items = pair.operations().map(|own| Some(own.pointer.clone()));
    let places = pair.operations().map(|own| Some(format!("{}/{key}", own.pointer)));
    pair.finding(rule, part).at(places).with_items(items)
}
