//! [`Wait`]: repeats an operation until its response shows that a task is done.

use std::fmt;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::waiter::{Progress, Waiter};
use crate::runtime::bodies::Body;
use crate::runtime::calls::{Call, Client, Failure, Options, send};
use crate::runtime::errors::Error;
use crate::runtime::url::Route;
use crate::runtime::values::{Instant, skipped};
use crate::runtime::wire::Operation;

/// The factor by which the longest time between two calls shrinks after each call, if the waiter narrows.
const NARROWING: f64 = 0.9;

/// The shortest time as a part of the longest, if the waiter narrows.
const SPREAD: f64 = 0.75;

/// The maximum time between two calls, which prevents overflow.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Repeats an operation until its response shows that a task is done. The calls start when this is awaited. It borrows nothing, so it
/// can be spawned. Dropping it ends it.
///
/// Between two calls it waits for a random time between two limits, or longer if the server asks for that. The last wait is shortened,
/// so that a last call is made when the time is up. Each call has the options of the first. Waits that a transport for tests skips, such as a
/// `Fake`, count as if they had taken their time.
#[must_use = "nothing is sent before it is awaited"]
pub struct Wait<Op: Operation, T = <Op as Operation>::Output> {
    client: Client,
    operation: Arc<Op>,
    options: Options,
    waiter: &'static Waiter,
    every: (Duration, Duration),
    timeout: Duration,
    /// Creates the outcome from the last response; `None` if that does not end the wait.
    finish: fn(Option<Op::Output>) -> Option<T>,
}

/// The reason why a wait ended without success.
///
/// The text of each error names the call: `GET /v3/orders/{id}: the task has failed`.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T, E> {
    /// The task has failed.
    #[non_exhaustive]
    Failed {
        /// The repeated call.
        call: Route,
        /// The response that reports the failure.
        last: T,
    },
    /// The task was not done in time.
    #[non_exhaustive]
    TimedOut {
        /// The repeated call.
        call: Route,
        /// The last response about the progress, if there was one.
        last: Option<T>,
        /// The error of the last call, if it failed temporarily.
        cause: Option<Error<E>>,
    },
    /// A call failed with an error that does not allow another attempt.
    Call(Error<E>),
}

impl<Op: Operation> Call<'_, Op> {
    /// Repeats the operation until its response shows that a task is done, and returns that response.
    pub fn wait(self, waiter: &'static Waiter) -> Wait<Op> {
        wait(self, waiter, |output| output)
    }

    /// Repeats the operation until a resource is gone.
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

    /// Sets the maximum total time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn run(self) -> Result<T, WaitError<Op::Output, Op::Error>> {
        let (start, mut last, mut calls) = (Instant::now(), None, 0_u32);
        let mut ahead = Duration::ZERO;
        loop {
            let timeout = self.timeout;
            let left = move || timeout.saturating_sub(start.elapsed().saturating_add(ahead));
            let mut options = self.options.clone();
            // A response after the end is of no use, but the last call needs some time.
            options.timeout =
                options.timeout.min(left().max(self.every.1).max(Duration::from_secs(1)));
            let answer =
                send::<Op>(&self.client, self.operation.clone(), options, |_| Ok(())).await;
            let cause = match self.read(answer) {
                Ok(Reply::Gone) => match (self.finish)(None) {
                    Some(outcome) => return Ok(outcome),
                    None => None,
                },
                Ok(Reply::Progress(Progress::Done, output)) => match (self.finish)(Some(output)) {
                    Some(outcome) => return Ok(outcome),
                    None => None,
                },
                Ok(Reply::Progress(Progress::Failed, output)) => {
                    return Err(WaitError::Failed { call: Op::META.route(), last: output });
                }
                Ok(Reply::Progress(Progress::GoingOn, output)) => {
                    last = Some(output);
                    None
                }
                Ok(Reply::None(error)) => Some(error),
                Err(error) => return Err(WaitError::Call(error)),
            };
            let left = left();
            if left.is_zero() {
                return Err(WaitError::TimedOut { call: Op::META.route(), last, cause });
            }
            let asked = cause.as_ref().and_then(Error::retry_after);
            let wait = between(self.limits(calls)).max(asked.unwrap_or_default());
            let (wait, begun) = (wait.min(left), Instant::now());
            self.client.sleep(wait).await;
            ahead = ahead.saturating_add(skipped(begun, wait));
            yield_once().await;
            calls = calls.saturating_add(1);
        }
    }

    /// The shortest and the longest time before the next call, after this number of calls.
    fn limits(&self, calls: u32) -> (Duration, Duration) {
        let (shortest, longest) = self.every;
        if !self.waiter.narrows {
            return self.every;
        }
        let longest = longest.mul_f64(NARROWING.powf(f64::from(calls))).max(shortest);
        (longest.mul_f64(SPREAD).max(shortest), longest)
    }

    /// Interprets a response.
    fn read(&self, answer: Result<http::Response<Body>, Failure>) -> Outcome<Op> {
        let temporary = |error: Error<Op::Error>| match error.is_retryable() {
            true => Ok(Reply::None(error)),
            false => Err(error),
        };
        let response = match answer {
            Ok(response) => response,
            Err(failure) => return temporary(failure.into()),
        };
        let status = response.status().as_u16();
        if self.waiter.is_gone(status) {
            return Ok(Reply::Gone);
        }
        let body = response.body().clone();
        match Op::response(response, self.client.mode()) {
            Ok(output) => {
                let progress = self.waiter.progress(body.as_bytes().unwrap_or_default());
                Ok(Reply::Progress(progress, output))
            }
            Err(error) if self.waiter.is_passed_over(status) => Ok(Reply::None(error)),
            Err(error) => temporary(error),
        }
    }
}

/// The result of one call, or the error that ends the wait.
type Outcome<Op> = Result<
    Reply<<Op as Operation>::Output, <Op as Operation>::Error>,
    Error<<Op as Operation>::Error>,
>;

/// What one call tells of the task.
enum Reply<T, E> {
    Progress(Progress, T),
    /// The resource is gone.
    Gone,
    /// None, as the call failed temporarily.
    None(Error<E>),
}

/// Lets other tasks run, as nothing else does if the transport answers at once.
async fn yield_once() {
    let mut is_over = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut is_over, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A random time between two limits.
fn between((shortest, longest): (Duration, Duration)) -> Duration {
    // Every `RandomState` has its own keys, so it is a source of randomness without another dependency.
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

impl<T, E> WaitError<T, E> {
    /// The last response about the progress of the task, if there was one.
    pub fn last(&self) -> Option<&T> {
        match self {
            Self::Failed { last, .. } => Some(last),
            Self::TimedOut { last, .. } => last.as_ref(),
            Self::Call(_) => None,
        }
    }

    /// The error of the last call, if it failed.
    pub fn error(&self) -> Option<&Error<E>> {
        match self {
            Self::Failed { .. } => None,
            Self::TimedOut { cause, .. } => cause.as_ref(),
            Self::Call(error) => Some(error),
        }
    }
}

impl<T, E> fmt::Display for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { call, .. } => write!(f, "{call}: the task has failed"),
            Self::TimedOut { call, .. } => {
                write!(f, "{call}: the task was not done within the time limit")
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
