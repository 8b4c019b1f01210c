//! Requests and responses that are allowed but unusual: bodies where HTTP expects or allows none, responses without a body, in several
//! media types, or not in JSON.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{
    Format, MediaType, Method, OperationPlace, is_annotation, join, operations, resolve, target,
};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Examines all operations, and removes meaningless parts: bodies of statuses without a body, empty descriptions of bodies.
pub(super) fn correct(root: &mut Value, findings: &mut Findings) {
    let (mut edits, mut seen) = (Vec::new(), HashSet::new());
    for (at, operation) in operations(root) {
        request(root, &at, operation, findings, &mut edits);
        let responses = operation.get("responses").and_then(Value::as_object);
        let responses: Vec<(&String, &Value)> =
            responses.into_iter().flatten().filter(|(key, _)| !key.starts_with("x-")).collect();
        successes(&at, &responses, findings);
        // If there is a success, the default response is a failure.
        let is_other = responses.iter().any(|(key, _)| key.starts_with(['2', '3']));
        for (status, response) in responses {
            if let Some(found) = resolve(root, response) {
                let pointer = join(&join(&at.pointer, "responses"), status);
                let pointer = target(response).unwrap_or(pointer);
                // A shared response is examined once for each status.
                if !seen.insert((pointer.clone(), status, at.method == Method::Head)) {
                    continue;
                }
                let is_head = at.method == Method::Head;
                let is_failure = status.starts_with(['4', '5']) || is_other && status == "default";
                let examined = Examined { status, found, pointer, is_head, is_failure };
                note_response(root, &examined, findings);
            }
        }
    }
    for (pointer, value) in edits {
        if let Some(place) = root.pointer_mut(&pointer) {
            *place = value;
        }
    }
}

/// A pointer with its new value.
type Edit = (String, Value);

fn request(
    root: &Value,
    at: &OperationPlace<'_>,
    operation: &Map<String, Value>,
    findings: &mut Findings,
    edits: &mut Vec<Edit>,
) {
    let Some(body) = operation.get("requestBody") else { return };
    let pointer = join(&at.pointer, "requestBody");
    if resolve(root, body).is_some_and(|body| holds_nothing(root, body)) {
        findings.push(
            Code::EmptyForm,
            &pointer,
            "a request body is a form without any field, so it would be empty; it was left out",
            "nothing is lost; describe its fields in an overlay if it has any",
        );
        edits.push((at.pointer.clone(), without_key(operation, "requestBody")));
        return;
    }
    let is_sent = resolve(root, body)
        .and_then(|body| body.get("content")?.as_object())
        .is_some_and(|content| !content.is_empty());
    if is_sent && matches!(at.method, Method::Get | Method::Head | Method::Delete) {
        let name = at.method.name();
        findings.push(
            Code::UnusualBody,
            &pointer,
            format!("a {name} operation has a request body, which has no defined meaning in HTTP; it is sent"),
            "remove it in an overlay if the server does not read it",
        );
    }
    if body.get("description").and_then(Value::as_str).is_some_and(|text| text.trim().is_empty()) {
        findings.push(
            Code::EmptyDescription,
            join(&pointer, "description"),
            "the description of a request body is empty; it was ignored",
            "nothing is lost",
        );
        edits.push((pointer.clone(), without(body, "description")));
    }
    if let Some(found) = resolve(root, body) {
        let (body, pointer) = (found, target(body).unwrap_or(pointer));
        media_types("a body", &sent(root, body), body, &pointer, findings);
        note_untyped_body(root, body, &pointer, findings);
    }
}

/// Reports several successes.
fn successes(at: &OperationPlace<'_>, responses: &[(&String, &Value)], findings: &mut Findings) {
    let successes: Vec<&str> = responses
        .iter()
        .map(|(status, _)| status.as_str())
        .filter(|status| is_success(status))
        .collect();
    if successes.len() > 1 {
        findings.push(
            Code::SeveralSuccesses,
            join(&at.pointer, "responses"),
            format!(
                "several status codes mean success ({}); the response tells which one the server sent",
                successes.join(", ")
            ),
            "nothing is lost",
        );
    }
}

