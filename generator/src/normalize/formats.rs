//! Formats that OpenAPI does not define, or not for their type: they are ignored, so that only the type counts.

use super::contradictions::{is_alternative, is_arm};
use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{Format, join};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The keywords with which a schema describes a value, apart from its type.
const STRUCTURAL: [&str; 8] =
    ["allOf", "oneOf", "anyOf", "enum", "properties", "additionalProperties", "items", "not"];

/// Formats of texts alone, by JSON Schema and the registry of OpenAPI, that decide on no type of ours.
const TEXTS: [&str; 20] = [
    "char",
    "commonmark",
    "duration",
    "email",
    "hostname",
    "html",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
    "url",
];

/// Reports a `format` without a meaning here. It stays for comparisons of two documents, unless it is not a string.
pub(super) fn note_unknown(
    schema: &mut Map<String, Value>,
    pointer: &str,
    findings: &mut Findings,
) {
    let Some(found) = unknown(schema) else { return };
    if !schema.contains_key("type")
        && let Some(kind) = implied(schema)
    {
        // A combined schema gets its type from another part.
        if STRUCTURAL.iter().all(|key| !schema.contains_key(*key)) && !is_inside(pointer) {
            schema.insert("type".into(), kind.into());
            let message = format!("a schema has a format and no type; it was read as {kind}");
            let help = "write its type in an overlay if it has another one";
            findings.push(Code::ImpliedType, pointer, message, help);
        }
        return;
    }
    if !schema.get("format").is_some_and(Value::is_string) {
        schema.shift_remove("format");
    }
    let help = help(schema);
    let message = format!("{found} has no type of its own and was ignored");
    findings.push(Code::UnknownFormat, join(pointer, "format"), message, help);
}

/// What to do about a `format` without a meaning here.
fn help(schema: &Map<String, Value>) -> String {
    let text = |key| schema.get(key).and_then(Value::as_str).unwrap_or_default();
    if let Some(meant) = misspelled(text("type"), text("format")) {
        return format!("did you mean {meant}? Correct it in an overlay");
    }
    if text("type") != "string" {
        return "only the type counts; write a defined format in an overlay if one is meant"
            .to_owned();
    }
    match (text("format"), Format::named(text("format")).and_then(Format::rust_number)) {
        (format, Some(number)) => format!(
            "it is a string like any other; `formats: {{ {format}: \"crate::AsText<{number}>\" }}` of the configuration makes it a number that is sent as text"
        ),
        _ => "it is a string like any other; `formats` of the configuration can give strings of a format a type".to_owned(),
    }
}

/// The format of a type that differs from a name only in the case of letters or in signs between words, such as `datetime`.
fn misspelled(kind: &str, format: &str) -> Option<&'static str> {
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let mut known = Format::all().filter(|known| known.is_of(kind)).map(Format::name);
    known.find(|name| letters(name) == letters(format))
}

/// Whether a schema describes strings in a format for which the configuration names a type.
pub(super) fn is_text_of(schema: &Map<String, Value>, is_typed: &dyn Fn(&str) -> bool) -> bool {
    let text = |key| schema.get(key).and_then(Value::as_str);
    text("type") == Some("string") && text("format").is_some_and(is_typed)
}

/// Other tools' names for formats, with those of OpenAPI: NSwag and Pydantic for UUIDs, protoc-gen-openapi for bytes.
const NAMES: [(&str, &str); 10] = [
    ("guid", "uuid"),
    ("UUID", "uuid"),
    ("uuid1", "uuid"),
    ("uuid3", "uuid"),
    ("uuid4", "uuid"),
    ("uuid5", "uuid"),
    ("uuid6", "uuid"),
    ("uuid7", "uuid"),
    ("uuid8", "uuid"),
    ("bytes", "byte"),
];

/// Replaces another tool's name for a format with the name in OpenAPI.
pub(super) fn rename(schema: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    let text = |key| schema.get(key).and_then(Value::as_str);
    if text("type") != Some("string") {
        return;
    }
    let named = NAMES.iter().find(|(name, _)| text("format") == Some(*name));
    let Some((name, format)) = named else { return };
    schema.insert("format".into(), (*format).into());
    findings.push(
        Code::FormatByOtherName,
        join(pointer, "format"),
        format!("the format {name:?} was read as {format}, its name in OpenAPI"),
        "if the strings are something else, remove the format in an overlay",
    );
}

