//! The tags and the values of their operations in; the features that each model is compiled for out.
//!
//! Each tag is a feature of the emitted crate, all of them on by default. A model is compiled for the tags whose operations reach it.

use super::Source;
use crate::ir::{Api, Tag, Type, TypeId};

/// The most tags in the list of a model. A model with more tags is always compiled, since a longer list would cost more than it saves.
const MAX_TAGS: usize = 64;

/// For each type, the features of which one must be on, sorted. The list is empty if the type is always there, like those of the error object.
///
/// A type that no tag uses is there with the feature `default`. If a tag uses it later, no program loses it.
pub(super) fn of_types(
    Source { api, names, .. }: Source<'_>,
    sources: &[Option<TypeId>],
) -> Vec<Vec<String>> {
    let mut users: Vec<Vec<String>> = vec![Vec::new(); api.types.len()];
    for (tag, names) in api.tags.iter().zip(&names.tags) {
        reached(api, sources, values(tag)).for_each(|id| users[id.0].push(names.module.clone()));
    }
    for features in users.iter_mut().filter(|_| !api.tags.is_empty()) {
        features.sort_unstable();
        match features.len() {
            0 => features.push("default".into()),
            1..=MAX_TAGS => {}
            _ => features.clear(),
        }
    }
    let error_object = api.error_object.map(Type::Named);
    reached(api, sources, error_object.iter().collect()).for_each(|id| users[id.0].clear());
    users
}

/// All values in the requests and responses of a tag.
fn values(tag: &Tag) -> Vec<&Type> {
    tag.operations
        .iter()
        .flat_map(|operation| operation.sent().chain(operation.received()))
        .collect()
}

/// The types that values hold, the types inside these, and the types that these are made from.
fn reached(
    api: &Api,
    sources: &[Option<TypeId>],
    values: Vec<&Type>,
) -> impl Iterator<Item = TypeId> + use<> {
    let mut is_reached = vec![false; api.types.len()];
    let mut open: Vec<TypeId> = values.into_iter().filter_map(Type::named).collect();
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut is_reached[id.0], true) {
            open.extend(api.definition(id).kind.values().filter_map(Type::named));
            open.extend(sources[id.0]);
        }
    }
    (0..is_reached.len()).filter(move |&index| is_reached[index]).map(TypeId)
}
