//! The parameters of a path item and an operation in; one list out.

use super::security;
use crate::diagnostic::Code;
use crate::document::{IGNORED_HEADERS, join};
use crate::ir::{
    Cause, Constraints, Content, CookieStyle, Encoding, JsonLocation, Location, Parameter,
    PathStyle, QueryStyle, SchemaId, Type,
};
use crate::lower::body::media_type;
use crate::lower::context::{Context, Direction, Located, NamingPlace, rust_name};
use crate::lower::shape::Shape;
use crate::lower::{constraints, schema, secret};
use crate::normalize::variables;
use indexmap::IndexMap;
use serde_json::Value;
use std::collections::HashSet;

/// Parameters with their pointers, by their names and places.
pub(super) type Found = IndexMap<(String, &'static str), (Parameter, String)>;

/// The parameters of an operation, including those of its path item: path parameters in the path's order, then the others in the
/// document's order. Also the parameters that are not sent, as written. The error is a sentence that says why the operation cannot be
/// generated.
pub(super) fn lower<'a>(
    context: &mut Context<'a>,
    path: &str,
    item: &Located<'a>,
    operation: &Located<'a>,
    name: &str,
) -> Result<(Vec<Parameter>, Vec<Value>), String> {
    let mut found = Found::new();
    let mut unsent = Vec::new();
    // The parameters of the path item are named after the path, whatever its operations.
    for (owner, name) in [(item, path), (operation, name)] {
        let list = owner.map.get("parameters").and_then(Value::as_array);
        let mut listed = HashSet::new();
        for (index, value) in list.into_iter().flatten().enumerate() {
            let pointer = join(&owner.at("parameters"), &index.to_string());
            match one(context, value, &pointer, name)? {
                Some(parameter) => {
                    let place = parameter.location.name();
                    // The names of headers are the same in any case.
                    let name = match place {
                        "header" => parameter.name.to_ascii_lowercase(),
                        _ => parameter.name.clone(),
                    };
                    let key = (name, place);
                    if !listed.insert(key.clone()) {
                        let name = &parameter.name;
                        let message = format!(
                            "the parameter {name:?} ({place}) is listed twice; this one counts"
                        );
                        let help = "remove one of them in an overlay";
                        context.report(Code::RepeatedParameter, &pointer, message, help);
                    }
                    found.insert(key, (parameter, pointer));
                }
                None => unsent.push(value.clone()),
            }
        }
    }
    security::drop_keys(context, operation, &mut found, &mut unsent);
    Ok((in_order(context, path, found.into_values().collect(), &mut unsent), unsent))
}

/// Sorts path parameters in the path's order and reports those that the path does not name.
fn in_order(
    context: &mut Context<'_>,
    path: &str,
    found: Vec<(Parameter, String)>,
    unsent: &mut Vec<Value>,
) -> Vec<Parameter> {
    let order = variables(path);
    let (mut in_path, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(parameter, _)| parameter.location.is_path());
    in_path.retain(|(parameter, pointer)| {
        let named = order.contains(&parameter.name);
        if !named {
            let message = format!(
                "the path {path} has no variable {{{}}}; the parameter was left out",
                parameter.name
            );
            context.report(
                Code::UnusedPathParameter,
                pointer,
                message,
                "correct its name in an overlay",
            );
            unsent.extend(context.document.value.pointer(pointer).cloned());
        }
        named
    });
    in_path.sort_by_key(|(parameter, _)| order.iter().position(|name| *name == parameter.name));
    in_path.into_iter().chain(others).map(|(parameter, _)| parameter).collect()
}

/// The keywords of a parameter that the IR holds in fields of their own.
const KNOWN: [&str; 11] = [
    "name",
    "in",
    "required",
    "deprecated",
    "description",
    "schema",
    "style",
    "explode",
    "allowReserved",
    "example",
    "examples",
];

