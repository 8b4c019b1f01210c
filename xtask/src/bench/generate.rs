//! Pages in; CPU time and peak memory of generation, by stage, out.

use super::{Outcome, Pages, cpu, listed};
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

/// Generates several times in one process and prints the medians. Only a release build is measured.
pub(super) fn run(root: &Path, pages: &Pages) -> Outcome<()> {
    if cfg!(debug_assertions) {
        return run_in_release(root, pages);
    }
    // Memory first: one run, as by a user.
    let mut runs = vec![run_once(pages)?];
    let peak = cpu::own_peak()?;
    for _ in 0..4 {
        runs.push(run_once(pages)?);
    }
    for (index, (stage, _)) in runs[0].iter().enumerate() {
        let seconds = cpu::median(runs.iter().map(|run| run[index].1).collect());
        println!("{stage:10} {:7.1} ms", seconds * 1e3);
    }
    let whole = runs.iter().map(|run| run.iter().map(|(_, seconds)| seconds).sum()).collect();
    println!("{:10} {:7.1} ms of CPU, median of {}", "all", cpu::median(whole) * 1e3, runs.len());
    println!("{:10} {peak:7.1} MB at most", "memory");
    Ok(())
}

/// The CPU seconds of each stage of one run.
fn run_once(pages: &Pages) -> Outcome<Vec<(String, f64)>> {
    let begin = cpu::own_seconds()?;
    let (inputs, config) = pages.read()?;
    let marks = Mutex::new(vec![("Read".to_owned(), begin)]);
    let mark = |name: String| {
        if let (Ok(mut marks), Ok(now)) = (marks.lock(), cpu::own_seconds()) {
            marks.push((name, now));
        }
    };
    let output = specweave::generate(inputs, &config, &|stage| mark(format!("{stage:?}")))
        .map_err(|failure| listed(&failure.diagnostics))?;
    mark("Free".into());
    drop(output);
    mark(String::new());
    let marks = marks.into_inner()?;
    Ok(marks.windows(2).map(|pair| (pair[0].0.clone(), pair[1].1 - pair[0].1)).collect())
}

fn run_in_release(root: &Path, pages: &Pages) -> Outcome<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--quiet", "--release", "--package", "xtask", "--", "bench", "generate"]);
    if let Some(folder) = &pages.pages {
        command.arg("--pages").arg(std::path::absolute(folder)?);
    }
    cpu::seconds_of(command.current_dir(root)).map(drop)
}
