//! [`Range`]: lists of which a request header asks for a part, by the number of its first item and how many there shall be.
//!
//! ```text
//! impl rt::Ranged for GetCountries {
//!     const HEADER: &'static rt::RangeHeader = &crate::api::RANGED_DATA;
//!     fn range(&mut self) -> &mut Option<rt::Range> {
//!         &mut self.range
//!     }
//! }
//! ```
//!
//! `rt::ranged!(GetCountries, RANGED_DATA);` is short for that.
//!
//! The response says neither how many items there are in all nor which of them it holds, and a server need not do as it is asked.
//! What a page is taken for:
//!
//! - One with items is yielded, and the next request begins behind the items that came, not behind those that were asked for:
//!   a server may send fewer than asked for although there are more. So a short page is no end, and one more request follows it.
//! - An empty one is the end.
//! - One with the same bytes as the page before is no progress: the server ignores where the range begins. It is not yielded, and
//!   the list ends. Whole bodies are compared, since two pages may well share some items where items have no identity.
//! - One with more items than asked for comes of a server that ignores ranges and sends the whole list. As the first page it is
//!   yielded, wherever the user wanted to begin, and is all there is. Later it is the list from its start again, which has grown
//!   since: it is not yielded, and the list ends.
//!
//! What cannot be told apart: a list of which two whole pages in succession are equal ends with the first of them; one of a server
//! that sends no fewer items than it likes, whatever it is asked for, ends with its first page; and one of a server that ignores
//! ranges, has no more items than are asked for, and never sends the same bytes twice, does not end. Items are counted, not known:
//! if some before the next page are added or removed meanwhile, items come twice or are passed over.

use http::HeaderMap;

use super::pages::{Cursor, Page, Paged, Step};
use crate::runtime::bodies::Body;
use crate::runtime::calls::Call;
use crate::runtime::errors::{BuildErrorKind, Error};
use crate::runtime::wire::{Operation, RequestBuilder, header};

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The number of its first item, counted from 0.
    pub start: u64,
    /// How many items are asked for. The server may send fewer although there are more.
    pub results: u64,
}

/// The header that asks for a part of a list.
#[derive(Debug)]
pub struct RangeHeader {
    name: &'static str,
    value: &'static str,
    results: u64,
}

impl RangeHeader {
    /// A header with a name, a value with `{start}` and `{results}` in it, and the number of items that are asked for if the user
    /// does not say.
    #[must_use]
    pub const fn new(name: &'static str, value: &'static str, results: u64) -> Self {
        Self { name, value, results }
    }

    /// The range that is asked for if the user does not say.
    const fn first(&self) -> Range {
        Range { start: 0, results: self.results }
    }

    /// What the header says for a range.
    fn text(&self, range: Range) -> String {
        let text = self.value.replace("{start}", &range.start.to_string());
        text.replace("{results}", &range.results.to_string())
    }
}

/// An operation of which a header asks for a part of a list.
pub trait Ranged: Operation<Output: Page> {
    /// The header.
    const HEADER: &'static RangeHeader;

    /// The part that is asked for, if the user says.
    fn range(&mut self) -> &mut Option<Range>;
}

impl<Op: Ranged> Paged for Op {
    type Failure = Error<Op::Error>;

    fn cursor(&mut self) -> Box<dyn Cursor> {
        let range = self.range().unwrap_or(Op::HEADER.first());
        Box::new(RangeCursor { header: Op::HEADER, range, before: None, is_set: false })
    }
}

impl<Op: Ranged> Call<'_, Op> {
    /// Asks for `results` items, beginning with number `start`, counted from 0. [`pages`](Self::pages) and
    /// [`items`](Self::items) begin there too, ask for as many items at a time, and go on to the end of the list.
    pub fn range(mut self, start: u64, results: u64) -> Self {
        *self.operation.range() = Some(Range { start, results });
        self
    }
}

impl RequestBuilder {
    /// Asks for a part of a list, if the user says which.
    #[must_use]
    pub fn range<Op: Ranged>(self, range: Option<Range>) -> Self {
        self.header(Op::HEADER.name, &range.map(|range| Op::HEADER.text(range)))
    }

    /// Asks for a part of a list where a request must: for the first, if the user does not say which.
    #[must_use]
    pub fn range_or_first<Op: Ranged>(self, range: Option<Range>) -> Self {
        self.range::<Op>(range.or(Some(Op::HEADER.first())))
    }
}

/// The page that is asked for, and the body of the one before.
#[derive(Debug)]
struct RangeCursor {
    header: &'static RangeHeader,
    range: Range,
    before: Option<Body>,
    /// Whether the header was set for the call by hand, so that every page would be the same.
    is_set: bool,
}

impl Cursor for RangeCursor {
    fn adopt(&mut self, headers: &mut HeaderMap) {
        self.is_set = headers.contains_key(self.header.name);
    }

    fn ask(&mut self, headers: &mut HeaderMap) -> Result<(), BuildErrorKind> {
        if self.is_set {
            let reason =
                "is set by `range` where a list is read in pages, and not as a header".into();
            return Err(BuildErrorKind::InvalidParameter { name: self.header.name, reason });
        }
        let (name, value) = header(self.header.name, &self.header.text(self.range))?;
        headers.insert(name, value);
        Ok(())
    }

    fn advance(&mut self, count: usize, _: &HeaderMap, body: &Body) -> Step {
        let count = count as u64;
        let before = self.before.replace(body.clone());
        let ignored = count > self.range.results || before.as_ref() == Some(body);
        if ignored {
            tracing::debug!(
                target: env!("CARGO_CRATE_NAME"),
                header = self.header.name, "the server sent another part of the list than it was asked for"
            );
        }
        self.range.start = self.range.start.saturating_add(count);
        match before {
            _ if count == 0 => Step::End,
            None if ignored => Step::LastPage,
            Some(_) if ignored => Step::End,
            _ => Step::Page,
        }
    }
}

/// Makes an operation with a field `range` [`Ranged`].
#[allow(unused_macros, reason = "emitted for operations")]
macro_rules! ranged {
    ($operation:ty, $header:ident) => {
        impl $crate::runtime::paging::Ranged for $operation {
            const HEADER: &'static $crate::runtime::paging::RangeHeader = &$crate::api::$header;

            fn range(&mut self) -> &mut Option<$crate::runtime::paging::Range> {
                &mut self.range
            }
        }
    };
}
#[allow(unused_imports, reason = "emitted for operations")]
pub(crate) use ranged;