/// Whether a key is a status of success, or the class of them.
fn is_success(status: &str) -> bool {
    let rest = status.strip_prefix('2').filter(|rest| rest.len() == 2);
    rest.is_some_and(|rest| {
        rest.bytes().all(|own| own.is_ascii_digit()) || rest.eq_ignore_ascii_case("xx")
    })
}

/// A response, or the target of its reference.
struct Examined<'a> {
    status: &'a str,
    found: &'a Value,
    pointer: String,
    /// Whether it responds to HEAD.
    is_head: bool,
    is_failure: bool,
}

fn note_response(root: &Value, examined: &Examined<'_>, findings: &mut Findings) {
    let Examined { status, found, pointer, is_head, is_failure } = examined;
    let content = found.get("content").and_then(Value::as_object).filter(|map| !map.is_empty());
    match (*status, content) {
        (_, Some(_)) if *is_head => findings.push(
            Code::BodyOfNoContent,
            join(pointer, "content"),
            "a response to HEAD has a body, which HTTP forbids; the body was ignored",
            "nothing is lost: it says what GET would respond with",
        ),
        (_, None) if *is_head => {}
        ("204" | "205" | "304", Some(_)) => findings.push(
            Code::BodyOfNoContent,
            join(pointer, "content"),
            format!("a response with status code {status} has a body, which HTTP forbids; the body was ignored"),
            "give the response another status in an overlay if it has a body after all",
        ),
        ("200" | "203", None) => findings.push(
            Code::SuccessWithoutBody,
            pointer,
            format!("a response with status code {status} describes no body; no body is read"),
            "describe its body in an overlay if there is one",
        ),
        (_, Some(content)) => {
            let how = if status.starts_with('2') {
                "JSON is read if it is one of them; each media type with another schema has a method of its own"
            } else {
                "JSON is read if it is among them"
            };
            media_types("a response", how, found, pointer, findings);
            let is_read = |name: &str| is_chosen(content, name, status.starts_with('2'));
            for (name, media_type) in content.iter().filter(|(name, _)| is_read(name)) {
                let pointer = join(&join(pointer, "content"), name);
                note_not_json(root, name, media_type, &pointer, *is_failure, findings);
            }
        }
        _ => {}
    }
}

/// The explanation of the media types in which a request is sent.
fn sent(root: &Value, body: &Value) -> String {
    let content = body.get("content").and_then(Value::as_object);
    let json = match content.and_then(|content| preferred_json(root, content)) {
        Some(name) => format!("{name} is sent"),
        None => "JSON is sent if it is among them".to_owned(),
    };
    let is_multipart = |name: &String| MediaType::of(name).is_multipart();
    let others = "a form, or a body with another schema, has a method of its own";
    if content.is_some_and(|content| content.keys().any(is_multipart)) {
        let json = json.replace("JSON is sent", "JSON");
        format!("multipart/form-data is sent if it holds files, otherwise {json}; {others}")
    } else {
        format!("{json}; {others}")
    }
}

/// The media type that is sent if several are JSON.
fn preferred_json<'c>(root: &Value, content: &'c Map<String, Value>) -> Option<&'c str> {
    let is_json = |(name, _): &(&String, &Value)| {
        let described = MediaType::of(name);
        described.is_json() && !described.is_wild() && !is_stream(&described)
    };
    let all: Vec<_> = content.iter().filter(is_json).collect();
    let rank = |(name, media_type): &(&String, &Value)| {
        let schema = media_type.get("schema").and_then(|schema| resolve(root, schema));
        let is_object = schema.is_some_and(|own| {
            own.get("type").is_some_and(|kind| kind == "object") || own.get("properties").is_some()
        });
        let is_list = MediaType::of(name).essence() == "application/json-patch+json";
        (is_list && is_object, name.as_str() != "application/json")
    };
    let first = all.iter().min_by_key(|own| rank(own))?;
    (all.len() > 1).then_some(first.0.as_str())
}

