//! `spec/contract-exceptions.txt`: the operations that Prism itself cannot serve. Each line has a test, the kind of responses, and the
//! cause:
//!
//! ```text
//! # test           responses   cause
//! session::login   dynamic   Prism makes no …
//! ```

use super::outcome::Outcome;
use super::prism::Responses;
use crate::Stop;
use std::path::Path;
use std::{fs, io};

/// The exceptions: test, kind of responses, and cause.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Exceptions(Vec<(String, String, String)>);

impl Exceptions {
    /// Reads the file; without one, there are no exceptions.
    pub(super) fn load(path: &Path) -> Result<Self, Stop> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).map_err(|line| {
                Stop::fault(format!(
                    "{}:{line}: not `test responses cause`, or listed twice",
                    path.display()
                ))
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Stop::fault(format!("{}: {error}", path.display()))),
        }
    }

    /// The error is the number of the first invalid line.
    fn parse(text: &str) -> Result<Self, usize> {
        let mut exceptions = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut words = line.split_whitespace();
            let (Some(test), Some(responses @ ("static" | "dynamic"))) =
                (words.next(), words.next())
            else {
                return Err(index + 1);
            };
            let cause = words.collect::<Vec<_>>().join(" ");
            if cause.is_empty() {
                return Err(index + 1);
            }
            let is_listed =
                |(name, kind, _): &(String, String, String)| name == test && kind == responses;
            if exceptions.iter().any(is_listed) {
                return Err(index + 1);
            }
            exceptions.push((test.to_owned(), responses.to_owned(), cause));
        }
        Ok(Self(exceptions))
    }

    /// The listed tests for a kind of responses that do not exist although others of their tag do. A run with other pages has other tags.
    pub(super) fn unknown(&self, responses: Responses, outcomes: &[Outcome]) -> Vec<&str> {
        let tag = |test: &str| test.split("::").next().map(str::to_owned);
        let listed = self.0.iter().filter(|(_, kind, _)| *kind == responses.to_string());
        let tests = listed.map(|(test, ..)| test.as_str());
        let is_unknown = |test: &&str| {
            outcomes.iter().any(|outcome| tag(&outcome.test) == tag(test))
                && !outcomes.iter().any(|outcome| outcome.test == **test)
        };
        tests.filter(is_unknown).collect()
    }

    /// The cause for which a test may fail with a kind of responses.
    pub(super) fn cause(&self, test: &str, responses: Responses) -> Option<&str> {
        let found =
            self.0.iter().find(|(name, kind, _)| name == test && *kind == responses.to_string());
        found.map(|(_, _, cause)| cause.as_str())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_test_the_answers_and_a_cause() {
        let exceptions = Exceptions::parse("# none\n\na::b  static  Prism cannot\n").unwrap();
        assert_eq!(exceptions.cause("a::b", Responses::Static), Some("Prism cannot"));
        assert_eq!(exceptions.cause("a::b", Responses::Dynamic), None);
        assert_eq!(Exceptions::parse("a::b static\n"), Err(1));
        assert_eq!(Exceptions::parse("\na::b always why\n"), Err(2));
        assert_eq!(Exceptions::parse("a::b static why\na::b static again\n"), Err(2));
    }

    #[test]
    fn a_test_that_does_not_exist_is_unknown_where_its_tag_is_tested() {
        let text = "a::b static why\na::c static why\na::d dynamic why\ne::f static why\n";
        let exceptions = Exceptions::parse(text).unwrap();
        let outcomes = [Outcome { test: "a::b".into(), failure: None }];
        assert_eq!(exceptions.unknown(Responses::Static, &outcomes), ["a::c"]);
        assert_eq!(exceptions.unknown(Responses::Dynamic, &outcomes), ["a::d"]);
    }
}
