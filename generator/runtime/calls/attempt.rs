//! [`Attempt`]: a report on one attempt of a call.

use std::fmt;
use std::time::Duration;

use http::{Method, StatusCode};

use crate::runtime::errors::TransportError;

/// One attempt of a call and its outcome, for [`ClientBuilder::on_attempt`](crate::runtime::ClientBuilder::on_attempt).
///
/// It holds no data of the request, so it can be logged. The only exception is the path of a request that belongs to no operation.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operationId; empty for a request that belongs to no operation.
    pub operation: &'a str,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path with its variables in braces; the path of the request if it belongs to no operation.
    pub path: &'a str,
    /// The number of earlier attempts of this call.
    pub retries: u32,
    /// The status of the response, or the error if there is none.
    pub outcome: Result<StatusCode, &'a TransportError>,
    /// The time since the start of the call.
    pub elapsed: Duration,
    /// The wait before the next attempt; `None` if this was the last.
    pub wait: Option<Duration>,
}

/// A function that is called after each attempt.
pub(crate) type Observer = dyn Fn(&Attempt<'_>) + Send + Sync;

/// The default observer, which does nothing.
pub(crate) fn ignore(_: &Attempt<'_>) {}

impl fmt::Display for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "attempt {} of {} {}: ", self.retries + 1, self.method, self.path)?;
        match self.outcome {
            Ok(status) => write!(f, "{}", status.as_u16()),
            Err(error) => write!(f, "{error}"),
        }
    }
}
