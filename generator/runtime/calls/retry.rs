//! [`Retry`]: when a call is made again.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::runtime::bodies::Body;
use crate::runtime::errors::{CredentialError, TransportError, is_passing, retry_after};

/// The least wait at the request of a server, which may ask for none.
const LEAST_WAIT: Duration = Duration::from_millis(100);

/// When a call is made again: never, unless set otherwise.
///
/// It is off by default, as what is around a client mostly has retries of its own, and retries of retries multiply; and as only whoever makes
/// a call knows what a wait is worth. `Retry::idempotent(2)` is what most programs want.
///
/// What may be sent again:
///
/// - what can be done twice without harm: `GET`, `HEAD`, `OPTIONS` and `QUERY`, and `PUT` and `DELETE` unless the documentation lists the
///   status 202 or says otherwise; see [`Meta::is_idempotent`]. Never `POST` and `PATCH`, unless the documentation says that it may, or has a header with a key by which
///   the server knows a call that it has seen; the key is the same in each attempt.
/// - anything of which nothing was sent, as there was no connection, or no credential for it yet.
/// - but no body that is a stream of which some was sent.
///
/// The causes are those of [`Error::is_retryable`]. The wait is a random part of one that doubles each time, or at least what the header
/// `retry-after` asks for. All of it stays within the timeout of the call, and within the budget that a client and its clones share; see
/// [`ClientBuilder::retry_budget`]. What is sent again with a renewed credential after a 401 is no retry, and follows at once.
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

    /// The longest wait before the first retry; 200 ms unless set.
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
        if retries >= self.max {
            return None;
        }
        match outcome {
            Ok(response) if repeatable && is_passing(response.status()) => {
                match retry_after(response.headers()) {
                    Some(asked) if asked > self.max_retry_after => None,
                    // Those who are asked to wait as long as each other come back one after another.
                    Some(asked) => Some(asked.max(LEAST_WAIT).saturating_add(part_of(asked / 10))),
                    None => Some(self.backoff(retries)),
                }
            }
            Err(error) if error.is_retryable() && (repeatable || error.is_connect()) => {
                Some(self.backoff(retries))
            }
            Ok(_) | Err(_) => None,
        }
    }

    /// How long to wait before a credential is asked for again that did not come, `None` for not again. Nothing was sent by then.
    pub(crate) fn wait_for_credential(
        &self,
        retries: u32,
        error: &CredentialError,
    ) -> Option<Duration> {
        (retries < self.max && error.is_retryable()).then(|| self.backoff(retries))
    }

    /// A part of the doubled wait ("full jitter").
    fn backoff(&self, retries: u32) -> Duration {
        part_of(self.first_wait.saturating_mul(2_u32.saturating_pow(retries)).min(self.max_wait))
    }
}

/// A random part of a time.
fn part_of(time: Duration) -> Duration {
    // Every `RandomState` has keys of its own, which makes it a source of chance without another dependency.
    let chance = RandomState::new().hash_one(()) % 1024;
    #[allow(clippy::cast_precision_loss, reason = "below 1024")]
    time.mul_f64(chance as f64 / 1024.0)
}

impl Default for Retry {
    fn default() -> Self {
        Self::none()
    }
}
