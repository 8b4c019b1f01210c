//! Types in, the words that changes use for them out.

use crate::diff::Subject;
use crate::ir::{Api, IntegerFormat, Type, TypeDefinition, TypeKind};

/// A type as people say it: `array of SessionUser or null`.
pub(super) fn words(api: &Api, value: &Type) -> String {
    match value {
        Type::Boolean => "boolean".into(),
        Type::Integer(IntegerFormat::Int64) => "integer".into(),
        Type::Integer(format) => format!("integer ({})", format!("{format:?}").to_lowercase()),
        Type::Number { single: true } => "number (float)".into(),
        Type::Number { single: false } => "number".into(),
        Type::String => "string".into(),
        Type::Secret => "string (password)".into(),
        Type::DateTime => "string (date-time)".into(),
        Type::Date => "string (date)".into(),
        Type::Uuid => "string (uuid)".into(),
        Type::Base64 => "string (byte)".into(),
        Type::Binary => "file".into(),
        Type::Parts => "any parts".into(),
        Type::Json => "any JSON".into(),
        Type::Array(items) => format!("array of {}", words(api, items)),
        Type::Map(values) => format!("map of {}", words(api, values)),
        Type::Nullable(inner) => format!("{} or null", words(api, inner)),
        Type::Named(id) => named(api, api.definition(*id)),
    }
}

/// A component by its name, what stands where it is used by what it is.
fn named(api: &Api, definition: &TypeDefinition) -> String {
    if definition.path.len() == 1 {
        return name(definition);
    }
    match &definition.kind {
        TypeKind::Record(_) => "object".into(),
        TypeKind::StringEnum(values) => one_of(values.iter().map(|value| format!("{value:?}"))),
        TypeKind::IntegerEnum(values) => one_of(values.iter().map(i64::to_string)),
        TypeKind::Union(union) => one_of(union.variants.iter().map(|arm| match &arm.value {
            Type::Named(_) => arm.name.clone(),
            value => words(api, value),
        })),
    }
}

/// So many alternatives are named.
const NAMED: usize = 4;

fn one_of(values: impl ExactSizeIterator<Item = String>) -> String {
    let more = values.len().saturating_sub(NAMED);
    let named: Vec<String> = values.take(NAMED).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("one of {}{more}", named.join(", "))
}

/// What a named type is called: `SessionUser`, `SessionUser.details`.
pub(super) fn name(definition: &TypeDefinition) -> String {
    definition.path.join(".")
}

/// A subject with something more about its part.
pub(super) fn inside(mut subject: Subject, suffix: &str) -> Subject {
    let (Subject::Api { part } | Subject::Operation { part, .. } | Subject::Schema { part, .. }) =
        &mut subject;
    if !part.is_empty() && !suffix.is_empty() {
        part.push_str(": ");
    }
    part.push_str(suffix);
    subject
}

/// The schema that a change is about, or a part of it.
pub(super) fn schema(definition: &TypeDefinition, part: impl Into<String>) -> Subject {
    Subject::Schema { name: name(definition), part: part.into() }
}

/// How much of a long text is shown.
const SHOWN: usize = 80;
/// How much of it stands before the first difference.
const BEFORE: usize = 20;

/// Two texts, each cut to what stands around their first difference.
pub(super) fn excerpts(old: &str, new: &str) -> (String, String) {
    let common = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let start = if common > BEFORE + 1 { common - BEFORE } else { 0 };
    (excerpt(old, start), excerpt(new, start))
}

fn excerpt(text: &str, start: usize) -> String {
    let shown: String = text.chars().skip(start).take(SHOWN).collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let before = if start > 0 { "…" } else { "" };
    let after = if text.chars().nth(start + SHOWN).is_some() { "…" } else { "" };
    format!("{before}{shown}{after}")
}
