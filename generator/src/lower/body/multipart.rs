//! The schema of a multipart body in; its type out.
//!
//! A property of binary text, or a list of them, is a file; any other property is sent as text or JSON. Parts cannot be null.

use super::media_type::Described;
use crate::diagnostic::Code;
use crate::document::{COMPOSERS, MediaType, join};
use crate::ir::{Cause, Folded, Form, PartEncoding, SchemaId, Type, TypeKind};
use crate::lower::context::{Context, NamingPlace};
use crate::lower::shape::{Shape, lists_null};
use crate::lower::union::listed::STEPS;
use crate::lower::{compose, object, schema, secret};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The limit of nested lists and references around a file.
pub(super) const MAX_DEPTH: usize = 8;

/// The type of a multipart body. If its schema is not an object, its parts are unknown, since they have no names.
pub(super) fn lower(context: &mut Context<'_>, body: &Described<'_>, at: &NamingPlace) -> Type {
    let Some(schema) = body.schema else {
        context.note_free(&body.written.pointer, Cause::NoSchema);
        return Type::Parts;
    };
    let openness = match context.follow(schema) {
        None => return Type::Parts,
        Some(_) => openness(context, schema, MAX_DEPTH),
    };
    let pointer = &context.schemas[schema].pointer;
    let form = NamingPlace { form: Form::Multipart, ..at.clone() };
    match openness {
        Openness::Known => return schema::lower(context, schema, &form).without_null().clone(),
        Openness::Open(_) if is_map_of_files(context, schema, MAX_DEPTH) => {
            return map_of_files(context, schema, &form);
        }
        Openness::Open(cause) => context.note_free(pointer, cause),
        Openness::NoObject => {
            let reason = "a multipart body that is neither an object nor a union of objects";
            let message = format!("{reason} became a form of parts that the program names");
            let help = "describe an object in an overlay, whose properties are the parts";
            context.report(Code::Untyped, pointer, message, help);
            context.note_free(pointer, Cause::Untypable(reason.to_owned()));
        }
    }
    Type::Parts
}

/// Whether a schema describes files with arbitrary names.
fn is_map_of_files(context: &Context<'_>, schema: SchemaId, depth: usize) -> bool {
    let Some((end, depth)) = context.schemas.resolve(schema).zip(depth.checked_sub(1)) else {
        return false;
    };
    match Shape::of(context.schemas, end) {
        Shape::Map(values) => file(context, values, MAX_DEPTH).is_some(),
        Shape::Same(arm) => is_map_of_files(context, arm, depth),
        _ => false,
    }
}

/// The type of a body of files with names chosen by the program: a record of additional fields.
fn map_of_files(context: &mut Context<'_>, schema: SchemaId, at: &NamingPlace) -> Type {
    let end = context.schemas.resolve(schema).unwrap_or(schema);
    if let Some(known) = context.finished(&(end, Form::Multipart)) {
        return known;
    }
    let at = match &context.schemas[schema].reference {
        Some(_) => {
            NamingPlace { form: Form::Multipart, ..context.place_of_schema(end, at.direction) }
        }
        None => at.clone(),
    };
    let id = context.reserve(end, &at);
    let value = Type::Named(id);
    context.finish((end, Form::Multipart), value.clone());
    let record = object::lower(context, end, &at);
    context.fill(id, TypeKind::Record(record));
    value
}

/// What is known about the properties of a schema.
#[derive(PartialEq)]
enum Openness {
    /// It is an object with known properties.
    Known,
    /// It is an object without known properties, for this reason.
    Open(Cause),
    /// It is anything else.
    NoObject,
}

