//! [`Attempt`]: what is told of one sending of a call.

use std::fmt;
use std::time::Duration;

use http::{Method, StatusCode};

use crate::runtime::errors::TransportError;

/// One sending of a call and what came of it: what [`ClientBuilder::on_attempt`](crate::runtime::ClientBuilder::on_attempt) is given.
///
/// It holds nothing that is sent, so it can be logged; but for the path of a request that belongs to no operation.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operationId; empty for a request that belongs to no operation.
    pub operation: &'a str,
    /// The method.
    pub method: &'a Method,
    /// The path with its variables in braces; that of the request if it belongs to no operation.
    pub path: &'a str,
    /// How many attempts went before in this call.
    pub retries: u32,
    /// The status of the response, or why there is none.
    pub outcome: Result<StatusCode, &'a TransportError>,
    /// The time since the call was begun.
    pub elapsed: Duration,
    /// How long it will be waited before the next attempt; `None` if this was the last.
    pub wait: Option<Duration>,
}

/// Is told of each attempt.
pub(crate) type Observer = dyn Fn(&Attempt<'_>) + Send + Sync;

/// Nobody listens.
pub(crate) fn nobody(_: &Attempt<'_>) {}

impl fmt::Display for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "attempt {} of {} {}: ", self.retries + 1, self.method, self.path)?;
        match self.outcome {
            Ok(status) => write!(f, "{}", status.as_u16()),
            Err(error) => write!(f, "{error}"),
        }
    }
}
