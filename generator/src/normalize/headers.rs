//! Header names that are no tokens (RFC 9110): a stray colon or space at the end goes, a name that stays none cannot be sent.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::join;
use crate::method::Method;
use serde_json::{Map, Value, json};

/// Corrects the header parameters of operations, path items and components, and the headers of answers.
pub(super) fn correct(root: &mut Value, findings: &mut Findings) {
    if let Some(shared) = root.pointer_mut("/components/parameters").and_then(Value::as_object_mut)
    {
        for (key, parameter) in shared {
            // One that cannot be corrected stays here; what refers to it is left out with its operation.
            one(parameter, &[], &join("/components/parameters", key), findings);
        }
    }
    let Some(paths) = root.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for (path, item) in paths {
        let pointer = join("/paths", path);
        list(item.get_mut("parameters"), &pointer, findings);
        for method in Method::ALL {
            if let Some(operation) = item.get_mut(method.key()) {
                let pointer = join(&pointer, method.key());
                list(operation.get_mut("parameters"), &pointer, findings);
                answers(operation.get_mut("responses"), &join(&pointer, "responses"), findings);
            }
        }
    }
    answers(root.pointer_mut("/components/responses"), "/components/responses", findings);
}

fn list(parameters: Option<&mut Value>, owner: &str, findings: &mut Findings) {
    let Some(parameters) = parameters.and_then(Value::as_array_mut) else { return };
    let names: Vec<String> = parameters.iter().filter_map(header_name).map(str::to_owned).collect();
    let mut index = 0;
    parameters.retain_mut(|parameter| {
        let pointer = format!("{owner}/parameters/{index}");
        index += 1;
        one(parameter, &names, &pointer, findings)
    });
}

/// The name of a header parameter.
fn header_name(parameter: &Value) -> Option<&str> {
    parameter.get("name")?.as_str().filter(|_| parameter["in"] == "header")
}

/// Corrects one parameter; `false` if it cannot be sent.
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

fn answers(responses: Option<&mut Value>, pointer: &str, findings: &mut Findings) {
    for (key, response) in responses.and_then(Value::as_object_mut).into_iter().flatten() {
        let Some(headers) = response.get_mut("headers").and_then(Value::as_object_mut) else {
            continue;
        };
        if headers.keys().all(|name| is_token(name)) {
            continue;
        }
        let pointer = join(&join(pointer, key), "headers");
        let names: Vec<String> = headers.keys().cloned().collect();
        let mut kept = Map::new();
        for (name, header) in std::mem::take(headers) {
            if is_token(&name) {
                kept.insert(name, header);
                continue;
            }
            let corrected = corrected(&name, names.iter().map(String::as_str));
            report(&name, corrected, &join(&pointer, &name), findings);
            if let Some(corrected) = corrected {
                kept.insert(corrected.to_owned(), header);
            }
        }
        *headers = kept;
    }
}

/// The name without a colon and spaces around it, unless that is no token either or the name of another header.
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
        format!("{name:?} is no name of a header; {what}"),
        "give it a name of letters, digits and hyphens in an overlay if it is another",
    );
}

fn is_token(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}
