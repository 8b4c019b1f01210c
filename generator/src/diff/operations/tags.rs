//! Tags: a Rust module, a method of the client and a feature each.

use super::draft::{Comparison, Draft};
use super::pairing::Pairing;
use super::rules;
use crate::Model;
use crate::diff::{Level, Reached, Rule, Subject};
use crate::ir::Tag;
use crate::name::TagNames;
use std::collections::BTreeMap;

/// The tags of the old state that have another name in the new one.
pub(super) type Renamed = BTreeMap<String, String>;

#[derive(Clone, Copy)]
struct Named<'m> {
    tag: &'m Tag,
    names: &'m TagNames,
}

/// Compares the tags and says which have another name.
pub(super) fn compare(comparison: &mut Comparison<'_>, pairing: &Pairing<'_>) -> Renamed {
    let [old, new] = [comparison.old, comparison.new].map(all);
    let find = |tags: &BTreeMap<&str, Named<'_>>, name: &str| tags.contains_key(name);
    let renamed = renamed(pairing, |name| !find(&new, name), |name| !find(&old, name));
    for (name, old) in &old {
        let target = renamed.get(*name).map_or(*name, String::as_str);
        match new.get(target) {
            Some(new) => pair(comparison, *old, *new),
            None => removed(comparison, *old),
        }
    }
    for (name, new) in &new {
        if !find(&old, name) && !renamed.values().any(|target| target == name) {
            added(comparison, *new);
        }
    }
    renamed
}

fn all(model: &Model) -> BTreeMap<&str, Named<'_>> {
    let tags = model.api.tags.iter().zip(&model.names.tags);
    tags.map(|(tag, names)| (tag.name.as_str(), Named { tag, names })).collect()
}

/// A tag that is gone and one that is new are one if most operations of each went from the one to the other.
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

/// How a tag is called in changes.
fn part(tag: &Tag) -> String {
    if tag.name.is_empty() {
        "operations without a tag".into()
    } else {
        format!("tag {}", tag.name)
    }
}

/// The name of a tag as a value.
pub(super) fn shown(tag: &Tag) -> &str {
    if tag.name.is_empty() { "no tag" } else { &tag.name }
}

/// Where a tag is described, or else used.
fn pointer(tag: &Tag) -> String {
    let first = tag.operations.first().map(|operation| format!("{}/tags", operation.pointer));
    tag.pointer.clone().or(first).unwrap_or_default()
}

fn reached(tag: &Tag) -> impl Iterator<Item = Reached> {
    tag.operations.iter().map(|operation| Reached {
        tag: tag.name.clone(),
        path: operation.path.clone(),
        method: operation.method,
    })
}

fn draft(
    comparison: &Comparison<'_>,
    rule: &'static Rule,
    old: Option<&Tag>,
    new: Option<&Tag>,
) -> Draft {
    let shown = new.or(old).map(part).unwrap_or_default();
    let mut draft = Draft::new(rule, Subject::Api { part: shown });
    draft.0.old = old.and_then(|tag| comparison.old.places.place(&pointer(tag)));
    draft.0.new = new.and_then(|tag| comparison.new.places.place(&pointer(tag)));
    draft.reaching(new.or(old).into_iter().flat_map(reached))
}

fn added(comparison: &mut Comparison<'_>, new: Named<'_>) {
    let TagNames { method, module, .. } = new.names;
    let draft = draft(comparison, &rules::TAG_ADDED, None, Some(new.tag))
        .values(None::<String>, Some(shown(new.tag)))
        .wire("nothing that is sent changes; its operations are reported by themselves")
        .rust(Level::Compatible, format!("client.{method}(): new, with the module operations::{module} and the feature {module}"));
    comparison.push(draft);
}

fn removed(comparison: &mut Comparison<'_>, old: Named<'_>) {
    let TagNames { method, module, .. } = old.names;
    let draft = draft(comparison, &rules::TAG_REMOVED, Some(old.tag), None)
        .values(Some(shown(old.tag)), None::<String>)
        .wire("nothing that is sent changes; its operations are reported by themselves")
        .rust(Level::Breaking, format!(
            "client.{method}(): gone, with the module operations::{module} and the feature {module}: code that names them no \
             longer compiles, and a manifest that asks for the feature is refused"
        ));
    comparison.push(draft);
}

fn pair(comparison: &mut Comparison<'_>, old: Named<'_>, new: Named<'_>) {
    let same = |names: &TagNames| (names.method.clone(), names.module.clone(), names.ident.clone());
    let (from, to) = (same(old.names), same(new.names));
    let rust = if from == to {
        (
            Level::Compatible,
            format!("client.{}(): as before, only its documentation names the tag", to.0),
        )
    } else {
        (
            Level::Breaking,
            format!(
                "client.{}() → client.{}(), operations::{}::{} → operations::{}::{}, feature {} → {}: code and manifests that \
             name them no longer compile",
                from.0, to.0, from.1, from.2, to.1, to.2, from.1, to.1
            ),
        )
    };
    if old.tag.name != new.tag.name {
        let draft = draft(comparison, &rules::TAG_RENAMED, Some(old.tag), Some(new.tag))
            .turning(shown(old.tag), shown(new.tag))
            .wire("nothing that is sent changes")
            .rust(rust.0, rust.1);
        comparison.push(draft);
    } else if from != to {
        let draft = draft(comparison, &rules::TAG_RUST_NAME, Some(old.tag), Some(new.tag))
            .turning(&from.1, &to.1)
            .wire("nothing that is sent changes")
            .rust(rust.0, rust.1);
        comparison.push(draft);
    }
    let texts = [&old.tag.description, &new.tag.description].map(|text| text.as_deref());
    comparison.text(texts, "a tag", &format!("client.{}()", to.0), |comparison| {
        draft(comparison, &rules::TAG_DESCRIPTION, Some(old.tag), Some(new.tag))
    });
}
