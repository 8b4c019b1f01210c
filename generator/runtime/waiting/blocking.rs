//! Waits that block the caller's thread.

use super::wait::{Wait, WaitError};
use crate::runtime::calls::drive;
use crate::runtime::errors::Error;
use crate::runtime::wire::Operation;

impl<Op: Operation, T: Send + 'static> Wait<Op, T> {
    /// Waits, and blocks the caller's thread as [`Call::blocking`](crate::runtime::Call::blocking) does.
    ///
    /// # Errors
    ///
    /// When the awaited task has failed or was not done in time, or when a call fails.
    pub fn blocking(self) -> Result<T, WaitError<Op::Output, Op::Error>> {
        drive(self.into_future()).unwrap_or_else(|error| {
            Err(WaitError::Call(Error::Transport(error.in_call(&Op::META.route()))))
        })
    }
}
