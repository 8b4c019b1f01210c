//! CPU time and memory, as reported by the system.

use super::Outcome;
use std::process::Command;

/// The processes to measure.
enum Who {
    Own,
    Children,
}

/// The CPU seconds, user and system, of this process.
pub(super) fn own_seconds() -> Outcome<f64> {
    seconds(&Who::Own)
}

/// Runs a command to its end and returns the CPU seconds of it and its child processes.
pub(super) fn seconds_of(command: &mut Command) -> Outcome<f64> {
    let before = seconds(&Who::Children)?;
    let status =
        command.status().map_err(|error| format!("{command:?} cannot be started: {error}"))?;
    if !status.success() {
        return Err(format!("{command:?} failed ({status})").into());
    }
    Ok(seconds(&Who::Children)? - before)
}

#[cfg(unix)]
fn usage_of(who: &Who) -> Outcome<nix::sys::resource::Usage> {
    use nix::sys::resource::{UsageWho, getrusage};
    Ok(getrusage(match who {
        Who::Own => UsageWho::RUSAGE_SELF,
        Who::Children => UsageWho::RUSAGE_CHILDREN,
    })?)
}

/// The peak memory of this process, in MB.
#[cfg(unix)]
pub(super) fn own_peak() -> Outcome<f64> {
    let peak = usage_of(&Who::Own)?.max_rss();
    // Linux counts in units of 1024 bytes, macOS in bytes.
    let bytes = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    Ok(peak as f64 * bytes / 1e6)
}

#[cfg(unix)]
fn seconds(who: &Who) -> Outcome<f64> {
    use nix::sys::time::TimeValLike;
    let usage = usage_of(who)?;
    let micros = (usage.user_time() + usage.system_time()).num_microseconds();
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    Ok(micros as f64 / 1e6)
}

/// The peak memory of this process; only available on Unix.
#[cfg(not(unix))]
pub(super) fn own_peak() -> Outcome<f64> {
    Err("only unixes tell how much memory a process held".into())
}

#[cfg(not(unix))]
fn seconds(who: &Who) -> Outcome<f64> {
    let whose = match who {
        Who::Own => "this process",
        Who::Children => "what it started",
    };
    Err(format!("only unixes tell the CPU time of {whose} here").into())
}

/// The median of an odd number of values.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