fn openness(context: &Context<'_>, schema: SchemaId, depth: usize) -> Openness {
    let Some((end, depth)) = context.schemas.resolve(schema).zip(depth.checked_sub(1)) else {
        return Openness::NoObject;
    };
    match Shape::of(context.schemas, end) {
        Shape::Record => Openness::Known,
        Shape::Map(_) => Openness::Open(Cause::AnyFields),
        Shape::OpenMap(cause) => Openness::Open(cause),
        Shape::Free(cause) if cause.is_deliberate() => Openness::Open(cause),
        Shape::Same(arm) => openness(context, arm, depth),
        Shape::Union(keyword) => {
            let mut arms = context.schemas[end].list(keyword);
            let is_known = arms.all(|arm| openness(context, arm, depth) == Openness::Known);
            if is_known { Openness::Known } else { Openness::NoObject }
        }
        _ => Openness::NoObject,
    }
}

/// Whether a multipart body requires a file, so that no other media type can replace it.
pub(super) fn needs_files(context: &Context<'_>, body: &Described<'_>) -> bool {
    let (files, required) = files(context, body);
    !files.is_disjoint(&required)
}

/// Whether a multipart body has a file, so that no other media type can express all of it.
pub(super) fn has_files(context: &Context<'_>, body: &Described<'_>) -> bool {
    !files(context, body).0.is_empty()
}

/// The names of the properties of a multipart body that are files, and of those that are required.
fn files<'c>(
    context: &'c Context<'_>,
    body: &Described<'_>,
) -> (HashSet<&'c str>, HashSet<&'c str>) {
    let schemas = context.schemas;
    let (mut open, mut seen) = (Vec::from_iter(body.schema), HashSet::new());
    let (mut files, mut required) = (HashSet::new(), HashSet::new());
    while let Some(id) = open.pop().filter(|_| seen.len() < STEPS) {
        let Some(end) = schemas.resolve(id).filter(|end| seen.insert(*end)) else { continue };
        let schema = &schemas[end];
        if let Some(Folded::Same(arm)) = schema.folded {
            open.push(arm);
            continue;
        }
        let is_file = |property: SchemaId| file(context, property, MAX_DEPTH).is_some();
        let own = schema.properties.iter().filter(|(_, property)| is_file(**property));
        files.extend(own.map(|(name, _)| name.as_str()));
        required.extend(schema.required());
        open.extend(COMPOSERS.iter().flat_map(|key| schema.list(key)));
    }
    (files, required)
}

/// The type of a part.
pub(in crate::lower) fn part(context: &mut Context<'_>, id: SchemaId, at: &NamingPlace) -> Type {
    if let Some(file) = file(context, id, MAX_DEPTH) {
        secret::check_file(context, id);
        report_alternatives(context, id);
        return file;
    }
    report_file(context, id);
    // A part that is not a file has the same form as in any request.
    let pointer = &context.schemas[id].pointer;
    let component =
        pointer.match_indices('/').nth(3).map_or(pointer.as_str(), |(end, _)| &pointer[..end]);
    let form = context.schema_at(component).map(|id| context.form(id, at.direction));
    let at = NamingPlace { form: form.unwrap_or(Form::Shared), ..at.clone() };
    schema::lower(context, id, &at).without_null().clone()
}

/// The type of a part that is a file or a list of files.
pub(super) fn file(context: &Context<'_>, id: SchemaId, depth: usize) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    let id = context.schemas.resolve(id)?;
    if is_binary(context, id) {
        return Some(Type::Binary);
    }
    let schema = &context.schemas[id];
    if let Some(Folded::Same(arm)) = schema.folded {
        return file(context, arm, depth);
    }
    let kind = schema.types().find(|kind| *kind != "null");
    if kind == Some("array") {
        // Nested lists cannot be told apart on the wire.
        let item = file(context, schema.part("items")?, depth)?;
        return (item == Type::Binary).then(|| Type::Array(Box::new(item)));
    }
    // Only one arm, apart from null, describes the value. Among alternatives, a file can hold any other value.
    let arms = |keyword: &'static str| {
        let arms = schema.list(keyword).filter(|arm| !is_null(context, *arm));
        arms.map(|arm| file(context, arm, depth)).collect::<Vec<_>>()
    };
    match COMPOSERS.map(arms).concat().as_slice() {
        [only] if kind.is_none_or(|kind| kind == "string") => only.clone(),
        arms if kind.is_none() && schema.part("allOf").is_none() => {
            arms.iter().flatten().next().cloned()
        }
        _ => None,
    }
}

