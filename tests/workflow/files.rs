//! The workflows' own text: pinned actions, minimal permissions, and no shell of their own that is worth a test.

use crate::place::root;
use serde_json::Value;
use std::fs;

fn workflows() -> Vec<(String, Value)> {
    let folder = fs::read_dir(root().join(".github/workflows")).unwrap();
    let workflows = folder.map(|entry| {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, specweave::document::yaml::from_str(&text).unwrap())
    });
    let mut workflows: Vec<_> = workflows.collect();
    workflows.sort_by(|a, b| a.0.cmp(&b.0));
    workflows
}

fn jobs(workflow: &Value) -> impl Iterator<Item = &Value> {
    workflow["jobs"].as_object().unwrap().values()
}

fn steps(workflow: &Value) -> impl Iterator<Item = &Value> {
    jobs(workflow).flat_map(|job| job["steps"].as_array().unwrap())
}

#[test]
fn there_are_these() {
    let names: Vec<_> = workflows().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["ci.yml", "drift.yml", "release-sdk.yml", "release.yml"]);
}

#[test]
fn actions_are_pinned_by_commit() {
    let mut pinned = 0;
    for (name, workflow) in workflows() {
        for action in steps(&workflow).filter_map(|step| step["uses"].as_str()) {
            let (_, commit) = action.split_once('@').unwrap();
            let is_commit = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(is_commit, "{name}: {action}");
            pinned += 1;
        }
    }
    assert!(pinned >= 4, "{pinned}");
}

#[test]
fn permissions_are_minimal_and_jobs_end() {
    for (name, workflow) in workflows() {
        let default = &workflow["permissions"];
        let reads = default.as_object().unwrap().values().all(|right| right == "read");
        assert!(reads, "{name}: {default}");
        for job in jobs(&workflow) {
            assert!(job["timeout-minutes"].is_u64(), "{name}");
        }
    }
}

/// What a step runs is one line: a command of this repository, or the installation of a toolchain or of the program that
/// judges the dependencies.
#[test]
fn steps_run_what_is_tested() {
    let mut runs = Vec::new();
    for (_, workflow) in workflows() {
        runs.extend(steps(&workflow).filter_map(|step| Some(step["run"].as_str()?.to_owned())));
    }
    for run in &runs {
        assert_eq!(run.trim().lines().count(), 1, "{run}");
        let known = [
            ".ci/run",
            ".ci/browser",
            ".github/drift.sh ",
            ".github/release.sh ",
            "sudo apt-get install --yes ${{ matrix.tools }}",
            "rustup toolchain install ",
            "cargo +1.88.0 check ",
            "cargo check --locked -p i3dnet --target wasm32-unknown-unknown ",
            "cargo install --locked cargo-deny@",
        ];
        assert!(known.iter().any(|start| run.starts_with(start)), "{run}");
    }
    for run in [".github/drift.sh look", ".github/drift.sh follow", ".ci/run"] {
        assert!(runs.iter().any(|known| known == run), "{run}");
    }
}

/// What a job runs that may write or has a token: git, gh and `cargo publish --no-verify`, none of which runs what was compiled.
const WRITERS: [&str; 3] = [
    ".github/drift.sh follow",
    ".github/release.sh upload \"$GITHUB_REF_NAME\"",
    ".github/release.sh publish \"$GITHUB_REF_NAME\"",
];

/// A job that may write or has a token runs nothing else, and no other job keeps or sees a token.
#[test]
fn what_is_compiled_cannot_write() {
    let mut writers = 0;
    for (name, workflow) in workflows() {
        for job in jobs(&workflow) {
            let rights = job.get("permissions").unwrap_or(&workflow["permissions"]);
            let writes = rights.as_object().unwrap().values().any(|right| right == "write");
            let steps = job["steps"].as_array().unwrap();
            let has_token = Value::from(steps.clone()).to_string().to_lowercase().contains("token");
            let is_checkout = |step: &&Value| {
                step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/checkout@"))
            };
            let checkout = steps.iter().find(is_checkout).unwrap();
            let keeps = checkout["with"]["persist-credentials"] != false;
            if writes || has_token || keeps {
                writers += 1;
                let runs: Vec<_> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
                assert!(runs.len() == 1 && WRITERS.contains(&runs[0]), "{name}: {runs:?}");
            }
        }
    }
    assert_eq!(writers, 4);
}

/// The promise of `rust-version` covers what users compile: every optional module, and the emitted tests.
#[test]
fn the_minimal_version_is_checked_with_all_that_is_promised() {
    let workflows = workflows();
    let (_, ci) = workflows.iter().find(|(name, _)| name == "ci.yml").unwrap();
    let runs: Vec<_> = ci["jobs"]["minimum"]["steps"].as_array().unwrap().iter().collect();
    let check = runs.iter().filter_map(|step| step["run"].as_str()).next_back().unwrap();
    for part in ["--locked", "-p i3dnet", "-p specweave", "--all-targets", "--all-features"] {
        assert!(check.contains(part), "{part}: {check}");
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("rust-version = \"1.88\""));
    assert!(check.contains("+1.88.0"), "{check}");
}