/// Whether a body is read or sent in a media type, and not in JSON with the same schema. Without a choice, JSON is read.
fn is_chosen(content: &Map<String, Value>, name: &str, has_choice: bool) -> bool {
    let schema = |name: &str| content.get(name).and_then(|own| own.get("schema"));
    let is_instead = |other: &&String| {
        MediaType::of(other).is_json() && (!has_choice || schema(other) == schema(name))
    };
    MediaType::of(name).is_json() || !content.keys().any(|other| is_instead(&other))
}

/// Reports several media types.
fn media_types(what: &str, how: &str, holder: &Value, pointer: &str, findings: &mut Findings) {
    let content = holder.get("content").and_then(Value::as_object);
    let names: Vec<&str> =
        content.into_iter().flat_map(|content| content.keys()).map(String::as_str).collect();
    if names.len() > 1 {
        findings.push(
            Code::SeveralMediaTypes,
            join(pointer, "content"),
            format!("{what} comes in several media types ({}); {how}", names.join(", ")),
            "remove the unwanted ones in an overlay",
        );
    }
}

/// Reports responses that are not JSON, and those that are only a string.
fn note_not_json(
    root: &Value,
    name: &str,
    media_type: &Value,
    pointer: &str,
    is_failure: bool,
    findings: &mut Findings,
) {
    let described = MediaType::of(name);
    if !described.essence().contains(['/', '*']) {
        // It is reported where it is read as the media type that it means.
        return;
    }
    let has_parts = has_parts(root, media_type);
    // An error is never read as a stream.
    if is_plain(&described, has_parts) && (is_failure || !is_stream(&described)) {
        let essence = described.essence();
        let is_text =
            (described.is_text() && !is_of_bytes(root, media_type)) || described.is_form();
        let what = if is_text { "text" } else { "bytes" };
        let help = if says_more(root, media_type) {
            "its schema has no effect: the program parses the content"
        } else {
            "nothing is lost"
        };
        let message = format!("a response is {essence}; it is read as {what}");
        findings.push(Code::NotJson, pointer, message, help);
    } else if is_unknown(&described, media_type) {
        let essence = described.essence();
        let message = format!(
            "a response is {essence}, and its content is not described; it is read as bytes"
        );
        let help = "describe its content, or name its media type, in an overlay to get a type";
        findings.push(Code::NotJson, pointer, message, help);
    } else if described.is_json()
        && let Some(schema) = media_type.get("schema").and_then(|schema| resolve(root, schema))
        && schema.get("type").is_some_and(|kind| kind == "string")
    {
        findings.push(
            Code::BareString,
            pointer,
            "a response in JSON is a bare string; it is read as JSON, in quotes",
            "if it comes without quotes, describe it as text/plain or bytes in an overlay",
        );
    }
}

/// Whether a response may be anything, since neither a media type nor a schema describes it.
fn is_unknown(described: &MediaType, media_type: &Value) -> bool {
    let says_nothing = ["schema", "itemSchema"].iter().all(|key| media_type.get(key).is_none());
    matches!(described.essence(), "*/*" | "application/*") && says_nothing
}

/// Whether a body is text or bytes, whatever its schema says.
fn is_plain(described: &MediaType, has_parts: bool) -> bool {
    let is_typed_xml = described.is_xml() && has_parts;
    !is_typed_xml && !described.is_json() && !described.is_wild()
}

/// Whether a response is read item by item.
fn is_stream(described: &MediaType) -> bool {
    described.is_events() || described.is_json_lines() || described.is_json_sequence()
}

