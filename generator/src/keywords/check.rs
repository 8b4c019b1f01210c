//! A document in; diagnostics about keys without an effect on the crate out: one for each kind, with the first place and the number of
//! places. Unused components are included.

use super::{Effect, Keyword, Versions, all, find, unused};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Key, Object, Under, Version, join, keys, meant_type, under};
use crate::source::Place;
use crate::spelling::similar::similar;
use indexmap::IndexMap;
use serde_json::Value;

/// The valid types of a schema. `file` is valid in the forms of Swagger 2.0; elsewhere it is reported as free JSON.
pub(crate) const TYPES: [&str; 7] =
    ["string", "integer", "number", "boolean", "array", "object", "null"];

/// Reports every key of a document that the ledger does not contain or calls unsupported, or that belongs to another version.
pub fn check(document: &Document, diagnostics: &mut Diagnostics) {
    let version = Version::of(&document.value);
    let text = match version {
        Version::V2 => "2.0",
        _ => document.value.get("openapi").and_then(Value::as_str).unwrap_or("3.0.0"),
    };
    let mut findings = Findings { version: Versions::of(version), text, ..Findings::default() };
    keys(&document.value, &mut |key| findings.key(key));
    for (kind, Occurrences { first, count }) in findings.found {
        let mut diagnostic = kind.diagnostic((findings.version, findings.text), count);
        let place = document.place(&first);
        diagnostic.place = match &kind {
            Kind::Type(_) => place,
            _ => place.map(Place::at_key),
        };
        diagnostics.push(diagnostic);
    }
    unused::check(document, diagnostics);
}

/// The fault of a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    /// The ledger does not contain it.
    Unknown(Object, String),
    /// It is not supported; the last text is the loss.
    Unsupported(Object, &'static str, &'static str),
    /// It is not shown; the last text is the loss.
    Unshown(Object, &'static str, &'static str),
    /// It belongs to other versions of OpenAPI.
    OtherVersion(Object, &'static str),
    /// An invalid type of a schema.
    Type(String),
}

/// The places of a fault.
struct Occurrences {
    first: String,
    count: usize,
}

#[derive(Default)]
struct Findings<'d> {
    version: Versions,
    text: &'d str,
    found: IndexMap<Kind, Occurrences>,
}

impl Findings<'_> {
    /// Checks a key; returns whether to check the keys below it.
    fn key(&mut self, key: &Key<'_>) -> bool {
        let kind = match find(key.object, key.name) {
            None if is_foreign(key) => return false,
            // A reference without a value is reported as one.
            None if key.name == "$ref" && key.value.is_null() => return false,
            None => Kind::Unknown(key.object, key.name.to_owned()),
            Some(keyword) => match keyword.effect {
                Effect::Unsupported(_) | Effect::Unshown(_) if is_empty(key.value) => return false,
                // Normalizing finds out which of them describe the data of events, and reports the others.
                Effect::Unsupported(_) if key.name == "contentSchema" => return true,
                Effect::Unsupported(_) if is_own_dialect(key) => return false,
                Effect::Unsupported(loss) => Kind::Unsupported(keyword.object, keyword.name, loss),
                Effect::Unshown(loss) => Kind::Unshown(keyword.object, keyword.name, loss),
                _ if !self.counts(keyword) => Kind::OtherVersion(keyword.object, keyword.name),
                _ => {
                    self.types(key);
                    return true;
                }
            },
        };
        self.add(kind, key);
        false
    }

    /// Whether a keyword is valid in a document of this version.
    fn counts(&self, keyword: &Keyword) -> bool {
        keyword.lenient || keyword.versions.holds(self.version)
    }

    /// Checks for unknown types.
    fn types(&mut self, key: &Key<'_>) {
        if key.object != Object::Schema || key.name != "type" {
            return;
        }
        let one = std::slice::from_ref(key.value);
        let types = key.value.as_array().map_or(one, Vec::as_slice);
        let names = types.iter().filter_map(Value::as_str);
        for unknown in names.filter(|name| !TYPES.contains(name) && *name != "file") {
            self.add(Kind::Type(unknown.to_owned()), key);
        }
    }

    fn add(&mut self, kind: Kind, key: &Key<'_>) {
        let first = || Occurrences { first: join(key.parent, key.name), count: 0 };
        self.found.entry(kind).or_insert_with(first).count += 1;
    }
}

/// Whether an unknown key belongs to other tools, unless its name is similar to a known one.
fn is_foreign(key: &Key<'_>) -> bool {
    key.name.starts_with("x-") && !is_misspelled(key.object, key.name)
}

/// Whether an unknown key is similar to a known one.
pub(crate) fn is_misspelled(object: Object, name: &str) -> bool {
    find(object, name).is_none() && nearest(object, name, Versions::ALL).is_some()
}

