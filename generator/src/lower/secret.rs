//! The marks of secrets in a document in; types whose values are never shown, and notes on names that suggest a secret, out.
//!
//! `format: password` makes a string secret in [`super::shape`]. This module reads `x-secret` on a schema, parameter or header:
//!
//! ```yaml
//! properties:
//!   token: {type: string, format: uuid, x-secret: true}
//!   keys: {type: array, items: {type: string}, x-secret: true}
//!   next_key: {type: string, x-secret: false}
//! ```
//!
//! `x-secret: true` has the effect of `format: password` for strings of any format, also in lists and maps. `Debug` hides a property with
//! this mark that is any JSON. `x-secret: false` removes the mark, and declares a value with a suggestive name as not secret.

use super::context::{Context, Located, NamingPlace};
use super::shape::Shape;
use crate::diagnostic::Code;
use crate::document::tokens;
use crate::ir::{Schema, SchemaId, Schemas, Type};
use crate::spelling::is_likely_secret;
use serde_json::{Map, Value};
use std::fmt::Write;

const KEY: &str = "x-secret";

/// The limit of references and lists followed to find the mark of a value.
const MAX_DEPTH: usize = 16;

/// The shape of a schema with its mark: a secret enum becomes a secret string.
pub(super) fn shape(context: &mut Context<'_>, schema: &Schema, shape: Shape) -> Shape {
    if !shape.is_nominal() || !schema.is(KEY) {
        return shape;
    }
    if let Shape::StringEnum(_) = shape {
        return Shape::Plain(Type::Secret);
    }
    report_no_text(context, &schema.pointer);
    shape
}

/// The type of a value with its mark.
pub(super) fn marked(
    context: &mut Context<'_>,
    keywords: &Map<String, Value>,
    value: Type,
    pointer: &str,
) -> Type {
    match keywords.get(KEY) {
        None => value,
        Some(Value::Bool(false)) => replaced(&value, &|text| match text {
            Type::Secret => Type::String,
            other => other.clone(),
        }),
        Some(Value::Bool(true)) => {
            if *value.innermost() == Type::Json && is_property(pointer) {
                return value;
            }
            if !is_text(&value) && *value.innermost() != Type::Secret {
                report_no_text(context, pointer);
                return value;
            }
            replaced(&value, &|_| Type::Secret)
        }
        Some(other) => {
            let message = format!("`x-secret: {other}` was ignored: it is `true` or `false`");
            context.report(
                Code::InvalidSecret,
                pointer,
                message,
                "correct it in the document or in an overlay",
            );
            value
        }
    }
}

/// Whether `Debug` hides a field: it is any JSON, and marked.
pub(super) fn is_hidden(keywords: &Map<String, Value>, value: &Type) -> bool {
    keywords.get(KEY) == Some(&Value::Bool(true)) && *value.innermost() == Type::Json
}

/// Whether a pointer is that of a property's schema.
fn is_property(pointer: &str) -> bool {
    let tokens: Vec<String> = tokens(pointer).collect();
    matches!(tokens.as_slice(), [.., properties, _] if properties == "properties")
}

/// Reports a file that is marked.
pub(super) fn check_file(context: &mut Context<'_>, file: SchemaId) {
    if context.schemas.resolve(file).is_some_and(|end| context.schemas[end].is(KEY)) {
        report_no_text(context, &context.schemas[file].pointer);
    }
}

fn report_no_text(context: &mut Context<'_>, pointer: &str) {
    let message = "`x-secret: true` was ignored: only strings can be kept secret, alone, in an array or in a map, and properties that are any JSON";
    context.report(
        Code::InvalidSecret,
        pointer,
        message.to_owned(),
        "mark each secret string inside it, or describe the value as a string",
    );
}

/// Replaces the type inside lists, maps and null.
fn replaced(value: &Type, by: &dyn Fn(&Type) -> Type) -> Type {
    match value {
        Type::Array(inner) => Type::Array(Box::new(replaced(inner, by))),
        Type::Map(inner) => Type::Map(Box::new(replaced(inner, by))),
        Type::Nullable(inner) => Type::Nullable(Box::new(replaced(inner, by))),
        other => by(other),
    }
}

/// Whether a value is public text, or a list or map of public texts.
fn is_text(value: &Type) -> bool {
    matches!(
        value.innermost(),
        Type::String | Type::DateTime | Type::Date | Type::Uuid | Type::Base64
    )
}

/// A named value.
pub(super) struct Named<'a> {
    /// The names on the path to it, its own last.
    path: Vec<String>,
    /// The pointer of its schema, parameter or header.
    pointer: &'a str,
    keywords: &'a Map<String, Value>,
    schema: Option<SchemaId>,
    target: Target<'a>,
}

/// The target of an overlay action.
#[derive(Clone, Copy)]
enum Target<'a> {
    /// The schema of a property.
    Property,
    /// A parameter, by its name and its location (`in`).
    Parameter(&'a str, &'a str),
    /// A header of a response.
    Header,
}

