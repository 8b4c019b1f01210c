//! Header names that are not tokens (RFC 9110): a colon or space at the end is removed. A header whose name is still not a token cannot
//! be sent and is removed.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{is_token, join, parameter_lists, response_maps, target};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The corrected names of header parameters among the components, by pointer; `None` for one that cannot be sent.
type Shared = BTreeMap<String, Option<String>>;

/// Corrects the header parameters of operations, path items and components, and the headers of responses.
pub(super) fn correct(root: &mut Value, findings: &mut Findings) {
    let shared = root.pointer_mut("/components/parameters").and_then(Value::as_object_mut);
    let changed = shared.map(|shared| components(shared, findings)).unwrap_or_default();
    for (owner, parameters) in parameter_lists(root) {
        list(parameters, &changed, &owner, findings);
    }
    for (pointer, responses) in response_maps(root) {
        response_headers(responses, &pointer, findings);
    }
}

/// Corrects the parameters among the components, and removes those that cannot be sent.
fn components(shared: &mut Map<String, Value>, findings: &mut Findings) -> Shared {
    let mut changed = Shared::new();
    shared.retain(|key, parameter| {
        let pointer = join("/components/parameters", key);
        let is_odd = header_name(parameter).is_some_and(|name| !is_token(name));
        let is_sendable = one(parameter, &[], &pointer, findings);
        if is_odd {
            let name = header_name(parameter).filter(|_| is_sendable).map(str::to_owned);
            changed.insert(pointer, name);
        }
        is_sendable
    });
    shared.retain(|key, parameter| {
        let target = target(parameter);
        let is_gone = target.is_some_and(|target| changed.get(&target) == Some(&None));
        if is_gone {
            changed.insert(join("/components/parameters", key), None);
        }
        !is_gone
    });
    changed
}

fn list(parameters: &mut Vec<Value>, changed: &Shared, owner: &str, findings: &mut Findings) {
    let mut names: Vec<String> =
        parameters.iter().filter_map(header_name).map(str::to_owned).collect();
    let mut index = 0;
    parameters.retain_mut(|parameter| {
        let pointer = format!("{owner}/parameters/{index}");
        index += 1;
        let target = target(parameter);
        if let Some(name) = target.and_then(|target| changed.get(&target)) {
            let Some(name) = name else { return false };
            let is_taken = names.iter().any(|other| other.eq_ignore_ascii_case(name));
            if is_taken {
                report(&format!("{name}:"), None, &pointer, findings);
            }
            names.push(name.clone());
            return !is_taken;
        }
        let is_odd = header_name(parameter).is_some_and(|name| !is_token(name));
        let is_sendable = one(parameter, &names, &pointer, findings);
        // Two may be corrected to the same name.
        names.extend(header_name(parameter).filter(|_| is_odd && is_sendable).map(str::to_owned));
        is_sendable
    });
}

/// The name of a header parameter.
fn header_name(parameter: &Value) -> Option<&str> {
    parameter.get("name")?.as_str().filter(|_| parameter["in"] == "header")
}

/// Corrects a parameter; `false` if it cannot be sent.
fn one(parameter: &mut Value, names: &[String], pointer: &str, findings: &mut Findings) -> bool {
    let Some(name) = header_name(parameter).filter(|name| !is_token(name)).map(str::to_owned)
    else {
        return true;
    };
    let corrected = corrected(&name, names.iter().map(String::as_str));
    report(&name, corrected, pointer, findings);
    let Some(corrected) = corrected else { return false };
    parameter["name"] = json!(corrected);
    true
}

fn response_headers(responses: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    for (key, response) in responses {
        let Some(headers) = response.get_mut("headers").and_then(Value::as_object_mut) else {
            continue;
        };
        if headers.keys().all(|name| is_token(name)) {
            continue;
        }
        let pointer = join(&join(pointer, key), "headers");
        let mut names: Vec<String> = headers.keys().cloned().collect();
        let mut kept = Map::new();
        for (name, header) in std::mem::take(headers) {
            if is_token(&name) {
                kept.insert(name, header);
                continue;
            }
            let corrected = corrected(&name, names.iter().map(String::as_str));
            report(&name, corrected, &join(&pointer, &name), findings);
            if let Some(corrected) = corrected.map(str::to_owned) {
                names.push(corrected.clone());
                kept.insert(corrected, header);
            }
        }
        *headers = kept;
    }
}

/// The name without a colon and surrounding spaces, unless that is still not a token or is the name of another header.
fn corrected<'n>(name: &'n str, mut others: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let corrected = name.trim().trim_end_matches(':').trim_end();
    let is_taken = others.any(|other| other.eq_ignore_ascii_case(corrected));
    Some(corrected).filter(|name| is_token(name) && !is_taken)
}

fn report(name: &str, corrected: Option<&str>, pointer: &str, findings: &mut Findings) {
    let what = match corrected {
        Some(corrected) => format!("it was read as {corrected:?}"),
        None => "it was left out".into(),
    };
    findings.push(
        Code::HeaderName,
        pointer,
        format!("{name:?} is not a valid header name; {what}"),
        "if the header has another name, write that in an overlay, with letters, digits and hyphens",
    );
}
