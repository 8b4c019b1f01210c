//! Edits at random in, emitted code out: what shows in the code is reported, and what is not reported shows nowhere.

use crate::fixtures::{self, Fixture, shown};
use crate::random::cases;
use crate::random_edits::each_edit;
use specweave::Output;
use specweave::diff::{Level, compare};
use std::collections::BTreeMap;

/// The sources without their documentation: comments, the rows of tables that are compiled for a feature, and words of the search.
fn code(output: &Output) -> BTreeMap<&str, Vec<&str>> {
    let files = output.files.iter().filter(|(path, _)| path.starts_with("src/"));
    files
        .map(|(path, text)| {
            let lines = text.lines().filter(|line| {
                let line = line.trim_start();
                let is_row = line.starts_with("#![cfg_attr(") && line.contains(", doc = ");
                let is_documentation = line.starts_with("//") || line.starts_with("#[doc(alias(");
                !line.is_empty() && !is_documentation && !is_row
            });
            (path.as_str(), lines.collect())
        })
        .collect()
}

fn texts(output: &Output) -> BTreeMap<&String, &String> {
    output.files.iter().filter(|(path, _)| path.starts_with("src/")).collect()
}

/// The first lines that differ.
fn difference(old: &Output, new: &Output) -> String {
    let (old, new) = (code(old), code(new));
    for (path, lines) in &new {
        let Some(before) = old.get(path) else { return format!("{path} is new") };
        if before != lines {
            let first = before.iter().zip(lines).find(|(before, line)| before != line);
            return format!("{path}: {first:?}");
        }
    }
    "a file is gone".into()
}

/// Makes so many edits.
fn run(fixture: Fixture, first: u64, edits: u64) {
    let mut wrong = Vec::new();
    each_edit(fixture, first, edits, |title, old, new| {
        let changes = compare(&old.model, &new.model);
        if changes.is_empty() && texts(old) != texts(new) {
            wrong.push(format!("{title}\n  nothing is reported: {}", difference(old, new)));
        } else if code(old) != code(new)
            && changes.iter().all(|change| change.rust.level == Level::Documentation)
        {
            let reported = shown(&changes);
            wrong.push(format!("{title}\n  {}\n  {reported}", difference(old, new)));
        }
    });
    assert!(wrong.is_empty(), "{} edits:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn what_shows_in_the_code_of_the_session_page_is_reported() {
    run(fixtures::session(), 1000, cases(100));
}

#[test]
fn what_shows_in_the_code_of_the_obstacle_course_is_reported() {
    run(fixtures::obstacles(), 2000, cases(15));
}

#[test]
fn what_shows_in_the_code_of_composed_schemas_is_reported() {
    for seed in 0..cases(1) {
        run(fixtures::composed(seed), 3000 + 100 * seed, 10);
    }
}
