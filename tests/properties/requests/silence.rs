//! A document and what was made of it in; what was lost without a word out.

use serde_json::Value;
use specweave::diagnostic::Diagnostic;
use specweave::ir::Operation;
use std::fmt::Write as _;

use super::values::is_file;
use super::{bodies, is_it, is_object, listed, resolve};
use crate::subject::Subject;

/// What is neither sent nor reported.
pub(super) fn check(document: &Value, subject: &Subject) -> String {
    let mut faults = String::new();
    let said: Vec<String> = subject.diagnostics.iter().map(described).collect();
    let is_said = |word: &str| said.iter().any(|said| said.contains(word));
    let operations = subject.api.tags.iter().flat_map(|tag| &tag.operations);
    let operations: Vec<&Operation> = operations.collect();
    for (path, item) in document["paths"].as_object().unwrap() {
        let all = item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters");
        for (method, written) in all {
            let is_it = |own: &&&Operation| {
                own.path == *path && own.method.name().eq_ignore_ascii_case(method)
            };
            let made: Vec<&Operation> = operations.iter().filter(is_it).copied().collect();
            for name in
                lost(document, [item, written], &made).into_iter().filter(|name| !is_said(name))
            {
                writeln!(faults, "{method} {path}: {name} is lost").unwrap();
            }
        }
    }
    faults
}

fn described(diagnostic: &Diagnostic) -> String {
    let pointer = diagnostic.place.as_ref().map_or("", |place| place.pointer.as_str());
    format!("{}: {}", pointer.replace("~1", "/").replace("~0", "~"), diagnostic.message)
}

/// What of an operation none that was made of it sends: something that the message on it must hold.
fn lost<'d>(document: &'d Value, owners: [&'d Value; 2], made: &[&Operation]) -> Vec<String> {
    let mut lost = Vec::new();
    for parameter in listed(document, owners) {
        if !made.iter().all(|own| own.parameters.iter().any(|own| is_it(parameter, own))) {
            lost.push(parameter["name"].as_str().unwrap().to_owned());
        }
    }
    let content = owners[1]["requestBody"]["content"].as_object();
    for (media_type, body) in content.into_iter().flatten() {
        let mut bodies = made.iter().filter_map(|own| own.body.as_ref());
        if !bodies.any(|body| body.contents[0].media_type == *media_type) {
            lost.push(media_type.clone());
            continue;
        }
        let is_parts = media_type.starts_with("multipart");
        let schema = resolve(document, &body["schema"]);
        if media_type == "text/plain" && schema["type"] != "string" {
            lost.push(format!("content/{media_type}: a request body is"));
        }
        for (name, own) in body["encoding"].as_object().into_iter().flatten() {
            let place = format!("{media_type}/encoding/{name}");
            let is_styled = ["style", "explode"].iter().any(|key| own.get(key).is_some());
            let property = bodies::property(document, schema, name);
            if is_parts {
                lost.extend(lost_of_part(document, media_type, own, property, &place));
            } else if own["contentType"] == "application/xml"
                && !is_styled
                && is_object(document, property)
            {
                lost.push(format!("{place}/contentType: "));
            }
        }
    }
    lost
}

/// What of a part is not sent.
fn lost_of_part(
    document: &Value,
    media_type: &str,
    own: &Value,
    property: &Value,
    place: &str,
) -> Vec<String> {
    let mut lost = Vec::new();
    let is_list = is_file(&property["items"]);
    let is_any_file = is_file(property) || is_list;
    let style = own["style"].as_str().unwrap_or("form");
    let explode = own["explode"].as_bool().unwrap_or(style == "form");
    let is_said = ["style", "explode"].iter().any(|key| own.get(key).is_some());
    if !bodies::is_styled(document, media_type, own) {
        if is_said && (style != "form" || own["explode"] == false) {
            lost.push(format!("{place}: the style"));
        }
    } else if is_any_file && (style != "form" || is_list && !explode) {
        lost.push(format!("{place}: the part"));
    }
    let is_known = |header: &Value| {
        header.pointer("/schema/enum").is_some() || header.get("content").is_some()
    };
    for (name, header) in own["headers"].as_object().into_iter().flatten() {
        if name != "Content-Type" && !is_any_file && !is_known(header) {
            lost.push(format!("{place}/headers/{name}: the header"));
        }
    }
    lost
}
