//! An operation of a path item in; an operation of the IR out.

pub(super) mod misspelled_tag;
mod parameter;
pub(super) mod response_header;
pub(super) mod security;
pub(super) mod server;

use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{LeftOut, Method, Operation, RequestBody, Response, Rest, Status};
use crate::lower::body::media_type;
use crate::lower::client::retry;
use crate::lower::context::{Context, Direction, Located, NamingPlace};
use crate::lower::text;
use response_header::Alike;
use serde_json::{Map, Value, json};

/// Lowers an operation and returns the name of its first tag; reports and leaves out one that cannot be generated.
pub(super) fn lower<'a>(
    context: &mut Context<'a>,
    path: &str,
    item: &Located<'a>,
    (method, pointer): (Method, String),
    value: &'a Value,
) -> Option<(String, Operation)> {
    match attempt(context, path, item, (method, &pointer), value) {
        Ok(operation) => Some(operation),
        Err(reason) => {
            let message = format!("{} {path} was left out: {reason}", method.name());
            context.report(
                Code::OperationLeftOut,
                &pointer,
                message,
                "correct it in an overlay to get the operation",
            );
            let (path, id) = (path.to_owned(), text(value, "/operationId"));
            let written = value.clone();
            context.left_out.push(LeftOut { method, path, pointer, reason, id, written });
            None
        }
    }
}

fn attempt<'a>(
    context: &mut Context<'a>,
    path: &str,
    item: &Located<'a>,
    (method, pointer): (Method, &str),
    value: &'a Value,
) -> Result<(String, Operation), String> {
    let map = value.as_object().ok_or("it is not an object")?;
    let own = Located { map, pointer: pointer.to_owned() };
    let id = text(value, "/operationId");
    let short_name = context.short_ids.get(pointer).cloned();
    let name = short_name.clone().or_else(|| id.clone());
    let name = name.unwrap_or_else(|| format!("{} {path}", method.name().to_lowercase()));
    let parameters = parameter::lower(context, path, item, &own, &name);
    let body = body(context, &own, &name);
    let responses = responses(context, &own, &name);
    // All three are read before the first error returns, so that one run reports everything.
    let ((parameters, unsent), body, (responses, unread)) = (parameters?, body?, responses?);
    let (successes, failures) = parted(responses);
    let security = security::requirements(map.get("security"));
    security::check(context, &own.at("security"), security.as_ref().unwrap_or(&Vec::new()));
    server::check(context, map, &own.pointer);
    let servers = server::servers(map, &own.pointer);
    let operation = Operation {
        id,
        choice: None,
        rust_name: text(value, "/x-rust-name"),
        short_name,
        method,
        path: path.to_owned(),
        summary: text(value, "/summary"),
        description: text(value, "/description"),
        deprecated: value.get("deprecated") == Some(&Value::Bool(true)),
        security,
        servers: if servers.is_empty() {
            server::servers(item.map, &item.pointer)
        } else {
            servers
        },
        parameters,
        rest: rest(&own, unsent, body.is_some(), unread),
        body,
        repeat: retry::by_rule(method, &successes),
        successes,
        failures,
        paging: None,
        waiters: Vec::new(),
        asked: None,
        pointer: own.pointer,
    };
    let tag = value.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default();
    Ok((tag.trim().to_owned(), operation))
}