/// Reports the media types of a request body that are sent as text or bytes although a schema says more.
fn note_untyped_body(root: &Value, body: &Value, pointer: &str, findings: &mut Findings) {
    let content = body.get("content").and_then(Value::as_object);
    for (name, media_type) in content.into_iter().flatten() {
        let described = MediaType::of(name);
        let is_form = described.is_multipart() || described.is_form();
        let is_sent = content.is_some_and(|content| is_chosen(content, name, true));
        if is_sent && !is_form && is_plain(&described, true) && says_more(root, media_type) {
            let is_text = described.is_text() && !is_of_bytes(root, media_type);
            let what = if is_text { "text" } else { "bytes" };
            let essence = described.essence();
            findings.push(
                Code::UntypedBody,
                join(&join(pointer, "content"), name),
                format!(
                    "a request body is {essence}; it is sent as the {what} that the program passes"
                ),
                "its schema has no effect: the program writes the content",
            );
        }
    }
}

/// Whether the schema of a body says in so many words that it is bytes.
fn is_of_bytes(root: &Value, media_type: &Value) -> bool {
    let schema = media_type.get("schema").and_then(|schema| resolve(root, schema));
    let is =
        |key: &str, text: &str| schema.and_then(|own| own.get(key)).is_some_and(|own| own == text);
    is("type", "string") && is("format", "binary")
}

/// Whether a schema describes a body more closely than as text or bytes.
fn says_more(root: &Value, media_type: &Value) -> bool {
    use Format::{Date, DateTime, Uuid};
    let schema = media_type.get("schema").and_then(|schema| resolve(root, schema));
    let schema = schema.and_then(Value::as_object);
    schema.is_some_and(|schema| {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        schema.contains_key("enum")
            || matches!(text("format").and_then(Format::named), Some(DateTime | Date | Uuid))
            || text("type").is_some_and(|kind| kind != "string" && kind != "file")
    }) || has_parts(root, media_type)
}

/// Whether a schema describes a body with more than one value.
fn has_parts(root: &Value, media_type: &Value) -> bool {
    const COMPOSED: [&str; 5] = ["properties", "allOf", "oneOf", "anyOf", "additionalProperties"];
    let schema = media_type.get("schema").and_then(|schema| resolve(root, schema));
    schema.is_some_and(|schema| {
        let is_of = |name: &str| schema.get("type").is_some_and(|kind| kind == name);
        is_of("object") || is_of("array") || COMPOSED.iter().any(|key| schema.get(*key).is_some())
    })
}

/// Whether an optional body is only a form whose schema allows no fields.
fn holds_nothing(root: &Value, body: &Value) -> bool {
    let is_closed = |schema: &Map<String, Value>| {
        let has_fields = |key: &str| {
            schema.get(key).and_then(Value::as_object).is_some_and(|own| !own.is_empty())
        };
        let is_plain = schema.keys().all(|key| {
            matches!(key.as_str(), "type" | "properties" | "additionalProperties")
                || is_annotation(key)
        });
        is_plain
            && !has_fields("properties")
            && schema.get("additionalProperties") == Some(&Value::Bool(false))
    };
    let is_empty = |(name, media_type): (&String, &Value)| {
        let schema = media_type.get("schema").and_then(|schema| resolve(root, schema));
        MediaType::of(name).is_form() && schema.and_then(Value::as_object).is_some_and(is_closed)
    };
    let content = body.get("content").and_then(Value::as_object).filter(|own| !own.is_empty());
    body.get("required") != Some(&Value::Bool(true))
        && content.is_some_and(|content| content.iter().all(is_empty))
}

fn without(value: &Value, key: &str) -> Value {
    value.as_object().map_or_else(|| value.clone(), |map| without_key(map, key))
}

fn without_key(map: &Map<String, Value>, key: &str) -> Value {
    let mut map = map.clone();
    map.shift_remove(key);
    map.into()
}
