//! Lists in pages: [`Pages`] and [`Items`].
//!
//! An operation is [`Paged`] if the API can send its response in parts. Its [`Cursor`] decides on the next request and on the end of the
//! list. The rest is the same for all lists:
//!
//! - A page is a call with the options of the first: with its own timeout, and with retries if they are set.
//! - An error of a page is returned once. The following `next` requests the same page again, so nothing is lost or repeated. As a
//!   [`Stream`], the list first ends after an error, so that no combinator polls for ever.
//! - If the future of `next` is dropped, its request is kept. The following `next` continues it, within what is left of its time.
//! - The current position can be kept as a [`Position`], from which another call continues.
//! - If the server does not respect the parameters, the list ends with an event at the level WARN; [`Pages::strict`] makes it an error.
//!   A server that repeats earlier pages in a cycle is always an error.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::cursor::{Cursor, Step};
use super::error::PageError;
use crate::runtime::bodies::Body;
use crate::runtime::calls::{Answering, Call, Client, Failure, Options, send};
use crate::runtime::errors::{DecodeError, Error, Received};
use crate::runtime::json::Fault;
use crate::runtime::wire::Operation;

/// A response that is a page of a list as a whole.
pub trait Page {
    /// The type of the items.
    type Item;

    /// The list, if there is one.
    fn list(&mut self) -> Option<&mut Vec<Self::Item>>;
}

impl<T> Page for Vec<T> {
    type Item = T;

    fn list(&mut self) -> Option<&mut Self> {
        Some(self)
    }
}

/// `None` is an empty list.
impl<P: Page> Page for Option<P> {
    type Item = P::Item;

    fn list(&mut self) -> Option<&mut Vec<P::Item>> {
        self.as_mut()?.list()
    }
}

/// An operation whose response is a list that the API can send in pages.
pub trait Paged: Operation {
    /// The type of the items.
    type Item;

    /// The cursor before the first page.
    #[doc(hidden)]
    fn cursor(&self) -> Box<dyn Cursor>;

    /// The list in a response, if there is one.
    fn list(page: &mut Self::Output) -> Option<&mut Vec<Self::Item>>;
}

/// A place in a list from which to continue. `to_string` and `parse` convert it to text and back. It may hold the server's
/// token of the next page.
#[derive(Clone, PartialEq, Eq)]
pub struct Position {
    /// The number of items of the page that were already returned.
    passed: usize,
    page: String,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.passed, self.page)
    }
}

/// Does not show the reference to the page, which may be a token.
impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Position").field("passed", &self.passed).finish_non_exhaustive()
    }
}

/// The error of a text that is not a [`Position`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPosition;

impl fmt::Display for NoPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not a position in a list")
    }
}

impl std::error::Error for NoPosition {}

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let (passed, page) = text.split_once(':').ok_or(NoPosition)?;
        let passed = passed.parse().map_err(|_| NoPosition)?;
        Ok(Self { passed, page: page.to_owned() })
    }
}

impl<Op: Paged> Call<'_, Op> {
    /// Returns the list page by page. Each page is requested when it is awaited.
    pub fn pages(self) -> Pages<Op> {
        let Self { client, operation, mut options } = self;
        let mut cursor = operation.cursor();
        cursor.take_start(&mut options.headers);
        let client = client.clone();
        let operation = Arc::new(operation);
        let (failed, done, strict) = (false, false, false);
        Pages { client, operation, options, cursor, sending: None, failed, done, strict }
    }

    /// Returns the list item by item. A page is requested when the items of the previous one are used up.
    pub fn items(self) -> Items<Op> {
        let pages = self.pages();
        Items { page: pages.cursor.position(), pages, items: Vec::new().into_iter(), passed: 0 }
    }
}

/// The pages of a list, until it ends. The value borrows nothing, so it can be kept and spawned.
///
/// After an error, [`next`](Self::next) requests the same page again. As a [`Stream`], `None` follows an error, and the poll
/// after that requests the page again.
#[must_use = "nothing is sent before a page is waited for"]
pub struct Pages<Op> {
    client: Client,
    operation: Arc<Op>,
    options: Options,
    cursor: Box<dyn Cursor>,
    sending: Option<Answering>,
    /// Whether the last result was an error after which the list may continue.
    failed: bool,
    done: bool,
    strict: bool,
}

