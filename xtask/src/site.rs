//! `cargo xtask pull` and `cargo xtask drift`: run the commands of `specweave` with these names on the pages of `spec/` and their site.
//!
//! `specweave` is a separate program, built on demand: fetching needs a TLS stack, which the other chores do not.

use crate::package::target;
use crate::{Stop, cargo, root};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the command `pull` with the configuration and these arguments; with `--codegen` among them, then calls `codegen`.
///
/// Exit codes: 0 done, 1 a page is invalid, 2 the result is unknown or the pull failed; then those of `codegen`.
pub(super) fn pull(args: &[OsString], codegen: impl FnOnce() -> ExitCode) -> ExitCode {
    let (own, args): (Vec<_>, Vec<_>) = args.iter().cloned().partition(|arg| arg == "--codegen");
    let exit = run("pull", &[], &args);
    if own.is_empty() || exit != ExitCode::SUCCESS { exit } else { codegen() }
}

/// Runs the command `drift` with the configuration, the crate, the changelog and these arguments, and the exceptions if there are any.
///
/// Exit codes: 0 no drift, 1 drift, 2 unknown.
pub(super) fn drift(args: &[OsString]) -> ExitCode {
    let exceptions = ("--exceptions", root().join("spec/exceptions.yaml"));
    let mut paths =
        vec![("--out", root().join("generated")), ("--changelog", root().join("CHANGELOG.md"))];
    if exceptions.1.exists() {
        paths.push(exceptions);
    }
    run("drift", &paths, args)
}

/// Runs a command with the configuration, a cache below the target folder and these paths, unless the arguments contain others.
fn run(command: &str, paths: &[(&str, PathBuf)], args: &[OsString]) -> ExitCode {
    let (root, here) = (root(), env::current_dir().unwrap_or_default());
    let mut program = cargo();
    program.args(["run", "--quiet", "--package", "specweave", "--features", "pull"]);
    program.arg("--manifest-path").arg(root.join("Cargo.toml")).args(["--", command]);
    let always =
        [("--config", root.join("spec/specweave.yaml")), ("--cache", target().join("pull"))];
    for (option, path) in always.iter().chain(paths) {
        let is_given = |arg: &OsString| arg.to_string_lossy().split('=').next() == Some(*option);
        if !args.iter().any(is_given) {
            // Messages then contain `spec/…` if this is called in the root.
            program.arg(option).arg(path.strip_prefix(&here).unwrap_or(path));
        }
    }
    match program.args(args).status() {
        Ok(status) => match status.code() {
            Some(0) => ExitCode::SUCCESS,
            Some(1) => ExitCode::FAILURE,
            _ => ExitCode::from(2),
        },
        Err(error) => crate::verdict(Err(Stop::unstarted("cargo", &error))),
    }
}