impl<'a> Named<'a> {
    /// A property.
    pub(super) fn property(context: &Context<'a>, schema: SchemaId, path: &[String]) -> Self {
        let Schema { pointer, keywords, .. } = &context.schemas[schema];
        let (path, schema) = (path.to_vec(), Some(schema));
        Self { path, pointer, keywords, schema, target: Target::Property }
    }

    /// A parameter, with its name and its location (`in`).
    pub(super) fn parameter(
        object: &'a Located<'_>,
        schema: Option<SchemaId>,
        at: &NamingPlace,
        (name, location): (&'a str, &'a str),
    ) -> Self {
        let target = Target::Parameter(name, location);
        Self { target, ..Self::header(object, schema, at, name) }
    }

    /// A header of a response.
    pub(super) fn header(
        object: &'a Located<'_>,
        schema: Option<SchemaId>,
        at: &NamingPlace,
        name: &str,
    ) -> Self {
        let (pointer, keywords) = (&object.pointer, object.map);
        // Types of referenced headers are named after the component; a secret is known by the name that is sent.
        let owners = at.path.iter().take(at.path.len().saturating_sub(1)).cloned();
        let path = owners.chain([name.to_owned()]).collect();
        Self { path, pointer, keywords, schema, target: Target::Header }
    }
}

/// Reports a value whose name suggests a secret, but that has no mark.
pub(super) fn note(
    context: &mut Context<'_>,
    value: &Type,
    named: &Named<'_>,
    is_beside_value: impl FnOnce() -> bool,
) {
    let Some(name) = named.path.last() else { return };
    if !is_text(value)
        || matches!(value.innermost(), Type::DateTime | Type::Date)
        || !is_likely_secret(name, is_beside_value)
        || named.keywords.get(KEY).is_some_and(Value::is_boolean)
        || named.schema.is_some_and(|schema| is_decided(context.schemas, schema, MAX_DEPTH))
    {
        return;
    }
    let message = format!(
        "`{}` is called like a secret, and logs and debug output would show it",
        named.path.join(".")
    );
    let help = help(context, named);
    context.report(Code::LikelySecret, named.pointer, message, &help);
}

/// Whether the author has marked a value, its content or its target as secret or not secret.
fn is_decided(schemas: &Schemas, id: SchemaId, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let schema = &schemas[id];
    let target = schema.reference.as_ref().and_then(|reference| reference.target);
    let inside = [schema.part("items"), schema.part("additionalProperties"), target];
    schema.keywords.get(KEY).is_some_and(Value::is_boolean)
        || inside
            .into_iter()
            .flatten()
            .chain(schema.list("allOf"))
            .any(|id| is_decided(schemas, id, depth))
}

/// The overlay action that marks a value, ready to be copied.
fn help(context: &Context<'_>, named: &Named<'_>) -> String {
    let (document, schemas) = (context.document, context.schemas);
    // A reference or a list is marked as a whole. A schema that was converted is marked at its original place.
    let plain = named.schema.map(|schema| &schemas[schema]).filter(|schema| {
        schema.types().next() == Some("string") && document.places.is_written(&schema.pointer)
    });
    let (pointer, update) = match plain {
        Some(schema) => (schema.pointer.as_str(), "format: password"),
        None => (named.pointer, "x-secret: true"),
    };
    if !document.places.is_written(pointer) {
        return "mark it with `x-secret: true` where it is described, or with `x-secret: false` if it is no secret".to_owned();
    }
    let path = json_path(&document.value, pointer, named.target);
    let is_word = |char: char| char.is_ascii_alphanumeric() || matches!(char, '$' | '.' | '_');
    let path = if path.chars().all(is_word) { path } else { Value::String(path).to_string() };
    format!(
        "mark it in an overlay, or set `x-secret: false` there if it is no secret:\n\
         - target: {path}\n  description: A secret must not appear in logs or debug output.\n  update:\n    {update}"
    )
}

/// The JSONPath of a pointer (RFC 9535). A parameter is identified by name, as its index may change.
fn json_path(root: &Value, pointer: &str, target: Target<'_>) -> String {
    let mut path = String::from("$");
    let mut value = Some(root);
    for token in tokens(pointer) {
        match (value, target) {
            (Some(Value::Array(_)), Target::Parameter(name, location)) => {
                let (name, location) = (quoted(name), quoted(location));
                let _ = write!(path, "[?@.name == {name} && @.in == {location}]");
            }
            (Some(Value::Array(_)), _) => {
                let _ = write!(path, "[{token}]");
            }
            _ if is_plain_name(&token) => {
                let _ = write!(path, ".{token}");
            }
            _ => {
                let _ = write!(path, "[{}]", quoted(&token));
            }
        }
        value = value.and_then(|value| match value {
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            other => other.get(&token),
        });
    }
    path
}

fn is_plain_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && token.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}

/// A string of JSONPath.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("'");
    for char in text.chars() {
        match char {
            '\'' | '\\' => quoted.extend(['\\', char]),
            '\0'..='\u{1f}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted.push('\'');
    quoted
}
