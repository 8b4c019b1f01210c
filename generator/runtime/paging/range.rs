//! [`Range`]: lists of which a request header asks for a part, by the number of its first item and how many there shall be.
//!
//! `rt::ranged!(GetCountries, RANGED_DATA);` is what is emitted for an operation.
//!
//! The response says neither how many items there are in all nor which of them it holds, and a server need not do as it is asked.
//! What a page is taken for:
//!
//! - One with items is yielded, and the next request begins behind the items that came, not behind those that were asked for:
//!   a server may send fewer than asked for although there are more. So a short page is no end, and one more request follows it.
//! - An empty one is the end.
//! - 404, 416 or 204 behind the first page is the end.
//! - One with the same items as the page before is no progress: the server ignores where the range begins. It is not yielded, and
//!   the list ends. Whole pages are compared, since two pages may well share some items where items have no identity. One with the
//!   items of a page before that is an error: the server goes round in circles.
//! - One with more items than asked for comes of a server that ignores ranges and sends the whole list. As the first page it is
//!   yielded, wherever the user wanted to begin, and is all there is. Later it is the list from its start again, which has grown
//!   since: it is not yielded, and the list ends.
//!
//! What cannot be told apart: a list of which two whole pages are equal ends with the first of them, or in an error; one of a server
//! that sends no fewer items than it likes, whatever it is asked for, ends with its first page; and one of a server that ignores
//! ranges, has no more items than are asked for, and never sends the same bytes twice, does not end. Items are counted, not known:
//! if some before the next page are added or removed meanwhile, items come twice or are passed over.

use http::{HeaderMap, StatusCode};

use super::cursor::{Cursor, Novelty, Seen, Step};
use super::pointer;
use crate::runtime::bodies::Body;
use crate::runtime::calls::Call;
use crate::runtime::errors::BuildErrorKind;
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

    /// Stands before the first page of a list that stands there in each.
    #[doc(hidden)]
    #[must_use]
    pub fn cursor(&'static self, range: Option<Range>, items: &'static str) -> Box<dyn Cursor> {
        let range = range.unwrap_or(self.first());
        let (begun, is_set) = (false, false);
        Box::new(RangeCursor { header: self, items, range, seen: Seen::default(), begun, is_set })
    }

    /// What the header says for a range.
    fn text(&self, range: Range) -> String {
        let text = self.value.replace("{start}", &range.start.to_string());
        text.replace("{results}", &range.results.to_string())
    }
}

/// An operation of which a header asks for a part of a list.
pub trait Ranged: Operation {
    /// The header.
    const HEADER: &'static RangeHeader;

    /// The part that is asked for, if the user says.
    fn range(&mut self) -> &mut Option<Range>;
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

/// The page that is asked for, and what came before.
#[derive(Debug)]
struct RangeCursor {
    header: &'static RangeHeader,
    items: &'static str,
    range: Range,
    seen: Seen,
    begun: bool,
    /// Whether the header was set for the call by hand, so that every page would be the same.
    is_set: bool,
}

impl Cursor for RangeCursor {
    fn adopt(&mut self, headers: &mut HeaderMap) {
        self.is_set = headers.contains_key(self.header.name);
    }

    fn ask(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        if self.is_set {
            let reason =
                "is set by `range` where a list is read in pages, and not as a header".into();
            return Err(BuildErrorKind::InvalidParameter { name: self.header.name, reason });
        }
        let (name, value) = header(self.header.name, &self.header.text(self.range))?;
        request.headers_mut().insert(name, value);
        Ok(())
    }

    fn is_past_end(&self, status: StatusCode) -> bool {
        self.begun && matches!(status.as_u16(), 204 | 404 | 416)
    }

    fn advance(&mut self, count: usize, _: &HeaderMap, body: &Body) -> Step {
        let count = count as u64;
        let is_first = !std::mem::replace(&mut self.begun, true);
        self.range.start = self.range.start.saturating_add(count);
        if count == 0 {
            return Step::End;
        }
        let novelty = self.seen.note(&[&pointer::items(body, self.items)]);
        match novelty {
            _ if count > self.range.results && is_first => Step::LastPage,
            _ if count > self.range.results => Step::Stuck,
            Novelty::New => Step::Page,
            Novelty::Again => Step::Stuck,
            Novelty::Circle => Step::Astray,
        }
    }

    fn place(&self) -> String {
        format!("{},{}", self.range.start, self.range.results)
    }

    fn go_to(&mut self, place: &str) -> Result<(), BuildErrorKind> {
        let range = place.split_once(',').and_then(|(start, results)| {
            Some(Range { start: start.parse().ok()?, results: results.parse().ok()? })
        });
        let reason = "has no such part".into();
        let name = self.header.name;
        self.range = range.ok_or(BuildErrorKind::InvalidParameter { name, reason })?;
        // What is said of pages behind the first holds for those that a pause lies before.
        self.begun = self.range.start > 0;
        Ok(())
    }
}

/// Makes an operation with a field `range` one that is read in ranges; its list is the response itself, or stands at a JSON pointer
/// in it.
#[allow(unused_macros, reason = "emitted for operations")]
macro_rules! ranged {
    ($operation:ty, $header:ident) => {
        $crate::runtime::paging::ranged! { $operation, $header, "", }
    };
    ($operation:ty, $header:ident, $at:literal, $($list:tt)*) => {
        impl $crate::runtime::paging::Ranged for $operation {
            const HEADER: &'static $crate::runtime::paging::RangeHeader = &$crate::api::$header;

            fn range(&mut self) -> &mut Option<$crate::runtime::paging::Range> {
                &mut self.range
            }
        }

        impl $crate::runtime::paging::Paged for $operation {
            $crate::runtime::paging::list_of! { $($list)* }

            fn cursor(&self) -> Box<dyn $crate::runtime::paging::Cursor> {
                $crate::api::$header.cursor(self.range, $at)
            }
        }
    };
}
#[allow(unused_imports, reason = "emitted for operations")]
pub(crate) use ranged;
