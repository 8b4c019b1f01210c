//! [`Retry`]: when a call is made again.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::runtime::bodies::Body;
use crate::runtime::errors::{TransportError, is_passing, retry_after};

/// When a call is made again: never, unless set otherwise.
///
/// Only what can be done twice without harm is ever tried again: `GET`, `HEAD`, `PUT`, `DELETE` and `OPTIONS`, unless the
/// operation is known to be otherwise; see [`Meta::is_idempotent`]. The causes are those of [`Error::is_retryable`]. The wait
/// doubles each time and is varied at random, or is what the server asks for. All of it stays within the timeout of the call. A
/// body that is a stream can be sent once: a call that took some of it is not made again.
///
/// [`Meta::is_idempotent`]: crate::runtime::Meta::is_idempotent
/// [`Error::is_retryable`]: crate::runtime::Error::is_retryable
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    max: u32,
    first_wait: Duration,
    max_wait: Duration,
    max_retry_after: Duration,
    attempt_timeout: Option<Duration>,
}

impl Retry {
    /// Calls are made once.
    #[must_use]
    pub const fn none() -> Self {
        Self::idempotent(0)
    }

    /// Calls that can be made twice without harm are tried again this many times at most.
    #[must_use]
    pub const fn idempotent(max: u32) -> Self {
        Self {
            max,
            first_wait: Duration::from_millis(200),
            max_wait: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(30),
            attempt_timeout: None,
        }
    }

    /// The wait before the first retry; 200 ms unless set.
    #[must_use]
    pub const fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// The longest wait that comes of doubling; 10 s unless set.
    #[must_use]
    pub const fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// The longest wait at the request of the server; 30 s unless set. If it asks for more, its response is returned.
    #[must_use]
    pub const fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// The time for each try, so that one that hangs can be followed by another; the timeout of the call unless set.
    #[must_use]
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// The time for a try when this much is left of the call.
    pub(crate) fn time_for_attempt(&self, left: Duration) -> Duration {
        self.attempt_timeout.map_or(left, |timeout| timeout.min(left))
    }

    /// How long to wait before another try, `None` for no other try.
    pub(crate) fn wait(
        &self,
        retries: u32,
        repeatable: bool,
        outcome: &Result<http::Response<Body>, TransportError>,
    ) -> Option<Duration> {
        if retries >= self.max || !repeatable {
            return None;
        }
        match outcome {
            Ok(response) if is_passing(response.status()) => {
                match retry_after(response.headers()) {
                    Some(asked) => (asked <= self.max_retry_after).then_some(asked),
                    None => Some(self.backoff(retries)),
                }
            }
            Err(error) if error.is_retryable() => Some(self.backoff(retries)),
            Ok(_) | Err(_) => None,
        }
    }

    /// Between half and all of the doubled wait.
    fn backoff(&self, retries: u32) -> Duration {
        let doubled =
            self.first_wait.saturating_mul(2_u32.saturating_pow(retries)).min(self.max_wait);
        // Every `RandomState` has keys of its own, which makes it a source of chance without another dependency.
        let chance = RandomState::new().hash_one(retries) % 1024;
        #[allow(clippy::cast_precision_loss, reason = "below 1024")]
        doubled.mul_f64(0.5 + chance as f64 / 2048.0)
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::none()
    }
}
