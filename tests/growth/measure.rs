//! A shape and a size in; what the run cost out. Each run has a process of its own, so that it counts alone and cannot take the others' memory.

use crate::ALLOCATOR;
use crate::shapes::SHAPES;
use std::env;
use std::process::Command;

/// What a run cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cost {
    /// Bytes that were allocated in all.
    pub(crate) allocated: f64,
    /// Bytes that were held at once, beyond what was held before.
    pub(crate) held: f64,
    /// Bytes of all that was written and said.
    pub(crate) written: f64,
    /// CPU seconds, user and system; zero where the system does not tell.
    pub(crate) seconds: f64,
}

/// No run may hold more: it would be stopped.
const LIMIT: usize = 3_000_000_000;

/// What the line with the result begins with.
const SIGN: &str = "cost:";

/// Runs a shape in a process of its own; what went wrong, if it did not end well.
pub(crate) fn measure(shape: &str, size: usize) -> Result<Cost, String> {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["measure::one_run", "--exact", "--ignored", "--nocapture"]);
    command.env("GROWTH_RUN", format!("{shape}:{size}"));
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Option<Vec<f64>> = text
        .lines()
        .find_map(|line| Some(line.split_once(SIGN)?.1))
        .map(|numbers| numbers.split_whitespace().map(|number| number.parse().unwrap()).collect());
    match numbers.as_deref() {
        Some(&[allocated, held, written, seconds]) => {
            Ok(Cost { allocated, held, written, seconds })
        }
        _ => Err(format!("{shape} {size}: {text}{}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// Not a test of its own: what [`measure`] starts.
#[test]
#[ignore = "is started by the tests of growth"]
fn one_run() {
    let Ok(run) = env::var("GROWTH_RUN") else { return };
    let (name, size) = run.rsplit_once(':').unwrap();
    let shape = SHAPES.iter().find(|shape| shape.name == name).unwrap();
    let work = (shape.work)(size.parse().unwrap());
    ALLOCATOR.set_limit(LIMIT).unwrap();
    let (before, total, begin) = (ALLOCATOR.allocated(), ALLOCATOR.total_allocated(), seconds());
    let written = work();
    let seconds = seconds() - begin;
    let held = ALLOCATOR.max_allocated() - before;
    let allocated = ALLOCATOR.total_allocated() - total;
    println!("\n{SIGN} {allocated} {held} {written} {seconds}");
}

#[cfg(unix)]
fn seconds() -> f64 {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let micros = (usage.user_time() + usage.system_time()).num_microseconds();
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let seconds = micros as f64 / 1e6;
    seconds
}

#[cfg(not(unix))]
fn seconds() -> f64 {
    0.0
}
