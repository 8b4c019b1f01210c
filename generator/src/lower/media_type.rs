//! Media types in, encodings out.

use super::context::{At, Context, Direction, Object, object};
use super::{multipart, schema};
use crate::diagnostic::Code;
use crate::document::{self, join};
use crate::ir::{Cause, Content, Encoding, PartEncoding, Rest, SchemaId, Type};
use serde_json::Value;

/// A media type of a body as it is written.
pub(super) struct MediaType<'a> {
    pub(super) name: &'a str,
    pub(super) written: Object<'a>,
    pub(super) schema: Option<SchemaId>,
    encodings: Vec<PartEncoding>,
}

/// The media types that the `content` of an object lists, the plainest first, so that their order means something only where several are as
/// plain; the error is a sentence.
pub(super) fn read<'a>(
    context: &Context<'_>,
    body: &Object<'a>,
) -> Result<Vec<MediaType<'a>>, String> {
    let content = body.at("content");
    let one = |(name, value): (&'a String, &'a Value)| {
        let written = Object { map: object(value)?, pointer: join(&content, name) };
        let schema = context.schema_at(&written.at("schema"));
        let encodings = written.entries("encoding")?.map(|(name, value)| {
            let encoding = Object { map: object(value)?, pointer: String::new() };
            let openapiv3::Encoding { content_type, .. } = encoding.read()?;
            Ok(PartEncoding {
                name: name.clone(),
                content_type,
                rest: encoding.rest(&["contentType"]),
            })
        });
        let encodings = encodings.collect::<Result<_, String>>()?;
        Ok(MediaType { name, written, schema, encodings })
    };
    let mut listed = body.entries("content")?.map(one).collect::<Result<Vec<_>, String>>()?;
    listed.sort_by_key(|own| {
        (rank(known_encoding(own.name)), is_wild(own.name), own.name != "application/json")
    });
    Ok(listed)
}

/// The media types that can be sent or read, the preferred one first, and those that cannot as they are written.
pub(super) fn contents(
    context: &mut Context<'_>,
    listed: &[MediaType<'_>],
    at: &At,
) -> (Vec<Content>, Rest) {
    let (mut contents, mut rest) = (Vec::new(), Rest::new());
    let is_upload = |body: &&MediaType<'_>| {
        at.direction == Direction::Request
            && multipart::is_form_data(body.name)
            && multipart::has_files(context, body)
    };
    let uploads: Vec<&str> = listed.iter().filter(is_upload).map(|body| body.name).collect();
    for body in listed {
        let value = match uploads.first() {
            Some(sent) if !uploads.contains(&body.name) => {
                skip(context, body, &format!("it cannot hold the files that {sent} holds"));
                None
            }
            _ => value(context, listed, body, at),
        };
        match value {
            Some((encoding, value)) => contents.push(content(body, encoding, value)),
            None => drop(rest.insert(body.name.to_owned(), body.written.map.clone().into())),
        }
    }
    contents.sort_by_key(|content| rank(content.encoding));
    (contents, rest)
}

fn content(body: &MediaType<'_>, encoding: Encoding, value: Type) -> Content {
    Content {
        media_type: body.name.to_owned(),
        encoding,
        value,
        encodings: body.encodings.clone(),
        schema: body.schema,
        rest: body.written.rest(&["schema", "encoding"]),
        pointer: body.written.pointer.clone(),
    }
}

/// How a body is written and what it holds; none for one that is not sent. Text and bytes are what they are, whatever their schema says.
fn value(
    context: &mut Context<'_>,
    listed: &[MediaType<'_>],
    body: &MediaType<'_>,
    at: &At,
) -> Option<(Encoding, Type)> {
    let encoding = encoding(context, body, at.direction);
    if encoding == Encoding::Multipart {
        return Some((encoding, multipart_body(context, listed, body, at)?));
    }
    let declared = body.schema.map(|schema| schema::lower(context, schema, at));
    let value = match encoding {
        Encoding::Json | Encoding::Form => {
            declared.unwrap_or_else(|| context.free(&body.written.pointer, Cause::NoSchema))
        }
        Encoding::Text => Type::String,
        Encoding::Binary | Encoding::Multipart => Type::Binary,
    };
    Some((encoding, value))
}

/// Notes a media type that is not sent as another one is.
fn skip(context: &mut Context<'_>, body: &MediaType<'_>, reason: &str) {
    let message = format!("of the media types of a body {} was left out: {reason}", body.name);
    let help = "remove the other in an overlay if this one is meant";
    context.report(Code::SeveralMediaTypes, &body.written.pointer, message, help);
}

/// The type of a multipart body; none for one that cannot be sent, and for one without files where JSON or a form will do.
fn multipart_body(
    context: &mut Context<'_>,
    listed: &[MediaType<'_>],
    body: &MediaType<'_>,
    at: &At,
) -> Option<Type> {
    let is_other = |other: &&MediaType<'_>| {
        matches!(encoding(context, other, at.direction), Encoding::Json | Encoding::Form)
    };
    if let Some(other) = listed.iter().find(is_other)
        && !multipart::has_files(context, body)
    {
        skip(context, body, &format!("it holds no files, and {} is sent instead", other.name));
        return None;
    }
    let errors = context.errors();
    if multipart::is_form_data(body.name)
        && let Some(value) = multipart::lower(context, body, at)
    {
        return Some(value);
    }
    let reason = if multipart::is_form_data(body.name) {
        "its schema is no object, so that its parts have no names"
    } else {
        "of the multipart types only multipart/form-data can be sent"
    };
    if context.errors() == errors {
        let message = format!("the media type {:?} was left out: {reason}", body.name);
        let help = "describe the parts as properties of an object, or offer another media type";
        context.report(Code::UnsupportedMediaType, &body.written.pointer, message, help);
    }
    None
}

/// Whether a media type leaves open what it is.
fn is_wild(media_type: &str) -> bool {
    matches!(media_type, "*/*" | "application/*")
}

/// How a body is written.
fn encoding(context: &Context<'_>, body: &MediaType<'_>, direction: Direction) -> Encoding {
    let is_binary = || body.schema.is_some_and(|schema| multipart::is_binary(context, schema));
    if is_wild(body.name) && is_binary() {
        return Encoding::Binary;
    }
    match known_encoding(body.name) {
        // Responses of parts are taken as they are.
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
