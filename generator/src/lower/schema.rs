//! Schemas in, types out.

use super::context::{At, ChainEnd, Component, Context, Pending};
use super::shape::Shape;
use super::{object, secret, union};
use crate::diagnostic::Code;
use crate::document::local_pointer;
use crate::ir::{Cause, Form, Type, TypeKind};
use indexmap::IndexSet;
use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind, Type as OpenApiType};
use std::collections::HashSet;
use std::hash::Hash;
use std::rc::Rc;

/// How many types without a name may be inside each other.
const NESTING: usize = 32;

/// The type of a schema or of what it refers to.
pub(super) fn lower(context: &mut Context<'_>, schema: &ReferenceOr<Schema>, at: &At) -> Type {
    match schema {
        ReferenceOr::Reference { reference } => self::reference(context, reference, at),
        ReferenceOr::Item(schema) => inline(context, schema, at),
    }
}

/// The type of what a reference names, directly or through other references; free JSON if it names nothing.
pub(super) fn reference(context: &mut Context<'_>, reference: &str, at: &At) -> Type {
    let Some((pointer, schema)) = follow(context, reference, at) else { return Type::Json };
    let form = match at.form {
        Form::Multipart => Form::Multipart,
        _ => context.form(&pointer, at.direction),
    };
    let key = (pointer.clone(), form);
    if let Some(known) = context.finished(&key) {
        return known;
    }
    if !context.enter(&key) {
        return untypable(context, &pointer, "a schema that consists of nothing but itself");
    }
    let at = At { form: key.1, ..At::component(&pointer, at.direction) };
    let shape = marked(context, &schema, &at);
    if !shape.is_nominal() {
        let value = unnamed(context, &schema, shape, &at);
        context.finish(key, value.clone());
        return value;
    }
    let id = context.reserve(&at, &schema.schema_data);
    let value = nullable(&schema, Type::Named(id));
    context.finish(key, value.clone());
    context.defer(Pending { id, schema, at });
    value
}

/// The schema that a reference leads to, and its pointer; reports one that leads to none.
pub(super) fn follow(
    context: &mut Context<'_>,
    reference: &str,
    at: &At,
) -> Option<(String, Rc<Schema>)> {
    let mut links = IndexSet::new();
    let found = end(context, reference, at, &mut links);
    // Whoever comes upon the chain later need not go along it again.
    let end = match &found {
        Ok((pointer, _)) => ChainEnd::Schema(pointer.clone()),
        Err(end) => end.clone(),
    };
    context.chains.extend(links.into_iter().map(|link| (link, end.clone())));
    found.ok()
}

/// The end of a chain of references; the pointers of those on the way are added to the links.
fn end(
    context: &mut Context<'_>,
    reference: &str,
    at: &At,
    links: &mut IndexSet<String>,
) -> Result<(String, Rc<Schema>), ChainEnd> {
    const LOOP: &str = "a reference that leads back to itself";
    let (mut reference, mut from) = (reference.to_owned(), at.pointer.clone());
    loop {
        let (mut pointer, mut value) =
            context.target(&reference, &from).ok_or(ChainEnd::Nowhere)?;
        match context.chains.get(&pointer).cloned() {
            Some(ChainEnd::Schema(end)) => {
                value = context.document.value.pointer(&end).ok_or(ChainEnd::Nowhere)?;
                pointer = end;
            }
            Some(ChainEnd::Loop) => {
                // Each link of a loop is reported where it stands.
                untypable(context, &pointer, LOOP);
                return Err(ChainEnd::Nowhere);
            }
            Some(ChainEnd::Nowhere) => return Err(ChainEnd::Nowhere),
            None => {}
        }
        match context.component(&pointer, value) {
            Component::Schema(schema) => return Ok((pointer, schema)),
            Component::Malformed(message) => {
                untypable(context, &pointer, format!("a malformed schema ({message})"));
                return Err(ChainEnd::Nowhere);
            }
            Component::Reference(next) => {
                if let Some(begin) = links.get_index_of(&pointer) {
                    untypable(context, &pointer, LOOP);
                    // What only leads into the loop is no part of it.
                    let members = links.split_off(begin).into_iter();
                    context.chains.extend(members.map(|link| (link, ChainEnd::Loop)));
                    return Err(ChainEnd::Nowhere);
                }
                links.insert(pointer.clone());
                (reference, from) = (next, pointer);
            }
        }
    }
}

/// Reads the content of every component that was put off.
pub(super) fn finish(context: &mut Context<'_>) {
    while let Some(Pending { id, schema, at }) = context.next_pending() {
        let kind = content(context, &schema, Shape::of(&schema), &at);
        context.fill(id, kind);
    }
}

/// The type of a schema that stands where it is used. There is one type for one place, also where several schemas inherit it or
/// where it holds itself.
fn inline(context: &mut Context<'_>, schema: &Schema, at: &At) -> Type {
    let shape = marked(context, schema, at);
    if !shape.is_nominal() {
        return unnamed(context, schema, shape, at);
    }
    let form = match at.form {
        Form::Request | Form::Response => context.form(&at.pointer, at.direction),
        Form::Shared | Form::Multipart => at.form,
    };
    let at = &At { form, ..at.clone() };
    let key = (at.pointer.clone(), form);
    if let Some(known) = context.finished(&key) {
        return known;
    }
    let id = context.reserve(at, &schema.schema_data);
    let value = nullable(schema, Type::Named(id));
    context.finish(key, value.clone());
    let nesting = std::mem::take(&mut context.nesting);
    let kind = content(context, schema, shape, at);
    context.nesting = nesting;
    context.fill(id, kind);
    value
}

