//! [`Wait`]: calls of an operation until its response says that something is done.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::waiter::{Progress, Waiter};
use crate::api::note;
use crate::runtime::bodies::Body;
use crate::runtime::calls::{Call, Client, Failure, Options, send};
use crate::runtime::errors::Error;
use crate::runtime::url::Route;
use crate::runtime::values::Instant;
use crate::runtime::wire::Operation;

/// What becomes of the longest time between two calls after each, where it narrows.
const NARROWING: f64 = 0.9;

/// How short a time may be chosen, as a part of the longest, where it narrows.
const SPREAD: f64 = 0.75;

/// The longest time between two calls, which no calculation takes out of range.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Calls of an operation until its response says that something is done, which begin when it is awaited. It borrows nothing, so it can
/// be spawned; dropping it ends it.
///
/// Between two calls it waits for a time at random between two limits, or for as long as the server asks. The last wait is cut short, so
/// that there is a last look when the time is up. Each call has the options of the first.
#[must_use = "nothing is sent before it is awaited"]
pub struct Wait<Op: Operation, T = <Op as Operation>::Output> {
    client: Client,
    operation: Arc<Op>,
    options: Options,
    waiter: &'static Waiter,
    every: (Duration, Duration),
    timeout: Duration,
    /// What the outcome is made of: the last response, if there is one.
    finish: fn(Option<Op::Output>) -> Option<T>,
}

/// Why something is not done.
///
/// The text of each says which call it was: `GET /v3/orders/{id}: what was waited for has failed`.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T, E> {
    /// It has failed.
    #[non_exhaustive]
    Failed {
        /// The call that was made again and again.
        call: Route,
        /// The response that says so.
        last: T,
    },
    /// It was not done in time.
    #[non_exhaustive]
    TimedOut {
        /// The call that was made again and again.
        call: Route,
        /// The last response, which says how far it was, if there was one.
        last: Option<T>,
        /// Why the last call failed, if it did: a failure that was passed over.
        cause: Option<Error<E>>,
    },
    /// A call failed with what is not passed over.
    Call(Error<E>),
}

impl<Op: Operation> Call<'_, Op> {
    /// Calls the operation until its response says that something is done, and returns that response.
    pub fn wait(self, waiter: &'static Waiter) -> Wait<Op> {
        wait(self, waiter, |output| output)
    }

    /// Calls the operation until something is gone.
    pub fn wait_gone(self, waiter: &'static Waiter) -> Wait<Op, ()> {
        wait(self, waiter, |_| Some(()))
    }
}

fn wait<Op: Operation, T>(
    call: Call<'_, Op>,
    waiter: &'static Waiter,
    finish: fn(Option<Op::Output>) -> Option<T>,
) -> Wait<Op, T> {
    let Call { client, operation, options } = call;
    let operation = Arc::new(operation);
    let (every, timeout) = (waiter.every, waiter.timeout);
    Wait { client: client.clone(), operation, options, waiter, every, timeout, finish }
}

impl<Op: Operation, T> Wait<Op, T> {
    /// Sets the shortest and the longest time between two calls, up to a year.
    pub fn every(mut self, shortest: Duration, longest: Duration) -> Self {
        self.every = (shortest.min(LONGEST), longest.max(shortest).min(LONGEST));
        self
    }