/// Whether a key names a dialect of schemas in which they are read: that of OpenAPI, or JSON Schema 2020-12, on which it is based.
fn is_own_dialect(key: &Key<'_>) -> bool {
    let dialect = key.value.as_str().unwrap_or_default().trim_end_matches('#');
    matches!(key.name, "jsonSchemaDialect" | "$schema")
        && (dialect == "https://json-schema.org/draft/2020-12/schema"
            || ["3.1", "3.2"].iter().any(|version| {
                dialect.starts_with(&format!("https://spec.openapis.org/oas/{version}/dialect/"))
            }))
}

/// Whether a value is empty.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The keyword of an object that was probably intended.
fn nearest(object: Object, name: &str, version: Versions) -> Option<&'static str> {
    let is_extension = name.starts_with("x-");
    let names = all()
        .filter(|keyword| {
            keyword.object == object
                && keyword.name.starts_with("x-") == is_extension
                && (keyword.lenient || keyword.versions.holds(version))
        })
        .map(|keyword| keyword.name);
    similar(name, names)
}

/// The help text for a key that no version defines.
fn cure(object: Object, name: &str, version: Versions) -> String {
    let is_body = matches!(object, Object::RequestBody | Object::Response);
    if is_body && name.contains('/') {
        return format!("it is a media type: write `content: {{{name}: …}}` in an overlay");
    }
    if is_body && name == "schema" {
        return "write `content: {application/json: {schema: …}}`, with the media type of the body, in an overlay".to_owned();
    }
    if let Some(known) = nearest(object, name, version) {
        return format!("did you mean {known:?}? Correct it in an overlay");
    }
    let is_component = matches!(under(Object::Components, name), Under::Map(_));
    if object == Object::OpenApi && is_component && !Versions::V2.is_part_of(version) {
        return format!("did you mean `components.{name}`? Correct it in an overlay");
    }
    "correct or remove it in an overlay; extensions begin with \"x-\"".to_owned()
}

impl Kind {
    fn diagnostic(&self, (versions, version): (Versions, &str), count: usize) -> Diagnostic {
        let (code, message, help) = match self {
            Self::Unknown(object, name) => (
                Code::UnknownKeyword,
                format!("{} has no key {name:?}; it was ignored", object.noun()),
                cure(*object, name, versions),
            ),
            Self::Unsupported(object, name, loss) => (
                Code::UnsupportedKeyword,
                format!("{name:?} in {} is not supported; it was ignored", object.noun()),
                format!("the crate lacks: {loss}"),
            ),
            Self::Unshown(object, name, loss) => (
                Code::UnshownKeyword,
                format!(
                    "{name:?} in {} is not shown in the documentation of the crate",
                    object.noun()
                ),
                format!("the crate lacks: {loss}"),
            ),
            Self::OtherVersion(object, name) => (
                Code::OtherVersion,
                format!(
                    "{:?} in {} has no meaning in {} {version}; it was ignored",
                    name,
                    object.noun(),
                    if Versions::V2.is_part_of(versions) { "Swagger" } else { "OpenAPI" }
                ),
                other_version(*object, name, versions),
            ),
            Self::Type(name) => unknown_type(name),
        };
        let message = match count {
            1 => message,
            _ => format!("{message} ({count} places, this is the first)"),
        };
        Diagnostic::new(code, message).help(help)
    }
}

/// The report for a type that does not exist.
fn unknown_type(name: &str) -> (Code, String, String) {
    let (done, help) = match (meant_type(name), similar(name, TYPES)) {
        (Some(meant), _) => (
            format!("it was read as {meant}"),
            format!("write `type: {meant}`, or what else is meant, in an overlay"),
        ),
        (None, Some(known)) => (
            "the schema became free JSON".to_owned(),
            format!("did you mean {known:?}? Correct it in an overlay"),
        ),
        (None, None) => (
            "the schema became free JSON".to_owned(),
            format!("the types are {}", TYPES.join(", ")),
        ),
    };
    (Code::UnknownType, format!("there is no type {name:?}; {done}"), help)
}

/// The help text for a keyword of other versions.
fn other_version(object: Object, name: &str, version: Versions) -> String {
    let number = match find(object, name).map(|keyword| keyword.versions) {
        Some(Versions::V2) => {
            return "it is a key of Swagger 2.0; write its OpenAPI 3 equivalent, or remove it, in an overlay"
                .to_owned();
        }
        Some(Versions::SINCE_3_2) => "3.2",
        _ => "3.1",
    };
    if Versions::V2.is_part_of(version) {
        return format!(
            "it is a key of OpenAPI {number}; convert the document to that version if it is meant, or remove the key in an overlay"
        );
    }
    format!(
        "it is a key of OpenAPI {number}; write `openapi: {number}.0` in an overlay if that is meant"
    )
}
