//! The script of the drift workflow: what it pushes, and what it asks GitHub for.

use crate::place::Place;
use std::fs;

const CHANGED: (&str, &str) = ("DRIFT", "changed");

#[test]
fn without_drift_nothing_is_pushed() {
    let place = Place::new();
    assert_eq!(place.runs(&[]).0, 0);
    assert_eq!(place.pushed("drift"), None);
    insta::assert_snapshot!(place.calls());
}

#[test]
fn what_cannot_be_told_fails_the_job() {
    let place = Place::new();
    assert_eq!(place.runs(&[("DRIFT", "unknown")]).0, 2);
    assert_eq!(place.pushed("drift"), None);
    assert_eq!(place.calls().lines().count(), 1, "{}", place.calls());
}

#[test]
fn drift_becomes_a_pull_request() {
    let place = Place::new();
    let (code, said) = place.runs(&[CHANGED]);
    assert_eq!(code, 0, "{said}");
    insta::assert_snapshot!(place.calls());
    let show = |path: &str| place.git("remote", &["show", &format!("drift:{path}")]);
    assert_eq!((show("spec/page.md"), show("generated/lib.rs")), ("new".into(), "new".into()));
    let log = place.git("remote", &["log", "--format=%an: %s", "main..drift"]);
    assert_eq!(log, "github-actions[bot]: Drift of the documentation: 1 breaking");
    assert!(place.read("body").starts_with("report (md)\n"));
    let files = place.git("remote", &["diff", "--name-only", "main", "drift"]);
    assert_eq!(files, "generated/lib.rs\nspec/page.md");
}

#[test]
fn the_same_drift_is_not_pushed_again() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    let first = place.pushed("drift");
    assert_eq!(place.runs(&[CHANGED]).0, 0);
    assert_eq!(place.pushed("drift"), first);
    assert!(place.calls().contains("gh pr edit 7") && !place.calls().contains("workflow run"));
}

#[test]
fn further_drift_updates_the_pull_request() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    assert_eq!(place.runs(&[CHANGED, ("PAGE", "newer")]).0, 0);
    assert_eq!(place.git("remote", &["show", "drift:spec/page.md"]), "newer");
    assert_eq!(place.git("remote", &["rev-list", "--count", "main..drift"]), "1");
    let calls = place.calls();
    assert!(calls.contains("gh pr edit 7") && !calls.contains("pr create"), "{calls}");
    assert!(calls.contains("gh workflow run ci.yml --ref drift"), "{calls}");
}

#[test]
fn what_people_added_is_left_alone() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    place.git("", &["clone", "--quiet", "--branch", "drift", "remote", "theirs"]);
    fs::write(place.path("theirs/spec/overlay.yaml"), "by hand\n").unwrap();
    place.git("theirs", &["add", "--all"]);
    place.git("theirs", &["commit", "--quiet", "--message", "Mend"]);
    place.git("theirs", &["push", "--quiet", "origin", "drift"]);
    let theirs = place.pushed("drift");
    let (code, said) = place.runs(&[CHANGED, ("PAGE", "newer")]);
    assert_eq!(code, 0);
    assert!(said.contains("::warning::drift holds commits of others"), "{said}");
    assert_eq!(place.pushed("drift"), theirs);
}

#[test]
fn pages_that_make_no_crate_are_said_in_the_pull_request() {
    let place = Place::new();
    assert_eq!(place.runs(&[CHANGED, ("CODEGEN", "fails")]).0, 0);
    insta::assert_snapshot!(place.read("body"));
    assert_eq!(place.git("remote", &["diff", "--name-only", "main", "drift"]), "spec/page.md");
}

#[test]
fn drift_that_is_gone_closes_the_pull_request() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    assert_eq!(place.runs(&[]).0, 0);
    assert!(place.calls().contains("gh pr close 7"), "{}", place.calls());
}

/// Drift that `--apply` cannot mend must not look like none.
#[test]
fn drift_without_anything_to_commit_fails_the_job() {
    let place = Place::new();
    let (code, said) = place.runs(&[CHANGED, ("PAGE", "old")]);
    assert_eq!(code, 1);
    assert!(said.contains("::error::there is drift, but nothing"), "{said}");
    assert_eq!(place.pushed("drift"), None);
}
