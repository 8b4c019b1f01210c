//! The schema of a multipart body in, its type out.
//!
//! A property of binary text, or a list of them, is a file; any other is sent as text or JSON. There is no null among parts.

use super::context::{At, Context};
use super::media_type::MediaType;
use super::shape::Shape;
use super::{schema, secret};
use crate::diagnostic::Code;
use crate::document;
use crate::ir::{Cause, Form, SchemaId, Type};

/// How deep lists and references around a file may be.
const MAX_DEPTH: usize = 8;

/// Whether a media type is one that can be sent.
pub(super) fn is_form_data(media_type: &str) -> bool {
    document::MediaType::of(media_type).essence() == "multipart/form-data"
}

/// The type of a multipart body; none if its schema is no object.
pub(super) fn lower(context: &mut Context<'_>, body: &MediaType<'_>, at: &At) -> Option<Type> {
    let Some(schema) = body.schema else {
        context.note_free(&body.written.pointer, Cause::NoSchema);
        return Some(Type::Parts);
    };
    // One that leads nowhere is reported, which ends the run.
    context.follow(schema)?;
    match openness(context, schema, MAX_DEPTH)? {
        None => {
            let at = At { form: Form::Multipart, ..at.clone() };
            Some(schema::lower(context, schema, &at).without_null().clone())
        }
        Some(cause) => {
            context.note_free(&context.schemas[schema].pointer, cause);
            Some(Type::Parts)
        }
    }
}

/// Why nothing is known of the properties of an object, if so; none for what is no object.
fn openness(context: &Context<'_>, schema: SchemaId, depth: usize) -> Option<Option<Cause>> {
    let depth = depth.checked_sub(1)?;
    match Shape::of(context.schemas, context.schemas.resolve(schema)?) {
        Shape::Record => Some(None),
        Shape::Map(_) => Some(Some(Cause::AnyFields)),
        Shape::OpenMap(cause) => Some(Some(cause)),
        Shape::Free(cause) if cause.is_deliberate() => Some(Some(cause)),
        Shape::Same(arm) => openness(context, arm, depth),
        _ => None,
    }
}

/// Whether a multipart body has a file, so that no other media type can hold all of it.
pub(super) fn has_files(context: &Context<'_>, body: &MediaType<'_>) -> bool {
    body.schema.is_some_and(|schema| has_file(context, schema, MAX_DEPTH))
}

fn has_file(context: &Context<'_>, schema: SchemaId, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let Some(schema) = context.schemas.resolve(schema) else { return false };
    let schema = &context.schemas[schema];
    schema.properties.values().any(|&property| file(context, property, MAX_DEPTH).is_some())
        || schema.list("allOf").any(|arm| has_file(context, arm, depth))
}

/// The type of a part.
pub(super) fn part(context: &mut Context<'_>, id: SchemaId, at: &At) -> Type {
    if let Some(file) = file(context, id, MAX_DEPTH) {
        secret::check_file(context, id);
        return file;
    }
    // What is no file has the form that it has in any request.
    let pointer = &context.schemas[id].pointer;
    let component =
        pointer.match_indices('/').nth(3).map_or(pointer.as_str(), |(end, _)| &pointer[..end]);
    let form = context.schema_at(component).map(|id| context.form(id, at.direction));
    let at = At { form: form.unwrap_or(Form::Shared), ..at.clone() };
    schema::lower(context, id, &at).without_null().clone()
}

/// The type of a part that is a file or a list of files.
fn file(context: &Context<'_>, id: SchemaId, depth: usize) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    let id = context.schemas.resolve(id)?;
    if is_binary(context, id) {
        return Some(Type::Binary);
    }
    let schema = &context.schemas[id];
    if schema.types().next() == Some("array") {
        // Lists in lists cannot be told apart on the wire.
        let item = file(context, schema.part("items")?, depth)?;
        return (item == Type::Binary).then(|| Type::Array(Box::new(item)));
    }
    let mut arms = schema.list("allOf");
    let only = arms.next().filter(|_| schema.types().next().is_none())?;
    if arms.next().is_some() { None } else { file(context, only, depth) }
}

/// Reports bytes in JSON, which has none.
pub(super) fn report_file(context: &mut Context<'_>, id: SchemaId) {
    if is_binary(context, id) && !context.is_only_form {
        context.report(
            Code::BytesInJson,
            &context.schemas[id].pointer,
            "the format \"binary\" stands for bytes, which JSON cannot hold; the value is a string".into(),
            "write `format: byte` in an overlay if it is Base64, or remove the format if it is text",
        );
    }
}

/// Whether a schema says that a value is bytes.
pub(super) fn is_binary(context: &Context<'_>, id: SchemaId) -> bool {
    let schema = &context.schemas[id];
    schema.types().next() == Some("string") && schema.format() == Some("binary")
}
