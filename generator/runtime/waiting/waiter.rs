//! [`Waiter`]: what to look at in a response to know how far something is, and how often to look.

use std::time::Duration;

use serde_json::Value;

use crate::runtime::json::{any_json, find};

/// What to look at in a response to know how far something is, and how often to look.
#[derive(Debug, Clone, Copy)]
pub struct Waiter {
    at: &'static str,
    done: &'static [&'static str],
    failed: &'static [&'static str],
    /// The values with which it goes on; any other, where there are none.
    going_on: &'static [&'static str],
    gone: &'static [u16],
    passed_over: &'static [u16],
    pub(crate) every: (Duration, Duration),
    pub(crate) narrows: bool,
    pub(crate) timeout: Duration,
}

/// How far something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Done,
    Failed,
    GoingOn,
}

impl Waiter {
    /// The JSON pointer of a value in the response, and the values that say that it is done. Numbers and flags are told by their text,
    /// and a value that is missing by `null`.
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

    /// The values that say that it has failed.
    #[must_use]
    pub const fn failed(mut self, values: &'static [&'static str]) -> Self {
        self.failed = values;
        self
    }

    /// The values that say that it goes on; any other says then that it has failed.
    #[must_use]
    pub const fn going_on(mut self, values: &'static [&'static str]) -> Self {
        self.going_on = values;
        self
    }

    /// The statuses that say that it is gone, which is what is waited for.
    #[must_use]
    pub const fn gone(mut self, statuses: &'static [u16]) -> Self {
        self.gone = statuses;
        self
    }

    /// The statuses that say nothing: it is looked again later, as it is after what mostly passes.
    #[must_use]
    pub const fn pass_over(mut self, statuses: &'static [u16]) -> Self {
        self.passed_over = statuses;
        self
    }

    /// The shortest and the longest time between two looks, in seconds; it is chosen at random. 2 to 5 s unless set.
    #[must_use]
    pub const fn every(mut self, shortest: u64, longest: u64) -> Self {
        self.every = (Duration::from_secs(shortest), Duration::from_secs(longest));
        self
    }

    /// Begins with the longest time between two looks, and narrows to the shortest, for what is never done at once.
    #[must_use]
    pub const fn narrowing(mut self) -> Self {
        self.narrows = true;
        self
    }

    /// The time for all of it, in seconds; 600 s unless set.
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

    /// What the body of a success says.
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
