//! The emitted crate as a package of its own: without a warning of rustc, Clippy and rustdoc, and with its examples and the
//! program of `usage.rs` passing.
//!
//! The package and what it depends on stay in the target directory of the workspace, so that little is compiled twice.

use crate::text::generated;
use specweave::files;
use specweave_tests::package::{self, cargo, lock};
use std::path::PathBuf;

/// Writes the package and returns its folder.
fn package() -> PathBuf {
    let folder = package::folder(env!("CARGO_TARGET_TMPDIR"), "obstacle_course");
    let mut files = generated().files;
    files.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
    files.insert("tests/usage.rs".into(), include_str!("usage.rs").into());
    files::write(&files, &folder, &[]).unwrap();
    folder
}

#[test]
fn the_emitted_crate_compiles_without_a_warning_and_works() {
    let folder = package();
    lock(&folder);
    let mut faults = Vec::new();
    for arguments in [
        &["clippy", "--offline", "--quiet", "--all-targets", "--", "-D", "warnings"][..],
        &["doc", "--offline", "--quiet", "--no-deps"],
        &["test", "--offline", "--quiet"],
    ] {
        let output = cargo(&folder, arguments);
        if !output.status.success() {
            let [stdout, stderr] =
                [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
            faults.push(format!("cargo {}\n{stdout}\n{stderr}", arguments.join(" ")));
        }
    }
    assert!(faults.is_empty(), "in {}:\n{}", folder.display(), faults.join("\n"));
}
