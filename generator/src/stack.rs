//! A function in; its result out, computed on a deep stack.

use std::sync::{Mutex, PoisonError};

/// The stack size: schemas may be nested as deep as the parsers allow, which is too deep for the default stack.
const STACK: usize = 64 * 1024 * 1024;

/// Runs the function on a thread with a deep stack, or on the current thread if the system provides none.
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
