//! Pages in; the compile cost of the crate emitted from them out.

use super::baseline::{self, Style};
use super::measured::Package;
use super::{Outcome, Pages, cpu, instructions, listed, program};
use std::fs;
use std::path::Path;

/// The number of checks of each crate, in turns.
const ROUNDS: usize = 5;

/// Writes the baselines, the emitted crate and a program that uses it, and measures them.
pub(super) fn run(root: &Path, pages: &Pages) -> Outcome<()> {
    let (inputs, config) = pages.read()?;
    let (document, _) = specweave::bundle_raw(inputs.clone(), &|_| {})
        .map_err(|failure| listed(&failure.diagnostics))?;
    let output = specweave::generate(inputs, &config, &|_| {})
        .map_err(|failure| listed(&failure.diagnostics))?;
    let packages = [
        ("plain", Package::write(root, "plain", &baseline::files(&document, Style::Plain))?),
        ("derive", Package::write(root, "derive", &baseline::files(&document, Style::Derive))?),
        ("emitted", Package::write(root, "emitted", &output.files)?),
    ];
    println!("{} operations, {} types", output.summary.operations, output.summary.types);
    compare(&packages)?;
    for folder in ["operations", "models", "runtime"] {
        let prefix = format!("src/{folder}/");
        let files = output.files.iter().filter(|(path, _)| path.starts_with(&prefix));
        let lines: usize = files.map(|(_, text)| text.lines().count()).sum();
        #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
        let each = lines as f64 / output.summary.operations as f64;
        println!("{folder:10} {lines:6} lines, {each:5.1} an operation");
    }
    let program = program::package(root, &config.package.name, &output.files)?;
    for (what, flags) in [("not stripped", "-Cstrip=none"), ("stripped", "-Cstrip=symbols")] {
        #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
        let size = fs::metadata(program.release(program::NAME, &[flags])?)?.len() as f64 / 1e6;
        println!("a program of {} operations, release, {what}: {size:.2} MB", program::OPERATIONS);
    }
    Ok(())
}

fn compare(packages: &[(&str, Package); 3]) -> Outcome<()> {
    for (_, package) in packages {
        package.check()?;
    }
    let mut seconds = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        for (index, (_, package)) in packages.iter().enumerate() {
            seconds[index].push(package.check()?);
        }
    }
    let [plain, derive, emitted] = seconds.map(cpu::median);
    println!(
        "cargo check, CPU, median of {ROUNDS}: plain {plain:.2} s, derive {derive:.2} s, emitted {emitted:.2} s"
    );
    println!("emitted = {:.2} x derive = {:.1} x plain", emitted / derive, emitted / plain);
    if !instructions::can_be_counted() {
        println!("instructions: not counted, as valgrind is not installed");
        return Ok(());
    }
    let mut counts = [0.0; 3];
    for (count, (_, package)) in counts.iter_mut().zip(packages) {
        *count = package.instructions()?;
    }
    let [plain, derive, emitted] = counts.map(|count| count / 1e9);
    println!(
        "instructions of rustc: plain {plain:.2} G, derive {derive:.2} G, emitted {emitted:.2} G: emitted = {:.3} x derive",
        emitted / derive
    );
    Ok(())
}
