//! Parameters of a path item and an operation in, one list out.

use super::context::{At, Context, asked_name};
use super::{schema, secret};
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{Cause, Encoding, JsonLocation, Location, Parameter, PathStyle, QueryStyle, Type};
use crate::normalize::variables;
use indexmap::IndexMap;
use openapiv3::{
    Parameter as OpenApiParameter, ParameterData, ParameterSchemaOrContent, ReferenceOr,
};
use serde_json::Value;

/// The parameters of an operation, those of its path item included: path parameters in the path's order, then the others in the
/// document's order. The error is a sentence on why the operation cannot be made.
pub(super) fn lower(
    context: &mut Context<'_>,
    path: &str,
    item: &Value,
    pointer: &str,
    name: &str,
) -> Result<Vec<Parameter>, String> {
    let mut found: IndexMap<(String, &str), (Parameter, String)> = IndexMap::new();
    let parent = &pointer[..pointer.rfind('/').unwrap_or_default()];
    let own =
        item.pointer(&pointer[parent.len()..]).and_then(|operation| operation.get("parameters"));
    // Those of the path item are called after the path, whichever of its operations come.
    for (list, base, name) in [(item.get("parameters"), parent, path), (own, pointer, name)] {
        for (index, value) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
            let pointer = join(&join(base, "parameters"), &index.to_string());
            let Some(parameter) = one(context, value, &pointer, name)? else { continue };
            let key = (parameter.name.clone(), parameter.location.name());
            found.insert(key, (parameter, pointer));
        }
    }
    Ok(in_order(context, path, found.into_values().collect()))
}

/// Puts path parameters into the path's order and reports those that the path does not name.
fn in_order(
    context: &mut Context<'_>,
    path: &str,
    found: Vec<(Parameter, String)>,
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
        }
        named
    });
    in_path.sort_by_key(|(parameter, _)| order.iter().position(|name| *name == parameter.name));
    in_path.into_iter().chain(others).map(|(parameter, _)| parameter).collect()
}

/// One parameter; `None` for a header that OpenAPI says to ignore.
fn one(
    context: &mut Context<'_>,
    value: &Value,
    pointer: &str,
    name: &str,
) -> Result<Option<Parameter>, String> {
    let parsed: ReferenceOr<OpenApiParameter> =
        super::context::parse(value).map_err(|error| format!("a parameter: {error}"))?;
    let place = At::operation(name, pointer);
    let (parameter, pointer) = context.resolve(&parsed, pointer)?;
    let data = parameter.parameter_data_ref();
    let is_header = matches!(parameter, OpenApiParameter::Header { .. });
    if is_header
        && ["accept", "content-type", "authorization"]
            .contains(&data.name.to_ascii_lowercase().as_str())
    {
        return Ok(None);
    }
    let at = place.named(&data.name).moved(pointer.clone(), "parameter");
    let (value, schema, is_json) = value_type(context, data, &at);
    let value = secret::marked(context, &data.extensions, value, &pointer);
    let location = location(&parameter, is_json);
    if !location.is_path() {
        let target = secret::Target::Parameter(&data.name, location.name());
        secret::note(context, &value, &at, target, || false);
    }
    Ok(Some(Parameter {
        name: data.name.clone(),
        asked_name: asked_name(&data.extensions),
        required: data.required || location.is_path(),
        location,
        deprecated: data.deprecated.unwrap_or(false),
        description: data.description.clone().filter(|text| !text.trim().is_empty()),
        value,
        schema,
        pointer,
    }))
}

/// The type of a parameter, the pointer of its schema, and whether it is written as JSON text.
fn value_type(context: &mut Context<'_>, data: &ParameterData, at: &At) -> (Type, String, bool) {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let at = at.down("schema");
            (schema::lower(context, schema, &at), at.pointer, false)
        }
        ParameterSchemaOrContent::Content(content) => {
            let content = super::media_type::contents(context, content, at).into_iter().next();
            let is_json = content.as_ref().is_none_or(|content| content.encoding == Encoding::Json);
            match content {
                Some(content) => (content.value, content.schema, is_json),
                None => (context.free(&at.pointer, Cause::NoSchema), at.pointer.clone(), is_json),
            }
        }
    }
}

fn location(parameter: &OpenApiParameter, is_json: bool) -> Location {
    let explode = parameter.parameter_data_ref().explode;
    match parameter {
        OpenApiParameter::Path { .. } if is_json => Location::Json(JsonLocation::Path),
        OpenApiParameter::Query { .. } if is_json => Location::Json(JsonLocation::Query),
        OpenApiParameter::Header { .. } if is_json => Location::Json(JsonLocation::Header),
        OpenApiParameter::Cookie { .. } if is_json => Location::Json(JsonLocation::Cookie),
        OpenApiParameter::Path { style, .. } => {
            let style = match style {
                openapiv3::PathStyle::Simple => PathStyle::Simple,
                openapiv3::PathStyle::Label => PathStyle::Label,
                openapiv3::PathStyle::Matrix => PathStyle::Matrix,
            };
            Location::Path(style, explode.unwrap_or(false))
        }
        OpenApiParameter::Query { style, allow_reserved, .. } => {
            let style = match style {
                openapiv3::QueryStyle::Form => QueryStyle::Form,
                openapiv3::QueryStyle::SpaceDelimited => QueryStyle::SpaceDelimited,
                openapiv3::QueryStyle::PipeDelimited => QueryStyle::PipeDelimited,
                openapiv3::QueryStyle::DeepObject => QueryStyle::DeepObject,
            };
            let explode =
                explode.unwrap_or(matches!(style, QueryStyle::Form | QueryStyle::DeepObject));
            Location::Query(style, explode, *allow_reserved)
        }
        OpenApiParameter::Header { .. } => Location::Header(explode.unwrap_or(false)),
        OpenApiParameter::Cookie { .. } => Location::Cookie(explode.unwrap_or(true)),
    }
}
