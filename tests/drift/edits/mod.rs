//! Single edits, forwards and backwards, each with exactly its code and levels.

mod api;
mod operations;
mod requests;
mod responses;
mod schemas;

use crate::fixtures::{self, Fixture, shown};
use crate::state::{At, Done, State};
use specweave::diff::{self, Change, Level, Subject, compare};
use std::collections::BTreeSet;
use std::fmt::Write;

/// One edit.
pub(crate) struct Edit {
    name: &'static str,
    /// Made in both states, to have a place for the edit.
    setting: Option<fn(&mut State) -> Option<Done>>,
    edit: fn(&mut State) -> Option<Done>,
    /// The codes, each with its level on the wire and for Rust: `operation-added C C`.
    forth: &'static [&'static str],
    /// Those of the edit backwards.
    back: &'static [&'static str],
}

const fn edit(
    name: &'static str,
    edit: fn(&mut State) -> Option<Done>,
    forth: &'static [&'static str],
    back: &'static [&'static str],
) -> Edit {
    Edit { name, setting: None, edit, forth, back }
}

const fn edit_in(
    name: &'static str,
    setting: fn(&mut State) -> Option<Done>,
    edit: fn(&mut State) -> Option<Done>,
    forth: &'static [&'static str],
    back: &'static [&'static str],
) -> Edit {
    Edit { name, setting: Some(setting), edit, forth, back }
}

fn all() -> Vec<&'static Edit> {
    let groups = [api::EDITS, operations::EDITS, requests::EDITS, responses::EDITS];
    groups.into_iter().chain(schemas::EDITS.iter().copied()).flatten().collect()
}

fn found(changes: &[Change]) -> Vec<String> {
    let letter = |level: Level| match level {
        Level::Breaking => "B",
        Level::PossiblyBreaking => "P",
        Level::Compatible => "C",
        Level::Documentation => "D",
    };
    let mut found: Vec<String> = changes
        .iter()
        .map(|change| {
            format!(
                "{} {} {}",
                change.rule.code,
                letter(change.wire.level),
                letter(change.rust.level)
            )
        })
        .collect();
    found.sort();
    found
}

/// What is wrong with where changes are said to be.
fn misplaced(changes: &[Change], done: &Done) -> Vec<String> {
    let mut wrong = Vec::new();
    for change in changes {
        let title = format!("{} of {}", change.rule.code, change.subject);
        let places: Vec<_> = change.old.iter().chain(&change.new).collect();
        // Nothing that was written is around all components and tags.
        let least = if matches!(
            change.rule.code,
            "schema-added" | "schema-removed" | "tag-added" | "tag-removed"
        ) {
            1
        } else {
            2
        };
        if places.len() < least {
            wrong.push(format!("{title} is nowhere"));
        }
        for place in places {
            let is_right = done.pages.contains(&place.source.name)
                && place.position().is_some()
                && place.pointer.starts_with(&done.pointer);
            if !is_right {
                let (pages, name) = (&done.pages, &place.source.name);
                wrong.push(format!(
                    "{title} is at {name} {}, and not at {pages:?} {}",
                    place.pointer, done.pointer
                ));
            }
        }
        let is_reached = change.operations.iter().any(|reached| {
            let of = |(path, method): &At| {
                reached.path == *path && reached.method.name().eq_ignore_ascii_case(method)
            };
            done.operations.iter().any(of)
        });
        if !is_reached
            && !done.operations.is_empty()
            && !matches!(change.subject, Subject::Api { .. })
        {
            wrong.push(format!("{title} does not reach {:?}", done.operations));
        }
    }
    wrong
}

/// What was made of all edits.
#[derive(Default)]
struct Outcome {
    /// Edits that the pages have a place for.
    made: usize,
    codes: BTreeSet<String>,
    /// Edit, what it is, what its reverse is.
    table: String,
    wrong: Vec<String>,
}

fn run(fixture: &Fixture) -> Outcome {
    let mut outcome = Outcome::default();
    let original = fixture.model(&fixture.pages);
    for Edit { name, setting, edit, forth, back } in all() {
        let mut state = State { pages: fixture.pages.clone() };
        let is_set = setting.is_none_or(|setting| setting(&mut state).is_some());
        let set = setting.filter(|_| is_set).map(|_| fixture.model(&state.pages));
        let Some(done) = is_set.then(|| edit(&mut state)).flatten() else { continue };
        let (old, new) = (set.as_ref().unwrap_or(&original), fixture.model(&state.pages));
        let changes = [compare(old, &new), compare(&new, old)];
        outcome.made += 1;
        let lists = changes.each_ref().map(|changes| found(changes));
        let _ = writeln!(
            outcome.table,
            "| {name} | {} | {} |",
            lists[0].join(", "),
            lists[1].join(", ")
        );
        for (way, expected, (list, changes)) in [("forth", forth, 0), ("back", back, 1)]
            .map(|(way, expected, index)| (way, expected, (&lists[index], &changes[index])))
        {
            if list != expected {
                outcome.wrong.push(format!("{name}, {way}: {list:?}\n{}", shown(changes)));
            }
            let misplaced = misplaced(changes, &done);
            if !misplaced.is_empty() {
                outcome.wrong.push(format!("{name}, {way}:\n{}", misplaced.join("\n")));
            }
            outcome.codes.extend(changes.iter().map(|change| change.rule.code.to_owned()));
        }
    }
    outcome
}

#[test]
fn edits_of_the_session_page_are_what_they_are() {
    let outcome = run(&bare(fixtures::session()));
    assert!(outcome.wrong.is_empty(), "{}", outcome.wrong.join("\n\n"));
    assert!(outcome.made > 60, "{} edits", outcome.made);
}

/// Without corrections, which may be about what is edited.
fn bare(fixture: Fixture) -> Fixture {
    Fixture { overlays: Vec::new(), ..fixture }
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn edits_of_all_pages_are_what_they_are() {
    let outcome = run(&bare(fixtures::all_pages()));
    println!("| edit | found | found backwards |\n|---|---|---|\n{}", outcome.table);
    println!("{} edits, {} rules of {}", outcome.made, outcome.codes.len(), diff::rules::ALL.len());
    let missing: Vec<&str> = diff::rules::ALL
        .iter()
        .map(|rule| rule.code)
        .filter(|code| !outcome.codes.contains(*code))
        .collect();
    println!("not met: {missing:#?}");
    assert!(outcome.wrong.is_empty(), "{}", outcome.wrong.join("\n\n"));
    assert_eq!(outcome.made, all().len(), "each edit has its place");
    let excused: Vec<&str> = UNMET.iter().map(|(code, _)| *code).collect();
    assert_eq!(missing, excused);
}

/// The rules that no edit of the pages meets, and why.
const UNMET: &[(&str, &str)] = &[(
    "api-error-object-changed",
    "the configuration names the error object of these pages, so that no page decides on it",
)];
