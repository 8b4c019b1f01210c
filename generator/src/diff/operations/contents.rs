//! The media types of a body or an answer, and what each holds.

use super::draft::Comparison;
use super::rules;
use super::side::Pair;
use crate::diff::schemas::{Direction, Meeting, Site};
use crate::diff::{Effect, Level, Rule};
use crate::ir::{Content, Encoding};
use std::collections::{BTreeMap, BTreeSet};

/// The media types of a body or an answer in both states, and how it is spoken of.
pub(super) struct Contents<'c, 'm> {
    pub(super) old: &'m [Content],
    pub(super) new: &'m [Content],
    /// What it is: `request body`.
    pub(super) part: String,
    pub(super) direction: Direction,
    /// How Rust code meets what comes in the preferred media type.
    pub(super) meeting: Meeting,
    /// How both crates name it.
    pub(super) rust_names: [String; 2],
    /// The effect of another preferred media type on Rust, asked for where it has one.
    pub(super) rust: &'c dyn Fn(&Pair<'_>) -> Effect,
    /// Where it stands in both documents.
    pub(super) pointers: [&'c str; 2],
    /// For one more media type, one less, and another preferred one.
    pub(super) rules: [&'static Rule; 3],
}

/// A media type without what does not count: JSON and text are UTF-8, whether a parameter says so or not.
fn plain(content: &Content) -> String {
    let text = content.media_type.to_lowercase();
    let pieces = text.split(';').map(|piece| piece.split_whitespace().collect::<String>());
    let pieces = pieces.filter(|piece| piece.replace('"', "") != "charset=utf-8");
    pieces.collect::<Vec<_>>().join(";")
}

/// Compares media types, and hands on what they hold.
pub(super) fn compare<'m>(
    comparison: &mut Comparison<'m>,
    pair: &Pair<'m>,
    own: &Contents<'_, 'm>,
) {
    let [old, new] =
        [own.old, own.new].map(|contents| -> Vec<String> { contents.iter().map(plain).collect() });
    let preferred_changed = old.first() != new.first();
    let untouched = || {
        Effect::new(
            Level::Compatible,
            format!(
                "{}: the crate does not use this media type: code compiles as it is",
                own.rust_names[1]
            ),
        )
    };
    let effect = |is_cause: bool| if is_cause { (own.rust)(pair) } else { untouched() };
    let [added, removed, preferred] = own.rules;
    let verb = match own.direction {
        Direction::Request => "accepted",
        Direction::Response => "sent",
    };
    for (index, media_type) in
        old.iter().enumerate().filter(|(_, media_type)| !new.contains(media_type))
    {
        let draft = pair
            .change(
                removed,
                &own.part,
                [pointer(own.old.get(index), own.pointers[0]), own.pointers[1]],
            )
            .values(Some(media_type), None::<String>)
            .wire(format!("{media_type} is no longer {verb}"))
            .rust_effect(effect(index == 0));
        comparison.push(draft);
    }
    // What takes the place of all others is not there beside them.
    let beside = if old.iter().any(|media_type| new.contains(media_type)) { " too" } else { "" };
    for (index, media_type) in
        new.iter().enumerate().filter(|(_, media_type)| !old.contains(media_type))
    {
        let draft = pair
            .change(
                added,
                &own.part,
                [own.pointers[0], pointer(own.new.get(index), own.pointers[1])],
            )
            .values(None::<String>, Some(media_type))
            .wire(format!("{media_type} is {verb}{beside}"))
            .rust_effect(effect(index == 0));
        comparison.push(draft);
    }
    if let ([from, ..], [to, ..]) = (old.as_slice(), new.as_slice())
        && preferred_changed
        && old.contains(to)
        && new.contains(from)
        && own.old[0].value != own.old[old.iter().position(|other| other == to).unwrap_or(0)].value
    {
        let draft = pair
            .change(preferred, &own.part, own.pointers)
            .turning(from, to)
            .wire(format!("{from} and {to} are {verb} as before"))
            .rust_effect(effect(true));
        comparison.push(draft);
    }
    held(comparison, pair, own, [&old, &new]);
}

/// Where a media type stands.
fn pointer<'p>(content: Option<&'p Content>, otherwise: &'p str) -> &'p str {
    content.map_or(otherwise, |content| &content.pointer)
}

/// Hands on what the media types of both states hold; the preferred ones belong together where one took the place of the other.
fn held<'m>(
    comparison: &mut Comparison<'m>,
    pair: &Pair<'m>,
    own: &Contents<'_, 'm>,
    [old, new]: [&[String]; 2],
) {
    let replaced = |index: usize| {
        let gone = old.first().is_some_and(|first| !new.contains(first));
        let encodings =
            [own.old, own.new].map(|contents| contents.first().map(|content| content.encoding));
        let is_new = new.first().is_some_and(|first| !old.contains(first));
        (index == 0 && gone && is_new && encodings[0] == encodings[1]).then_some(0)
    };
    for (index, media_type) in old.iter().enumerate() {
        let other = new.iter().position(|other| other == media_type).or_else(|| replaced(index));
        let Some(other) = other else { continue };
        let (from, to) = (&own.old[index], &own.new[other]);
        parts(comparison, pair, own, from, to);
        let is_preferred = index == 0 && other == 0;
        let part =
            if is_preferred { own.part.clone() } else { format!("{} as {media_type}", own.part) };
        let site = Site {
            direction: own.direction,
            operation: pair.new.reached(),
            subject: pair.new.subject(&part),
            old_pointer: format!("{}/schema", from.pointer).into(),
            new_pointer: format!("{}/schema", to.pointer).into(),
            old_schema: from.schema,
            new_schema: to.schema,
            meeting: if is_preferred { own.meeting } else { Meeting::Nowhere },
            old_rust: own.rust_names[0].clone(),
            new_rust: own.rust_names[1].clone(),
        };
        comparison.schemas.compare(site, &from.value, &to.value);
    }
}

/// The media types that parts of a multipart body are sent in.
fn parts(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    own: &Contents<'_, '_>,
    old: &Content,
    new: &Content,
) {
    if old.encoding != Encoding::Multipart || new.encoding != Encoding::Multipart {
        return;
    }
    let [before, after] = [old, new].map(|content| -> BTreeMap<&str, &str> {
        let encodings = content.encodings.iter();
        encodings.filter_map(|own| Some((own.name.as_str(), own.media_type()?))).collect()
    });
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for name in names {
        let (from, to) = (before.get(name), after.get(name));
        if from == to {
            continue;
        }
        let shown = |media_type: Option<&&str>| {
            media_type
                .map_or("its usual media type".to_owned(), |media_type| (*media_type).to_owned())
        };
        let (from_shown, to_shown) = (shown(from), shown(to));
        let draft = pair
            .change(&rules::PART_MEDIA_TYPE, &format!("{} part {name}", own.part), own.pointers)
            .values(from.copied(), to.copied())
            .wire(format!("the part {name} is expected as {to_shown} instead of {from_shown}"))
            .rust(
                Level::Compatible,
                format!(
                    "{}: sends the part {name} as {to_shown}: code compiles as it is",
                    own.rust_names[1]
                ),
            );
        comparison.push(draft);
    }
}
