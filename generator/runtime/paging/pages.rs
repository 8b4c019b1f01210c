//! Lists that the API gives in pages: [`Pages`] and [`Items`].
//!
//! An operation is [`Paged`] if the API can send it in parts. What is asked for next, and when a list ends, is known to its
//! [`Cursor`]; the rest is the same for all of them:
//!
//! - A page is a call with the options of the first: its own timeout, and retries if they are set.
//! - What is wrong with a page is told once, and the next `next` asks for the same page again, so that nothing is lost and nothing
//!   comes twice. As a [`Stream`], it first says that it has ended, so that no combinator asks for ever.
//! - A `next` that is dropped before it is done leaves its request under way; the next one waits for the same response.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use crate::runtime::bodies::Body;
use crate::runtime::calls::{Answering, Call, Client, Failure, Options, send};
use crate::runtime::errors::{BuildErrorKind, Error};
use crate::runtime::wire::Operation;

/// A response that is a part of a list.
pub trait Page {
    /// What the list holds.
    type Item;

    /// How many items there are.
    fn count(&self) -> usize;

    /// The items.
    fn into_items(self) -> Vec<Self::Item>;
}

impl<T> Page for Vec<T> {
    type Item = T;

    fn count(&self) -> usize {
        self.len()
    }

    fn into_items(self) -> Self {
        self
    }
}

/// No response is an empty list.
impl<P: Page> Page for Option<P> {
    type Item = P::Item;

    fn count(&self) -> usize {
        self.as_ref().map_or(0, P::count)
    }

    fn into_items(self) -> Vec<P::Item> {
        self.map(P::into_items).unwrap_or_default()
    }
}

/// An operation that the API can send in parts.
pub trait Paged: Operation<Output: Page> {
    /// What can go wrong with a page.
    type Failure: PageFailure<Self::Error>;

    /// Stands before the first page.
    #[doc(hidden)]
    fn cursor(&mut self) -> Box<dyn Cursor>;
}

/// What can go wrong with a page: what can go wrong with a call, and that the list must be begun again.
pub trait PageFailure<E>: From<Error<E>> + Send {
    /// The rest of the list cannot be had any more.
    fn start_again(error: Error<E>) -> Self;
}

impl<E: Send> PageFailure<E> for Error<E> {
    fn start_again(error: Self) -> Self {
        error
    }
}

/// Where in a list the next page begins.
#[doc(hidden)]
pub trait Cursor: fmt::Debug + Send + Sync {
    /// Takes what was set for the call out of its headers, if that says where to begin.
    fn adopt(&mut self, headers: &mut HeaderMap) {
        let _ = headers;
    }

    /// Puts into the headers of a request which page it asks for.
    ///
    /// # Errors
    ///
    /// When that cannot be written.
    fn ask(&mut self, headers: &mut HeaderMap) -> Result<(), BuildErrorKind>;

    /// Whether a failure with this status means that the list must be begun again.
    fn is_expired(&self, status: StatusCode) -> bool {
        let _ = status;
        false
    }

    /// Goes on to the page after one with this many items.
    fn advance(&mut self, count: usize, headers: &HeaderMap, body: &Body) -> Step;
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
}

impl<Op: Paged> Call<'_, Op> {
    /// Gives the list page by page, each asked for when it is waited for.
    pub fn pages(self) -> Pages<Op> {
        let Self { client, mut operation, mut options } = self;
        let mut cursor = operation.cursor();
        cursor.adopt(&mut options.headers);
        let client = client.clone();
        Pages { client, operation, options, cursor, sending: None, failed: false, done: false }
    }

    /// Gives the list item by item; a page is asked for when the items of the one before are used up.
    pub fn items(self) -> Items<Op> {
        Items { pages: self.pages(), items: Vec::new().into_iter() }
    }
}

/// The pages of a list, until it ends. They borrow nothing, so they can be kept and spawned.
///
/// After an error, [`next`](Self::next) asks for the same page again. As a [`Stream`], `None` follows an error, and what is
/// polled after that asks again.
#[must_use = "nothing is sent before a page is waited for"]
pub struct Pages<Op> {
    client: Client,
    operation: Op,
    options: Options,
    cursor: Box<dyn Cursor>,
    sending: Option<Answering>,
    /// Whether the last thing that was given was an error after which there may be more.
    failed: bool,
    done: bool,
}

impl<Op: Paged> Pages<Op> {
    /// The next page, `None` after the last. Nothing is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Result<Op::Output, Op::Failure>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Op::Output, Op::Failure>>> {
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
        let mut request = self.operation.request(self.client.base_url());
        if let Ok(headers) = request.as_mut().map(http::Request::headers_mut)
            && let Err(error) = self.cursor.ask(headers)
        {
            request = Err(error.into());
        }
        send(&self.client, &Op::META, request, self.options.clone())
    }

    fn read(
        &mut self,
        answer: Result<http::Response<Body>, Failure>,
    ) -> Result<Option<Op::Output>, Op::Failure> {
        let response = answer.map_err(|failure| self.fail(failure.into()))?;
        let (headers, body) = (response.headers().clone(), response.body().clone());
        let page = Op::response(response, self.client.mode()).map_err(|error| self.fail(error))?;
        let step = self.cursor.advance(page.count(), &headers, &body);
        self.done = step != Step::Page;
        Ok((step != Step::End).then_some(page))
    }

    fn fail(&mut self, error: Error<Op::Error>) -> Op::Failure {
        self.done = error.status().is_some_and(|status| self.cursor.is_expired(status));
        self.failed = !self.done;
        if self.done { PageFailure::start_again(error) } else { error.into() }
    }
}

// Nothing in it is pinned: the future is in a box.
impl<Op> Unpin for Pages<Op> {}

impl<Op: Paged> Stream for Pages<Op> {
    type Item = Result<Op::Output, Op::Failure>;

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

/// The items of a list, until it ends. They borrow nothing, so they can be kept and spawned.
///
/// After an error, [`next`](Self::next) asks for the same page again. As a [`Stream`], `None` follows an error, and what is
/// polled after that asks again.
#[must_use = "nothing is sent before an item is waited for"]
pub struct Items<Op: Paged> {
    pages: Pages<Op>,
    items: vec::IntoIter<<Op::Output as Page>::Item>,
}

impl<Op: Paged> Items<Op> {
    /// The next item, `None` after the last. Nothing is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Result<<Op::Output as Page>::Item, Op::Failure>> {
        self.pages.failed = false;
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// All items that are left, in memory.
    ///
    /// # Errors
    ///
    /// The first error there is; the items before it are lost.
    pub async fn all(mut self) -> Result<Vec<<Op::Output as Page>::Item>, Op::Failure> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<<Self as Stream>::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(page)) => self.items = page.into_items().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Nothing in it is pinned.
impl<Op: Paged> Unpin for Items<Op> {}

impl<Op: Paged> Stream for Items<Op> {
    type Item = Result<<Op::Output as Page>::Item, Op::Failure>;

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