impl<Op: Paged> Pages<Op> {
    /// Makes it an error ([`PageError::MissingPage`]) if the server does not respect the parameters, so that the list might be incomplete:
    /// it repeats a page, sends more than requested, or responds with 404 in place of a page. Otherwise the list ends there.
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Starts at a position of an earlier call, rather than at the start of the list.
    pub fn resume(mut self, position: &Position) -> Self {
        if !position.page.is_empty()
            && let Err(error) = self.cursor.go_to(&position.page)
        {
            self.options.error.get_or_insert(error);
        }
        self
    }

    /// The current position in the list; `None` at its end.
    pub fn position(&self) -> Option<Position> {
        (!self.done).then(|| Position { passed: 0, page: self.cursor.position() })
    }

    /// The next page; `None` after the last. Nothing is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Result<Op::Output, PageError<Op::Error>>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<<Self as Stream>::Item>> {
        self.failed = false;
        if self.done {
            return Poll::Ready(None);
        }
        let mut sending = self.sending.take().unwrap_or_else(|| self.send());
        match sending.as_mut().poll(cx) {
            Poll::Ready(answer) => Poll::Ready(self.read(answer).transpose()),
            Poll::Pending => {
                self.sending = Some(sending);
                Poll::Pending
            }
        }
    }

    fn send(&mut self) -> Answering {
        let (operation, options) = (self.operation.clone(), self.options.clone());
        send::<Op>(&self.client, operation, options, |request| self.cursor.prepare(request))
    }

    fn read(
        &mut self,
        answer: Result<http::Response<Body>, Failure>,
    ) -> Result<Option<Op::Output>, PageError<Op::Error>> {
        let response = match answer {
            Ok(response) => response,
            Err(failure) => return self.fail(failure.into()),
        };
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.body().clone();
        let mut page = match Op::response(response, self.client.mode()) {
            Ok(page) => page,
            Err(error) => return self.fail(error),
        };
        let count = Op::list(&mut page).map_or(0, |list| list.len());
        let step = self.cursor.advance(count, &headers, &body);
        self.done = step != Step::Page;
        match step {
            Step::Page | Step::LastPage => Ok(Some(page)),
            Step::End => Ok(None),
            Step::NoProgress if !self.strict => {
                let operation = Op::META.operation_id();
                tracing::warn!(
                    target: env!("CARGO_CRATE_NAME"),
                    operation, "the server did not send the next page of the list, which ends here"
                );
                Ok(None)
            }
            Step::NoProgress | Step::Cycle => Err(missing_page::<Op>(
                status,
                headers,
                body,
                "the server did not send the next page",
            )),
            Step::Unreadable => {
                let message = "the reference to the next page could not be read";
                Err(missing_page::<Op>(status, headers, body, message))
            }
        }
    }

    /// Handles a failure: it may be the end of the list.
    fn fail(
        &mut self,
        error: Error<Op::Error>,
    ) -> Result<Option<Op::Output>, PageError<Op::Error>> {
        let status = match &error {
            Error::Api(_) | Error::UnexpectedStatus(_) => error.status(),
            _ => None,
        };
        // With 404, the page may be gone, or the whole list.
        let is_told = |status: StatusCode| !self.strict || status != StatusCode::NOT_FOUND;
        if status.is_some_and(|status| self.cursor.is_past_end(status) && is_told(status)) {
            self.done = true;
            return Ok(None);
        }
        self.done = status.is_some_and(|status| self.cursor.is_expired(status));
        self.failed = !self.done;
        Err(if self.done { PageError::Expired(error) } else { PageError::Call(error) })
    }
}

/// The error of a response that is a success, but not the requested page.
fn missing_page<Op: Operation>(
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    message: &str,
) -> PageError<Op::Error> {
    let body = body.into_bytes().unwrap_or_default();
    let received =
        Received { route: Some(Op::META.route()), status, headers, body, truncated: false };
    let fault = Fault { path: String::new(), message: message.to_owned() };
    PageError::MissingPage(Error::Decode(DecodeError::new(received, fault)))
}

// No field needs pinning: the future is in a box.
impl<Op> Unpin for Pages<Op> {}

impl<Op: Paged> Stream for Pages<Op> {
    type Item = Result<Op::Output, PageError<Op::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.failed) { Poll::Ready(None) } else { self.poll_page(cx) }
    }
}

impl<Op: fmt::Debug> fmt::Debug for Pages<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.operation)
            .field("cursor", &self.cursor)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

