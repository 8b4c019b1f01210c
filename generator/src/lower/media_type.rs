//! Media types in, encodings out.

use super::context::{At, Context};
use super::schema;
use crate::diagnostic::Code;
use crate::ir::{Cause, Content, Encoding, Type};
use indexmap::IndexMap;
use openapiv3::{
    MediaType, ReferenceOr, Schema, SchemaKind, StringFormat, Type as OpenApiType,
    VariantOrUnknownOrEmpty,
};

/// The media types that can be sent or read, the preferred one first.
pub(super) fn contents(
    context: &mut Context<'_>,
    content: &IndexMap<String, MediaType>,
    at: &At,
) -> Vec<Content> {
    let mut contents: Vec<Content> = content
        .iter()
        .filter_map(|(name, media_type)| {
            let at = at.down("content").down(name);
            let encoding = if is_wild(name) && media_type.schema.as_ref().is_some_and(is_binary) {
                Encoding::Binary
            } else {
                encoding(name)
            };
            if encoding == Encoding::Multipart {
                let message =
                    format!("the media type {name:?} cannot be sent or read yet and was left out");
                context.report(
                    Code::UnsupportedMediaType,
                    &at.pointer,
                    message,
                    "offer another media type beside it",
                );
                return None;
            }
            let declared = media_type
                .schema
                .as_ref()
                .map(|schema| schema::lower(context, schema, &at.down("schema")));
            let value = value(context, encoding, declared, &at);
            Some(Content { media_type: name.clone(), encoding, value })
        })
        .collect();
    contents.sort_by_key(|content| rank(content.encoding));
    contents
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
    let ReferenceOr::Item(schema) = schema else { return false };
    match &schema.schema_kind {
        SchemaKind::Type(OpenApiType::String(string)) => {
            string.format == VariantOrUnknownOrEmpty::Item(StringFormat::Binary)
        }
        _ => false,
    }
}

fn encoding(media_type: &str) -> Encoding {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "*/*" | "application/*" | "text/json" => Encoding::Json,
        "application/x-www-form-urlencoded" => Encoding::Form,
        essence if essence.ends_with("/json") || essence.ends_with("+json") => Encoding::Json,
        essence if essence.starts_with("multipart/") => Encoding::Multipart,
        essence if essence.starts_with("text/") => Encoding::Text,
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
