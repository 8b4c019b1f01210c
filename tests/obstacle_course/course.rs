//! The emitted crate as a package of its own: without a warning of rustc, Clippy and rustdoc, and with its examples and the
//! programs of `usage.rs`, `composition.rs`, `lists.rs`, `transfers.rs` and `xml.rs` passing.
//!
//! The package and what it depends on stay in the target directory of the workspace, so that little is compiled twice.

use crate::documentation;
use crate::text::generated;
use specweave::files;
use specweave_tests::package::{self, cargo, lock};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Writes the package and returns its folder.
fn package() -> PathBuf {
    let folder = package::folder(env!("CARGO_TARGET_TMPDIR"), "obstacle_course");
    let mut files = generated().files;
    files.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
    files.insert("tests/composition.rs".into(), include_str!("composition.rs").into());
    files.insert("tests/lists.rs".into(), include_str!("lists.rs").into());
    files.insert("tests/usage.rs".into(), include_str!("usage.rs").into());
    files.insert("tests/transfers.rs".into(), include_str!("transfers.rs").into());
    files.insert("tests/xml.rs".into(), include_str!("xml.rs").into());
    files::write(&files, &folder, &[]).unwrap();
    folder
}

/// Runs cargo on a package, which must succeed.
pub(crate) fn passes(folder: &Path, arguments: &[&str]) {
    let output = cargo(folder, arguments);
    let [stdout, stderr] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(output.status.success(), "cargo {}\n{stdout}\n{stderr}", arguments.join(" "));
}

/// The sets of features to compile with: none, and each alone. A feature that no model is compiled for only adds a module of its own, so
/// that all of these together show what each does; only one of them is alone too.
fn sets(files: &BTreeMap<String, String>) -> Vec<String> {
    let names = files["Cargo.toml"].lines().filter_map(|line| line.strip_suffix(" = []"));
    let is_of_models =
        |name: &&str| files["src/models/mod.rs"].contains(&format!("feature = \"{name}\""));
    let (of_models, others): (Vec<&str>, Vec<&str>) = names.partition(is_of_models);
    assert!(of_models.len() > 5 && others.len() > 10, "{of_models:?} {others:?}");
    let alone = of_models.into_iter().chain([others[0], ""]);
    alone.map(str::to_owned).chain([others.join(",")]).collect()
}

#[test]
fn the_emitted_crate_compiles_without_a_warning_and_works() {
    let folder = package();
    lock(&folder);
    let mut faults = Vec::new();
    let mut run = |arguments: &[&str]| {
        let output = cargo(&folder, arguments);
        if !output.status.success() {
            let [stdout, stderr] =
                [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
            faults.push(format!("cargo {}\n{stdout}\n{stderr}", arguments.join(" ")));
        }
        output.stdout
    };
    let all = ["--offline", "--quiet", "--all-features"];
    run(&[&["clippy"], &all[..], &["--all-targets", "--", "-D", "warnings"]].concat());
    run(&[&["doc"], &all[..], &["--no-deps"]].concat());
    // The documentation tests are the last: those of specweave, and none that a text of the document made.
    let tests = run(&[&["test"], &all[..]].concat());
    let files = generated().files;
    let examples = documentation::examples(&files);
    for features in &sets(&files) {
        let only = ["--offline", "--quiet", "--no-default-features", "--features", features];
        run(&[&["clippy"], &only[..], &["--", "-D", "warnings"]].concat());
    }
    run(&["doc", "--offline", "--quiet", "--no-deps", "--no-default-features"]);
    assert_eq!(documentation::tests_run(&tests), Some(examples), "{faults:?}");
    assert!(faults.is_empty(), "in {}:\n{}", folder.display(), faults.join("\n"));
}
