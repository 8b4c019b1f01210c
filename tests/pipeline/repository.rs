//! What holds of this repository: the emitted crates are up to date, the generator knows no API, the documentation is complete.

use crate::spec;
use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::{Inputs, source::Source};
use specweave_tests::frozen;
use std::fs;
use std::path::{Path, PathBuf};

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_emitted_crates_are_up_to_date() {
    let kept = spec::inputs().0.package.extra_files;
    for (output, folder) in [(spec::output(), "generated"), (frozen::output(), "tests/frozen/sdk")]
    {
        let folder = frozen::root().join(folder);
        let differences = specweave::files::compare(&output.files, &folder, &kept).unwrap();
        let folder = folder.display();
        assert!(differences.is_empty(), "run `cargo xtask codegen`: {folder}: {differences:#?}");
    }
}

#[test]
fn the_generator_knows_no_api() {
    let folders = ["generator/src", "generator/runtime"].map(|folder| frozen::root().join(folder));
    let [sources, runtime] = folders.map(|folder| files_below(&folder, ".rs"));
    assert!(sources.len() > 50 && runtime.len() > 30, "{} and {}", sources.len(), runtime.len());
    for path in sources.into_iter().chain(runtime) {
        let text = fs::read_to_string(&path).unwrap().to_lowercase();
        assert!(!text.contains("i3d"), "{}", path.display());
    }
}

#[test]
fn every_module_says_what_it_is_and_is_not_too_long() {
    let folders = ["generator/src", "generator/runtime", "generator/tests", "xtask/src", "tests"];
    let files = folders.iter().flat_map(|folder| files_below(&frozen::root().join(folder), ".rs"));
    let emitted = frozen::root().join("tests/frozen/sdk");
    for path in files.filter(|path| !path.starts_with(&emitted)) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} does not open with //!", path.display());
        assert!(
            text.lines().count() <= 600,
            "{} has {} lines",
            path.display(),
            text.lines().count()
        );
    }
}

/// Of the frozen page, as it depends on how many parameters operations have. Headers, handles, examples and the error type of each operation
/// count.
#[test]
fn an_operation_takes_at_most_fifty_six_lines() {
    let output = frozen::output();
    let operations = output
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("src/operations/") && !path.ends_with("mod.rs"));
    let lines: usize = operations.map(|(_, text)| text.lines().count()).sum();
    assert!(output.summary.operations > 0);
    assert!(
        lines <= 56 * output.summary.operations,
        "{lines} lines for {} operations",
        output.summary.operations
    );
}

#[test]
fn the_emitted_crate_uses_no_procedural_macro() {
    let manifest = &frozen::output().files["Cargo.toml"];
    let dependencies =
        manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    for macros in ["derive", "async-trait", "thiserror", "macros", "attributes"] {
        assert!(!dependencies.contains(macros), "{macros} in {dependencies}");
    }
}

/// What the emitted manifest asks for is what the runtime is tested with.
#[test]
fn the_emitted_manifest_asks_for_the_versions_of_the_workspace() {
    let version = |line: &str| {
        let (name, value) = line.split_once(" = ")?;
        let value = value.split_once("version = ").map_or(value, |(_, rest)| rest);
        Some((name.to_owned(), value.split('"').nth(1)?.to_owned()))
    };
    let workspace = fs::read_to_string(frozen::root().join("Cargo.toml")).unwrap();
    let tested: Vec<_> = workspace.lines().filter_map(version).collect();
    // The obstacle course needs every optional part of the runtime that no configuration asks for.
    let course = include_str!("../obstacle_course/obstacles.yaml");
    let inputs =
        Inputs { sources: vec![Source::new("obstacles.yaml", course)], overlays: Vec::new() };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let manifest = &output.files["Cargo.toml"];
    let dependencies =
        manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let asked: Vec<_> = dependencies.lines().filter_map(version).collect();
    assert!(asked.len() >= 10, "{asked:?}");
    for optional in ["futures-core", "http-body", "jiff", "uuid"] {
        assert!(asked.iter().any(|(name, _)| name == optional), "{optional} is not in {asked:?}");
    }
    for pair in asked {
        assert!(tested.contains(&pair), "{pair:?} is not in the workspace's manifest");
    }
}

#[test]
fn the_page_of_codes_lists_every_code() {
    let page = frozen::root().join("generator/CODES.md");
    let text = fs::read_to_string(&page).unwrap();
    let rows = Code::ALL.iter().map(|code| {
        let (number, severity, title) = (code.number(), code.severity(), code.title());
        format!(
            "| [`{number}`](src/diagnostic/explanations/{number}.md) | {severity} | {title} |\n"
        )
    });
    let head = "|---|---|---|\n";
    let (introduction, _) = text.split_once(head).unwrap();
    let expected = format!("{introduction}{head}{}", rows.collect::<String>());
    if std::env::var_os("UPDATE_PAGES").is_some() {
        fs::write(page, &expected).unwrap();
    } else {
        assert!(text == expected, "run this test with UPDATE_PAGES=1");
    }
}
