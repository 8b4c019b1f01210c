//! Edits at random in; whether code that uses the emitted crate can stop compiling, and whether the comparison says so.
//!
//! The judge is [`Public`], which reads both crates as the compiler does and knows nothing of the comparison.
//!
//! - What code can lose, some change says: it is breaking for Rust, or possibly breaking.
//! - Where code loses nothing, no change is breaking for Rust, whatever is new, but for those [`BEYOND`] the compiler.

use crate::fixtures::{self, Fixture, shown};
use crate::public::Public;
use crate::random::cases;
use crate::random_edits::each_edit;
use specweave::Output;
use specweave::diff::{Change, Level, compare};

/// The rules of what can break programs that still compile, and how.
const BEYOND: &[(&str, &str)] = &[
    ("operation-arguments-reordered", "arguments of one type are taken for each other"),
    ("rust-arguments-reordered", "arguments of one type are taken for each other"),
    ("rust-name-changed", "something that looks the same took the name"),
    ("server-default-changed", "building a client without an address fails"),
];

/// What is wrong with what is said of Rust.
fn misjudged([old, new]: [(&Output, &Public); 2]) -> Option<String> {
    let lost = old.1.lost_in(new.1);
    let changes = compare(&old.0.model, &new.0.model);
    let is_said = changes.iter().any(|change| change.rust.level >= Level::PossiblyBreaking);
    let breaks = |change: &&Change| {
        let is_beyond = BEYOND.iter().any(|(code, _)| *code == change.rule.code);
        change.rust.level == Level::Breaking && !is_beyond
    };
    let wrong = match lost.is_empty() {
        false if !is_said => format!("lost in silence: {}", lost.join(", ")),
        true if changes.iter().any(|change| breaks(&change)) => "nothing is lost".to_owned(),
        _ => return None,
    };
    Some(format!("  {wrong}\n  {}", shown(&changes)))
}

/// Makes so many edits, forwards and backwards.
fn run(fixture: Fixture, first: u64, edits: u64) {
    let mut wrong = Vec::new();
    let mut before: Option<Public> = None;
    each_edit(fixture, first, edits, |title, old, new| {
        let was = before.get_or_insert_with(|| Public::of(&old.files));
        let is = &Public::of(&new.files);
        for (way, states) in
            [("forth", [(old, &*was), (new, is)]), ("back", [(new, is), (old, &*was)])]
        {
            // Types of a crate without operations are there without features; that of the tag of the first one takes them from who turned it off.
            if states[0].0.model.api.tags.is_empty() {
                continue;
            }
            wrong.extend(misjudged(states).map(|wrong| format!("{title}, {way}\n{wrong}")));
        }
    });
    assert!(wrong.is_empty(), "{} edits:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn what_is_said_of_the_session_page_is_so() {
    run(fixtures::session(), 5000, cases(20));
}

#[test]
fn what_is_said_of_the_obstacle_course_is_so() {
    run(fixtures::obstacles(), 6000, cases(1));
}

#[test]
fn what_is_said_of_composed_schemas_is_so() {
    for seed in 0..cases(1) {
        run(fixtures::composed(seed), 7000 + 100 * seed, 3);
    }
}

#[test]
#[ignore = "needs the vendor's pages: set SPECWEAVE_PAGES"]
fn what_is_said_of_all_pages_is_so() {
    run(fixtures::all_pages(), 8000, cases(10));
}

#[test]
#[ignore = "needs documents: set SPECWEAVE_DOCUMENTS"]
fn what_is_said_of_other_documents_is_so() {
    for fixture in fixtures::others() {
        run(fixture, 9000, cases(10));
    }
}
