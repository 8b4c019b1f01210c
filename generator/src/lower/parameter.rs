//! Parameters of a path item and an operation in, one list out.

use super::context::{At, Context, Direction, Object, asked_name};
use super::{media_type, schema, secret};
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{
    Cause, Encoding, JsonLocation, Location, Parameter, PathStyle, QueryStyle, SchemaId, Type,
};
use crate::normalize::variables;
use indexmap::IndexMap;
use openapiv3::Parameter as Written;
use serde_json::Value;

/// The parameters of an operation, those of its path item included: path parameters in the path's order, then the others in the
/// document's order; and those that are not sent as they are written. The error is a sentence on why the operation cannot be made.
pub(super) fn lower<'a>(
    context: &mut Context<'a>,
    path: &str,
    item: &Object<'a>,
    operation: &Object<'a>,
    name: &str,
) -> Result<(Vec<Parameter>, Vec<Value>), String> {
    let mut found: IndexMap<(String, &str), (Parameter, String)> = IndexMap::new();
    let mut unsent = Vec::new();
    // Those of the path item are called after the path, whichever of its operations there are.
    for (owner, name) in [(item, path), (operation, name)] {
        let list = owner.map.get("parameters").and_then(Value::as_array);
        for (index, value) in list.into_iter().flatten().enumerate() {
            let pointer = join(&owner.at("parameters"), &index.to_string());
            match one(context, value, &pointer, name)? {
                Some(parameter) => {
                    let key = (parameter.name.clone(), parameter.location.name());
                    found.insert(key, (parameter, pointer));
                }
                None => unsent.push(value.clone()),
            }
        }
    }
    Ok((in_order(context, path, found.into_values().collect(), &mut unsent), unsent))
}

/// Puts path parameters into the path's order and reports those that the path does not name.
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

/// One parameter; `None` for a header that OpenAPI says to ignore.
fn one<'a>(
    context: &mut Context<'a>,
    value: &'a Value,
    pointer: &str,
    name: &str,
) -> Result<Option<Parameter>, String> {
    let malformed = |error: String| format!("a parameter: {error}");
    let object = context.object(value, pointer.to_owned()).map_err(malformed)?;
    let written: Written = object.read().map_err(malformed)?;
    let data = written.parameter_data_ref();
    if matches!(written, Written::Header { .. })
        && ["accept", "content-type", "authorization"]
            .contains(&data.name.to_ascii_lowercase().as_str())
    {
        return Ok(None);
    }
    let at = At::operation(name, Direction::Request).named(&data.name);
    let at = at.reached(&object, pointer, "parameter");
    let (value, schema, is_json) = value_type(context, &object, &at).map_err(malformed)?;
    let value = secret::marked(context, object.map, value, &object.pointer);
    let location = location(&written, is_json);
    if !location.is_path() {
        let key = (data.name.as_str(), location.name());
        let named = secret::Named::parameter(&object, schema, &at, key);
        secret::note(context, &value, &named, || false);
    }
    const KNOWN: [&str; 9] = [
        "name",
        "in",
        "required",
        "deprecated",
        "description",
        "schema",
        "style",
        "explode",
        "allowReserved",
    ];
    let data = written.parameter_data();
    Ok(Some(Parameter {
        name: data.name,
        asked_name: asked_name(object.map),
        required: data.required || location.is_path(),
        location,
        deprecated: data.deprecated.unwrap_or(false),
        description: data.description.filter(|text| !text.trim().is_empty()),
        value,
        schema,
        rest: object.rest(&KNOWN),
        pointer: object.pointer,
    }))
}

/// The type of a parameter, its schema, and whether it is written as JSON text.
fn value_type(
    context: &mut Context<'_>,
    parameter: &Object<'_>,
    at: &At,
) -> Result<(Type, Option<SchemaId>, bool), String> {
    if let Some(schema) = context.schema_at(&parameter.at("schema")) {
        return Ok((schema::lower(context, schema, at), Some(schema), false));
    }
    let listed = media_type::read(context, parameter)?;
    let content = media_type::contents(context, &listed, at).0.into_iter().next();
    let is_json = content.as_ref().is_none_or(|content| content.encoding == Encoding::Json);
    Ok(match content {
        Some(content) => (content.value, content.schema, is_json),
        None => (context.free(&parameter.pointer, Cause::NoSchema), None, is_json),
    })
}

/// Where a parameter goes.
fn location(parameter: &Written, is_json: bool) -> Location {
    let explode = |otherwise| parameter.parameter_data_ref().explode.unwrap_or(otherwise);
    match parameter {
        Written::Path { .. } if is_json => Location::Json(JsonLocation::Path),
        Written::Query { .. } if is_json => Location::Json(JsonLocation::Query),
        Written::Header { .. } if is_json => Location::Json(JsonLocation::Header),
        Written::Cookie { .. } if is_json => Location::Json(JsonLocation::Cookie),
        Written::Path { style, .. } => {
            let style = match style {
                openapiv3::PathStyle::Simple => PathStyle::Simple,
                openapiv3::PathStyle::Label => PathStyle::Label,
                openapiv3::PathStyle::Matrix => PathStyle::Matrix,
            };
            Location::Path(style, explode(false))
        }
        Written::Header { .. } => Location::Header(explode(false)),
        Written::Cookie { .. } => Location::Cookie(explode(true)),
        Written::Query { style, allow_reserved, .. } => {
            let (style, is_exploded) = match style {
                openapiv3::QueryStyle::Form => (QueryStyle::Form, true),
                openapiv3::QueryStyle::SpaceDelimited => (QueryStyle::SpaceDelimited, false),
                openapiv3::QueryStyle::PipeDelimited => (QueryStyle::PipeDelimited, false),
                openapiv3::QueryStyle::DeepObject => (QueryStyle::DeepObject, true),
            };
            Location::Query(style, explode(is_exploded), *allow_reserved)
        }
    }
}