/// The shape of a schema, which may be marked as secret.
fn marked<'s>(context: &mut Context<'_>, schema: &'s Schema, at: &At) -> Shape<'s> {
    let shape = folded(context, schema, at);
    secret::shape(context, schema, shape, at)
}

/// The shape of a schema. An `allOf` is a record only if its arms are objects: one arm beside mere constraints is what it is
/// alone, and arms of other kinds cannot be folded.
fn folded<'s>(context: &mut Context<'_>, schema: &'s Schema, at: &At) -> Shape<'s> {
    let SchemaKind::AllOf { all_of } = &schema.schema_kind else { return Shape::of(schema) };
    let arms: Vec<&ReferenceOr<Schema>> =
        all_of.iter().filter(|arm| !only_constrains(arm)).collect();
    if arms.iter().all(|arm| is_object(context, arm, at)) {
        return Shape::of(schema);
    }
    match arms.as_slice() {
        [only] => Shape::Same(only, "allOf"),
        _ => Shape::Free(Cause::Untypable("an allOf around something that is no object".into())),
    }
}

/// Whether a schema only narrows what another describes: lengths, bounds, patterns, required keys.
fn only_constrains(schema: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = schema else { return false };
    match &schema.schema_kind {
        SchemaKind::Any(any) => {
            matches!(Shape::of(schema), Shape::Free(Cause::Anything)) && any.enumeration.is_empty()
        }
        _ => false,
    }
}

/// Whether a schema describes objects, as far as its first level tells.
fn is_object(context: &mut Context<'_>, schema: &ReferenceOr<Schema>, at: &At) -> bool {
    let is_value = |schema: &Schema| {
        matches!(
            Shape::of(schema),
            Shape::Plain(_) | Shape::Array(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_)
        )
    };
    match schema {
        ReferenceOr::Item(schema) => !is_value(schema),
        ReferenceOr::Reference { reference } => {
            follow(context, reference, at).is_none_or(|(_, schema)| !is_value(&schema))
        }
    }
}

/// What a schema that gets a name consists of.
fn content(context: &mut Context<'_>, schema: &Schema, shape: Shape<'_>, at: &At) -> TypeKind {
    match shape {
        Shape::StringEnum(values) => TypeKind::StringEnum(unique(values)),
        Shape::IntegerEnum(values) => TypeKind::IntegerEnum(unique(values)),
        Shape::Union(arms, keyword) => union::lower(context, schema, arms, keyword, at),
        _ => TypeKind::Record(object::lower(context, schema, at)),
    }
}

/// The type, or null too if the schema says so.
fn nullable(schema: &Schema, value: Type) -> Type {
    if schema.schema_data.nullable || has_null_value(schema) { value.nullable() } else { value }
}

/// The type of a schema that needs no name of its own, secret or null included.
fn unnamed(context: &mut Context<'_>, schema: &Schema, shape: Shape<'_>, at: &At) -> Type {
    let value = transparent(context, shape, at);
    let value = secret::marked(context, &schema.schema_data.extensions, value, &at.pointer);
    nullable(schema, value)
}

/// The type of a schema that needs no name of its own.
fn transparent(context: &mut Context<'_>, shape: Shape<'_>, at: &At) -> Type {
    match shape {
        Shape::Plain(value) => value,
        Shape::Array(None) => {
            let items = untypable(context, &at.pointer, "what an array without items holds");
            Type::Array(Box::new(items))
        }
        Shape::Array(Some(items)) => {
            let at = at.down("items").named("item");
            Type::Array(Box::new(inside(context, &items.unbox(), &at)))
        }
        Shape::Map(values) => {
            let at = at.down("additionalProperties").named("value");
            Type::Map(Box::new(inside(context, values, &at)))
        }
        Shape::OpenMap(cause) => Type::Map(Box::new(context.free(&at.pointer, cause))),
        Shape::Same(arm, keyword) => inside(context, arm, &at.down(keyword).down("0")),
        Shape::Free(cause) => context.free(&at.pointer, cause),
        Shape::Record | Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(..) => {
            unreachable!("a schema that gets a name was taken for one that needs none")
        }
    }
}

/// The type of a schema inside of another that has no name: such types are written out wherever they are used, so they have an end.
fn inside(context: &mut Context<'_>, schema: &ReferenceOr<Schema>, at: &At) -> Type {
    let is_allowed = context.nesting < NESTING;
    context.nesting += 1;
    let value = if is_allowed { lower(context, schema, at) } else { Type::Json };
    context.nesting -= 1;
    if is_allowed && value.depth() <= NESTING {
        return value;
    }
    let message =
        format!("a type of more than {NESTING} others inside each other became free JSON");
    let help = "give one on the way a name: an object with properties";
    context.report(Code::DeepType, &at.pointer, message, help);
    context.note_free(&at.pointer, Cause::Untypable("a type that is nested too deep".into()));
    Type::Json
}

/// Free JSON for what cannot be typed.
fn untypable(context: &mut Context<'_>, pointer: &str, reason: impl Into<String>) -> Type {
    context.free(pointer, Cause::Untypable(reason.into()))
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

fn unique<T: Eq + Hash + Clone>(values: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::with_capacity(values.len());
    values.into_iter().filter(|value| seen.insert(value.clone())).collect()
}

/// The schema that a reference leads to, for a look at its annotations; an empty one where there is none, which [`lower`] reports.
pub(super) fn annotations(context: &mut Context<'_>, reference: &str) -> Rc<Schema> {
    let document = context.document;
    let target = local_pointer(reference)
        .and_then(|pointer| Some((document.value.pointer(&pointer)?, pointer)));
    match target.map(|(value, pointer)| context.component(&pointer, value)) {
        Some(Component::Schema(schema)) => schema,
        _ => Rc::new(Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::Any(AnySchema::default()),
        }),
    }
}
