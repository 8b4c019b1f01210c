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
        (name, specweave::yaml::from_str(&text).unwrap())
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
    assert_eq!(names, ["ci.yml", "drift.yml"]);
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

/// What a step runs is one line: a command of this repository, or the installation of a toolchain.
#[test]
fn steps_run_what_is_tested() {
    let mut runs = Vec::new();
    for (_, workflow) in workflows() {
        runs.extend(steps(&workflow).filter_map(|step| Some(step["run"].as_str()?.to_owned())));
    }
    for run in &runs {
        assert_eq!(run.trim().lines().count(), 1, "{run}");
        let known =
            [".ci/run", ".github/drift.sh", "rustup toolchain install ", "cargo +1.88.0 check "];
        assert!(known.iter().any(|start| run.starts_with(start)), "{run}");
    }
    assert!(runs.iter().any(|run| run == ".github/drift.sh"));
    assert!(runs.iter().any(|run| run == ".ci/run"));
}
