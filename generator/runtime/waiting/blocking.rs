//! Waits on the thread of the caller.

use super::wait::{Wait, WaitError};
use crate::runtime::calls::drive;
use crate::runtime::errors::Error;
use crate::runtime::wire::Operation;

impl<Op: Operation, T: Send + 'static> Wait<Op, T> {
    /// The same on the thread of the caller, which waits as [`Call::blocking`](crate::runtime::Call::blocking) does.
    ///
    /// # Errors
    ///
    /// When it has failed, was not done in time, or a call fails.
    pub fn blocking(self) -> Result<T, WaitError<Op::Output, Op::Error>> {
        drive(self.into_future()).unwrap_or_else(|error| {
            Err(WaitError::Call(Error::Transport(error.in_call(&Op::META.route()))))
        })
    }
}
