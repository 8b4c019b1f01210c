//! What is written differently and means the same is no change.

use crate::fixtures::{self, Fixture, shown};
use crate::pages::{Page, sources};
use crate::random::{Random, cases};
use crate::transformations::{ALL, Transformation};
use specweave::Model;
use specweave::diff::compare;
use std::collections::BTreeSet;

/// Says what is reported between the state and the same one written differently.
fn reported(fixture: &Fixture, old: &Model, pages: &[Page]) -> String {
    let new = fixture.model(pages);
    let [forth, back] = [compare(old, &new), compare(&new, old)].map(|changes| shown(&changes));
    [forth, back].concat()
}

/// Applies each way alone, with each seed, and returns those that changed the text.
fn alone(fixture: &Fixture, seeds: u64) -> BTreeSet<&'static str> {
    let (old, before) = (fixture.model(&fixture.pages), sources(&fixture.pages));
    let mut wrong = Vec::new();
    let mut effective = BTreeSet::new();
    for Transformation { name, apply } in ALL {
        for seed in 0..seeds {
            let mut pages = fixture.pages.clone();
            apply(fixture, &mut pages, &mut Random::new(seed));
            if sources(&pages) == before {
                continue;
            }
            effective.insert(*name);
            let reported = reported(fixture, &old, &pages);
            if !reported.is_empty() {
                wrong.push(format!("{}, {name}, seed {seed}:\n{reported}", fixture.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    effective
}

/// Applies several ways one after the other.
fn together(fixture: &Fixture, seeds: std::ops::Range<u64>) {
    let (old, before) = (fixture.model(&fixture.pages), sources(&fixture.pages));
    let mut wrong = Vec::new();
    for seed in seeds {
        let mut random = Random::new(seed);
        let mut pages = fixture.pages.clone();
        let mut names = Vec::new();
        for Transformation { name, apply } in ALL {
            if random.one_in(2) {
                apply(fixture, &mut pages, &mut random);
                names.push(*name);
            }
        }
        assert_ne!(sources(&pages), before, "{names:?} changed nothing");
        let reported = reported(fixture, &old, &pages);
        if !reported.is_empty() {
            wrong.push(format!("{}, {names:?}, seed {seed}:\n{reported}", fixture.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn names() -> BTreeSet<&'static str> {
    ALL.iter().map(|way| way.name).collect()
}

#[test]
fn what_means_the_same_is_no_change() {
    let fixtures = fixtures::own();
    let effective = fixtures.iter().flat_map(|fixture| alone(fixture, cases(4)));
    assert_eq!(effective.collect::<BTreeSet<_>>(), names());
}

#[test]
fn what_means_the_same_in_several_ways_is_no_change() {
    fixtures::own().iter().for_each(|fixture| together(fixture, 100..100 + cases(6)));
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn no_way_to_write_all_pages_is_a_change() {
    let fixture = fixtures::all_pages();
    let mut effective = alone(&fixture, 3);
    // Each fragment has one operation under one tag already.
    for none in ["split operations", "order of tags"] {
        assert!(effective.insert(none), "{none}");
    }
    assert_eq!(effective, names());
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn no_combination_of_ways_to_write_all_pages_is_a_change() {
    together(&fixtures::all_pages(), 200..208);
}
