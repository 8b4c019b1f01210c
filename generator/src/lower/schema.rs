//! Schemas in; types out.

use super::client::custom;
use super::context::{Context, Direction, NamingPlace, Pending};
use super::shape::{Shape, lists_null};
use super::{object, secret, union};
use crate::diagnostic::Code;
use crate::ir::{Cause, Form, Schema, SchemaId, Type, TypeKind};
use std::collections::HashSet;
use std::hash::Hash;

/// The limit of nested types without a name.
const NESTING: usize = 32;

/// The type of a schema or of its reference's target.
pub(super) fn lower(context: &mut Context<'_>, id: SchemaId, at: &NamingPlace) -> Type {
    if context.schemas[id].reference.is_none() {
        return inline(context, id, at);
    }
    let value = component(context, id, at.direction, at.form == Form::Multipart);
    annotated(context, id, value)
}

/// A type with the siblings of its reference: it may be secret or nullable.
pub(super) fn annotated(context: &mut Context<'_>, id: SchemaId, value: Type) -> Type {
    let schema = &context.schemas[id];
    let value = secret::marked(context, &schema.keywords, value, &schema.pointer);
    nullable(schema, value)
}

/// The type of a separate schema, directly or through references; free JSON if there is none.
pub(super) fn component(
    context: &mut Context<'_>,
    id: SchemaId,
    direction: Direction,
    is_multipart: bool,
) -> Type {
    let Some(id) = context.follow(id) else { return Type::Json };
    let form = if is_multipart { Form::Multipart } else { context.form(id, direction) };
    let key = (id, form);
    if let Some(known) = context.finished(&key) {
        return known;
    }
    let schema = &context.schemas[id];
    if !context.enter(key) {
        return untypable(context, id, "a schema that consists of nothing but itself");
    }
    let at = NamingPlace { form, ..context.place_of_schema(id, direction) };
    let shape = marked(context, id);
    if !shape.is_nominal() {
        let value = unnamed(context, id, shape, &at);
        context.finish(key, value.clone());
        return value;
    }
    let named = context.reserve(id, &at);
    let value = nullable(schema, Type::Named(named));
    context.finish(key, value.clone());
    context.defer(Pending { id: named, schema: id, at });
    value
}

/// Reads the content of every postponed component.
pub(super) fn finish(context: &mut Context<'_>) {
    while let Some(Pending { id, schema, at }) = context.next_pending() {
        let kind = content(context, schema, Shape::of(context.schemas, schema), &at);
        context.fill(id, kind);
    }
}

/// The type of an inline schema. Each place has one type, even if several schemas inherit it or it contains itself.
fn inline(context: &mut Context<'_>, id: SchemaId, at: &NamingPlace) -> Type {
    let shape = marked(context, id);
    if !shape.is_nominal() {
        return unnamed(context, id, shape, at);
    }
    let form = match at.form {
        Form::Request | Form::Response => context.form(id, at.direction),
        Form::Shared | Form::Multipart => at.form,
    };
    let (at, key) = (&NamingPlace { form, ..at.clone() }, (id, form));
    if let Some(known) = context.finished(&key) {
        return known;
    }
    let named = context.reserve(id, at);
    let value = nullable(&context.schemas[id], Type::Named(named));
    context.finish(key, value.clone());
    // The content of a list or map may refer to the component around it, whose type does not exist yet.
    if context.is_inside_component() {
        context.defer(Pending { id: named, schema: id, at: at.clone() });
        return value;
    }
    let nesting = std::mem::take(&mut context.nesting);
    let kind = content(context, id, shape, at);
    context.nesting = nesting;
    context.fill(named, kind);
    value
}

/// The shape of a schema, with its type and secret marks applied.
fn marked(context: &mut Context<'_>, id: SchemaId) -> Shape {
    let shape = custom::shape(context, id, Shape::of(context.schemas, id));
    secret::shape(context, &context.schemas[id], shape)
}

