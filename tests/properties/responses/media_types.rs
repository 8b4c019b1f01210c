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
        "*/*" | "application/*" => Kind::Json,
        "text/event-stream" => Kind::Events,
        "application/jsonl" => Kind::Lines,
        "application/json-seq" => Kind::Sequence,
        "application/xml" => Kind::Xml,
        // A form is the text that it is.
        "application/x-www-form-urlencoded" => Kind::Text,
        _ if essence.ends_with("/json") || essence.ends_with("+json") => Kind::Json,
        _ if essence.starts_with("text/") => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// The listed media type that is meant: the most specific one goes first (OpenAPI, "Response Object").
pub(super) fn meant<'d>(listed: &'d Value, named: &str) -> Option<(&'d String, &'d Value)> {
    let whole = |text: &str| text.replace([' ', '"'], "").to_ascii_lowercase();
    let (named, all_of_it) = (essence(named), whole(named));
    let rank = |own: &str| match essence(own) {
        _ if whole(own) == all_of_it => 4,
        own if own == named => 3,
        own if own == "*/*" => 1,
        own => match own.strip_suffix('*') {
            Some(start) if named.starts_with(start) => 2,
            _ => 0,
        },
    };
    let all = listed.as_object().into_iter().flatten();
    all.filter(|(own, _)| rank(own) > 0).max_by_key(|(own, _)| rank(own))
}