    /// Sets the time for all of it.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn run(self) -> Result<T, WaitError<Op::Output, Op::Error>> {
        let (start, mut last, mut looks) = (Instant::now(), None, 0_u32);
        loop {
            let left = self.timeout.saturating_sub(start.elapsed());
            let mut options = self.options.clone();
            // A look of which the response comes too late is of no use; the last one has a little time.
            options.timeout =
                options.timeout.min(left.max(self.every.1).max(Duration::from_secs(1)));
            let mut request = self.operation.request(self.client.base_url());
            if let Ok(built) = &mut request {
                note::<Op>(built, self.operation.clone());
            }
            let answer = send(&self.client, &Op::META, request, options).await;
            let cause = match self.look(answer) {
                Ok(Look::Gone) => match (self.finish)(None) {
                    Some(outcome) => return Ok(outcome),
                    None => None,
                },
                Ok(Look::Said(Progress::Done, output)) => match (self.finish)(Some(output)) {
                    Some(outcome) => return Ok(outcome),
                    None => None,
                },
                Ok(Look::Said(Progress::Failed, output)) => {
                    return Err(WaitError::Failed { call: Op::META.route(), last: output });
                }
                Ok(Look::Said(Progress::GoingOn, output)) => {
                    last = Some(output);
                    None
                }
                Ok(Look::Nothing(error)) => Some(error),
                Err(error) => return Err(WaitError::Call(error)),
            };
            let left = self.timeout.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(WaitError::TimedOut { call: Op::META.route(), last, cause });
            }
            let asked = cause.as_ref().and_then(Error::retry_after);
            let wait = between(self.limits(looks)).max(asked.unwrap_or_default());
            self.client.sleep(wait.min(left)).await;
            looks = looks.saturating_add(1);
        }
    }

    /// The shortest and the longest time before the next call, after so many.
    fn limits(&self, looks: u32) -> (Duration, Duration) {
        let (shortest, longest) = self.every;
        if !self.waiter.narrows {
            return self.every;
        }
        let longest = longest.mul_f64(NARROWING.powf(f64::from(looks))).max(shortest);
        (longest.mul_f64(SPREAD).max(shortest), longest)
    }

    /// What a response says.
    fn look(&self, answer: Result<http::Response<Body>, Failure>) -> Outcome<Op> {
        let passing = |error: Error<Op::Error>| match error.is_retryable() {
            true => Ok(Look::Nothing(error)),
            false => Err(error),
        };
        let response = match answer {
            Ok(response) => response,
            Err(failure) => return passing(failure.into()),
        };
        let status = response.status().as_u16();
        if self.waiter.is_gone(status) {
            return Ok(Look::Gone);
        }
        let body = response.body().clone();
        match Op::response(response, self.client.mode()) {
            Ok(output) => {
                let progress = self.waiter.progress(body.as_bytes().unwrap_or_default());
                Ok(Look::Said(progress, output))
            }
            Err(error) if self.waiter.is_passed_over(status) => Ok(Look::Nothing(error)),
            Err(error) => passing(error),
        }
    }
}

/// What a look has shown, or why there can be no other.
type Outcome<Op> = Result<
    Look<<Op as Operation>::Output, <Op as Operation>::Error>,
    Error<<Op as Operation>::Error>,
>;

/// What a look has shown.
enum Look<T, E> {
    Said(Progress, T),
    Gone,
    /// Nothing, as it failed with what mostly passes.
    Nothing(Error<E>),
}

/// A time at random.
fn between((shortest, longest): (Duration, Duration)) -> Duration {
    // Every `RandomState` has keys of its own, which makes it a source of chance without another dependency.
    let chance = RandomState::new().hash_one(0) % 1024;
    #[allow(clippy::cast_precision_loss, reason = "below 1024")]
    let part = longest.saturating_sub(shortest).mul_f64(chance as f64 / 1024.0);
    shortest + part
}

impl<Op: Operation + 'static, T: 'static> IntoFuture for Wait<Op, T> {
    type Output = Result<T, WaitError<Op::Output, Op::Error>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<Op: Operation + fmt::Debug, T> fmt::Debug for Wait<Op, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").field("operation", &self.operation).finish_non_exhaustive()
    }
}

impl<T, E> fmt::Display for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { call, .. } => write!(f, "{call}: what was waited for has failed"),
            Self::TimedOut { call, .. } => {
                write!(f, "{call}: what was waited for was not done in time")
            }
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl<T: fmt::Debug, E: fmt::Debug + 'static> std::error::Error for WaitError<T, E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            Self::TimedOut { cause: Some(error), .. } => Some(error),
            Self::Failed { .. } | Self::TimedOut { cause: None, .. } => None,
        }
    }
}
