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
    assert_eq!(files, "CHANGELOG.md\ngenerated/lib.rs\nspec/page.md");
}

#[test]
fn a_stale_crate_is_no_drift_of_the_documentation() {
    let place = Place::new();
    let (code, said) = place.runs(&[("DRIFT", "stale")]);
    assert_eq!(code, 0, "{said}");
    let log = place.git("remote", &["log", "--format=%s", "main..drift"]);
    assert_eq!(log, "The crate made anew, of the same documentation");
    assert_eq!(place.git("remote", &["diff", "--name-only", "main", "drift"]), "generated/lib.rs");
}

#[test]
fn the_same_drift_is_not_pushed_again() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    let first = place.pushed("drift");
    // On another day, the heading of the changelog's entry differs.
    assert_eq!(place.runs(&[CHANGED, ("TODAY", "2025-02-20")]).0, 0);
    assert_eq!(place.pushed("drift"), first);
    let calls = place.calls();
    assert!(calls.contains("--method PATCH repos/acme/sdk/pulls/7 "), "{calls}");
    assert!(!calls.contains("workflow run"), "{calls}");
}

#[test]
fn further_drift_updates_the_pull_request() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    assert_eq!(place.runs(&[CHANGED, ("PAGE", "newer")]).0, 0);
    assert_eq!(place.git("remote", &["show", "drift:spec/page.md"]), "newer");
    assert_eq!(place.git("remote", &["rev-list", "--count", "main..drift"]), "1");
    let calls = place.calls();
    assert!(calls.contains("pulls/7 ") && !calls.contains("pr create"), "{calls}");
    assert_eq!(place.read("body").lines().next(), Some("report (md)"));
    assert!(calls.contains("gh workflow run ci.yml --ref drift"), "{calls}");
}

/// What is new on main since then may be what the branch is in conflict with.
#[test]
fn a_base_that_moved_moves_the_branch() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    place.git("", &["clone", "--quiet", "remote", "theirs"]);
    fs::write(place.path("theirs/README.md"), "new\n").unwrap();
    place.git("theirs", &["add", "--all"]);
    place.git("theirs", &["commit", "--quiet", "--message", "Other"]);
    place.git("theirs", &["push", "--quiet", "origin", "main"]);
    assert_eq!(place.runs(&[CHANGED]).0, 0);
    assert_eq!(place.git("remote", &["show", "drift:README.md"]), "new");
    assert_eq!(place.git("remote", &["rev-list", "--count", "main..drift"]), "1");
}

#[test]
fn what_people_added_is_left_alone() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    place.somebody_adds("spec/overlay.yaml");
    let theirs = place.pushed("drift");
    let (code, said) = place.runs(&[CHANGED]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("::notice::drift holds commits of others"), "{said}");
    assert_eq!(place.pushed("drift"), theirs);
}

#[test]
fn further_drift_behind_what_people_added_fails_the_job() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    place.somebody_adds("spec/overlay.yaml");
    let theirs = place.pushed("drift");
    let (code, said) = place.runs(&[CHANGED, ("PAGE", "newer")]);
    assert_eq!(code, 1);
    assert!(said.contains("::error::there is further drift"), "{said}");
    assert_eq!(place.pushed("drift"), theirs);
}

#[test]
fn a_branch_that_outlived_its_request_with_what_people_added_fails_the_job() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    place.somebody_adds("spec/overlay.yaml");
    place.request_is("MERGED");
    let (code, said) = place.runs(&[CHANGED, ("PAGE", "newer")]);
    assert_eq!(code, 1);
    assert!(said.contains("::error::drift holds commits of others and has no pull"), "{said}");
}

#[test]
fn a_request_that_was_closed_is_not_opened_again_for_the_same_pages() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    place.request_is("CLOSED");
    for deleted in [false, true] {
        if deleted {
            place.git("remote", &["update-ref", "-d", "refs/heads/drift"]);
        }
        let (code, said) = place.runs(&[CHANGED]);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("::notice::#7 with these pages was closed"), "{said}");
        assert!(!place.calls().contains("pr create"), "{}", place.calls());
    }
    assert_eq!(place.runs(&[CHANGED, ("PAGE", "newer")]).0, 0);
    assert!(place.calls().contains("pr create"), "{}", place.calls());
}

#[test]
fn drift_that_comes_back_is_told_again() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    place.runs(&[]);
    assert_eq!(place.read("request"), "CLOSED\n");
    assert_eq!(place.runs(&[CHANGED, ("CLOSED_BY_US", "yes")]).0, 0);
    assert!(place.calls().contains("pr create"), "{}", place.calls());
}

#[test]
fn it_runs_for_its_base_only() {
    let place = Place::new();
    let (code, said) = place.runs(&[CHANGED, ("GITHUB_REF_NAME", "feature")]);
    assert_eq!((code, said.as_str()), (1, "::error::run this on main, not on feature\n"));
    assert_eq!(place.calls(), "");
}

