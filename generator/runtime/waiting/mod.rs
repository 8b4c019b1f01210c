//! Waits for a task on the server: repeats a [`Call`](crate::runtime::Call) whose response shows the progress, and returns the response
//! of the finished task.

mod wait;
mod waiter;

pub use wait::{Wait, WaitError};
pub use waiter::Waiter;

mod blocking;
