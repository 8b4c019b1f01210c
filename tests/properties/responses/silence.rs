//! A document and what was made of it in; what it says of responses that is neither read nor reported out.

use serde_json::Value;
use specweave::diagnostic::Diagnostic;
use std::fmt::Write as _;

use super::judge::Documented;
use super::media_types::{self, Kind};
use super::{resolve, values};
use crate::subject::Subject;

/// What is lost without a word.
pub(super) fn check(document: &Value, subject: &Subject, calls: &[Documented<'_>]) -> String {
    let mut faults = String::new();
    let said: Vec<&str> = subject.diagnostics.iter().filter_map(pointer).collect();
    for call in calls {
        let responses = call.written["responses"].as_object().unwrap();
        for (key, written) in responses {
            let own = format!("/paths/{}/{}/responses/{key}", escaped(call.path), call.method);
            let at = written["$ref"].as_str().map_or(own, |target| target[1..].to_owned());
            let is_said = |lost: &String| {
                let place = format!("{at}{lost}");
                let is_header =
                    |said: &&str| lost.starts_with("/headers") && said.ends_with(lost.as_str());
                said.iter().any(|said| said.starts_with(&place) || is_header(said))
            };
            for lost in lost(document, call, calls, key).iter().filter(|lost| !is_said(lost)) {
                writeln!(
                    faults,
                    "{} {}: {at}{lost} is lost: {}",
                    call.method,
                    call.path,
                    resolve(document, written)
                )
                .unwrap();
            }
        }
    }
    faults
}

fn pointer(diagnostic: &Diagnostic) -> Option<&str> {
    diagnostic.place.as_ref().map(|place| place.pointer.as_str())
}

fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// What of a response is not read: pointers from it, at which something must be said.
fn lost(
    document: &Value,
    call: &Documented<'_>,
    calls: &[Documented<'_>],
    key: &str,
) -> Vec<String> {
    let (_, response) = call.responses().find(|(own, _)| *own == key).unwrap();
    let mut lost = text_headers(document, call, response);
    let Some(content) = response["content"].as_object() else { return lost };
    if call.content(key, response).is_null() {
        lost.push("/content".to_owned());
        return lost;
    }
    let same_path = calls.iter().filter(|other| other.path == call.path);
    let read: Vec<&String> = same_path.filter_map(|other| other.read.get(key)).collect();
    let is_failure = key.starts_with(['4', '5']) || key == "default" && !call.has_only_default();
    for (name, own) in content {
        let kind = media_types::kind(document, name, own);
        let at = format!("/content/{}", escaped(name));
        let is_read = read.iter().any(|read| {
            media_types::kind(document, read, &content[*read]) == kind
                && content[*read].get("schema") == own.get("schema")
        });
        if !is_read {
            // It is said of all of them at once.
            lost.push("/content".to_owned());
        }
        let is_plain = matches!(kind, Kind::Text | Kind::Bytes);
        let says_more = !matches!(values::of(resolve(document, &own["schema"])), "" | "string");
        let is_stream = matches!(kind, Kind::Events | Kind::Lines | Kind::Sequence);
        if is_read && (is_plain && says_more || is_stream && is_failure) {
            lost.push(at);
        }
    }
    lost
}

/// The headers that are read as text and of which more is said.
fn text_headers(document: &Value, call: &Documented<'_>, response: &Value) -> Vec<String> {
    let all = call.responses().filter_map(|(_, response)| response["headers"].as_object());
    let all: Vec<(&String, &Value)> = all.flatten().collect();
    let own = response["headers"].as_object().into_iter().flatten();
    let is_text = |(name, header): &(&String, &Value)| {
        let header = resolve(document, header);
        // Where it is a component, something is said of that.
        let is_own = header.get("schema").is_some_and(|schema| schema["type"] == "object");
        let others = all.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let is_first =
            others.clone().next().is_some_and(|(_, other)| resolve(document, other) == header);
        is_own && is_first
    };
    let texts = own.filter(is_text).filter(|(_, header)| header.get("$ref").is_none());
    texts.map(|(name, _)| format!("/headers/{}", escaped(name))).collect()
}
