//! Work in, its result out: done where calls may nest deep.

use std::sync::{Mutex, PoisonError};

/// Schemas may stand inside each other as deep as the parsers allow, which is more than the stack of any thread bears.
const STACK: usize = 64 * 1024 * 1024;

/// Does the work on a thread with a deep stack; on this one where the system gives no other.
pub(crate) fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let work = Mutex::new(Some(work));
    let take = || work.lock().unwrap_or_else(PoisonError::into_inner).take();
    let done = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || take().map(|work| work()));
        thread.ok()?.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    match (done, take()) {
        (Some(done), _) => done,
        (None, Some(work)) => work(),
        (None, None) => unreachable!("the work is done once"),
    }
}
