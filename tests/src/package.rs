//! Cargo on an emitted crate that was written as a package of its own, without network and beside the workspace's own artifacts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The end of the manifest of such a package: it belongs to no workspace, wherever it is, and its profile is this workspace's, so
/// that what it depends on serves other packages too.
pub const MANIFEST: &str = "\n[workspace]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n";

/// The folder of a package, in the target directory of the workspace.
pub fn folder(temporary: &str, name: &str) -> PathBuf {
    Path::new(temporary).join(name)
}

/// Runs cargo in a folder, without network, with the target directory of the workspace, where the dependencies are.
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

/// Takes over the versions that this repository has locked, as far as they will do.
pub fn lock(folder: &Path) {
    let locked = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.lock");
    fs::copy(locked, folder.join("Cargo.lock")).expect("the lock file can be copied");
    // This looks only at what the lock file says, not at packages for other systems that nobody has downloaded.
    if !cargo(folder, &["update", "--workspace", "--offline"]).status.success() {
        fs::remove_file(folder.join("Cargo.lock")).expect("the lock file can be removed");
    }
}
