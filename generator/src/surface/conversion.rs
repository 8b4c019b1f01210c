//! The forms of schemas in; the types that can be made from others out. A value that was read can be sent again where requests have a type of
//! their own.

use super::{RustType, Source, TypeItemKind};
use crate::ir::{Api, Form, Record, TypeId, TypeKind};
use std::collections::HashMap;

/// For each type, the type that `From` makes it from: the response form of the same schema, if a response holds it and it has everything
/// that requests need.
pub(super) fn sources(
    Source { api, names, .. }: Source<'_>,
    kinds: &[TypeItemKind],
) -> Vec<Option<TypeId>> {
    let mut sources = candidates(api);
    let ident = |index: usize| names.types[index].ident.as_str();
    let requests = sources.iter().enumerate().filter(|(_, source)| source.is_some());
    let requests: HashMap<&str, usize> =
        requests.map(|(request, _)| (ident(request), request)).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); kinds.len()];
    let mut failed = Vec::new();
    for (request, response) in sources.iter().enumerate() {
        let Some(response) = *response else { continue };
        let held = held(api, kinds, response, TypeId(request));
        let mut is_possible = held.is_some();
        for (from, to) in held.into_iter().flatten() {
            let other = match needed(from, to) {
                Need::Nothing => continue,
                Need::Conversion(from, to) => requests
                    .get(to)
                    .filter(|&&other| sources[other].is_some_and(|source| ident(source.0) == from)),
                Need::Impossible => None,
            };
            match other {
                Some(&other) => users[other].push(request),
                None => is_possible = false,
            }
        }
        if !is_possible {
            failed.push(request);
        }
    }
    while let Some(request) = failed.pop() {
        if sources[request].take().is_some() {
            failed.append(&mut users[request]);
        }
    }
    sources
}

/// For each request form, the response form.
fn candidates(api: &Api) -> Vec<Option<TypeId>> {
    let types = api.types.iter().enumerate();
    let received: HashMap<&str, usize> = types
        .filter(|(_, definition)| definition.form == Form::Response && definition.usage.response)
        .map(|(index, definition)| (definition.pointer.as_str(), index))
        .collect();
    let source = |definition: &crate::ir::TypeDefinition| match definition.form {
        Form::Request => received.get(definition.pointer.as_str()).copied().map(TypeId),
        _ => None,
    };
    api.types.iter().map(source).collect()
}

/// The types that one value holds, each with the type that the other needs; none if something is missing.
fn held<'k>(
    api: &Api,
    kinds: &'k [TypeItemKind],
    from: TypeId,
    to: TypeId,
) -> Option<Vec<(&'k RustType, &'k RustType)>> {
    match (&kinds[from.0], &kinds[to.0]) {
        (TypeItemKind::Struct(own), TypeItemKind::Struct(other)) => {
            let (TypeKind::Record(record), TypeKind::Record(needed)) =
                (&api.definition(from).kind, &api.definition(to).kind)
            else {
                return None;
            };
            let numbers = numbers(record);
            let mut held = Vec::new();
            for (field, item) in needed.fields.iter().zip(&other.fields) {
                match numbers.get(field.name.as_str()) {
                    Some(&index) => held.push((&own.fields[index].rust, &item.rust)),
                    None if field.required => return None,
                    None => {}
                }
            }
            if let Some(further) = &other.further {
                held.push((&own.further.as_ref()?.rust, &further.rust));
            }
            Some(held)
        }
        (TypeItemKind::Union(own), TypeItemKind::Union(other)) => {
            let variants: HashMap<&str, &RustType> = other
                .iter()
                .filter_map(|variant| Some((variant.ident.as_str(), variant.rust.as_ref()?)))
                .collect();
            let pair = |variant: &'k super::VariantItem| {
                Some((variant.rust.as_ref()?, *variants.get(variant.ident.as_str())?))
            };
            own.iter().map(pair).collect()
        }
        _ => None,
    }
}

/// The numbers of the fields of a record, by name.
pub(crate) fn numbers(record: &Record) -> HashMap<&str, usize> {
    record.fields.iter().enumerate().map(|(index, field)| (field.name.as_str(), index)).collect()
}

/// The step that makes one value from another.
enum Need<'t> {
    Nothing,
    /// A type of `models` is made from another.
    Conversion(&'t str, &'t str),
    Impossible,
}

fn needed<'t>(from: &'t RustType, to: &'t RustType) -> Need<'t> {
    match (from, to) {
        (from, to) if from == to => Need::Nothing,
        (RustType::Model(from), RustType::Model(to)) => Need::Conversion(from, to),
        (RustType::Vec(from), RustType::Vec(to))
        | (RustType::Map(from), RustType::Map(to))
        | (RustType::Option(from), RustType::Option(to))
        | (RustType::Nullable(from), RustType::Nullable(to))
        | (RustType::Boxed(from), RustType::Boxed(to)) => needed(from, to),
        (RustType::Boxed(from), to) => needed(from, to),
        (from, RustType::Boxed(to)) => needed(from, to),
        _ => Need::Impossible,
    }
}
