//! A model in, pieces of its surface out as text.

use crate::Model;
use crate::ir::{Operation, Response, Type, TypeId};
use crate::name::OperationNames;
use crate::surface::{Constructor, RustType, TypeItemKind, shown};

/// The Rust type of a value: `Vec<SessionUser>`.
pub(super) fn type_text(model: &Model, value: &Type) -> String {
    shown(&model.names, value).to_string()
}

/// The Rust type of an argument that becomes a value: `impl Into<String>`.
pub(super) fn argument_text(model: &Model, value: &Type) -> String {
    shown(&model.names, value).argument().to_string()
}

/// What an operation returns: `Option<SessionUser>`.
pub(super) fn output_text(model: &Model, operation: &Operation, _: &OperationNames) -> String {
    let mut operations = model.surface.operations();
    let found = operations.find(|(_, item)| item.pointer == operation.pointer);
    found.map_or_else(String::new, |(_, item)| item.output.to_string())
}

/// What the error kind of a failing response carries; none where that is the API's error object.
pub(super) fn payload<'m>(model: &Model, response: &'m Response) -> Option<&'m Type> {
    model.api.failure(response)
}

/// The Rust type of a field of a named type, by its number: `Option<String>`.
pub(super) fn field_text(model: &Model, id: TypeId, index: usize) -> String {
    match &model.surface.of(id).kind {
        TypeItemKind::Struct(item) => {
            item.fields.get(index).map_or_else(String::new, |field| field.rust.to_string())
        }
        _ => String::new(),
    }
}

/// How a value of a type is made by users: `Login::new(name, password)`, `Server::new(ServerRequired { name, os, location })`,
/// `Filter::default()`; none for a type that only the crate makes.
pub(super) fn constructor_text(model: &Model, id: TypeId) -> Option<String> {
    let item = model.surface.of(id);
    let TypeItemKind::Struct(structure) = &item.kind else { return None };
    let names = |fields: Vec<usize>| -> Vec<&str> {
        fields.into_iter().map(|index| structure.fields[index].ident.as_str()).collect()
    };
    let (ident, is_sent) = (&item.ident, model.api.definition(id).usage.request);
    match &structure.constructor {
        Constructor::New(arguments) => {
            let names = names(arguments.iter().map(|argument| argument.field).collect());
            Some(format!("{ident}::new({})", names.join(", ")))
        }
        Constructor::Required { ident: required, fields } => {
            Some(format!("{ident}::new({required} {{ {} }})", names(fields.clone()).join(", ")))
        }
        Constructor::None => is_sent.then(|| format!("{ident}::default()")),
    }
}

/// For each type whether it has a `Default`.
pub(super) fn defaults(model: &Model) -> Vec<bool> {
    let types = model.surface.types.iter();
    let default = |kind: &TypeItemKind| matches!(kind, TypeItemKind::Struct(item) if item.default);
    types.map(|item| default(&item.kind)).collect()
}

/// The Rust type of a variant of a union.
pub(super) fn variant_text(model: &Model, id: TypeId, index: usize) -> String {
    let TypeItemKind::Union(variants) = &model.surface.of(id).kind else { return String::new() };
    variants[index].rust.as_ref().map_or_else(String::new, RustType::to_string)
}