/// The runner obeys lines that begin with `::`, until it is told to stop with a word that no page can know.
#[test]
fn what_pages_say_is_no_command() {
    let place = Place::new();
    let (_, said) = place.runs(&[CHANGED, ("CODEGEN", "fails")]);
    let mut mute: Option<String> = None;
    let mut obeyed = Vec::new();
    for line in said.lines().filter_map(|line| line.trim_start().strip_prefix("::")) {
        match mute.take() {
            Some(word) if line == format!("{word}::") => {}
            Some(word) => mute = Some(word),
            None => match line.strip_prefix("stop-commands::") {
                Some(word) => mute = Some(word.to_owned()),
                None => obeyed.push(line),
            },
        }
        // The second part begins anew.
        if line.starts_with("stop-commands::") {
            mute = line.strip_prefix("stop-commands::").map(str::to_owned);
        }
    }
    assert!(said.contains("::error::new"), "{said}");
    assert_eq!(obeyed, [""; 0], "{said}");
    assert!(mute.is_some_and(|word| word.len() == 32), "{said}");
}

/// What was compiled could have written anything: files of the repository that no drift changes are left alone.
#[test]
fn a_patch_changes_what_drift_changes_only() {
    let place = Place::new();
    place.runs(&[CHANGED]);
    let patch = place.read("work/target/drift/patch");
    let evil = "diff --git a/.github/evil.yml b/.github/evil.yml\nnew file mode 100644\n--- /dev/null\n+++ b/.github/evil.yml\n@@ -0,0 +1 @@\n+evil\n";
    place.git("work", &["reset", "--quiet", "--hard", "origin/main"]);
    place.git("remote", &["update-ref", "-d", "refs/heads/drift"]);
    fs::write(place.path("work/target/drift/patch"), patch + evil).unwrap();
    assert_eq!(place.follow(&[]).0, 0);
    let files = place.git("remote", &["diff", "--name-only", "main", "drift"]);
    assert_eq!(files, "CHANGELOG.md\ngenerated/lib.rs\nspec/page.md");
}

/// Each of these gets past a look at one name of each file.
#[test]
fn a_patch_renames_nothing_away_and_brings_plain_files_only() {
    let evil = [
        "diff --git a/.github/drift.sh b/spec/drift.md\nsimilarity index 100%\nrename from .github/drift.sh\nrename to spec/drift.md\n",
        "diff --git a/.gitignore b/tests/.gitignore\nsimilarity index 100%\nrename from .gitignore\nrename to tests/.gitignore\n",
        "diff --git \"a/odd\\nname\\\"\" \"b/spec/odd\\nname\"\nsimilarity index 100%\nrename from \"odd\\nname\\\"\"\nrename to \"spec/odd\\nname\"\n",
        "diff --git a/spec/link b/spec/link\nnew file mode 120000\n--- /dev/null\n+++ b/spec/link\n@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n",
        "diff --git a/tests/run b/tests/run\nnew file mode 100755\n--- /dev/null\n+++ b/tests/run\n@@ -0,0 +1 @@\n+evil\n",
        "diff --git a/generated/lib.rs b/generated/lib.rs\nold mode 100644\nnew mode 100755\n",
    ];
    for evil in evil {
        let place = Place::new();
        fs::write(place.path("work/odd\nname\""), "odd\n").unwrap();
        place.git("work", &["add", "--all"]);
        place.git("work", &["commit", "--quiet", "--message", "Odd"]);
        place.git("work", &["push", "--quiet", "origin", "main"]);
        fs::create_dir_all(place.path("work/target/drift")).unwrap();
        fs::write(place.path("work/target/drift/patch"), evil).unwrap();
        fs::write(place.path("work/target/drift/report.txt"), "1 breaking\n").unwrap();
        fs::write(place.path("work/target/drift/text.md"), "text\n").unwrap();
        let (code, said) = place.follow(&[]);
        assert_eq!(code, 1, "{evil}: {said}");
        assert!(said.contains("::error::the patch changes what no drift changes"), "{said}");
        assert_eq!(place.pushed("drift"), None, "{evil}");
    }
}

#[test]
fn pages_that_make_no_crate_are_said_in_the_pull_request() {
    let place = Place::new();
    assert_eq!(place.runs(&[CHANGED, ("CODEGEN", "fails")]).0, 0);
    insta::assert_snapshot!(place.read("body"));
    assert_eq!(
        place.git("remote", &["diff", "--name-only", "main", "drift"]),
        "CHANGELOG.md\nspec/page.md"
    );
}

/// The text of a pull request may become the message of a commit.
#[test]
fn what_codegen_says_mentions_nobody_and_closes_nothing() {
    let place = Place::new();
    let page = "fixes #1 closes GH-2 @acme/all fix https://github.com/acme/sdk/issues/3 www.github.com/a/b/issues/4";
    assert_eq!(place.runs(&[CHANGED, ("CODEGEN", "quotes"), ("PAGE", page)]).0, 0);
    let body = place.read("body");
    for mark in ["#1", "GH-2", "@acme", "https://", "www.github"] {
        assert!(!body.contains(mark), "{mark}: {body}");
    }
    assert!(body.contains("fixes #") && body.contains("github.com/acme/sdk/issues/3"), "{body}");
}

#[test]
fn a_generator_that_breaks_fails_the_job() {
    let place = Place::new();
    assert_eq!(place.runs(&[CHANGED, ("CODEGEN", "breaks")]).0, 101);
    assert_eq!(place.pushed("drift"), None);
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
    let (code, said) = place.runs(&[("DRIFT", "stuck")]);
    assert_eq!(code, 1);
    assert!(said.contains("::error::there is drift, but nothing"), "{said}");
    assert_eq!(place.pushed("drift"), None);
}