/// A parameter; `None` for a header that OpenAPI ignores, and for an invalid parameter, which is reported. The error is a reference to
/// nothing.
fn one<'a>(
    context: &mut Context<'a>,
    value: &'a Value,
    pointer: &str,
    name: &str,
) -> Result<Option<Parameter>, String> {
    let own = if value.is_object() {
        context
            .object(value, pointer.to_owned())
            .map_err(|error| format!("a parameter: {error}"))?
    } else {
        return Ok(left_out(context, pointer, "it is not an object"));
    };
    let Some(wire) = own.text("name") else {
        return Ok(left_out(context, pointer, "it has no name"));
    };
    let place = own.text("in").unwrap_or_default();
    if place == "header" && is_ignored_header(context, &wire, pointer) {
        return Ok(None);
    }
    if place == "querystring" {
        let message = "a parameter was left out: the query string as a whole can only be a form";
        let help =
            "if it is a form, describe it as application/x-www-form-urlencoded in an overlay";
        context.report(Code::UnsupportedMediaType, &own.pointer, message.to_owned(), help);
        return Ok(None);
    }
    let at = NamingPlace::operation(name, Direction::Request).named(&wire);
    let at = context.place_of_object(at, &own, pointer, "parameter");
    let Some((value, schema, is_json)) = value_type(context, &own, &at) else { return Ok(None) };
    let value = secret::marked(context, own.map, value, &own.pointer);
    let Some(location) = location(&own, &place, is_json) else {
        return Ok(left_out(context, pointer, &format!("{place:?} is not a place in a request")));
    };
    if !location.is_path() {
        let key = (wire.as_str(), location.name());
        let named = secret::Named::parameter(&own, schema, &at, key);
        secret::note(context, &value, &named, || false);
    }
    parameter_notes(context, &own, (&wire, location), schema);
    let described =
        schema.map_or_else(Vec::new, |schema| constraints::described(context.schemas, schema));
    let mut constraints = schema.map_or_else(Constraints::default, |schema| {
        constraints::of(context, schema, &value, &described)
    });
    let required = own.is("required") || location.is_path();
    // Outside of JSON there is no null: such a parameter is left out.
    // A required path parameter can neither be null nor be left out.
    let keeps_null = (required && !location.is_path()) || is_json;
    let value = if keeps_null { value } else { value.without_null().clone() };
    constraints.default.take_if(|_| required);
    Ok(Some(Parameter {
        name: wire,
        rust_name: rust_name(own.map),
        required,
        location,
        deprecated: own.is("deprecated"),
        description: own
            .text("description")
            .filter(|text| !text.trim().is_empty())
            .or_else(|| constraints::description(&described)),
        value,
        constraints,
        schema,
        examples: examples(context, &own),
        rest: own.rest(&KNOWN),
        pointer: own.pointer,
    }))
}

/// Reports what a parameter cannot express: an empty value, or a list in a cookie.
fn parameter_notes(
    context: &mut Context<'_>,
    own: &Located<'_>,
    (name, location): (&str, Location),
    schema: Option<SchemaId>,
) {
    let Some(end) = schema.and_then(|schema| context.schemas.resolve(schema)) else { return };
    let shape = Shape::of(context.schemas, end);
    let is_never_empty = match &shape {
        Shape::Plain(value) => !matches!(
            value.without_null(),
            Type::String | Type::Secret | Type::Base64 | Type::Binary | Type::Json
        ),
        Shape::StringEnum(values) => !values.iter().any(String::is_empty),
        Shape::IntegerEnum(_) => true,
        _ => false,
    };
    if location.name() == "query" && own.is("allowEmptyValue") && is_never_empty {
        let message = format!(
            "the query parameter {name:?} may be sent empty (`{name}=`), which its type does not allow; it is never sent so"
        );
        let help =
            "lost: `allowEmptyValue`; describe it as a string in an overlay to send it empty";
        context.report(Code::UnsupportedKeyword, &own.at("allowEmptyValue"), message, help);
    }
    let is_several =
        matches!(shape, Shape::Array(_) | Shape::Map(_) | Shape::Record | Shape::Sequence);
    if is_several && matches!(location, Location::Cookie(CookieStyle::Form, true)) {
        let message = format!(
            "the values of the cookie {name:?} are joined by `&`, as its style says; servers read them as one value"
        );
        let help = "write `explode: false` in an overlay to join them by commas, or `style: cookie` (OpenAPI 3.2) to send several cookies";
        context.report(Code::CookieList, &own.pointer, message, help);
    }
}

/// Whether a header is one that OpenAPI ignores, which is reported.
fn is_ignored_header(context: &mut Context<'_>, name: &str, pointer: &str) -> bool {
    if !IGNORED_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
        return false;
    }
    let message = format!(
        "the header parameter {name:?} was ignored, as OpenAPI requires: media types and security schemes determine this header"
    );
    let help = "add a security scheme or media types in an overlay, if the document has none for its purpose";
    context.report(Code::IgnoredHeader, pointer, message, help);
    true
}

