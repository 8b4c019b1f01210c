//! `waiters:` of the configuration: values in, their faults out.

use super::Fault;
use crate::document::join;
use crate::source::Place;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A state that a program can wait for, with a method `wait_until_` plus its name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
pub struct Waiter {
    /// The name of the state, in lower case: `delivered`.
    pub name: String,
    /// The operation to poll, by operationId or by method and path.
    pub operation: String,
    /// The JSON pointer of the value to check in its response.
    #[serde(default)]
    pub at: Option<String>,
    /// The values that mean that the state is reached.
    #[serde(default)]
    pub done: Vec<String>,
    /// The values that mean failure.
    #[serde(default)]
    pub failed: Vec<String>,
    /// The values with which polling continues; default: all others.
    #[serde(default)]
    pub going_on: Vec<String>,
    /// The status codes that mean that the resource is gone, which ends the wait.
    #[serde(default)]
    pub gone: Vec<u16>,
    /// The status codes to ignore: the next call decides.
    #[serde(default)]
    pub pass_over: Vec<u16>,
    /// The shortest and the longest time between two calls, in seconds.
    pub every: (u64, u64),
    /// Whether the time between calls decreases from the longest to the shortest.
    #[serde(default)]
    pub narrows: bool,
    /// The total time limit, in seconds.
    pub timeout: u64,
    /// The page or pages of the operation. If no such page is among the inputs, the operation may be missing.
    #[serde(default, deserialize_with = "super::page::names")]
    #[cfg_attr(test, schemars(with = "Option<super::page::Names>"))]
    pub page: Vec<String>,
    /// The place of the entry.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// The fault of a waiter without any end.
pub(super) const NO_END: &str = "nothing ends the wait";

/// The upper limit of the time between two calls, in seconds.
const DAY: u64 = 86_400;

/// The faults of the entries.
pub(super) fn faults(entries: &[Waiter]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let pointer = join("/waiters", &index.to_string());
        let mut fault = |key: &str, message: String, help| {
            faults.push(Fault::new(join(&pointer, key), message).help(help));
        };
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !entry.name.starts_with(|c: char| c.is_ascii_lowercase())
            || !entry.name.chars().all(is_word)
        {
            let help =
                "write the awaited state in the form of a method name: delivered, powered_off";
            fault("name", format!("{:?} cannot end the name of a method", entry.name), help);
        }
        if !seen.insert((&entry.operation, &entry.name)) {
            fault("name", format!("{:?} is listed twice", entry.name), "remove one entry");
        }
        match &entry.at {
            Some(at) if !at.is_empty() && !at.starts_with('/') => {
                let help =
                    "write a JSON pointer into the response, which begins with a slash: /status";
                fault("at", format!("{at:?} is not a JSON pointer"), help);
            }
            Some(_) if entry.done.is_empty() && entry.gone.is_empty() => {
                let help = "list the values that end the wait: done: [delivered]";
                fault("at", NO_END.to_owned(), help);
            }
            None if entry.gone.is_empty() => {
                let help = "name a value and what ends the wait (`at` and `done`), or the statuses that end it (`gone`)";
                fault("name", NO_END.to_owned(), help);
            }
            _ => {}
        }
        let both = |own: &&String| entry.done.contains(own) || entry.going_on.contains(own);
        let twice = entry.failed.iter().find(both);
        let twice = twice.or_else(|| entry.done.iter().find(|own| entry.going_on.contains(own)));
        if let Some(value) = twice {
            let help = "list each value once: in `done`, `failed` or `going_on`";
            let key = if entry.failed.contains(value) { "failed" } else { "done" };
            fault(key, format!("{value:?} is given two meanings"), help);
        }
        for (key, statuses) in [("gone", &entry.gone), ("pass_over", &entry.pass_over)] {
            if let Some(status) = statuses.iter().find(|own| !(100..600).contains(*own)) {
                fault(
                    key,
                    format!("{status} is not an HTTP status code"),
                    "write status codes: [404]",
                );
            }
        }
        let (shortest, longest) = entry.every;
        if shortest == 0 || shortest > longest || longest > DAY {
            let help = "write the shortest and the longest time between two requests, in seconds, at most a day: every: [15, 30]";
            fault(
                "every",
                format!("{shortest} to {longest} s is not a usable range of times"),
                help,
            );
        }
        if entry.timeout == 0 {
            fault("timeout", "the timeout is 0".to_owned(), "write seconds: timeout: 600");
        }
    }
    faults
}
