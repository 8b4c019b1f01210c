//! Tags. Each is a Rust module, a method of the client and a feature.

use super::pairing::Pairing;
use super::{Subject, Wire};
use crate::diff::finding::{Finding, Owner};
use crate::diff::rules::{self, Rule};
use crate::document::Object;
use crate::ir::{Api, Tag};
use std::collections::BTreeMap;

/// The tags of the old state that have another name in the new one.
pub(super) type Renamed = BTreeMap<String, String>;

/// The place of a tag for the comparison of crates.
pub(in crate::diff) fn key(name: &str) -> String {
    format!("#tag {name}")
}

/// Compares the tags and returns those with another name.
pub(super) fn compare(wire: &mut Wire<'_>, pairing: &Pairing<'_>) -> Renamed {
    let [old, new] = wire.apis().map(all);
    let renamed = renamed(pairing, |name| !new.contains_key(name), |name| !old.contains_key(name));
    for (name, old) in &old {
        let target = renamed.get(*name).map_or(*name, String::as_str);
        match new.get(target) {
            Some(new) => both(wire, pairing, old, new),
            None => {
                let finding = about(wire, pairing, &rules::TAG_REMOVED, [Some(old), None]);
                wire.push(finding.one_sided(true, shown(old)));
            }
        }
    }
    for (name, new) in &new {
        if !old.contains_key(name) && !renamed.values().any(|target| target == name) {
            let finding = about(wire, pairing, &rules::TAG_ADDED, [None, Some(new)]);
            wire.push(finding.one_sided(false, shown(new)));
        }
    }
    renamed
}

fn all(api: &Api) -> BTreeMap<&str, &Tag> {
    api.tags.iter().map(|tag| (tag.name.as_str(), tag)).collect()
}

/// The removed tags that have another name now: most operations of each moved from the old tag to the new one.
fn renamed(
    pairing: &Pairing<'_>,
    is_gone: impl Fn(&str) -> bool,
    is_new: impl Fn(&str) -> bool,
) -> Renamed {
    let mut moves: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let (mut leaving, mut arriving): (BTreeMap<&str, usize>, BTreeMap<&str, usize>) =
        Default::default();
    for pair in &pairing.pairs {
        let (from, to) = (pair.old.tag.name.as_str(), pair.new.tag.name.as_str());
        *moves.entry((from, to)).or_default() += 1;
        *leaving.entry(from).or_default() += 1;
        *arriving.entry(to).or_default() += 1;
    }
    let is_most = |&(&(from, to), &count): &(&(&str, &str), &usize)| {
        is_gone(from) && is_new(to) && count * 2 > leaving[from] && count * 2 > arriving[to]
    };
    let found = moves.iter().filter(is_most);
    found.map(|(&(from, to), _)| (from.to_owned(), to.to_owned())).collect()
}

/// The name of a tag as a value.
pub(super) fn shown(tag: &Tag) -> &str {
    if tag.name.is_empty() { "no tag" } else { &tag.name }
}

/// The name of a tag in changes.
pub(in crate::diff) fn part(name: &str) -> String {
    if name.is_empty() { "operations without a tag".into() } else { format!("tag {name}") }
}

/// The place where a tag is described, or else used.
fn pointer(tag: &Tag) -> Option<String> {
    let used = || Some(format!("{}/tags", tag.operations.first()?.pointer));
    tag.pointer.clone().or_else(used)
}

/// A finding about a tag. It reaches the tag's operations.
fn about(
    wire: &mut Wire<'_>,
    pairing: &Pairing<'_>,
    rule: &'static Rule,
    [old, new]: [Option<&Tag>; 2],
) -> Finding {
    let tag = new.or(old).expect("it is in one state");
    let is_in = |name: &str| name == tag.name;
    let pairs = pairing.pairs.iter().filter(|pair| match new {
        Some(_) => is_in(&pair.new.tag.name),
        None => is_in(&pair.old.tag.name),
    });
    let mut owners: Vec<Owner> = match new {
        Some(_) => pairs.map(|pair| pair.owner).collect(),
        None => Vec::new(),
    };
    let alone = if new.is_some() { &pairing.added } else { &pairing.removed };
    owners.extend(alone.iter().filter(|side| is_in(&side.tag.name)).map(|side| wire.reach(side)));
    if new.is_none() {
        let moved = pairing.pairs.iter().filter(|pair| is_in(&pair.old.tag.name));
        owners.extend(moved.map(|pair| wire.reach(&pair.old)).collect::<Vec<_>>());
    }
    let key = |tag: Option<&Tag>| tag.map(|tag| key(&tag.name));
    Finding::new(rule, Subject::Api { part: part(&tag.name) })
        .at([old.and_then(pointer), new.and_then(pointer)])
        .with_items([key(old), key(new)])
        .owned(owners.into_iter().chain([Owner::Api]))
}

fn both(wire: &mut Wire<'_>, pairing: &Pairing<'_>, old: &Tag, new: &Tag) {
    if old.name != new.name {
        wire.joint.add(key(&old.name), key(&new.name));
        let finding = about(wire, pairing, &rules::TAG_RENAMED, [Some(old), Some(new)]);
        wire.push(finding.turning(shown(old), shown(new)));
    }
    let finding = about(wire, pairing, &rules::TAG_DESCRIPTION, [Some(old), Some(new)]);
    let finding = Finding { items: [None, None], ..finding };
    wire.rest(Object::Tag, &finding, [&old.rest, &new.rest]);
    wire.text(finding, [old.description.as_deref(), new.description.as_deref()]);
}