/// The keywords of an operation that are not otherwise read, and its parts that are not sent or read.
fn rest(own: &Located<'_>, mut unsent: Vec<Value>, has_body: bool, unread: Rest) -> Rest {
    const KNOWN: [&str; 11] = [
        "operationId",
        "x-rust-name",
        "summary",
        "description",
        "deprecated",
        "security",
        "servers",
        "tags",
        "parameters",
        "requestBody",
        "responses",
    ];
    let mut rest = own.rest(&KNOWN);
    rest.extend(server::left_out(own.map));
    let more_tags = own.map.get("tags").and_then(Value::as_array).and_then(|tags| tags.get(1..));
    let mut keep = |key: &str, value: Value, is_some: bool| {
        if is_some {
            rest.insert(key.to_owned(), value);
        }
    };
    keep(
        "tags",
        more_tags.unwrap_or_default().into(),
        more_tags.is_some_and(|tags| !tags.is_empty()),
    );
    // The order of parameters is not significant.
    let text = |value: &Value, key: &str| value.get(key).map(Value::to_string);
    unsent.sort_by_key(|own| (text(own, "in"), text(own, "name")));
    keep("parameters", unsent.clone().into(), !unsent.is_empty());
    keep("responses", unread.clone().into(), !unread.is_empty());
    let body = own.map.get("requestBody").filter(|_| !has_body);
    keep("requestBody", body.cloned().unwrap_or_default(), body.is_some());
    let said = said_of_references(own.map);
    keep("description", said.clone().into(), !said.is_empty());
    rest
}

/// The texts beside the references of an operation, which are not shown in place of those of their targets.
fn said_of_references(operation: &Map<String, Value>) -> Vec<Value> {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let responses = operation.get("responses").and_then(Value::as_object);
    let parts = parameters.into_iter().flatten().chain(operation.get("requestBody"));
    let parts = parts.chain(responses.into_iter().flat_map(Map::values));
    let said = parts.filter_map(Value::as_object).filter(|own| own.contains_key("$ref"));
    let said = said.map(|own| {
        let texts = own.iter().filter(|(key, _)| matches!(key.as_str(), "summary" | "description"));
        Value::Object(texts.map(|(key, value)| (key.clone(), value.clone())).collect())
    });
    let mut said: Vec<Value> = said.filter(|texts| *texts != json!({})).collect();
    // The order of parameters is not significant.
    said.sort_by_key(Value::to_string);
    said
}

fn body<'a>(
    context: &mut Context<'a>,
    operation: &Located<'a>,
    name: &str,
) -> Result<Option<RequestBody>, String> {
    let Some(value) = operation.map.get("requestBody") else { return Ok(None) };
    let malformed = |error: String| format!("requestBody: {error}");
    let from = operation.at("requestBody");
    let body = context.object(value, from.clone()).map_err(malformed)?;
    let listed = media_type::read(context, &body);
    let at = NamingPlace::operation(name, Direction::Request).named("body");
    let at = context.place_of_object(at, &body, &from, "body");
    let (contents, unsent) = media_type::contents(context, &listed, &at);
    let required = body.is("required");
    if contents.is_empty() {
        if required {
            return Err("its body has no media type that can be sent".into());
        }
        // Media types that cannot be sent were reported individually.
        if body.entries("content").next().is_none() {
            let message = "a request body was left out: it names no media type".to_owned();
            let help = "add one in an overlay, with the schema of the body";
            context.report(Code::UnsupportedMediaType, &body.pointer, message, help);
        }
        return Ok(None);
    }
    let description = body.text("description");
    let mut rest = body.rest(&["required", "description", "content"]);
    if !unsent.is_empty() {
        rest.insert("content".into(), unsent.into());
    }
    Ok(Some(RequestBody { description, required, contents, rest, pointer: body.pointer }))
}

/// The responses sorted by status code. Those under keys that are not status codes are reported and left out.
fn responses<'a>(
    context: &mut Context<'a>,
    operation: &Located<'a>,
    name: &str,
) -> Result<(Vec<Response>, Rest), String> {
    let (mut all, mut unread, mut alike) = (Vec::new(), Rest::new(), Alike::default());
    for (key, value) in operation.entries("responses") {
        let pointer = join(&operation.at("responses"), key);
        match status_of(key) {
            Some(status) if is_interim(status) => {
                unread.insert(key.clone(), value.clone());
                report_interim(context, key, &pointer);
            }
            Some(status) => match response(context, status, value, pointer, name, &mut alike) {
                Ok(response) => all.push(response),
                // An unreadable failure is still a failure.
                Err(_) if !is_success(status) => drop(unread.insert(key.clone(), value.clone())),
                Err(error) => return Err(error),
            },
            None => {
                unread.insert(key.clone(), value.clone());
                if !key.starts_with("x-") {
                    report_unknown_status(context, key, &pointer);
                }
            }
        }
    }
    all.sort_by_key(|response| response.status);
    Ok((all, unread))
}

