//! [`Range`]: lists in which a request header selects a page, by the number of its first item and the number of items.
//!
//! The code emitted for an operation is `rt::ranged!(GetCountries, RANGED_DATA);`.
//!
//! The response gives neither the total number of items nor the range that it holds, and a server need not respect the header. The
//! meaning of a page:
//!
//! - A page with items is yielded. The next request starts after the received items, not after the requested ones: a server may send
//!   fewer although there are more. So a short page is not the end, and one more request follows it.
//! - An empty page is the end.
//! - 404, 416 or 204 after the first page is the end.
//! - A page with the same items as the previous page is no progress: the server ignores the start of the range. It is not yielded, and
//!   the list ends. Whole pages are compared, since two pages may share some items if items have no identity. A page with the items of
//!   an earlier page is an error: the server repeats pages in a cycle.
//! - A page with more items than requested comes from a server that ignores ranges and sends the whole list. As the first page it is
//!   yielded, whatever start the caller chose, and is the only one. Later it is the list from its start again, which has grown since: it
//!   is not yielded, and the list ends.
//!
//! Some cases cannot be distinguished. A list with two equal pages ends with the first of them, or in an error. If a server always sends
//! more items than requested, the list ends with its first page. If a server ignores ranges, has no more items than requested, and never
//! sends the same bytes twice, the list does not end. Items have no identity here, only positions: if earlier items are added or removed
//! in the meantime, items are repeated or missed.

use http::{HeaderMap, StatusCode};

use super::cursor::{Cursor, Repetition, Seen, Step};
use super::pointer;
use crate::runtime::bodies::Body;
use crate::runtime::calls::Call;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::wire::{Operation, RequestBuilder, header};

/// A range of items in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The number of its first item, counted from 0.
    pub start: u64,
    /// The number of items requested. The server may send fewer although there are more.
    pub results: u64,
}

/// The header that requests a range of a list.
#[derive(Debug)]
pub struct RangeHeader {
    name: &'static str,
    value: &'static str,
    results: u64,
}

impl RangeHeader {
    /// The name of the header, its value with `{start}` and `{results}` in it, and the default number of items in a page.
    #[must_use]
    pub const fn new(name: &'static str, value: &'static str, results: u64) -> Self {
        Self { name, value, results }
    }

    /// The default range.
    const fn first(&self) -> Range {
        Range { start: 0, results: self.results }
    }

    /// The cursor before the first page. `items` is the JSON pointer to the list in each page.
    #[doc(hidden)]
    #[must_use]
    pub fn cursor(&'static self, range: Option<Range>, items: &'static str) -> Box<dyn Cursor> {
        let range = range.unwrap_or(self.first());
        let (is_begun, is_set) = (false, false);
        Box::new(RangeCursor {
            header: self,
            items,
            range,
            seen: Seen::default(),
            is_begun,
            is_set,
        })
    }

    /// The value of the header for a range.
    fn text(&self, range: Range) -> String {
        let text = self.value.replace("{start}", &range.start.to_string());
        text.replace("{results}", &range.results.to_string())
    }
}

/// An operation with a header that requests a range of a list.
pub trait Ranged: Operation {
    /// The header.
    const HEADER: &'static RangeHeader;

    /// The range requested by the caller, if there is one.
    fn range(&mut self) -> &mut Option<Range>;
}

impl<Op: Ranged> Call<'_, Op> {
    /// Requests `results` items from number `start` on, counted from 0. [`pages`](Self::pages) and [`items`](Self::items)
    /// also start there, request this number of items at a time, and continue to the end of the list.
    pub fn range(mut self, start: u64, results: u64) -> Self {
        *self.operation.range() = Some(Range { start, results });
        self
    }
}

impl RequestBuilder {
    /// Requests a range of a list, if the caller gives one.
    #[must_use]
    pub fn range<Op: Ranged>(self, range: Option<Range>) -> Self {
        self.header(Op::HEADER.name, &range.map(|range| Op::HEADER.text(range)))
    }

    /// Requests a range of a list, for operations that require one: the first range, unless the caller gives one.
    #[must_use]
    pub fn range_or_first<Op: Ranged>(self, range: Option<Range>) -> Self {
        self.range::<Op>(range.or(Some(Op::HEADER.first())))
    }
}

/// The range of the next page, and the earlier pages.
#[derive(Debug)]
struct RangeCursor {
    header: &'static RangeHeader,
    items: &'static str,
    range: Range,
    seen: Seen,
    is_begun: bool,
    /// Whether the caller set the header on the call itself, so that every page would be the same.
    is_set: bool,
}

impl Cursor for RangeCursor {
    fn take_start(&mut self, headers: &mut HeaderMap) {
        self.is_set = headers.contains_key(self.header.name);
    }

    fn prepare(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        if self.is_set {
            let reason =
                "must be set with `range`, not with `header`, for a list that is read in pages"
                    .into();
            return Err(BuildErrorKind::InvalidParameter { name: self.header.name, reason });
        }
        let (name, value) = header(self.header.name, &self.header.text(self.range))?;
        request.headers_mut().insert(name, value);
        Ok(())
    }

    fn is_past_end(&self, status: StatusCode) -> bool {
        self.is_begun && matches!(status.as_u16(), 204 | 404 | 416)
    }

    fn advance(&mut self, count: usize, _: &HeaderMap, body: &Body) -> Step {
        let count = count as u64;
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        self.range.start = self.range.start.saturating_add(count);
        if count == 0 {
            return Step::End;
        }
        let repetition = self.seen.record(&[&pointer::items(body, self.items)]);
        match repetition {
            _ if count > self.range.results && is_first => Step::LastPage,
            _ if count > self.range.results => Step::NoProgress,
            Repetition::None => Step::Page,
            Repetition::PreviousPage => Step::NoProgress,
            Repetition::EarlierPage => Step::Cycle,
        }
    }

    fn position(&self) -> String {
        format!("{},{}", self.range.start, self.range.results)
    }

    fn go_to(&mut self, position: &str) -> Result<(), BuildErrorKind> {
        let range = position.split_once(',').and_then(|(start, results)| {
            Some(Range { start: start.parse().ok()?, results: results.parse().ok()? })
        });
        let reason = "has no such position".into();
        let name = self.header.name;
        self.range = range.ok_or(BuildErrorKind::InvalidParameter { name, reason })?;
        // A resumed page also counts as one after the first.
        self.is_begun = self.range.start > 0;
        Ok(())
    }
}

/// Implements [`Ranged`] and `Paged` for an operation with a field `range`. Its list is the response itself, or is at a JSON pointer in
/// it.
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
