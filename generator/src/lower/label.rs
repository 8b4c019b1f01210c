//! An enumeration in; the names and descriptions of its values out.

use super::context::Context;
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{Label, Schema, SchemaId, TypeKind};
use serde_json::Value;

/// The keywords with the names of an enumeration's values.
pub(super) const NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];
/// The keywords with their descriptions.
pub(super) const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// The label of each value of an enumeration; empty if no value has one.
pub(super) fn labels(context: &mut Context<'_>, id: SchemaId, kind: &TypeKind) -> Vec<Label> {
    let values: Vec<Value> = match kind {
        TypeKind::StringEnum(values) => values.iter().map(|value| value.as_str().into()).collect(),
        TypeKind::IntegerEnum(values) => values.iter().map(|value| (*value).into()).collect(),
        TypeKind::Record(_) | TypeKind::Union(_) => return Vec::new(),
    };
    let names = texts(context, id, &NAMES);
    let descriptions = texts(context, id, &DESCRIPTIONS);
    if names.is_none() && descriptions.is_none() {
        return Vec::new();
    }
    let listed = context.schemas[id].values().map(Vec::as_slice).unwrap_or_default();
    let label = |value: &Value| {
        let of = |texts: Option<&Value>| {
            let text = label_of(texts?, listed, value)?.as_str()?;
            Some(text).filter(|text| !text.trim().is_empty()).map(str::to_owned)
        };
        Label { name: of(names), description: of(descriptions) }
    };
    values.iter().map(label).collect()
}

/// The text of a value: by its index in a list of texts, or by its key in a map.
pub(super) fn label_of<'t>(texts: &'t Value, listed: &[Value], value: &Value) -> Option<&'t Value> {
    match texts {
        Value::Array(list) => list.get(listed.iter().position(|own| own == value)?),
        texts => texts.get(label_key(value)),
    }
}

/// The key of a value in a map of texts.
pub(super) fn label_key(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The list, or the map by values, under the first of some keywords; reports a list that is not as long as the list of values.
fn texts<'a>(context: &mut Context<'a>, id: SchemaId, keys: &[&str]) -> Option<&'a Value> {
    let schema: &'a Schema = &context.schemas[id];
    let (key, texts) = keys.iter().find_map(|key| Some((*key, schema.keywords.get(*key)?)))?;
    let count = schema.values().map_or(0, Vec::len);
    let fits = match texts {
        Value::Array(list) => {
            list.len() == count && list.iter().all(|text| text.is_string() || text.is_null())
        }
        other => other.is_object(),
    };
    if !fits {
        let message = match texts {
            Value::Array(list) if list.len() != count => {
                format!("`{key}` was ignored: it has {} strings for {count} values", list.len())
            }
            _ => format!("`{key}` was ignored: it is not an array with a string for each value"),
        };
        let help = "list as many strings as values, in their order";
        context.report(Code::InvalidLabels, &join(&schema.pointer, key), message, help);
    }
    fits.then_some(texts)
}