/// The structure of a named type.
fn content(context: &mut Context<'_>, id: SchemaId, shape: Shape, at: &NamingPlace) -> TypeKind {
    match shape {
        Shape::StringEnum(values) => TypeKind::StringEnum(unique(values)),
        Shape::IntegerEnum(values) => TypeKind::IntegerEnum(unique(values)),
        Shape::Union(keyword) => union::lower(context, id, keyword, at),
        Shape::Sequence => TypeKind::Record(object::sequence(context, id, at)),
        _ => TypeKind::Record(object::lower(context, id, at)),
    }
}

/// The type, nullable if the schema says so.
fn nullable(schema: &Schema, value: Type) -> Type {
    if schema.is("nullable") || lists_null(schema) { value.nullable() } else { value }
}

/// The type of a schema that needs no name of its own, with its marks.
fn unnamed(context: &mut Context<'_>, id: SchemaId, shape: Shape, at: &NamingPlace) -> Type {
    let value = transparent(context, id, shape, at);
    annotated(context, id, value)
}

/// The type of a schema that needs no name of its own.
fn transparent(context: &mut Context<'_>, id: SchemaId, shape: Shape, at: &NamingPlace) -> Type {
    let pointer = &context.schemas[id].pointer;
    match shape {
        Shape::Plain(value) => value,
        Shape::Array(None) => {
            Type::Array(Box::new(untypable(context, id, "what an array without items holds")))
        }
        Shape::Array(Some(items)) => {
            Type::Array(Box::new(inside(context, items, &at.named("item"))))
        }
        Shape::Map(values) => Type::Map(Box::new(inside(context, values, &at.named("value")))),
        Shape::OpenMap(cause) => Type::Map(Box::new(context.free(pointer, cause))),
        Shape::Same(arm) => inside(context, arm, at),
        Shape::Free(cause) if is_of_unknown_type(&context.schemas[id]) => {
            // The ledger of keywords reports the type.
            context.note_free(pointer, cause);
            Type::Json
        }
        Shape::Free(cause) => context.free(pointer, cause),
        Shape::Malformed(fault) => context.malformed(pointer, &fault),
        Shape::Record
        | Shape::Sequence
        | Shape::StringEnum(_)
        | Shape::IntegerEnum(_)
        | Shape::Union(_) => {
            unreachable!("a schema that gets a name was taken for one that needs none")
        }
    }
}

/// Whether a schema names a type that does not exist; `file` is that of Swagger 2.0.
fn is_of_unknown_type(schema: &Schema) -> bool {
    let mut types = schema.types();
    types.next().is_some_and(|name| !crate::keywords::TYPES.contains(&name) && name != "file")
}

/// The type of a nested schema without a name. Such types are written out at each use, so their depth is limited.
fn inside(context: &mut Context<'_>, id: SchemaId, at: &NamingPlace) -> Type {
    let is_allowed = context.nesting < NESTING;
    context.nesting += 1;
    let value = if is_allowed { lower(context, id, at) } else { Type::Json };
    context.nesting -= 1;
    if is_allowed && value.depth() <= NESTING {
        return value;
    }
    let message = format!("a type that is nested more than {NESTING} levels deep became free JSON");
    let help =
        "make one of the schemas inside it an object with properties, which gets a type of its own";
    let pointer = &context.schemas[id].pointer;
    context.report(Code::DeepType, pointer, message, help);
    context.note_free(pointer, Cause::Untypable("a type that is nested too deep".into()));
    Type::Json
}

/// Free JSON for a schema that cannot be typed.
fn untypable(context: &mut Context<'_>, id: SchemaId, reason: &str) -> Type {
    context.free(&context.schemas[id].pointer, Cause::Untypable(reason.to_owned()))
}

fn unique<T: Eq + Hash + Clone>(values: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::with_capacity(values.len());
    values.into_iter().filter(|value| seen.insert(value.clone())).collect()
}
