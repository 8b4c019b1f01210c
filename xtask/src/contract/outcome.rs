//! The output of the test program in; the outcome of each test, with the messages of failures, out.

use std::collections::BTreeMap;

/// The outcome of a test.
#[derive(Debug, PartialEq)]
pub(super) struct Outcome {
    /// Its name: `session::login`.
    pub(super) test: String,
    /// Its message, if it failed.
    pub(super) failure: Option<String>,
}

/// Reads the output of a test program, by name of the test.
pub(super) fn read(output: &str) -> Vec<Outcome> {
    let said = said(output);
    let mut outcomes: Vec<Outcome> = output
        .lines()
        .filter_map(|line| {
            let (test, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
            let test = test.split(' ').next()?.to_owned();
            let failed = result.starts_with("FAILED");
            let failure = failed.then(|| said.get(test.as_str()).cloned().unwrap_or_default());
            (failed || result.starts_with("ok")).then_some(Outcome { test, failure })
        })
        .collect();
    outcomes.sort_by(|a, b| a.test.cmp(&b.test));
    outcomes
}

/// Whether a test program ran tests and finished.
pub(super) fn is_whole(output: &str) -> bool {
    output.lines().any(|line| line.starts_with("test result: ")) && !read(output).is_empty()
}

/// The message of each panic.
fn said(output: &str) -> BTreeMap<&str, String> {
    let mut messages: BTreeMap<&str, String> = BTreeMap::new();
    let (mut test, mut panicked) = (None, false);
    for line in output.lines() {
        let section = line.strip_prefix("---- ").and_then(|line| line.strip_suffix(" stdout ----"));
        if section.is_some() {
            (test, panicked) = (section, false);
        } else if line == "failures:" || line.starts_with("note: ") {
            panicked = false;
        } else if line.contains(" panicked at ") {
            panicked = true;
        } else if let (Some(test), true) = (test, panicked) {
            let message = messages.entry(test).or_default();
            message.push_str(line.trim());
            message.push(' ');
        }
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_that_failed_say_why() {
        let output = "\nrunning 2 tests\ntest a::get - should panic ... ok\ntest b::put ... FAILED\n\nfailures:\n\n---- b::put stdout ----\n\n\
                      thread 'b::put' (7) panicked at tests/contract/main.rs:45:9:\nPUT /b: refused:\n{}\n\
                      note: run with `RUST_BACKTRACE=1`\n\nfailures:\n    b::put\n\ntest result: FAILED. 1 passed; 1 failed\n";
        assert_eq!(
            read(output),
            [
                Outcome { test: "a::get".into(), failure: None },
                Outcome { test: "b::put".into(), failure: Some("PUT /b: refused: {} ".into()) },
            ]
        );
    }

    #[test]
    fn a_run_that_broke_off_or_ran_nothing_is_not_whole() {
        let test = "test a::get ... ok\n";
        let result = "test result: ok. 1 passed; 0 failed\n";
        assert!(is_whole(&format!("running 1 test\n{test}\n{result}")));
        assert!(!is_whole(&format!("running 2 tests\n{test}")));
        assert!(!is_whole(&format!("running 0 tests\n\n{result}")));
        assert!(!is_whole(""));
    }
}
