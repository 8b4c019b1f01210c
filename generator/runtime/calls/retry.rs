//! [`Retry`]: when a call is repeated.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use http::StatusCode;

use crate::runtime::bodies::Body;
use crate::runtime::errors::{CredentialError, TransportError, is_temporary, retry_after};

/// The shortest wait requested by a server, even if it asks for none.
const LEAST_WAIT: Duration = Duration::from_millis(100);

/// When a call is repeated: never, unless set otherwise.
///
/// Retries are off by default. The code around a client often has its own, and retries of retries multiply. Only the caller knows
/// whether a wait is acceptable. `Retry::idempotent(2)` suits most programs.
///
/// Calls that may be repeated:
///
/// - Idempotent calls: `GET`, `HEAD`, `OPTIONS` and `QUERY`, and `PUT` and `DELETE` unless the documentation lists the status 202 or
///   says otherwise; see [`Meta::is_idempotent`]. `POST` and `PATCH` only if the documentation allows it, or has a header for an
///   idempotency key, which is the same in each attempt.
/// - Any call if nothing was sent, as there was no connection, or no credential yet.
/// - Never a call whose body is a stream, after a part of it was sent.
///
/// The causes are those of [`Error::is_retryable`]. The wait is a random part of a time that doubles with each retry, or at least the
/// time in the header `retry-after`. All attempts stay within the timeout of the call, and within the budget that a client and its
/// clones share; see [`ClientBuilder::retry_budget`]. An attempt with a renewed credential after a 401 is not a retry, and follows
/// immediately.
///
/// [`Meta::is_idempotent`]: crate::runtime::Meta::is_idempotent
/// [`Error::is_retryable`]: crate::runtime::Error::is_retryable
/// [`ClientBuilder::retry_budget`]: crate::runtime::ClientBuilder::retry_budget
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    max: u32,
    first_wait: Duration,
    max_wait: Duration,
    max_retry_after: Duration,
    attempt_timeout: Option<Duration>,
    statuses: &'static [u16],
}

impl Retry {
    /// No retries.
    #[must_use]
    pub const fn none() -> Self {
        Self::idempotent(0)
    }

    /// At most this number of retries for idempotent calls.
    #[must_use]
    pub const fn idempotent(max: u32) -> Self {
        Self {
            max,
            first_wait: Duration::from_millis(200),
            max_wait: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(30),
            attempt_timeout: None,
            statuses: &[],
        }
    }

    /// Sets the longest wait before the first retry; 200 ms unless set.
    #[must_use]
    pub const fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// Sets the longest wait after doubling; 10 s unless set.
    #[must_use]
    pub const fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// Sets the longest wait at the request of the server; 30 s unless set. If the server asks for more, its response is returned.
    #[must_use]
    pub const fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Sets the time for each attempt, so that another can follow one that hangs; the timeout of the call unless set.
    #[must_use]
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets further statuses after which an idempotent call is repeated, besides those of [`Error::is_retryable`]: 423 while a resource is
    /// locked, for instance.
    ///
    /// [`Error::is_retryable`]: crate::runtime::Error::is_retryable
    #[must_use]
    pub const fn also_after(mut self, statuses: &'static [u16]) -> Self {
        self.statuses = statuses;
        self
    }

    /// Whether a call may succeed later that ended with this status.
    pub(super) fn is_temporary(&self, status: StatusCode) -> bool {
        is_temporary(status) || self.statuses.contains(&status.as_u16())
    }

    /// The time for an attempt, given the remaining time of the call.
    pub(crate) fn time_for_attempt(&self, left: Duration) -> Duration {
        self.attempt_timeout.map_or(left, |timeout| timeout.min(left))
    }

    /// The wait before another attempt, or `None` if there is none.
    pub(crate) fn wait(
        &self,
        retries: u32,
        repeatable: bool,
        outcome: &Result<http::Response<Body>, TransportError>,
    ) -> Option<Duration> {
        if retries >= self.max {
            return None;
        }
        match outcome {
            Ok(response) if repeatable && self.is_temporary(response.status()) => {
                self.after(retry_after(response.headers()), self.backoff(retries))
            }
            Err(error) if error.is_retryable() && (repeatable || error.is_connect()) => {
                Some(self.backoff(retries))
            }
            Ok(_) | Err(_) => None,
        }
    }

    /// The wait before a failed request for a credential is repeated, or `None` if it is not. Nothing has been sent by then.
    pub(crate) fn wait_for_credential(
        &self,
        retries: u32,
        error: &CredentialError,
    ) -> Option<Duration> {
        let is_again = retries < self.max && error.is_retryable();
        self.after(error.retry_after(), self.backoff(retries)).filter(|_| is_again)
    }

    /// The wait that a server asks for, or another one if it asks for none; `None` if it asks for too much.
    fn after(&self, asked: Option<Duration>, otherwise: Duration) -> Option<Duration> {
        match asked {
            Some(asked) if asked > self.max_retry_after => None,
            Some(asked) => Some(longer(asked)),
            None => Some(otherwise),
        }
    }

    /// A part of the doubled wait ("full jitter").
    fn backoff(&self, retries: u32) -> Duration {
        part_of(self.first_wait.saturating_mul(2_u32.saturating_pow(retries)).min(self.max_wait))
    }
}

/// The wait that a server asks for, with a random addition, so that clients with the same wait do not all return at once.
pub(crate) fn longer(asked: Duration) -> Duration {
    asked.max(LEAST_WAIT).saturating_add(part_of(asked / 10))
}

/// A random part of a time.
fn part_of(time: Duration) -> Duration {
    // Every `RandomState` has its own keys, so it is a source of randomness without another dependency.
    let chance = RandomState::new().hash_one(()) % 1024;
    #[allow(clippy::cast_precision_loss, reason = "below 1024")]
    time.mul_f64(chance as f64 / 1024.0)
}

impl Default for Retry {
    fn default() -> Self {
        Self::none()
    }
}
