//! `cargo xtask features`: checks that the generated crate compiles without warnings with each feature alone, with none and with all.

use crate::package::{self, Package};
use crate::{Stop, cargo};
use std::fs;
use std::path::Path;
use std::process::Output;

/// The commands for each set of features: the arguments before and after the features.
const RUNS: [(&[&str], &[&str]); 4] = [
    (&["check"], &[]),
    (&["check", "--release"], &[]),
    (&["clippy", "--all-targets"], &["--", "-D", "warnings"]),
    (&["doc", "--no-deps"], &[]),
];

/// Checks the crate of the pages of `spec/`, or of those in a folder; returns the number of failed runs.
pub(crate) fn run(pages: Option<&Path>) -> Result<usize, Stop> {
    let (inputs, config) = package::inputs(pages)?;
    let package = package::generate(inputs, &config, "features")?;
    let sets = sets(&package)?;
    let (mut failed, total) = (0, sets.len() * RUNS.len());
    for features in &sets {
        for (before, after) in RUNS {
            let features: Vec<&str> = features.iter().map(String::as_str).collect();
            let arguments = [before, &["--quiet"], &features, after].concat();
            let output = attempt(&package, &arguments)?;
            if let Some(said) = fault(&output) {
                failed += 1;
                println!("failed: cargo {}: {said}", arguments.join(" "));
            }
        }
    }
    println!(
        "{} operations, {} sets of features: {} of {total} runs passed without a warning",
        package.operations,
        sets.len(),
        total - failed
    );
    Ok(failed)
}

/// The arguments for all features, none, and each alone.
fn sets(package: &Package) -> Result<Vec<Vec<String>>, Stop> {
    let path = package.folder.join("Cargo.toml");
    let manifest = fs::read_to_string(&path)
        .map_err(|error| Stop::fault(format!("{}: {error}", path.display())))?;
    let lines = manifest.lines().skip_while(|line| *line != "[features]").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.split_once(" = [")).map(|(name, _)| name);
    let none = "--no-default-features";
    let alone: Vec<_> =
        names.map(|name| vec![none.to_owned(), format!("--features={name}")]).collect();
    if alone.is_empty() {
        return Err(Stop::fault(format!("{} has no features", path.display())));
    }
    let whole = [vec!["--all-features".to_owned()], vec![none.to_owned()]];
    Ok(whole.into_iter().chain(alone).collect())
}

fn attempt(package: &Package, arguments: &[&str]) -> Result<Output, Stop> {
    let mut command = cargo();
    command.args(arguments).current_dir(&package.folder);
    command.env("CARGO_TARGET_DIR", package::target()).env("RUSTDOCFLAGS", "-D warnings");
    command.output().map_err(|error| Stop::unstarted("cargo", &error))
}

/// The first line with a fault. A passing run prints nothing, as warnings count.
fn fault(output: &Output) -> Option<String> {
    let said = String::from_utf8_lossy(&output.stderr);
    let is_finding = |line: &&str| line.starts_with("error") || line.starts_with("warning");
    match said.lines().find(is_finding) {
        Some(line) => Some(line.to_owned()),
        None if output.status.success() => None,
        None => Some(said.lines().next().unwrap_or("it was stopped").to_owned()),
    }
}
