//! CPU time and memory, as the system counts them.

use super::Outcome;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::process::Command;

/// The CPU seconds, user and system, of this process.
pub(super) fn own_seconds() -> Outcome<f64> {
    seconds(UsageWho::RUSAGE_SELF)
}

/// The most memory that this process held so far, in MB.
pub(super) fn own_peak() -> Outcome<f64> {
    let peak = getrusage(UsageWho::RUSAGE_SELF)?.max_rss();
    // Linux counts in units of 1024 bytes, macOS in bytes.
    let bytes = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    Ok(peak as f64 * bytes / 1e6)
}

/// Runs a command to its end and returns the CPU seconds that it and all it started took.
pub(super) fn seconds_of(command: &mut Command) -> Outcome<f64> {
    let before = seconds(UsageWho::RUSAGE_CHILDREN)?;
    let status =
        command.status().map_err(|error| format!("{command:?} cannot be started: {error}"))?;
    if !status.success() {
        return Err(format!("{command:?} failed ({status})").into());
    }
    Ok(seconds(UsageWho::RUSAGE_CHILDREN)? - before)
}

fn seconds(who: UsageWho) -> Outcome<f64> {
    let usage = getrusage(who)?;
    let micros = (usage.user_time() + usage.system_time()).num_microseconds();
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    Ok(micros as f64 / 1e6)
}

/// The middle one of an odd number of values.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