/// Reports a number that may also be written as a string (`type: [integer, string]` with a pattern of digits). ASP.NET Core describes
/// every number so, since its server reads both.
pub(super) fn note_text_of_number(
    schema: &Map<String, Value>,
    pointer: &str,
    findings: &mut Findings,
) {
    let arms = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(*key)?.as_array());
    let Some([one, other]) = arms.map(Vec::as_slice) else { return };
    let of = |kinds: &[&str]| {
        let is_of = |arm: &&Value| arm["type"].as_str().is_some_and(|kind| kinds.contains(&kind));
        [one, other].into_iter().find(is_of)
    };
    let Some((number, text)) = of(&["integer", "number"]).zip(of(&["string"])) else { return };
    let kind = number["type"].as_str().unwrap_or_default();
    let format = number["format"].as_str().filter(|format| is_known(kind, format));
    let has_pattern = text["pattern"].as_str().is_some_and(allows_digits_only);
    let Some(format) = format.filter(|_| has_pattern) else { return };
    let message = format!(
        "a number may also be written as a string; its type is an enum of {kind} and string"
    );
    let help = format!(
        "if the server writes numbers, take `string` from the type in an overlay, for all at once: \
         `target: $..[?@.format == '{format}'].type[?@ == 'string']` with `remove: true`"
    );
    findings.push(Code::NumberAsText, pointer, message, help);
}

/// The formats of numbers that may also be strings, in a document before normalizing.
pub(crate) fn texts_of_numbers(document: &Value) -> BTreeSet<String> {
    let (mut found, mut left) = (BTreeSet::new(), vec![document]);
    while let Some(value) = left.pop() {
        match value {
            Value::Array(items) => left.extend(items),
            Value::Object(schema) => {
                found.extend(text_of_number(schema).map(str::to_owned));
                left.extend(schema.values());
            }
            _ => {}
        }
    }
    found
}

/// The format of a number that may also be a string in OpenAPI 3.1.
fn text_of_number(schema: &Map<String, Value>) -> Option<&str> {
    let kinds = schema.get("type")?.as_array()?;
    let has = |kind: &str| kinds.iter().any(|own| own == kind);
    let format = schema.get("format")?.as_str()?;
    let is_number = ["integer", "number"].iter().any(|kind| has(kind) && is_known(kind, format));
    let is_digits = schema.get("pattern")?.as_str().is_some_and(allows_digits_only);
    (is_number && is_digits && has("string")).then_some(format)
}

/// Whether a pattern matches strings of digits and no others. A pattern that is larger than those of numbers does not count.
fn allows_digits_only(pattern: &str) -> bool {
    const SIZE: usize = 1 << 16;
    let regex = regex::RegexBuilder::new(pattern).size_limit(SIZE).dfa_size_limit(SIZE).build();
    regex.is_ok_and(|regex| {
        ["0", "12"].iter().all(|text| regex.is_match(text))
            && !["", "a", "12a", "-"].iter().any(|text| regex.is_match(text))
    })
}

/// The type that the format of a schema belongs to.
fn implied(schema: &Map<String, Value>) -> Option<&'static str> {
    let format = schema.get("format")?.as_str()?;
    let known = ["string", "integer", "number"].into_iter().find(|kind| is_known(kind, format));
    known.or(TEXTS.contains(&format).then_some("string"))
}

/// Whether a pointer is that of a part of a combined schema, or of a condition.
fn is_inside(pointer: &str) -> bool {
    let mut keys = pointer.rsplit('/');
    let (key, before) = (keys.next(), keys.next());
    let is_condition = matches!(key, Some("not" | "if" | "then" | "else" | "propertyNames"));
    is_arm(pointer) || is_alternative(pointer) || is_condition && before != Some("properties")
}

/// Removes the `format` of a schema if it has no meaning here. Formats of strings stay, since the configuration can give them types.
pub(super) fn take_unknown(schema: &mut Map<String, Value>) {
    let is_text = schema.get("type").and_then(Value::as_str) == Some("string");
    let is_name = is_text && schema.get("format").is_some_and(Value::is_string);
    if !is_name && unknown(schema).is_some() {
        schema.shift_remove("format");
    }
}

/// Describes the `format` of a schema if it has no meaning here.
fn unknown(schema: &Map<String, Value>) -> Option<String> {
    let format = schema.get("format")?.as_str();
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
    if format.is_some_and(|format| is_known(kind, format)) {
        return None;
    }
    let format =
        format.map_or_else(|| "that is not text".to_owned(), |format| format!("{format:?}"));
    Some(if kind.is_empty() {
        format!("format {format}")
    } else {
        format!("format {format} on type {kind}")
    })
}

/// Whether a format decides the type of values of this `type`.
pub(super) fn is_known(kind: &str, format: &str) -> bool {
    Format::named(format).is_some_and(|format| format.is_of(kind))
}

#[cfg(test)]
mod tests {
    use super::misspelled;
    use crate::document::Format;

    #[test]
    fn every_format_is_meant_by_its_name_in_capitals() {
        for format in Format::all() {
            let kinds = ["integer", "number", "string"].into_iter();
            for kind in kinds.filter(|kind| format.is_of(kind)) {
                let written = format.name().to_uppercase();
                assert_eq!(misspelled(kind, &written), Some(format.name()), "{written}");
            }
        }
    }
}
