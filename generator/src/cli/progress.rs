//! The steps of a run in; a status line on the terminal out, if the run takes long.

use crate::{Progress, Stage};
use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The time before anything is shown.
const PATIENCE: Duration = Duration::from_millis(500);
/// Returns to the first column and clears the line.
const CLEAR: &str = "\r\x1b[2K";

/// Does the work and shows its current stage on `status`, if there is one.
pub(super) fn watch<T>(
    status: Option<impl Write + Send>,
    work: impl FnOnce(Progress<'_>) -> T,
) -> T {
    watch_steps(status, |stage| words(stage).to_owned(), |progress| work(progress))
}

/// Like [`watch`], for work with other steps and texts for them.
pub(super) fn watch_steps<S: Copy + PartialEq + Send, T>(
    status: Option<impl Write + Send>,
    words: impl Fn(S) -> String + Send,
    work: impl FnOnce(&(dyn Fn(S) + Sync)) -> T,
) -> T {
    let Some(status) = status else { return work(&|_| {}) };
    std::thread::scope(|scope| {
        let (steps, reached) = channel();
        scope.spawn(move || show(&reached, status, words));
        work(&|step| {
            // The receiver listens until the sender is dropped.
            let _ = steps.send(step);
        })
    })
}

fn show<S: Copy + PartialEq>(
    reached: &Receiver<S>,
    mut status: impl Write,
    words: impl Fn(S) -> String,
) {
    let begin = Instant::now();
    let mut step = None;
    let mut shown = None;
    loop {
        let wait = PATIENCE.saturating_sub(begin.elapsed()).max(Duration::from_millis(50));
        match reached.recv_timeout(wait) {
            Ok(next) => step = Some(next),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if let Some(step) = step.filter(|step| begin.elapsed() >= PATIENCE && shown != Some(*step))
        {
            let _ = write!(status, "{CLEAR}{} …", words(step));
            let _ = status.flush();
            shown = Some(step);
        }
    }
    if shown.is_some() {
        let _ = write!(status, "{CLEAR}");
        let _ = status.flush();
    }
}

pub(super) fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Extract => "reading the pages",
        Stage::Merge => "merging the fragments",
        Stage::Overlay => "applying the overlays",
        Stage::Normalize => "correcting known defects",
        Stage::Lower => "building types and operations",
        Stage::Name => "finding names",
        Stage::Emit => "writing Rust",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown_during(work: Duration) -> String {
        let mut status = Vec::new();
        watch(Some(&mut status), |progress| {
            progress(Stage::Merge);
            std::thread::sleep(work);
        });
        String::from_utf8_lossy(&status).into_owned()
    }

    #[test]
    fn a_short_run_shows_nothing() {
        assert_eq!(shown_during(Duration::ZERO), "");
    }

    #[test]
    fn a_long_run_shows_its_stage_and_clears_it() {
        let shown = shown_during(PATIENCE + Duration::from_millis(300));
        assert_eq!(shown, format!("{CLEAR}merging the fragments …{CLEAR}"));
    }

    #[test]
    fn the_result_comes_through_without_a_terminal() {
        assert_eq!(
            watch(None::<Vec<u8>>, |progress| {
                progress(Stage::Emit);
                7
            }),
            7
        );
    }
}
