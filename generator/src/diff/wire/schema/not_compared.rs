//! Component schemas that no pair of operations leads to, and that came, went or changed. Rust code can name them all the same.

use super::class::Class;
use super::identity::Relation;
use super::spot::{Fold, Spot};
use super::{Here, Writing, subject};
use crate::diff::change::{Direction, Subject};
use crate::diff::finding::{Finding, Owner};
use crate::diff::rules;
use crate::diff::wire::{Wire, written};
use crate::ir::{Reference, SchemaId};
use std::collections::{HashMap, HashSet};

/// Examines all component schemas that were not compared.
pub(in crate::diff::wire) fn not_compared(wire: &mut Wire<'_>) {
    error_object(wire);
    same_name(wire);
    let (known, unseen) = (&wire.known, std::mem::take(&mut wire.unseen));
    let is_known = |&(old, new, direction): &(SchemaId, SchemaId, Direction)| {
        let forms = [Writing::Json, Writing::Fields];
        forms.iter().any(|writing| known.contains_key(&(old, new, direction, *writing)))
    };
    let unseen = unseen.into_iter().filter(|(pair, _)| !is_known(pair));
    let unseen: Vec<Finding> = unseen.map(|(_, finding)| finding).collect();
    wire.findings.extend(unseen);
    for state in [0, 1] {
        only_in_one_state(wire, state);
    }
    dangling(wire);
}

/// Compares the error object, which every operation needs.
fn error_object(wire: &mut Wire<'_>) {
    let [Some(old), Some(new)] = wire.apis().map(|api| {
        let definition = api.definition(api.error_object?);
        Spot::component(api, definition.path.first()?)
    }) else {
        return;
    };
    if old.name == new.name {
        wire.pair(Owner::Api, (Direction::Response, Writing::Json), &old, &new);
        wire.work();
    }
}

/// Compares components that have the same name in both states and were not met.
fn same_name(wire: &mut Wire<'_>) {
    let met: HashSet<SchemaId> = wire.nodes.iter().map(|node| node.old.id).collect();
    // A component without a type of its own was compared where it is used.
    let used = [0, 1].map(|state| holders(wire, state));
    let [old_api, new_api] = wire.apis();
    let types = old_api.types.iter().filter(|own| own.usage.response);
    let returned: HashSet<SchemaId> = types.map(|own| own.schema).collect();
    for name in old_api.components.keys() {
        let [Some(old), Some(new)] = [old_api, new_api].map(|api| Spot::component(api, name))
        else {
            continue;
        };
        let is_used = used[0].contains_key(&old.id) && used[1].contains_key(&new.id);
        if met.contains(&old.id) || is_used {
            continue;
        }
        let direction =
            if returned.contains(&old.id) { Direction::Response } else { Direction::Request };
        let (from, to) = (Class::of(&Fold::one(&old)), Class::of(&Fold::one(&new)));
        let is_told = wire.inserted[0].contains(&old.id) && wire.inserted[1].contains(&new.id);
        if !from.is_named() && !to.is_named() {
            if is_told {
                continue;
            }
            plain(wire, [&old, &new], direction);
        } else if wire.relation(&old, &new, from.is_like(&to)) == Relation::Same {
            wire.known.entry((old.id, new.id, direction, Writing::Json)).or_insert_with(|| {
                let types = (old.pointer().to_owned(), new.pointer().to_owned());
                wire.joint.types.push(types);
                let writing = Writing::Json;
                wire.nodes.push(super::Node { old, new, direction, writing, owners: Vec::new() });
                wire.open.push(wire.nodes.len() - 1);
                wire.nodes.len() - 1
            });
        } else {
            plain(wire, [&old, &new], direction);
        }
    }
    wire.work();
}