/// The values in `example` and `examples`. A dangling reference to an example is ignored, since it affects no request.
fn examples<'a>(context: &mut Context<'a>, own: &Located<'a>) -> Vec<Value> {
    let mut values: Vec<Value> = own.map.get("example").cloned().into_iter().collect();
    for (_, named) in own.objects("examples") {
        let value = context.document.value.pointer(&named.pointer);
        let target = value.and_then(|value| context.object(value, named.pointer).ok());
        let value = target.and_then(|example| {
            ["value", "dataValue"].iter().find_map(|key| example.map.get(*key)).cloned()
        });
        values.extend(value);
    }
    values
}

/// Reports a parameter that cannot be sent.
fn left_out(context: &mut Context<'_>, pointer: &str, reason: &str) -> Option<Parameter> {
    let message = format!("a parameter was left out: {reason}");
    context.report(Code::MalformedKeyword, pointer, message, "correct it in an overlay");
    None
}

/// The type of a parameter, its schema, and whether it is written as JSON text. None for a media type that is neither JSON nor text.
fn value_type<'a>(
    context: &mut Context<'a>,
    parameter: &Located<'a>,
    at: &NamingPlace,
) -> Option<(Type, Option<SchemaId>, bool)> {
    if let Some(schema) = context.schema_at(&parameter.at("schema")) {
        return Some((schema::lower(context, schema, at), Some(schema), false));
    }
    let listed = media_type::read(context, parameter);
    let contents = media_type::contents(context, &listed, at).0;
    let content = contents
        .into_iter()
        .find(|content| matches!(content.encoding, Encoding::Json | Encoding::Text));
    match content {
        Some(content) => {
            if content.encoding == Encoding::Text {
                note_untyped(context, parameter, &content);
            }
            Some((content.value, content.schema, content.encoding == Encoding::Json))
        }
        None if listed.is_empty() => {
            Some((context.free(&parameter.pointer, Cause::NoSchema), None, true))
        }
        None => {
            let names: Vec<&str> = listed.iter().map(|own| own.name).collect();
            let message = format!(
                "a parameter was left out: its media type {} is not supported",
                names.join(" or ")
            );
            let help = "describe it as JSON or text in an overlay, if it is one of them";
            context.report(Code::UnsupportedMediaType, &parameter.at("content"), message, help);
            None
        }
    }
}

/// Reports a parameter that is sent as text although its schema says more.
fn note_untyped(context: &mut Context<'_>, parameter: &Located<'_>, content: &Content) {
    let end = content.schema.and_then(|schema| context.schemas.resolve(schema));
    let says_more = |end| {
        !matches!(
            Shape::of(context.schemas, end),
            Shape::Plain(Type::String | Type::Secret | Type::Base64 | Type::Json) | Shape::Free(_)
        )
    };
    if end.is_some_and(says_more) {
        let name = parameter.text("name").unwrap_or_default();
        let message = format!(
            "the parameter {name:?} is {}; it is sent as the text that the program passes",
            content.media_type
        );
        let help = "its schema has no effect: the program writes the content";
        context.report(Code::UntypedBody, &content.pointer, message, help);
    }
}

/// The location of a parameter; none if it is unknown.
fn location(own: &Located<'_>, place: &str, is_json: bool) -> Option<Location> {
    let style = own.map.get("style").and_then(Value::as_str).unwrap_or_default();
    let explode = |otherwise| own.map.get("explode").and_then(Value::as_bool).unwrap_or(otherwise);
    Some(match place {
        "path" if is_json => Location::Json(JsonLocation::Path),
        "query" if is_json => Location::Json(JsonLocation::Query),
        "header" if is_json => Location::Json(JsonLocation::Header),
        "cookie" if is_json => Location::Json(JsonLocation::Cookie),
        "path" => {
            let style = match style {
                "label" => PathStyle::Label,
                "matrix" => PathStyle::Matrix,
                _ => PathStyle::Simple,
            };
            Location::Path(style, explode(false), own.is("allowReserved"))
        }
        "header" => Location::Header(explode(false)),
        "cookie" if style == "cookie" => Location::Cookie(CookieStyle::Cookie, explode(true)),
        "cookie" => Location::Cookie(CookieStyle::Form, explode(true)),
        "query" => {
            let style = QueryStyle::of(style);
            Location::Query(style, explode(style.is_exploded()), own.is("allowReserved"))
        }
        _ => return None,
    })
}
