//! [`Cursor`]: where in a list the next page begins.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use http::{HeaderMap, StatusCode};

use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;

/// Where in a list the next page begins.
#[doc(hidden)]
pub trait Cursor: fmt::Debug + Send + Sync {
    /// Takes what was set for the call out of its headers, if that says where to begin.
    fn adopt(&mut self, headers: &mut HeaderMap) {
        let _ = headers;
    }

    /// Makes the request of the operation one for the next page.
    ///
    /// # Errors
    ///
    /// When that cannot be written.
    fn ask(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind>;

    /// Whether a failure with this status means that the list must be begun again.
    fn is_expired(&self, status: StatusCode) -> bool {
        let _ = status;
        false
    }

    /// Whether a failure with this status may mean that the list ended with the page before.
    fn is_past_end(&self, status: StatusCode) -> bool {
        let _ = status;
        false
    }

    /// Goes on to the page after one with this many items.
    fn advance(&mut self, count: usize, headers: &HeaderMap, body: &Body) -> Step;

    /// Names a page in the headers of the response before it, as the server does, if that is where it does.
    fn name_next(&self, page: usize, headers: &mut HeaderMap) {
        let _ = (page, headers);
    }

    /// Where the next page begins, to be kept; empty for the start of the list.
    fn place(&self) -> String;

    /// Goes to a place that was kept.
    ///
    /// # Errors
    ///
    /// When it is none of such a list.
    fn go_to(&mut self, place: &str) -> Result<(), BuildErrorKind>;
}

/// What a page is to a list.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A part of it, with more to come.
    Page,
    /// The last part of it.
    LastPage,
    /// Nothing: the list had ended with the page before.
    End,
    /// Not what was asked for, and no part of the list: it ended with the page before, as far as the server tells.
    Stuck,
    /// Not what was asked for, in a way that tells nothing of the end of the list.
    Astray,
    /// What it says of the next page cannot be read.
    Unreadable,
}

/// Hashes of the pages that came, each with what named the next one: whole pages would be the whole list.
#[derive(Default)]
pub(crate) struct Seen {
    state: RandomState,
    hashes: HashSet<u64>,
    last: Option<u64>,
}

/// Whether a page came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Novelty {
    New,
    /// It is the page that came last.
    Again,
    /// It came before another one.
    Circle,
}

impl Seen {
    /// Notes a page, by what tells it from others.
    pub(crate) fn note(&mut self, page: &[&[u8]]) -> Novelty {
        let hash = self.state.hash_one(page);
        let before = self.last.replace(hash);
        match self.hashes.insert(hash) {
            true => Novelty::New,
            false if before == Some(hash) => Novelty::Again,
            false => Novelty::Circle,
        }
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pages", self.hashes.len())
    }
}
