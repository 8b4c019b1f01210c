//! The operations of two states in; the pairs that are the same operation out.
//!
//! Method and path decide first; the names of path variables do not count. Then the operationId decides, and last what operations take and
//! return, if it leaves no doubt.

use super::schema::Spot;
use super::{Owner, Pair, Side, Wire};
use crate::ir::{Api, Content, Method, Operation, Parameter, Response, SchemaId};
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The operations of two states, paired.
pub(super) struct Pairing<'m> {
    /// The operations of both states.
    pub(super) pairs: Vec<Pair<'m>>,
    /// The operations of the old state only.
    pub(super) removed: Vec<Side<'m>>,
    /// The operations of the new state only.
    pub(super) added: Vec<Side<'m>>,
}

impl<'m> Pairing<'m> {
    /// Pairs all operations and numbers the pairs.
    pub(super) fn new(wire: &mut Wire<'m>) -> Self {
        let [removed, added] = wire.apis().map(Side::all);
        let mut pairing = Self { pairs: Vec::new(), removed, added };
        pairing.by(|side| Some((side.operation.method, side.operation.path.clone())));
        pairing.by(|side| Some((side.operation.method, shape(&side.operation.path))));
        pairing.by(|side| side.operation.id.clone());
        pairing.by_similarity(wire);
        for pair in &mut pairing.pairs {
            pair.owner = wire.reach(&pair.new);
            let [old, new] = pair.operations().map(|own| own.pointer.clone());
            wire.joint.add(old, new);
        }
        pairing
    }

    /// Pairs operations whose key occurs exactly once in each state.
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

    /// Pairs operations that are alike, if neither is like another one.
    fn by_similarity(&mut self, wire: &Wire<'m>) {
        let [old_api, new_api] = wire.apis();
        let old = by_signature(old_api, &self.removed);
        let new = by_signature(new_api, &self.added);
        let mut found = Vec::new();
        for (signature, old) in &old {
            let Some(new) = new.get(signature) else { continue };
            let is_alike =
                |old: usize, new: usize| are_alike(wire, &self.removed[old], &self.added[new]);
            for one in old {
                let other = only(new.iter().filter(|other| is_alike(*one, **other)));
                let back = |other: &usize| only(old.iter().filter(|one| is_alike(**one, *other)));
                found.extend(
                    other.filter(|other| back(other).is_some()).map(|other| (*one, *other)),
                );
            }
        }
        found.sort_unstable();
        self.take(found);
    }

    /// Moves pairs out of the unpaired operations.
    fn take(&mut self, found: Vec<(usize, usize)>) {
        let pair = |&(old, new): &(usize, usize)| Pair {
            old: self.removed[old],
            new: self.added[new],
            owner: Owner::Api,
        };
        self.pairs.extend(found.iter().map(pair).collect::<Vec<_>>());
        let (old, new): (Vec<usize>, Vec<usize>) = found.into_iter().unzip();
        remove(&mut self.removed, &old);
        remove(&mut self.added, &new);
    }

    /// The numbers of all operations of both states.
    pub(super) fn everywhere(&self) -> Vec<Owner> {
        self.pairs.iter().map(|pair| pair.owner).collect()
    }
}

/// Removes the elements at these indices.
fn remove<T>(list: &mut Vec<T>, indices: &[usize]) {
    let mut index = 0;
    let indices: HashSet<usize> = indices.iter().copied().collect();
    list.retain(|_| {
        index += 1;
        !indices.contains(&(index - 1))
    });
}

/// The only element; none if there are several.
fn only<T>(mut elements: impl Iterator<Item = T>) -> Option<T> {
    elements.next().filter(|_| elements.next().is_none())
}

