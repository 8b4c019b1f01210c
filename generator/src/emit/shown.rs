//! A model in, pieces of what its crate shows to users out as text: for those who speak of the crate without emitting it.

use super::rust_type::Scope;
use super::{Emitter, layout, record, success};
use crate::config::Config;
use crate::ir::{Field, Operation, Response, Type, TypeId, TypeKind};
use crate::model::Model;
use crate::name::OperationNames;
use proc_macro2::TokenStream;

/// The Rust type of a value, without the modules that it is in: `Vec<SessionUser>`.
pub fn type_text(model: &Model, value: &Type) -> String {
    with_emitter(model, |emitter| text(&emitter.rust_type(value, Scope::Operation)))
}

/// What an operation returns, in the same form: `Option<SessionUser>`.
pub fn output_text(model: &Model, operation: &Operation, names: &OperationNames) -> String {
    with_emitter(model, |emitter| text(&success::success(emitter, operation, names).output))
}

/// What the error kind of a failing answer carries; none where that is the API's error object.
pub fn payload<'m>(model: &Model, response: &'m Response) -> Option<&'m Type> {
    model.api.failure(response)
}

/// Nothing that is shown depends on the configuration, nor on what is computed for whole files.
fn with_emitter<T>(model: &Model, show: impl FnOnce(Emitter<'_>) -> T) -> T {
    let Model { api, names, .. } = model;
    show(Emitter { api, names, config: &Config::default(), defaults: &[], gates: &[] })
}

/// A type as text, in one line.
fn text(tokens: &TokenStream) -> String {
    let text = layout::type_text(tokens);
    let words: Vec<&str> = text.split_whitespace().collect();
    // Long types are printed in several lines.
    let changes = [("< ", "<"), (", >", ">"), (",>", ">"), (" >", ">")];
    let modules = [("models::", ""), ("rt::", ""), ("std::collections::", "")];
    changes.iter().chain(&modules).fold(words.join(" "), |text, (from, to)| text.replace(from, to))
}

/// The Rust type of an argument that becomes a value: `impl Into<String>`.
pub fn argument_text(model: &Model, value: &Type) -> String {
    let name = super::ident("value");
    with_emitter(model, |emitter| text(&emitter.argument(&name, value, Scope::Operation).0))
}

/// The Rust type of a field of a named type, by its number: `Option<String>`.
pub fn field_text(model: &Model, field: &Field, in_request: bool) -> String {
    with_emitter(model, |emitter| text(&emitter.field_type(field, in_request)))
}

/// How a value of a type is made by users: `Login::new(name, password)`, `Server::new(ServerRequired { name, os, location })`,
/// `Filter::default()`; none for a type that only the crate makes.
pub fn constructor_text(model: &Model, id: TypeId) -> Option<String> {
    let (definition, names) = (model.api.definition(id), model.names.of(id));
    let TypeKind::Record(fields) = &definition.kind else { return None };
    let arguments: Vec<&str> =
        record::required(fields).map(|(index, _)| names.members[index].as_str()).collect();
    let (ident, arguments) = (&names.ident, arguments.join(", "));
    match () {
        () if !definition.usage.request => None,
        () if record::has_required_struct(definition) => {
            Some(format!("{ident}::new({} {{ {arguments} }})", names.required))
        }
        () if arguments.is_empty() => Some(format!("{ident}::default()")),
        () => Some(format!("{ident}::new({arguments})")),
    }
}

/// For each type whether it has a `Default`.
pub fn defaults(model: &Model) -> Vec<bool> {
    record::defaults(&model.api)
}