/// The items of a list, until it ends. The value borrows nothing, so it can be kept and spawned.
///
/// After an error, [`next`](Self::next) requests the same page again. As a [`Stream`], `None` follows an error, and the poll
/// after that requests the page again.
#[must_use = "nothing is sent before an item is waited for"]
pub struct Items<Op: Paged> {
    pages: Pages<Op>,
    items: vec::IntoIter<Op::Item>,
    /// The position of the page of these items.
    page: String,
    /// The number of items of that page that were returned, or that are to be skipped if the page has not arrived yet.
    passed: usize,
}

impl<Op: Paged> Items<Op> {
    /// Makes it an error ([`PageError::MissingPage`]) if the server does not respect the parameters; see [`Pages::strict`].
    pub fn strict(mut self) -> Self {
        self.pages.strict = true;
        self
    }

    /// Starts at a position of an earlier call, rather than at the start of the list. The items of the page that were already
    /// returned are skipped by their number.
    pub fn resume(mut self, position: &Position) -> Self {
        self.pages = self.pages.resume(position);
        (self.page, self.passed) = (position.page.clone(), position.passed);
        self
    }

    /// The current position in the list; `None` at its end.
    pub fn position(&self) -> Option<Position> {
        if self.items.len() == 0 && self.passed == 0 {
            return self.pages.position();
        }
        Some(Position { passed: self.passed, page: self.page.clone() })
    }

    /// The next item; `None` after the last. Nothing is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<<Self as Stream>::Item> {
        self.pages.failed = false;
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// Reads all remaining items into memory.
    ///
    /// # Errors
    ///
    /// The first error, if there is one; the items before it are lost.
    pub async fn all(mut self) -> Result<Vec<Op::Item>, PageError<Op::Error>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// The next item, if it was already received.
    pub(crate) fn take_received(&mut self) -> Option<Op::Item> {
        let item = self.items.next()?;
        self.passed = if self.items.len() == 0 { 0 } else { self.passed + 1 };
        Some(item)
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<<Self as Stream>::Item>> {
        loop {
            if let Some(item) = self.take_received() {
                return Poll::Ready(Some(Ok(item)));
            }
            let position = self.pages.cursor.position();
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(mut page)) => {
                    let list = Op::list(&mut page).map(std::mem::take).unwrap_or_default();
                    self.items = list.into_iter();
                    self.page = position;
                    let passed = self.passed.min(self.items.len());
                    self.items.by_ref().take(passed).for_each(drop);
                    self.passed = if self.items.len() == 0 { 0 } else { passed };
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    self.passed = 0;
                    return Poll::Ready(None);
                }
            }
        }
    }
}

// No field needs pinning.
impl<Op: Paged> Unpin for Items<Op> {}

impl<Op: Paged> Stream for Items<Op> {
    type Item = Result<Op::Item, PageError<Op::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

impl<Op: Paged + fmt::Debug> fmt::Debug for Items<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("left", &self.items.len())
            .finish_non_exhaustive()
    }
}

/// Defines the items of a list and its place in a response. By default the response itself is the list.
#[allow(unused_macros, reason = "emitted for operations")]
macro_rules! list_of {
    () => {
        $crate::runtime::paging::list_of! {
            <<Self as $crate::runtime::wire::Operation>::Output as $crate::runtime::paging::Page>::Item,
            page => $crate::runtime::paging::Page::list(page)
        }
    };
    ($item:ty, $page:ident => $list:expr) => {
        type Item = $item;

        fn list($page: &mut Self::Output) -> Option<&mut Vec<$item>> {
            $list
        }
    };
}
#[allow(unused_imports, reason = "emitted for operations")]
pub(crate) use list_of;

/// Implements [`Paged`] for an operation with a kind of pages. Its list is the response itself, or is at a JSON pointer in it.
#[allow(unused_macros, reason = "emitted for operations")]
macro_rules! paged {
    ($operation:ty, $pages:ident) => {
        $crate::runtime::paging::paged! { $operation, $pages, "", }
    };
    ($operation:ty, $pages:ident, $at:literal, $($list:tt)*) => {
        impl $crate::runtime::paging::Paged for $operation {
            $crate::runtime::paging::list_of! { $($list)* }

            fn cursor(&self) -> Box<dyn $crate::runtime::paging::Cursor> {
                $crate::api::$pages.cursor($at)
            }
        }
    };
}
#[allow(unused_imports, reason = "emitted for operations")]
pub(crate) use paged;