/// Whether a schema, or what it refers to, is null and nothing else.
fn is_null(context: &Context<'_>, id: SchemaId) -> bool {
    let schema = context.schemas.resolve(id).map(|id| &context.schemas[id]);
    schema
        .is_some_and(|schema| schema.types().next() == Some("null") && schema.types().count() == 1)
}

/// Reports a part that may be a file or something else, since only the file can be sent.
fn report_alternatives(context: &mut Context<'_>, id: SchemaId) {
    let Some(end) = context.schemas.resolve(id) else { return };
    let schema = &context.schemas[end];
    let mut arms = schema.list("oneOf").chain(schema.list("anyOf"));
    if arms.any(|arm| !is_null(context, arm) && file(context, arm, MAX_DEPTH).is_none()) {
        let message = "a part may be a file or something else; it was read as a file".to_owned();
        let help = "remove the file from the alternatives in an overlay to send the others";
        context.report(Code::FileOrValue, &schema.pointer, message, help);
    }
}

/// Reports a required part that may be null, since a part has no type.
pub(in crate::lower) fn report_null(context: &mut Context<'_>, name: &str, id: SchemaId) {
    let end = context.schemas.resolve(id).unwrap_or(id);
    let mut schemas = [id, end].into_iter().map(|id| &context.schemas[id]);
    if schemas.any(|schema| schema.is("nullable") || lists_null(schema)) {
        let pointer = &context.schemas[id].pointer;
        let message =
            format!("the part {name:?} is required and may be null; null cannot be sent as a part");
        let help = "make it optional in an overlay, to leave it out instead";
        context.report(Code::NullPart, pointer, message, help);
    }
}

/// Reports the required fields of a form that may be null, which is not sent.
pub(super) fn report_null_fields(context: &mut Context<'_>, body: &Described<'_>) {
    let required: HashSet<String> = files(context, body).1.into_iter().map(str::to_owned).collect();
    for (name, id) in properties(context, body) {
        let end = context.schemas.resolve(id).unwrap_or(id);
        let mut schemas = [id, end].into_iter().map(|id| &context.schemas[id]);
        let may_be_null = schemas.any(|schema| schema.is("nullable") || lists_null(schema));
        if may_be_null && required.contains(&name) {
            let pointer = context.schemas[id].pointer.clone();
            let message = format!(
                "the field {name:?} of a form is required and may be null; it is left out if it is null, as a form has no null"
            );
            let help = "make it optional in an overlay, if it may be left out";
            context.report(Code::NullPart, &pointer, message, help);
        }
    }
}

/// Reports bytes in JSON, which cannot hold them.
pub(in crate::lower) fn report_file(context: &mut Context<'_>, id: SchemaId) {
    // Lists and maps without a name can hold them too.
    let inner = |id: &SchemaId| {
        let schema = &context.schemas[*id];
        schema.part("items").or_else(|| schema.part("additionalProperties"))
    };
    let Some(id) = std::iter::successors(Some(id), inner).take(MAX_DEPTH).last() else { return };
    let schema = &context.schemas[id];
    let is_binary = schema.types().next() == Some("string") && schema.format() == Some("binary");
    if is_binary && !context.is_only_form {
        context.report(
            Code::BytesInJson,
            &context.schemas[id].pointer,
            "the format \"binary\" stands for bytes, which JSON cannot hold; the value is a string".into(),
            "write `format: byte` in an overlay if the string is Base64, or remove the format if it is text",
        );
    }
}

