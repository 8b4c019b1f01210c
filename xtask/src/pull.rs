//! `cargo xtask pull`: the pages of `spec/`, fetched by `specweave pull`.
//!
//! It is another program, built when it is wanted: fetching needs a TLS stack, which the other chores need not wait for.

use super::{cargo, root};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Calls `specweave pull` with the configuration, a cache below the target folder, and these arguments.
///
/// Its exit code: 0 done, 1 a page is at fault, 2 it could not be told or done.
pub(super) fn run(args: &[OsString]) -> ExitCode {
    let (root, here) = (root(), env::current_dir().unwrap_or_default());
    let near = |path: PathBuf| path.strip_prefix(&here).map(PathBuf::from).unwrap_or(path);
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "specweave", "--features", "pull"]);
    command.arg("--manifest-path").arg(root.join("Cargo.toml"));
    command.args(["--", "pull", "--config"]).arg(near(root.join("spec/specweave.yaml")));
    let is_cache = |arg: &OsString| arg.to_string_lossy().starts_with("--cache");
    if !args.iter().any(is_cache) {
        command.arg("--cache").arg(near(target.join("pull")));
    }
    match command.args(args).status() {
        Ok(status) => match status.code() {
            Some(0) => ExitCode::SUCCESS,
            Some(1) => ExitCode::FAILURE,
            _ => ExitCode::from(2),
        },
        Err(error) => {
            eprintln!("error: cargo cannot be started: {error}");
            ExitCode::from(2)
        }
    }
}