/// Compares a component as it is written, because one state has no type or another kind of type for it.
fn plain(wire: &mut Wire<'_>, [old, new]: [&Spot<'_>; 2], direction: Direction) {
    if written::is_same(old, new) {
        return;
    }
    let here = Here {
        subject: subject(new, ""),
        direction,
        owner: Owner::Api,
        items: [old, new].map(|spot| Some(spot.pointer().to_owned())),
        writing: Writing::Json,
        is_arm: false,
    };
    let finding = here.finding(&rules::UNUSED_SCHEMA_CHANGED, [old, new]);
    let [before, after] = [old, new].map(|spot| super::words(spot));
    wire.push(if before == after { finding } else { finding.turning(before, after) });
}

/// Reports references that lead nowhere in one state, unless the target has a type of its own. The end of a type is reported elsewhere.
fn dangling(wire: &mut Wire<'_>) {
    let mut told = HashSet::new();
    for state in [0, 1] {
        let (api, other) = (wire.apis()[state], wire.apis()[1 - state]);
        let references = |api: &'_ crate::ir::Api| -> HashMap<String, Option<SchemaId>> {
            let all = api.schemas.iter();
            let all = all.filter_map(|(_, own)| Some((own, own.reference.as_ref()?.target)));
            all.map(|(own, target)| (own.pointer.clone(), target)).collect()
        };
        let kept = references(other);
        for (_, schema) in api.schemas.iter() {
            let Some(Reference { uri, target: None }) = &schema.reference else { continue };
            let Some(Some(target)) = kept.get(&schema.pointer) else { continue };
            let is_named = Class::of(&Fold::one(&Spot::new(other, *target, ""))).is_named();
            if is_named || !told.insert((state, uri.clone())) {
                continue;
            }
            let subject = Subject::Api { part: format!("reference {uri}") };
            let place = Some(schema.pointer.as_str());
            let values = ["leads to a schema", "leads nowhere"];
            let finding = Finding::new(&rules::UNREAD_PART, subject).at([place, place]);
            wire.push(finding.turning(values[1 - state], values[state]));
        }
    }
}

/// Reports components with a type that are in one state only, under any name.
fn only_in_one_state(wire: &mut Wire<'_>, state: usize) {
    let (api, other) = (wire.apis()[state], wire.apis()[1 - state]);
    let moved: HashSet<SchemaId> =
        wire.moved.iter().map(|(old, new)| [*old, *new][state]).collect();
    let names = api.components.keys().filter(|name| !other.components.contains_key(*name));
    let spots = names.filter_map(|name| Spot::component(api, name));
    let alone: Vec<Spot<'_>> = spots.filter(|spot| !moved.contains(&spot.id)).collect();
    if alone.is_empty() {
        return;
    }
    let holders = holders(wire, state);
    for spot in alone {
        let fold = Fold::one(&spot);
        let class = Class::of(&fold);
        if !class.is_named() || fold.anchor().id != spot.id {
            continue;
        }
        let rule = [&rules::SCHEMA_REMOVED, &rules::SCHEMA_ADDED][state];
        let owners = holders.get(&spot.id).cloned().unwrap_or_default();
        let mut places = [None, None];
        places[state] = Some(spot.pointer());
        let finding = Finding::new(rule, subject(&spot, ""))
            .in_direction(Direction::Response)
            .at(places)
            .joined()
            .one_sided(state == 0, class.noun())
            .owned(owners.into_iter().chain([Owner::Api]));
        wire.push(finding);
    }
}

/// For each schema of a state, the operations of both states that hold it.
fn holders(wire: &Wire<'_>, state: usize) -> HashMap<SchemaId, Vec<Owner>> {
    let mut holders: HashMap<SchemaId, Vec<Owner>> = HashMap::new();
    for held in &wire.held {
        let value = &held.values[state];
        let (mut seen, mut open) = (HashSet::new(), vec![value.id]);
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                holders.entry(id).or_default().push(held.owner);
                let schema = &value.api.schemas[id];
                let target = schema.reference.as_ref().and_then(|reference| reference.target);
                open.extend(schema.properties.values().copied().chain(target));
                open.extend(schema.parts.iter().map(|part| part.schema));
            }
        }
    }
    holders
}
