//! Media types as a document lists them and as a response names one (RFC 9110, 8.3.1): which of those that are listed is meant, and how
//! what it holds is read.

use serde_json::Value;

use super::resolve;

/// How a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    Xml,
    Events,
    Lines,
    Sequence,
    Text,
    Bytes,
    /// A string, in JSON or as text.
    AnyString,
}

/// A media type without parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// How a body of a listed media type is read.
pub(super) fn kind(document: &Value, media_type: &str, content: &Value) -> Kind {
    let essence = essence(media_type);
    let schema = resolve(document, &content["schema"]);
    match essence.as_str() {
        "*/*" | "application/*" if schema["format"] == "binary" => Kind::Bytes,
        // Nothing says that it is JSON.
        "*/*" | "application/*" if content.get("schema").is_none() => Kind::Bytes,
        "*/*" | "application/*" if is_string(schema) => Kind::AnyString,
        "*/*" | "application/*" => Kind::Json,
        "text/event-stream" => Kind::Events,
        "application/jsonl" => Kind::Lines,
        "application/json-seq" => Kind::Sequence,
        "application/xml" => Kind::Xml,
        // A form is the text that it is.
        "application/x-www-form-urlencoded" => Kind::Text,
        _ if is_json(&essence) => Kind::Json,
        _ if essence.starts_with("text/") => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// Whether a schema is one of any text and no more.
fn is_string(schema: &Value) -> bool {
    schema["type"] == "string"
        && schema.get("format").is_none()
        && schema.get("enum").is_none()
        && schema["nullable"] != true
}

/// Whether a media type is JSON.
pub(super) fn is_json(named: &str) -> bool {
    let essence = essence(named);
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// The listed media type that is meant: the most specific one goes first (OpenAPI, "Response Object"), and of several that are as specific
/// the one that is read.
pub(super) fn meant<'d>(
    listed: &'d Value,
    read: &str,
    named: &str,
) -> Option<(&'d String, &'d Value)> {
    let all = listed.as_object().into_iter().flatten();
    all.filter(|(own, _)| specificity(own, named) > 0)
        .max_by_key(|(own, _)| (specificity(own, named), own.as_str() == read))
}

/// How much of what is named a listed media type says; nothing where it is another one.
fn specificity(listed: &str, named: &str) -> usize {
    let parameters = |text: &str| -> Vec<String> {
        let all = text.split(';').skip(1).map(|own| own.trim().to_ascii_lowercase());
        all.map(|own| own.replace('"', "")).collect()
    };
    let (own, others) = (parameters(listed), parameters(named));
    let (listed, named) = (essence(listed), essence(named));
    if listed == named {
        return match own.iter().all(|own| others.contains(own)) {
            true => 4 + own.len(),
            false => 3,
        };
    }
    match listed.strip_suffix('*') {
        Some("*/") => 1,
        Some(start) if named.starts_with(start) => 2,
        _ => 0,
    }
}