/// Whether a schema describes bytes, by the keywords of OpenAPI 3.0 or by those of 3.1, where a media type marks a value that is not text.
pub(super) fn is_binary(context: &Context<'_>, id: SchemaId) -> bool {
    let schema = &context.schemas[id];
    let is_bytes = |name: &str| {
        let media_type = MediaType::of(name);
        !media_type.is_text() && !media_type.is_json()
    };
    // In OpenAPI 3.1, raw bytes have no type.
    let may_be = schema.types().any(|kind| kind == "string") || compose::kind(schema).is_none();
    may_be
        && match (schema.format(), schema.content_media_type()) {
            (Some(format), _) => format == "binary",
            (None, name) => match schema.content_encoding() {
                None => name.is_some_and(is_bytes),
                // `binary` is not an encoding.
                Some("binary") => name.is_none_or(is_bytes),
                Some(_) => false,
            },
        }
}

/// Drops XML as the media type of parts and fields that are objects or lists. They are sent as JSON instead, and that is reported.
pub(super) fn drop_xml(
    context: &mut Context<'_>,
    body: &Described<'_>,
    encodings: &mut [PartEncoding],
) {
    let properties: HashMap<String, SchemaId> =
        properties(context, body).into_iter().rev().collect();
    for own in encodings {
        // A style takes precedence over a media type.
        let is_xml = own.style.is_none()
            && own.media_type().is_some_and(|name| MediaType::of(name).is_xml());
        let property = properties.get(&own.name);
        let end = property.and_then(|property| context.schemas.resolve(*property));
        let is_text = end.is_none_or(|end| {
            matches!(Shape::of(context.schemas, end), Shape::Plain(_) | Shape::StringEnum(_))
        });
        if is_xml && !is_text {
            let is_multipart = MediaType::of(body.name).is_multipart();
            let (part, a) = if is_multipart { ("part", "a") } else { ("field", "an") };
            let message = format!(
                "the {part} {:?} of {a} {} body is described as XML, which is not supported for a {part}; it is sent as JSON",
                own.name, body.name
            );
            let help = format!(
                "its media type has no effect; make the {part} a string in an overlay to write the XML yourself"
            );
            let pointer = join(&join(&body.written.at("encoding"), &own.name), "contentType");
            context.report(Code::UnsupportedKeyword, &pointer, message, &help);
            let written = own.content_type.take().map(Value::from);
            own.rest.extend(written.map(|written| ("contentType".to_owned(), written)));
        }
    }
}

/// The media types that parts get from their schemas, for parts without an encoding.
pub(super) fn media_types(context: &Context<'_>, body: &Described<'_>) -> Vec<(String, String)> {
    let named = |(name, id)| Some((name, media_type(context, id, MAX_DEPTH)?));
    properties(context, body).into_iter().filter_map(named).collect()
}

/// The media type of a part, or of each part of a list, from any of the keywords that can name it.
pub(super) fn media_type(context: &Context<'_>, id: SchemaId, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let schema = &context.schemas[context.schemas.resolve(id)?];
    if let Some(Folded::Same(arm)) = schema.folded {
        return media_type(context, arm, depth);
    }
    let own = schema.content_media_type().map(str::to_owned);
    let inner = || {
        let arms = COMPOSERS.into_iter().flat_map(|key| schema.list(key));
        let mut inner = schema.part("items").into_iter().chain(arms);
        inner.find_map(|inner| media_type(context, inner, depth))
    };
    own.or_else(inner)
}

/// The properties of a body, including those of combined schemas.
pub(super) fn properties(context: &Context<'_>, body: &Described<'_>) -> Vec<(String, SchemaId)> {
    let mut all = Vec::new();
    if let Some(schema) = body.schema {
        collect(context, schema, MAX_DEPTH, &mut all);
    }
    all
}

fn collect(context: &Context<'_>, id: SchemaId, depth: usize, all: &mut Vec<(String, SchemaId)>) {
    let end = context.schemas.resolve(id);
    let Some((end, depth)) = end.zip(depth.checked_sub(1)) else { return };
    let schema = &context.schemas[end];
    if let Some(Folded::Same(arm)) = schema.folded {
        return collect(context, arm, depth, all);
    }
    all.extend(schema.properties.iter().map(|(name, id)| (name.clone(), *id)));
    for arm in COMPOSERS.into_iter().flat_map(|key| schema.list(key)) {
        collect(context, arm, depth, all);
    }
}
