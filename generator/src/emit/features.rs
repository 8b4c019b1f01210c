//! The tags and what their operations hold in; which tags each model is compiled for, and the attributes that say so, out.
//!
//! Each tag is a feature of the emitted crate, all of them on by default. A model is compiled for the tags whose operations reach it.

use super::Emitter;
use crate::ir::{Api, Tag, Type, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

/// A model that more tags use is always compiled: a longer list would cost more than it spares.
const MAX_TAGS: usize = 64;

/// For each type the tags that it is compiled for, by their index; `None` for every build.
///
/// What every error may hold is always there, and so is what all tags use, or none.
pub(super) fn gates(api: &Api) -> Vec<Option<Vec<usize>>> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); api.types.len()];
    for (index, tag) in api.tags.iter().enumerate() {
        reached(api, values(tag)).for_each(|id| users[id.0].push(index));
    }
    let gate = |users: Vec<usize>| {
        let limit = MAX_TAGS.min(api.tags.len() - 1);
        (1..=limit).contains(&users.len()).then_some(users)
    };
    if api.tags.is_empty() {
        return vec![None; api.types.len()];
    }
    let mut gates: Vec<Option<Vec<usize>>> = users.into_iter().map(gate).collect();
    let error_object = api.error_object.map(Type::Named);
    reached(api, error_object.iter().collect()).for_each(|id| gates[id.0] = None);
    gates
}

/// All values in the requests and answers of a tag.
fn values(tag: &Tag) -> Vec<&Type> {
    tag.operations
        .iter()
        .flat_map(|operation| operation.sent().chain(operation.received()))
        .collect()
}

/// The types that values hold, and those that these hold.
fn reached(api: &Api, values: Vec<&Type>) -> impl Iterator<Item = TypeId> {
    let mut is_reached = vec![false; api.types.len()];
    let mut open: Vec<TypeId> = values.into_iter().filter_map(Type::named).collect();
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut is_reached[id.0], true) {
            open.extend(api.definition(id).kind.values().filter_map(Type::named));
        }
    }
    (0..is_reached.len()).filter(move |&index| is_reached[index]).map(TypeId)
}

impl Emitter<'_> {
    /// The attribute of what belongs to a type.
    pub(super) fn gate_of_type(self, id: TypeId) -> TokenStream {
        let Some(tags) = &self.gates[id.0] else { return TokenStream::new() };
        let mut features: Vec<&str> =
            tags.iter().map(|&tag| self.names.tags[tag].module.as_str()).collect();
        features.sort_unstable();
        match features.as_slice() {
            [only] => gate(only),
            several => quote!(#[cfg(any(#(feature = #several),*))]),
        }
    }
}

/// The attribute of what belongs to the tag with this feature.
pub(super) fn gate(feature: &str) -> TokenStream {
    quote!(#[cfg(feature = #feature)])
}
