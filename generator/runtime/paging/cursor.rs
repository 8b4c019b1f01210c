//! [`Cursor`]: the position of the next page in a list.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use http::{HeaderMap, StatusCode};

use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;

/// The position of the next page in a list.
#[doc(hidden)]
pub trait Cursor: fmt::Debug + Send + Sync {
    /// Takes the starting position out of the headers of the call, if it is set there.
    fn take_start(&mut self, headers: &mut HeaderMap) {
        let _ = headers;
    }

    /// Changes the request of the operation into one for the next page.
    ///
    /// # Errors
    ///
    /// When the position cannot be written.
    fn prepare(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind>;

    /// Whether a failure with this status means that the list must be read from its start again.
    fn is_expired(&self, status: StatusCode) -> bool {
        let _ = status;
        false
    }

    /// Whether a failure with this status may mean that the list ended with the previous page.
    fn is_past_end(&self, status: StatusCode) -> bool {
        let _ = status;
        false
    }

    /// Moves past a page with this number of items.
    fn advance(&mut self, count: usize, headers: &HeaderMap, body: &Body) -> Step;

    /// For fakes: adds the reference to the page with this number to the headers of a response, if servers send it there.
    fn write_reference(&self, page: usize, headers: &mut HeaderMap) {
        let _ = (page, headers);
    }

    /// The position of the next page as text, for later use; empty for the start of the list.
    fn position(&self) -> String;

    /// Moves to such a position.
    ///
    /// # Errors
    ///
    /// When the text is not a position in such a list.
    fn go_to(&mut self, position: &str) -> Result<(), BuildErrorKind>;
}

/// The meaning of a page for the list.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A page of the list, with more to come.
    Page,
    /// The last page of the list.
    LastPage,
    /// Not a page: the list had ended with the previous page.
    End,
    /// The previous page again, or the whole list. The list has probably ended with the previous page.
    NoProgress,
    /// A page before the previous one: the server repeats pages in a cycle. Whether the list has ended is unknown.
    Cycle,
    /// A page whose reference to the next page cannot be read.
    Unreadable,
}

/// Hashes of the received pages, each with its reference to the next one. Keeping the pages would keep the whole list.
#[derive(Default)]
pub(crate) struct Seen {
    state: RandomState,
    hashes: HashSet<u64>,
    last: Option<u64>,
}

/// The page that a page repeats, if it was received before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repetition {
    None,
    PreviousPage,
    /// A page before the previous one.
    EarlierPage,
}

impl Seen {
    /// Records a page by its identifying parts.
    pub(crate) fn record(&mut self, page: &[&[u8]]) -> Repetition {
        let hash = self.state.hash_one(page);
        let before = self.last.replace(hash);
        match self.hashes.insert(hash) {
            true => Repetition::None,
            false if before == Some(hash) => Repetition::PreviousPage,
            false => Repetition::EarlierPage,
        }
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pages", self.hashes.len())
    }
}
