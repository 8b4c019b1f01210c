//! The operations of two states in, which of them are the same out.
//!
//! Method and path decide first, where names of path variables do not count; then the operationId; then what operations take and answer,
//! where it leaves no doubt.

use super::side::{Pair, Side};
use crate::diff::schemas::Schemas;
use crate::ir::{Content, Method, Operation, Parameter, Response};
use std::collections::BTreeMap;

/// Which operations are the same.
pub(super) struct Pairing<'m> {
    /// Those of both states.
    pub(super) pairs: Vec<Pair<'m>>,
    /// Those of the old state alone.
    pub(super) removed: Vec<Side<'m>>,
    /// Those of the new state alone.
    pub(super) added: Vec<Side<'m>>,
}

impl<'m> Pairing<'m> {
    /// Pairs all operations.
    pub(super) fn new(old: Vec<Side<'m>>, new: Vec<Side<'m>>, schemas: &Schemas<'m>) -> Self {
        let mut pairing = Self { pairs: Vec::new(), removed: old, added: new };
        pairing.by(|side| Some((side.operation.method, side.operation.path.clone())));
        pairing.by(|side| Some((side.operation.method, shape(&side.operation.path))));
        pairing.by(|side| side.operation.id.clone());
        pairing.by_similarity(schemas);
        pairing
    }

    /// Pairs those of which exactly one in each state has a key.
    fn by<K: Ord>(&mut self, key: impl Fn(&Side<'m>) -> Option<K>) {
        let only = |sides: &[Side<'m>]| {
            let mut found: BTreeMap<K, Vec<usize>> = BTreeMap::new();
            for (index, side) in sides.iter().enumerate() {
                if let Some(key) = key(side) {
                    found.entry(key).or_default().push(index);
                }
            }
            found
        };
        let (old, new) = (only(&self.removed), only(&self.added));
        let found =
            old.iter().filter_map(|(key, old)| match (old.as_slice(), new.get(key)?.as_slice()) {
                ([old], [new]) => Some((*old, *new)),
                _ => None,
            });
        let found = found.collect();
        self.take(found);
    }

    /// Pairs those that are alike, where each is like no other.
    fn by_similarity(&mut self, schemas: &Schemas<'m>) {
        let alike: Vec<(usize, usize)> = (0..self.removed.len())
            .flat_map(|old| (0..self.added.len()).map(move |new| (old, new)))
            .filter(|&(old, new)| are_alike(&self.removed[old], &self.added[new], schemas))
            .collect();
        let is_only = |&(old, new): &(usize, usize)| {
            alike.iter().filter(|other| other.0 == old || other.1 == new).count() == 1
        };
        let found = alike.iter().copied().filter(is_only).collect();
        self.take(found);
    }

    /// Takes pairs out of what is left.
    fn take(&mut self, found: Vec<(usize, usize)>) {
        let pair =
            |&(old, new): &(usize, usize)| Pair { old: self.removed[old], new: self.added[new] };
        self.pairs.extend(found.iter().map(pair).collect::<Vec<_>>());
        let (old, new): (Vec<usize>, Vec<usize>) = found.into_iter().unzip();
        remove(&mut self.removed, &old);
        remove(&mut self.added, &new);
    }
}

/// Removes the elements at some places.
fn remove<T>(list: &mut Vec<T>, indices: &[usize]) {
    let mut index = 0;
    list.retain(|_| {
        index += 1;
        !indices.contains(&(index - 1))
    });
}

/// A path template without the names of its variables: `/v3/hosts/{}`.
pub(super) fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else { break };
        shape.extend([before, "{}"]);
        rest = behind;
    }
    shape + rest
}

/// Whether two operations of different places do the same, beyond doubt: under one tag by one method, or at one path by another
/// method, and what they take and answer is something and is the same.
fn are_alike(old: &Side<'_>, new: &Side<'_>, schemas: &Schemas<'_>) -> bool {
    let same_group = old.tag.name == new.tag.name && old.operation.method == new.operation.method;
    let same_path = shape(&old.operation.path) == shape(&new.operation.path);
    let ids = (&old.operation.id, &new.operation.id);
    // What is called by one path and by another name is another operation.
    (same_group || (same_path && matches!(ids, (None, None))))
        && has_substance(old.operation)
        && same_parameters(old.operation, new.operation, schemas)
        && same_body(old.operation, new.operation, schemas)
        && same_answers(old.operation, new.operation, schemas)
}

/// Whether an operation takes or answers something, so that likeness says anything.
fn has_substance(operation: &Operation) -> bool {
    let answers = operation.successes.iter().any(|response| !response.contents.is_empty());
    answers && operation.method != Method::Head || operation.body.is_some()
}

fn same_parameters(old: &Operation, new: &Operation, schemas: &Schemas<'_>) -> bool {
    let others = |operation: &Operation| -> Vec<Parameter> {
        let mut others: Vec<Parameter> =
            operation.parameters.iter().filter(|own| !own.location.is_path()).cloned().collect();
        others.sort_by(|a, b| (a.location.name(), &a.name).cmp(&(b.location.name(), &b.name)));
        others
    };
    let in_path = |operation: &Operation| {
        operation.parameters.iter().filter(|own| own.location.is_path()).count()
    };
    let (old_others, new_others) = (others(old), others(new));
    in_path(old) == in_path(new)
        && old_others.len() == new_others.len()
        && old_others.iter().zip(&new_others).all(|(old, new)| {
            (old.location.name(), &old.name) == (new.location.name(), &new.name)
                && schemas.same(&old.value, &new.value)
        })
}

fn same_body(old: &Operation, new: &Operation, schemas: &Schemas<'_>) -> bool {
    match (&old.body, &new.body) {
        (None, None) => true,
        (Some(old), Some(new)) => {
            old.required == new.required && same_contents(&old.contents, &new.contents, schemas)
        }
        _ => false,
    }
}

fn same_answers(old: &Operation, new: &Operation, schemas: &Schemas<'_>) -> bool {
    let same = |(old, new): (&Response, &Response)| {
        old.status == new.status && same_contents(&old.contents, &new.contents, schemas)
    };
    old.successes.len() == new.successes.len() && old.successes.iter().zip(&new.successes).all(same)
}

fn same_contents(old: &[Content], new: &[Content], schemas: &Schemas<'_>) -> bool {
    old.len() == new.len()
        && old.iter().all(|old| {
            let same = |new: &&Content| new.media_type == old.media_type;
            new.iter().find(same).is_some_and(|new| schemas.same(&old.value, &new.value))
        })
}