/// The responses for success and those for failure. Without a documented success, the default response is a success.
fn parted(all: Vec<Response>) -> (Vec<Response>, Vec<Response>) {
    let any_success = all.iter().any(|response| is_success(response.status));
    all.into_iter().partition(|response| {
        is_success(response.status) || (!any_success && response.status == Status::Default)
    })
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=399) | Status::Class(2 | 3))
}

/// Whether a response is interim, before the final one.
fn is_interim(status: Status) -> bool {
    matches!(status, Status::Code(100..=199) | Status::Class(1))
}

fn report_interim(context: &mut Context<'_>, key: &str, pointer: &str) {
    let message = format!(
        "the response {key:?} was left out: an interim response (1xx) comes before the final one, and HTTP clients do not pass it on"
    );
    let help = "no change is needed, unless the server sends this response with another status: then correct it in an overlay";
    context.report(Code::InterimResponse, pointer, message, help);
}

fn report_unknown_status(context: &mut Context<'_>, key: &str, pointer: &str) {
    context.report(
        Code::UnknownStatus,
        pointer,
        format!("the response under {key:?} was left out: the key is not a status code"),
        "use a number such as 404, a class such as 4XX, or default",
    );
}

/// The status of a key.
fn status_of(key: &str) -> Option<Status> {
    match key.as_bytes() {
        b"default" => Some(Status::Default),
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(Status::Code),
        [class @ b'1'..=b'9', b'x' | b'X', b'x' | b'X'] => Some(Status::Class(class - b'0')),
        _ => None,
    }
}

/// The name of the response under a key, if the key is a status.
pub(super) fn response_name(key: &str) -> Option<String> {
    status_of(key).map(name_of)
}

fn name_of(status: Status) -> String {
    match status {
        Status::Code(200 | 201) => "response".to_owned(),
        Status::Code(code) => format!("response {code}"),
        Status::Class(class) => format!("response {class}XX"),
        Status::Default => "default response".to_owned(),
    }
}

fn response<'a>(
    context: &mut Context<'a>,
    status: Status,
    value: &'a Value,
    pointer: String,
    operation: &str,
    alike: &mut Alike<'a>,
) -> Result<Response, String> {
    let name = name_of(status);
    let malformed = |error: String| format!("responses: {error}");
    let own = context.object(value, pointer.clone()).map_err(malformed)?;
    let at = NamingPlace::operation(operation, Direction::Response).named(&name);
    let at = context.place_of_object(at, &own, &pointer, "response");
    let listed = if status.has_body() { media_type::read(context, &own) } else { Vec::new() };
    let (contents, _) = media_type::contents(context, &listed, &at);
    let mut headers = Vec::new();
    for (name, value) in own.entries("headers") {
        // The response can be read without this header. A reference to nothing is reported here; a value that is not an object was
        // reported before.
        let from = join(&own.at("headers"), name);
        if let Ok(header) = context.object(value, from.clone()) {
            let at = context.place_of_object(at.named(name), &header, &from, "header");
            headers.push(response_header::lower(context, name, &header, &at, alike));
        }
    }
    let known = ["description", "headers", "content"];
    let rest = own.rest(if status.has_body() { &known } else { &known[..2] });
    let description = own.text("description").unwrap_or_default();
    let others = Vec::new();
    Ok(Response { status, description, contents, others, headers, rest, pointer: own.pointer })
}
