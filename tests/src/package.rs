//! Runs cargo on an emitted crate that is written as a separate package, without network and with the workspace's target directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The end of the manifest of such a package. It belongs to no workspace, wherever it is. It has the profile of this workspace, so that
/// packages share compiled dependencies.
pub const MANIFEST: &str = "\n[workspace]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n";

/// The folder of a package, in the target directory of the workspace.
pub fn folder(temporary: &str, name: &str) -> PathBuf {
    Path::new(temporary).join(name)
}

/// Runs cargo in a folder, without network, with the workspace's target directory, which has the dependencies.
pub fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target(folder))
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo can be run")
}

/// The target directory: the one that has the folder in its `tmp`.
pub fn target(folder: &Path) -> &Path {
    let temporary = folder.ancestors().find(|folder| folder.ends_with("tmp"));
    temporary.and_then(Path::parent).expect("the folder is in the target directory")
}

/// Uses the locked versions of this repository, as far as possible.
pub fn lock(folder: &Path) {
    let locked = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.lock");
    fs::copy(locked, folder.join("Cargo.lock")).expect("the lock file can be copied");
    // This only checks the lock file, not packages for other systems that were not downloaded.
    if !cargo(folder, &["update", "--workspace", "--offline"]).status.success() {
        fs::remove_file(folder.join("Cargo.lock")).expect("the lock file can be removed");
    }
}
