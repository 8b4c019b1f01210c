//! The emitted crate as a package of its own: without a warning of rustc, Clippy and rustdoc, and with its examples and the
//! programs of `usage.rs` and `transfers.rs` passing.
//!
//! The package and what it depends on stay in the target directory of the workspace, so that little is compiled twice.

use crate::documentation;
use crate::text::generated;
use specweave::files;
use specweave_tests::package::{self, cargo, lock};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes the package and returns its folder.
fn package() -> PathBuf {
    let folder = package::folder(env!("CARGO_TARGET_TMPDIR"), "obstacle_course");
    let mut files = generated().files;
    files.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
    files.insert("tests/lists.rs".into(), include_str!("lists.rs").into());
    files.insert("tests/usage.rs".into(), include_str!("usage.rs").into());
    files.insert("tests/transfers.rs".into(), include_str!("transfers.rs").into());
    files::write(&files, &folder, &[]).unwrap();
    folder
}

/// The features of the package, each alone, and none.
fn features(folder: &Path) -> Vec<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let names = manifest.lines().filter_map(|line| line.strip_suffix(" = []"));
    names.map(str::to_owned).chain([String::new()]).collect()
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
    run(&["clippy", "--offline", "--quiet", "--all-targets", "--", "-D", "warnings"]);
    run(&["doc", "--offline", "--quiet", "--no-deps"]);
    // The documentation tests are the last: those of specweave, and none that a text of the document made.
    let tests = run(&["test", "--offline", "--quiet"]);
    let examples = documentation::examples(&generated().files);
    let features = features(&folder);
    assert!(features.len() > 20, "{features:?}");
    for feature in &features {
        let only = ["--offline", "--quiet", "--no-default-features", "--features", feature];
        run(&[&["clippy"], &only[..], &["--", "-D", "warnings"]].concat());
    }
    run(&["doc", "--offline", "--quiet", "--no-deps", "--no-default-features"]);
    assert_eq!(documentation::tests_run(&tests), Some(examples), "{faults:?}");
    assert!(faults.is_empty(), "in {}:\n{}", folder.display(), faults.join("\n"));
}
