//! The schema of a multipart body in, its type out.
//!
//! A property of binary text, or a list of them, is a file; any other is sent as text or JSON. There is no null among parts.

use super::context::{At, Context};
use super::shape::Shape;
use super::{schema, secret};
use crate::diagnostic::Code;
use crate::document;
use crate::ir::{Cause, Form, Type};
use openapiv3::{
    MediaType, ReferenceOr, Schema, SchemaKind, StringFormat, Type as OpenApiType,
    VariantOrUnknownOrEmpty,
};
use std::rc::Rc;

/// How deep lists and references around a file may be.
const MAX_DEPTH: usize = 8;

/// Whether a media type is one that can be sent.
pub(super) fn is_form_data(media_type: &str) -> bool {
    document::MediaType::of(media_type).essence() == "multipart/form-data"
}

/// The type of a multipart body; none if its schema is no object.
pub(super) fn lower(context: &mut Context<'_>, body: &MediaType, at: &At) -> Option<Type> {
    let Some(schema) = &body.schema else {
        context.note_free(&at.pointer, Cause::NoSchema);
        return Some(Type::Parts);
    };
    let at = At { form: Form::Multipart, ..at.down("schema") };
    if let ReferenceOr::Reference { reference } = schema {
        // One that leads nowhere is reported, which ends the run.
        schema::follow(context, reference, &at)?;
    }
    match openness(context, schema, MAX_DEPTH)? {
        None => Some(schema::lower(context, schema, &at).without_null().clone()),
        Some(cause) => {
            context.note_free(&at.pointer, cause);
            Some(Type::Parts)
        }
    }
}

/// Why nothing is known of the properties of an object, if so; none for what is no object.
fn openness(
    context: &mut Context<'_>,
    schema: &ReferenceOr<Schema>,
    depth: usize,
) -> Option<Option<Cause>> {
    let depth = depth.checked_sub(1)?;
    match Shape::of(&resolve(context, schema)) {
        Shape::Record => Some(None),
        Shape::Map(_) => Some(Some(Cause::AnyFields)),
        Shape::OpenMap(cause) => Some(Some(cause)),
        Shape::Free(cause) if cause.is_deliberate() => Some(Some(cause)),
        Shape::Same(arm, _) => openness(context, arm, depth),
        _ => None,
    }
}

/// The media types that the document sets for single parts. Where it allows several, nothing is set.
pub(super) fn part_types(body: &MediaType) -> Vec<(String, String)> {
    let types = body.encoding.iter().filter_map(|(name, encoding)| {
        let media_type = encoding.content_type.as_deref()?.trim();
        let is_one = !media_type.is_empty() && !media_type.contains([',', '*']);
        is_one.then(|| (name.clone(), media_type.to_owned()))
    });
    types.collect()
}

/// Whether a multipart body has a file, so that no other media type can hold all of it.
pub(super) fn has_files(context: &mut Context<'_>, body: &MediaType) -> bool {
    let Some(schema) = &body.schema else { return false };
    let schema = resolve(context, schema);
    has_file(context, &schema, MAX_DEPTH)
}

fn has_file(context: &mut Context<'_>, schema: &Schema, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let (properties, arms) = match &schema.schema_kind {
        SchemaKind::Type(OpenApiType::Object(object)) => (Some(&object.properties), None),
        SchemaKind::AllOf { all_of } => (None, Some(all_of)),
        SchemaKind::Any(any) => (Some(&any.properties), Some(&any.all_of)),
        _ => (None, None),
    };
    let mut properties = properties.into_iter().flat_map(|properties| properties.values());
    properties.any(|property| file(context, &property.clone().unbox(), MAX_DEPTH).is_some())
        || arms.into_iter().flatten().any(|arm| {
            let arm = resolve(context, arm);
            has_file(context, &arm, depth)
        })
}

/// The type of a part.
pub(super) fn part(context: &mut Context<'_>, schema: &ReferenceOr<Schema>, at: &At) -> Type {
    if let Some(file) = file(context, schema, MAX_DEPTH) {
        let extensions = &resolve(context, schema).schema_data.extensions;
        secret::check_file(context, extensions, &at.pointer);
        return file;
    }
    // What is no file has the form that it has in any request.
    let mut tokens = at.pointer.splitn(5, '/');
    let component: Vec<&str> = tokens.by_ref().take(4).collect();
    let form = context.form(&component.join("/"), at.direction);
    let at = At { form, ..at.clone() };
    schema::lower(context, schema, &at).without_null().clone()
}

/// The type of a part that is a file or a list of files.
fn file(context: &mut Context<'_>, schema: &ReferenceOr<Schema>, depth: usize) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    let schema = resolve(context, schema);
    match &schema.schema_kind {
        _ if is_binary(&schema) => Some(Type::Binary),
        SchemaKind::Type(OpenApiType::Array(array)) => {
            let items = array.items.clone()?.unbox();
            // Lists in lists cannot be told apart on the wire.
            let item = file(context, &items, depth).filter(|item| *item == Type::Binary)?;
            Some(Type::Array(Box::new(item)))
        }
        SchemaKind::AllOf { all_of } => match all_of.as_slice() {
            [only] => file(context, only, depth),
            _ => None,
        },
        _ => None,
    }
}

/// Reports bytes in JSON, which has none.
pub(super) fn report_file(context: &mut Context<'_>, schema: &ReferenceOr<Schema>, at: &At) {
    if matches!(schema, ReferenceOr::Item(schema) if is_binary(schema)) {
        context.report(
            Code::BytesInJson,
            &at.pointer,
            "the format \"binary\" stands for bytes, which JSON cannot hold; the value is a string".into(),
            "write `format: byte` in an overlay if it is Base64, or remove the format if it is text",
        );
    }
}

/// Whether a schema says that a value is bytes.
pub(super) fn is_binary(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(OpenApiType::String(string)) => {
            string.format == VariantOrUnknownOrEmpty::Item(StringFormat::Binary)
        }
        _ => false,
    }
}

/// The schema, or the one that it refers to.
fn resolve(context: &mut Context<'_>, schema: &ReferenceOr<Schema>) -> Rc<Schema> {
    match schema {
        ReferenceOr::Item(schema) => Rc::new(schema.clone()),
        ReferenceOr::Reference { reference } => schema::annotations(context, reference),
    }
}
