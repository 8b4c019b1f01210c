//! Media types in, encodings out.

use super::context::{At, Context, Direction};
use super::{multipart, schema};
use crate::diagnostic::Code;
use crate::document::{self, join};
use crate::ir::{Cause, Content, Encoding, Type};
use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, Schema};

/// The media types that can be sent or read, the preferred one first.
pub(super) fn contents(
    context: &mut Context<'_>,
    content: &IndexMap<String, MediaType>,
    at: &At,
) -> Vec<Content> {
    let mut contents: Vec<Content> = Vec::new();
    let files: Vec<&String> = content
        .iter()
        .filter(|(name, media_type)| {
            at.direction == Direction::Request
                && multipart::is_form_data(name)
                && multipart::has_files(context, media_type)
        })
        .map(|(name, _)| name)
        .collect();
    for (name, media_type) in content {
        let at = at.down("content").down(name);
        if let Some(sent) = files.first().filter(|_| !files.contains(&name)) {
            skip(context, &at, name, &format!("it cannot hold the files that {sent} holds"));
            continue;
        }
        let encoding = encoding(name, media_type, at.direction);
        let value = match encoding {
            Encoding::Multipart => match multipart_body(context, content, name, media_type, &at) {
                Some(value) => value,
                None => continue,
            },
            _ => {
                let declared = media_type
                    .schema
                    .as_ref()
                    .map(|schema| schema::lower(context, schema, &at.down("schema")));
                value(context, encoding, declared, &at)
            }
        };
        let parts = match encoding {
            Encoding::Multipart => multipart::part_types(media_type),
            _ => Vec::new(),
        };
        let (media_type, schema) = (name.clone(), join(&at.pointer, "schema"));
        contents.push(Content { media_type, encoding, value, parts, schema });
    }
    contents.sort_by_key(|content| rank(content.encoding));
    contents
}

/// Notes a media type that is not sent as another one is.
fn skip(context: &mut Context<'_>, at: &At, name: &str, reason: &str) {
    let message = format!("of the media types of a body {name} was left out: {reason}");
    let help = "remove the other in an overlay if this one is meant";
    context.report(Code::SeveralMediaTypes, &at.pointer, message, help);
}

/// The type of a multipart body; none for one that cannot be sent, and for one without files where JSON or a form will do.
fn multipart_body(
    context: &mut Context<'_>,
    content: &IndexMap<String, MediaType>,
    name: &str,
    media_type: &MediaType,
    at: &At,
) -> Option<Type> {
    let is_other = |(name, media_type): &(&String, &MediaType)| {
        matches!(encoding(name, media_type, at.direction), Encoding::Json | Encoding::Form)
    };
    if let Some((other, _)) = content.iter().find(is_other)
        && !multipart::has_files(context, media_type)
    {
        skip(context, at, name, &format!("it holds no files, and {other} is sent instead"));
        return None;
    }
    let errors = context.errors();
    if multipart::is_form_data(name)
        && let Some(value) = multipart::lower(context, media_type, at)
    {
        return Some(value);
    }
    let reason = if multipart::is_form_data(name) {
        "its schema is no object, so that its parts have no names"
    } else {
        "of the multipart types only multipart/form-data can be sent"
    };
    if context.errors() == errors {
        let message = format!("the media type {name:?} was left out: {reason}");
        let help = "describe the parts as properties of an object, or offer another media type";
        context.report(Code::UnsupportedMediaType, &at.pointer, message, help);
    }
    None
}

/// What a body holds: text and bytes are what they are, whatever their schema says.
fn value(context: &mut Context<'_>, encoding: Encoding, declared: Option<Type>, at: &At) -> Type {
    match encoding {
        Encoding::Json | Encoding::Form => {
            declared.unwrap_or_else(|| context.free(&at.pointer, Cause::NoSchema))
        }
        Encoding::Text => Type::String,
        Encoding::Binary | Encoding::Multipart => Type::Binary,
    }
}

/// Whether a media type leaves open what it is.
fn is_wild(media_type: &str) -> bool {
    matches!(media_type, "*/*" | "application/*")
}

/// Whether a schema says that a body is bytes.
fn is_binary(schema: &ReferenceOr<Schema>) -> bool {
    matches!(schema, ReferenceOr::Item(schema) if multipart::is_binary(schema))
}

/// How a body is written.
fn encoding(name: &str, media_type: &MediaType, direction: Direction) -> Encoding {
    if is_wild(name) && media_type.schema.as_ref().is_some_and(is_binary) {
        return Encoding::Binary;
    }
    match known_encoding(name) {
        // Answers of parts are taken as they are.
        Encoding::Multipart if direction == Direction::Response => Encoding::Binary,
        encoding => encoding,
    }
}

fn known_encoding(media_type: &str) -> Encoding {
    let media_type = document::MediaType::of(media_type);
    match media_type.essence() {
        "*/*" | "application/*" => Encoding::Json,
        "application/x-www-form-urlencoded" => Encoding::Form,
        _ if media_type.is_json() => Encoding::Json,
        _ if media_type.is_multipart() => Encoding::Multipart,
        _ if media_type.is_text() => Encoding::Text,
        _ => Encoding::Binary,
    }
}

fn rank(encoding: Encoding) -> u8 {
    match encoding {
        Encoding::Json => 0,
        Encoding::Form => 1,
        Encoding::Multipart => 2,
        Encoding::Text => 3,
        Encoding::Binary => 4,
    }
}
