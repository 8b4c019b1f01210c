//! A command in; the instructions and allocations of it, or of the `rustc` that it starts for one crate, counted by valgrind, out.
//!
//! Unlike time, they are the same in each run, whatever the load of the machine.

use super::Outcome;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether valgrind can be run here.
pub(super) fn can_be_counted() -> bool {
    let quiet = |command: &mut Command| command.stdout(Stdio::null()).status();
    cfg!(unix) && quiet(Command::new("valgrind").arg("--version")).is_ok_and(|done| done.success())
}

/// Runs a cargo command that compiles one crate of a workspace, with a folder for valgrind's output.
pub(super) fn of_compiling(command: &mut Command, folder: &Path) -> Outcome<f64> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let wrapper = folder.join("rustc");
    write_wrapper(&wrapper, folder)?;
    let status = command.env("RUSTC_WORKSPACE_WRAPPER", &wrapper).stderr(Stdio::null()).status()?;
    if !status.success() {
        return Err(format!("{command:?} under valgrind failed ({status})").into());
    }
    // Cargo also queries rustc's version; compiling is the longest run.
    let mut most = None;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("out")) {
            most = most.max(total(&fs::read_to_string(path)?));
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    most.map(|count| count as f64).ok_or_else(|| "valgrind counted nothing".into())
}

/// The instructions of a program.
pub(super) fn of_running(program: &mut Command) -> Outcome<u64> {
    let text = valgrind(program, &["--tool=callgrind", "--callgrind-out-file=/dev/null"])?;
    let count = text.lines().find_map(|line| line.split_once("Collected : "));
    Ok(count.ok_or("valgrind counted nothing")?.1.trim().parse()?)
}

/// The number of allocations of a program.
pub(super) fn allocations(program: &mut Command) -> Outcome<u64> {
    let text = valgrind(program, &["--tool=memcheck", "--undef-value-errors=no"])?;
    let usage = text.lines().find_map(|line| line.split_once("total heap usage: "));
    let (count, _) = usage.and_then(|(_, usage)| usage.split_once(' ')).ok_or("nothing counted")?;
    Ok(count.replace(',', "").parse()?)
}

/// Runs a program under valgrind and returns valgrind's output.
fn valgrind(program: &mut Command, options: &[&str]) -> Outcome<String> {
    let mut command = Command::new("valgrind");
    command.args(options).arg(program.get_program()).args(program.get_args());
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        Ok(text)
    } else {
        Err(format!("{command:?} failed: {text}").into())
    }
}

/// The sum in a file of callgrind.
fn total(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("totals: "))?;
    line.trim().parse().ok()
}

/// A program that cargo starts in place of rustc, with rustc's path as its first argument.
fn write_wrapper(wrapper: &Path, folder: &Path) -> Outcome<()> {
    let out = folder.join("%p.out");
    let text = format!(
        "#!/bin/sh\nexec valgrind --quiet --tool=callgrind --trace-children=yes --callgrind-out-file='{}' \"$@\"\n",
        out.display()
    );
    fs::write(wrapper, text)?;
    #[cfg(unix)]
    fs::set_permissions(wrapper, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(())
}
