//! One operation of a path item in, one operation of the IR out.

use super::context::{At, Context, Direction, parse};
use super::{media_type, parameter, schema, secret, security, text};
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{Header, LeftOut, Method, Operation, RequestBody, Response, Status, Type};
use openapiv3::{Header as OpenApiHeader, ParameterSchemaOrContent, ReferenceOr, StatusCode};
use serde_json::Value;

/// Lowers an operation and names its first tag; reports one that cannot be made, and leaves it out.
pub(super) fn lower(
    context: &mut Context<'_>,
    path: &str,
    item: &Value,
    method: Method,
    pointer: &str,
) -> Option<(String, Operation)> {
    let errors = context.errors();
    match attempt(context, path, item, method, pointer) {
        Ok(operation) => Some(operation),
        // The error that was reported says why; it ends the run anyway.
        Err(_) if context.errors() > errors => None,
        Err(reason) => {
            let message = format!("{} {path} was left out: {reason}", method.name());
            context.report(
                Code::OperationLeftOut,
                pointer,
                message,
                "correct it in an overlay to get the operation",
            );
            let (path, pointer) = (path.to_owned(), pointer.to_owned());
            context.left_out.push(LeftOut { method, path, pointer, reason });
            None
        }
    }
}

fn attempt(
    context: &mut Context<'_>,
    path: &str,
    item: &Value,
    method: Method,
    pointer: &str,
) -> Result<(String, Operation), String> {
    let value =
        item.pointer(&pointer[pointer.rfind('/').unwrap_or_default()..]).unwrap_or(&Value::Null);
    if !value.is_object() {
        return Err("it is not an object".into());
    }
    let id = text(value, "/operationId");
    let name = id.clone().unwrap_or_else(|| format!("{} {path}", method.name().to_lowercase()));
    let parameters = parameter::lower(context, path, item, pointer, &name);
    let at = At::operation(&name, pointer);
    let body = body(context, value, &at);
    let responses = responses(context, value, &at);
    // All three are read before one that cannot be ends it, so that one run reports everything.
    let (parameters, body, (successes, failures)) = (parameters?, body?, responses?);
    let tag =
        value.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let security = security::requirements(value.get("security"));
    security::check(context, &join(pointer, "security"), security.as_ref().unwrap_or(&Vec::new()));
    let operation = Operation {
        id,
        asked_name: text(value, "/x-rust-name"),
        method,
        path: path.to_owned(),
        summary: text(value, "/summary"),
        description: text(value, "/description"),
        deprecated: value.get("deprecated") == Some(&Value::Bool(true)),
        security,
        parameters,
        body,
        successes,
        failures,
        paging: None,
        idempotent: method.is_idempotent(),
        pointer: pointer.to_owned(),
    };
    Ok((tag, operation))
}

fn body(
    context: &mut Context<'_>,
    operation: &Value,
    at: &At,
) -> Result<Option<RequestBody>, String> {
    let Some(value) = operation.get("requestBody") else { return Ok(None) };
    let parsed: ReferenceOr<openapiv3::RequestBody> =
        parse(value).map_err(|error| format!("requestBody: {error}"))?;
    let at = at.down("requestBody").named("body");
    let (body, pointer) = context.resolve(&parsed, &at.pointer)?;
    let at = at.moved(pointer.clone(), "body");
    let contents = media_type::contents(context, &body.content, &at);
    if contents.is_empty() {
        return if body.required {
            Err("its body has no media type that can be sent".into())
        } else {
            Ok(None)
        };
    }
    let description = body.description.filter(|text| !text.trim().is_empty());
    Ok(Some(RequestBody { description, required: body.required, contents, pointer }))
}

