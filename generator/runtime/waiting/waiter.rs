//! [`Waiter`]: the value in a response that shows the progress of a task, and how often to check it.

use std::time::Duration;

use serde_json::Value;

use crate::runtime::json::{any_json, find};

/// The value in a response that shows the progress of a task, and how often to check it.
#[derive(Debug, Clone, Copy)]
pub struct Waiter {
    at: &'static str,
    done: &'static [&'static str],
    failed: &'static [&'static str],
    /// The values of a task in progress; if empty, any other value.
    going_on: &'static [&'static str],
    gone: &'static [u16],
    passed_over: &'static [u16],
    pub(crate) every: (Duration, Duration),
    pub(crate) narrows: bool,
    pub(crate) timeout: Duration,
}

/// The progress of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Done,
    Failed,
    GoingOn,
}

impl Waiter {
    /// The JSON pointer to a value in the response, and the values of a task that is done. Numbers and booleans are given as text, a
    /// missing value as `null`.
    #[must_use]
    pub const fn new(at: &'static str, done: &'static [&'static str]) -> Self {
        Self {
            at,
            done,
            failed: &[],
            going_on: &[],
            gone: &[],
            passed_over: &[],
            every: (Duration::from_secs(2), Duration::from_secs(5)),
            narrows: false,
            timeout: Duration::from_secs(600),
        }
    }

    /// Sets the values of a task that has failed.
    #[must_use]
    pub const fn failed(mut self, values: &'static [&'static str]) -> Self {
        self.failed = values;
        self
    }

    /// Sets the values of a task in progress. Any other value then means that it has failed.
    #[must_use]
    pub const fn going_on(mut self, values: &'static [&'static str]) -> Self {
        self.going_on = values;
        self
    }

    /// Sets the statuses of a resource that is gone, for [`Call::wait_gone`](crate::runtime::Call::wait_gone).
    #[must_use]
    pub const fn gone(mut self, statuses: &'static [u16]) -> Self {
        self.gone = statuses;
        self
    }

    /// Sets the statuses to ignore: another call follows, as after a temporary failure.
    #[must_use]
    pub const fn pass_over(mut self, statuses: &'static [u16]) -> Self {
        self.passed_over = statuses;
        self
    }

    /// Sets the shortest and the longest time between two calls, in seconds; 2 to 5 s unless set. The time is random between them.
    #[must_use]
    pub const fn every(mut self, shortest: u64, longest: u64) -> Self {
        self.every = (Duration::from_secs(shortest), Duration::from_secs(longest));
        self
    }

    /// Starts with the longest time between two calls, and narrows to the shortest, for tasks that always take some time.
    #[must_use]
    pub const fn narrowing(mut self) -> Self {
        self.narrows = true;
        self
    }

    /// Sets the maximum total time, in seconds; 600 s unless set.
    #[must_use]
    pub const fn timeout(mut self, seconds: u64) -> Self {
        self.timeout = Duration::from_secs(seconds);
        self
    }

    pub(crate) fn is_gone(&self, status: u16) -> bool {
        self.gone.contains(&status)
    }

    pub(crate) fn is_passed_over(&self, status: u16) -> bool {
        self.passed_over.contains(&status)
    }

    /// The progress in the body of a success.
    pub(crate) fn progress(&self, body: &[u8]) -> Progress {
        let body = any_json(body).unwrap_or(Value::Null);
        let word = match find(&body, self.at) {
            None => "null".to_owned(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let is_one = |words: &[&str]| words.contains(&word.as_str());
        if is_one(self.done) {
            Progress::Done
        } else if is_one(self.failed) || !(self.going_on.is_empty() || is_one(self.going_on)) {
            Progress::Failed
        } else {
            Progress::GoingOn
        }
    }
}
