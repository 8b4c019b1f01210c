//! A [`Call`](crate::runtime::Call) of an operation whose response says how far something is in, the response that says that it is done
//! out.

mod wait;
mod waiter;

pub use wait::{Wait, WaitError};
pub use waiter::Waiter;

mod blocking;