/// The answers that mean success and those that mean failure, each sorted by status. Without any documented success, the default
/// answer is taken for one.
fn responses(
    context: &mut Context<'_>,
    operation: &Value,
    at: &At,
) -> Result<(Vec<Response>, Vec<Response>), String> {
    let value = operation.get("responses").unwrap_or(&Value::Null);
    let parsed: openapiv3::Responses =
        parse(value).map_err(|error| format!("responses: {error}"))?;
    report_unknown_statuses(context, value, at);
    let mut all = Vec::new();
    let coded = parsed.responses.iter().map(|(status, response)| (status_of(status), response));
    let default = parsed.default.iter().map(|response| (Status::Default, response));
    for (status, response) in coded.chain(default) {
        all.push(self::response(context, status, response, at)?);
    }
    all.sort_by_key(|response| response.status);
    let is_success =
        |status: Status| matches!(status, Status::Code(100..=399) | Status::Class(1..=3));
    let any_success = all.iter().any(|response| is_success(response.status));
    Ok(all.into_iter().partition(|response| {
        is_success(response.status) || (!any_success && response.status == Status::Default)
    }))
}

/// Reports answers under keys that are no status; they are left out.
fn report_unknown_statuses(context: &mut Context<'_>, responses: &Value, at: &At) {
    for key in responses.as_object().into_iter().flat_map(|responses| responses.keys()) {
        let digits = key.bytes().filter(u8::is_ascii_digit).count();
        let is_status = key.len() == 3 && (b'1'..=b'9').contains(&key.as_bytes()[0]);
        let is_class =
            digits == 1 && key.get(1..).is_some_and(|rest| rest.eq_ignore_ascii_case("xx"));
        if key != "default" && !key.starts_with("x-") && !(is_status && (digits == 3 || is_class)) {
            let message = format!("the answer under {key:?} was left out: that is no status");
            let pointer = at.down("responses").down(key).pointer;
            context.report(
                Code::UnknownStatus,
                &pointer,
                message,
                "use a number such as 404, a class such as 4XX, or default",
            );
        }
    }
}

fn status_of(status: &StatusCode) -> Status {
    match status {
        StatusCode::Code(code) => Status::Code(*code),
        StatusCode::Range(class) => Status::Class(u8::try_from(*class).unwrap_or(u8::MAX)),
    }
}

fn response(
    context: &mut Context<'_>,
    status: Status,
    response: &ReferenceOr<openapiv3::Response>,
    at: &At,
) -> Result<Response, String> {
    let (key, name) = match status {
        Status::Code(code) => (code.to_string(), "response".to_owned()),
        Status::Class(class) => (format!("{class}XX"), "response".to_owned()),
        Status::Default => ("default".to_owned(), "default response".to_owned()),
    };
    let place = At { direction: Direction::Response, ..at.down("responses").down(&key) };
    let (response, pointer) = context.resolve(response, &place.pointer)?;
    let is_ok = matches!(status, Status::Code(200 | 201) | Status::Default);
    let place = place.named(&if is_ok { name } else { format!("{name} {key}") });
    let place = place.moved(pointer, "response");
    let contents = media_type::contents(context, &response.content, &place);
    let headers = response
        .headers
        .iter()
        .filter_map(|(name, value)| header(context, name, value, &place))
        .collect();
    let (description, pointer) = (response.description.trim().to_owned(), place.pointer);
    Ok(Response { status, description, contents, headers, pointer })
}

fn header(
    context: &mut Context<'_>,
    name: &str,
    value: &ReferenceOr<OpenApiHeader>,
    at: &At,
) -> Option<Header> {
    let at = at.down("headers").down(name).named(name);
    let (header, pointer) = context.resolve(value, &at.pointer).ok()?;
    let at = at.moved(pointer, "header");
    let (value, schema) = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let at = at.down("schema");
            (schema::lower(context, schema, &at), at.pointer)
        }
        ParameterSchemaOrContent::Content(_) => (Type::String, at.pointer.clone()),
    };
    let value = secret::marked(context, &header.extensions, value, &at.pointer);
    secret::note(context, &value, &at, secret::Target::Header, || false);
    let (name, description) = (name.to_owned(), header.description.clone());
    Some(Header { name, description, value, pointer: at.pointer, schema })
}