/// The operations by their signatures. Each is computed once, as an API may have thousands of operations.
fn by_signature(api: &Api, sides: &[Side<'_>]) -> BTreeMap<u64, Vec<usize>> {
    let mut found: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (index, side) in sides.iter().enumerate().filter(|(_, side)| has_substance(side.operation))
    {
        found.entry(signature(api, side.operation)).or_default().push(index);
    }
    found
}

/// A number that is equal for operations that are alike.
fn signature(api: &Api, operation: &Operation) -> u64 {
    let fingerprint =
        |schema: Option<SchemaId>| schema.map(|id| Spot::new(api, id, "").fingerprint());
    let contents = |contents: &[Content]| {
        let mut own: Vec<_> =
            contents.iter().map(|own| (own.media_type.clone(), fingerprint(own.schema))).collect();
        own.sort();
        own
    };
    let mut hasher = DefaultHasher::new();
    let parameters = not_in_path(operation);
    let parameters: Vec<_> =
        parameters.map(|own| (own.location.name(), &own.name, fingerprint(own.schema))).collect();
    (operation.parameters.len(), parameters).hash(&mut hasher);
    operation.body.as_ref().map(|body| (body.required, contents(&body.contents))).hash(&mut hasher);
    for response in &operation.successes {
        (response.status, contents(&response.contents)).hash(&mut hasher);
    }
    hasher.finish()
}

/// The parameters that are not in the path, sorted.
fn not_in_path(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let mut others: Vec<&Parameter> =
        operation.parameters.iter().filter(|own| !own.location.is_path()).collect();
    others.sort_by_key(|own| (own.location.name(), &own.name));
    others.into_iter()
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

/// Whether two operations at different places certainly do the same. They have the same tag and method, or the same path and no
/// operationId. They take or return something, and all of it is the same.
fn are_alike(wire: &Wire<'_>, old: &Side<'_>, new: &Side<'_>) -> bool {
    let is_one_group = old.tag.name == new.tag.name && old.operation.method == new.operation.method;
    let (old, new) = (old.operation, new.operation);
    let is_one_path = || shape(&old.path) == shape(&new.path);
    let ids = (&old.id, &new.id);
    // An operation at the same path with another operationId is another operation.
    (is_one_group || (matches!(ids, (None, None)) && is_one_path()))
        && has_substance(old)
        && have_same_parameters(wire, old, new)
        && have_same_body(wire, old, new)
        && have_same_responses(wire, old, new)
}

/// Whether an operation takes or returns something, so that likeness has a meaning.
fn has_substance(operation: &Operation) -> bool {
    let returns = operation.successes.iter().any(|response| !response.contents.is_empty());
    returns && operation.method != Method::Head || operation.body.is_some()
}

/// Whether two values are the same on the wire.
pub(super) fn same_value(wire: &Wire<'_>, old: Option<SchemaId>, new: Option<SchemaId>) -> bool {
    let [old_api, new_api] = wire.apis();
    let spot = |api, id: Option<SchemaId>| id.map(|id| Spot::new(api, id, ""));
    match (spot(old_api, old), spot(new_api, new)) {
        (Some(old), Some(new)) => wire.same(&old, &new),
        (old, new) => old.is_none() && new.is_none(),
    }
}

fn have_same_parameters(wire: &Wire<'_>, old: &Operation, new: &Operation) -> bool {
    old.parameters.len() == new.parameters.len()
        && not_in_path(old).count() == not_in_path(new).count()
        && not_in_path(old).zip(not_in_path(new)).all(|(old, new)| {
            (old.location.name(), &old.name) == (new.location.name(), &new.name)
                && same_value(wire, old.schema, new.schema)
        })
}

fn have_same_body(wire: &Wire<'_>, old: &Operation, new: &Operation) -> bool {
    match (&old.body, &new.body) {
        (None, None) => true,
        (Some(old), Some(new)) => {
            old.required == new.required && have_same_contents(wire, &old.contents, &new.contents)
        }
        _ => false,
    }
}

fn have_same_responses(wire: &Wire<'_>, old: &Operation, new: &Operation) -> bool {
    let is_same = |(old, new): (&Response, &Response)| {
        old.status == new.status && have_same_contents(wire, &old.contents, &new.contents)
    };
    let pairs = old.successes.iter().zip(&new.successes);
    old.successes.len() == new.successes.len() && pairs.into_iter().all(is_same)
}

fn have_same_contents(wire: &Wire<'_>, old: &[Content], new: &[Content]) -> bool {
    old.len() == new.len()
        && old.iter().all(|old| {
            let mut same = new.iter().filter(|new| new.media_type == old.media_type);
            same.next().is_some_and(|new| same_value(wire, old.schema, new.schema))
        })
}

/// Whether a state documents an operation under a method and path, readable or not.
pub(super) fn is_known(api: &Api, method: Method, path: &str) -> bool {
    let key = (method, shape(path));
    let left_out = api.left_out.iter().map(|own| (own.method, shape(&own.path)));
    let made = api.operations().map(|own| (own.method, shape(&own.path)));
    left_out.chain(made).any(|other| other == key)
}
