//! Schemas in, types out.

use super::context::{At, Context, parse};
use super::shape::Shape;
use super::{object, union};
use crate::diagnostic::Code;
use crate::document::local_pointer;
use crate::ir::{Form, Type, TypeKind};
use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as OpenApiType};
use std::borrow::Cow;

/// The type of a schema or of what it refers to.
pub(super) fn lower(context: &mut Context<'_>, schema: &ReferenceOr<Schema>, at: &At) -> Type {
    match schema {
        ReferenceOr::Reference { reference } => self::reference(context, reference, at),
        ReferenceOr::Item(schema) => inline(context, schema, at, None),
    }
}

/// The type of what a reference names; free JSON if it names nothing.
pub(super) fn reference(context: &mut Context<'_>, reference: &str, at: &At) -> Type {
    let Some((pointer, value)) = context.target(reference, &at.pointer) else { return Type::Json };
    let key = (pointer.clone(), context.form(&pointer, at.direction));
    if let Some(known) = context.finished(&key) {
        return known;
    }
    if !context.enter(&key) {
        return free(context, &pointer, "a schema that consists of nothing but itself");
    }
    let at = At { form: key.1, ..At::component(&pointer, at.direction) };
    let value = match parse::<ReferenceOr<Schema>>(value) {
        Ok(ReferenceOr::Item(schema)) => inline(context, &schema, &at, Some(key.clone())),
        Ok(ReferenceOr::Reference { reference }) => self::reference(context, &reference, &at),
        Err(message) => free(context, &pointer, &format!("a malformed schema ({message})")),
    };
    context.finish(key, value.clone());
    value
}

/// The type of a schema that stands where it is used, or of a component if `key` is given.
fn inline(
    context: &mut Context<'_>,
    schema: &Schema,
    at: &At,
    key: Option<(String, Form)>,
) -> Type {
    let shape = Shape::of(schema);
    let nullable = schema.schema_data.nullable || has_null_value(schema);
    let wrap = |value: Type| if nullable { value.nullable() } else { value };
    if !shape.is_nominal() {
        return wrap(transparent(context, shape, at));
    }
    let id = context.reserve(at, &schema.schema_data);
    let value = wrap(Type::Named(id));
    if let Some(key) = key {
        context.finish(key, value.clone());
    }
    let kind = match shape {
        Shape::StringEnum(values) => TypeKind::StringEnum(unique(values)),
        Shape::IntegerEnum(values) => TypeKind::IntegerEnum(unique(values)),
        Shape::Union(arms, keyword) => union::lower(context, schema, arms, keyword, at),
        _ => TypeKind::Record(object::lower(context, schema, at)),
    };
    context.fill(id, kind);
    value
}

/// The type of a schema that needs no name of its own.
fn transparent(context: &mut Context<'_>, shape: Shape<'_>, at: &At) -> Type {
    match shape {
        Shape::Plain(value) => value,
        Shape::Array(None) => Type::Array(Box::new(Type::Json)),
        Shape::Array(Some(items)) => {
            let items = lower(context, &items.unbox(), &at.down("items").named("item"));
            Type::Array(Box::new(items))
        }
        Shape::Map(schema, reference) => {
            let at = at.down("additionalProperties").named("value");
            let values = match (schema, reference) {
                (Some(schema), _) => inline(context, schema, &at, None),
                (None, Some(reference)) => self::reference(context, reference, &at),
                (None, None) => Type::Json,
            };
            Type::Map(Box::new(values))
        }
        Shape::Same(arm, keyword) => lower(context, arm, &at.down(keyword).down("0")),
        Shape::Free(None) => Type::Json,
        Shape::Free(Some(reason)) => free(context, &at.pointer, reason),
        Shape::Record | Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(..) => {
            Type::Json
        }
    }
}

/// Free JSON, with the reason reported.
pub(super) fn free(context: &mut Context<'_>, pointer: &str, reason: &str) -> Type {
    let message = format!("{reason} cannot be typed and became free JSON");
    context.report(
        Code::Untyped,
        pointer,
        message,
        "describe the values in an overlay to get a type",
    );
    Type::Json
}

/// Whether an enum lists null.
fn has_null_value(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(OpenApiType::String(string)) => {
            string.enumeration.iter().any(Option::is_none)
        }
        SchemaKind::Type(OpenApiType::Integer(integer)) => {
            integer.enumeration.iter().any(Option::is_none)
        }
        _ => false,
    }
}

fn unique<T: PartialEq>(values: Vec<T>) -> Vec<T> {
    let mut unique = Vec::with_capacity(values.len());
    for value in values {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    unique
}

/// The inline schema behind a schema or reference, for a look at its annotations.
pub(super) fn annotations<'s>(
    context: &Context<'_>,
    schema: &'s ReferenceOr<Schema>,
) -> Option<Cow<'s, Schema>> {
    match schema {
        ReferenceOr::Item(schema) => Some(Cow::Borrowed(schema)),
        ReferenceOr::Reference { reference } => {
            let value = context.document.value.pointer(&local_pointer(reference)?)?;
            parse::<Schema>(value).ok().map(Cow::Owned)
        }
    }
}
