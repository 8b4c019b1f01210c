//! [`PageToken`]: lists of which a header of each response says how the next page is asked for.
//!
//! `rt::page_tokens!(GetHosts, PAGE_TOKEN);` is what is emitted for an operation.
//!
//! The value of the header is sent back by the same name, with the same parameters, until a response comes without one. An empty
//! page that names another is a part of the list, of which a filter left nothing, and equal pages may follow one another, as may
//! different ones that name the same token. A page that came before and named the same token then is no progress, however many
//! pages lie between: it is not yielded, and the list ends.
//!
//! A server may say that a token is no longer valid ([`PageError::Expired`]). What comes after cannot be had then but by calling
//! `pages` or `items` anew, which begins with the first page. That is left to the user, who has seen the pages before.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::pages::{Cursor, PageFailure, Step};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{BuildErrorKind, Error};

/// The header that names the next page.
#[derive(Debug)]
pub struct PageToken {
    name: &'static str,
    expired: Option<u16>,
}

impl PageToken {
    /// A header with a name, and the status that says that its value is no longer valid, if there is one.
    #[must_use]
    pub const fn new(name: &'static str, expired: Option<u16>) -> Self {
        Self { name, expired }
    }

    /// Stands before the first page.
    #[doc(hidden)]
    #[must_use]
    pub fn cursor(&'static self) -> Box<dyn Cursor> {
        Box::new(TokenCursor { header: self, token: None, sent: false, seen: Seen::default() })
    }
}

/// The token that is sent, and what came before.
struct TokenCursor {
    header: &'static PageToken,
    token: Option<HeaderValue>,
    /// Whether the last request named a page.
    sent: bool,
    seen: Seen,
}

/// Hashes of the pages that came, with the token that each of them named: whole pages would be the whole list.
#[derive(Default)]
struct Seen {
    state: RandomState,
    hashes: HashSet<u64>,
}

impl Seen {
    /// Whether it is a new page.
    fn insert(&mut self, token: &HeaderValue, body: &Body) -> bool {
        self.hashes.insert(self.state.hash_one((token.as_bytes(), body.as_bytes())))
    }
}

impl Cursor for TokenCursor {
    fn adopt(&mut self, headers: &mut HeaderMap) {
        self.token = headers.remove(self.header.name);
    }

    fn ask(&mut self, headers: &mut HeaderMap) -> Result<(), BuildErrorKind> {
        let invalid = |_| BuildErrorKind::InvalidHeader { name: self.header.name.into() };
        let name = HeaderName::try_from(self.header.name).map_err(invalid)?;
        if let Some(token) = &self.token {
            headers.insert(name, token.clone());
        }
        self.sent = headers.contains_key(self.header.name);
        Ok(())
    }

    fn is_expired(&self, status: StatusCode) -> bool {
        self.sent && self.header.expired == Some(status.as_u16())
    }

    fn advance(&mut self, _: usize, headers: &HeaderMap, body: &Body) -> Step {
        let mut token = headers.get(self.header.name).filter(|token| !token.is_empty()).cloned();
        if let Some(token) = &mut token {
            token.set_sensitive(true);
        }
        if let Some(token) = &token
            && !self.seen.insert(token, body)
        {
            tracing::debug!(
                target: env!("CARGO_CRATE_NAME"),
                header = self.header.name, "the server sent a page of the list again"
            );
            return Step::End;
        }
        self.token = token;
        if self.token.is_some() { Step::Page } else { Step::LastPage }
    }
}

/// Does not show the token.
impl fmt::Debug for TokenCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCursor").field("header", &self.header).finish_non_exhaustive()
    }
}

/// What can go wrong with a page of a list that is read by tokens.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageError<E> {
    /// The token of the page has expired. The pages before it are whole; the rest can only be had by beginning again, with `pages`
    /// or `items` of a new call.
    Expired(Error<E>),
    /// Anything else. The next `next` asks for the same page again.
    Call(Error<E>),
}

impl<E> PageError<E> {
    /// The error of the call.
    pub fn error(&self) -> &Error<E> {
        match self {
            Self::Expired(error) | Self::Call(error) => error,
        }
    }

    /// The error of the call.
    pub fn into_error(self) -> Error<E> {
        match self {
            Self::Expired(error) | Self::Call(error) => error,
        }
    }
}

impl<E> From<Error<E>> for PageError<E> {
    fn from(error: Error<E>) -> Self {
        Self::Call(error)
    }
}

impl<E> From<PageError<E>> for Error<E> {
    fn from(error: PageError<E>) -> Self {
        error.into_error()
    }
}

impl<E: Send> PageFailure<E> for PageError<E> {
    fn start_again(error: Error<E>) -> Self {
        Self::Expired(error)
    }
}

impl<E> fmt::Display for PageError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Expired(_) = self {
            f.write_str(
                "the token of the next page has expired; read the list from its start again: ",
            )?;
        }
        self.error().fmt(f)
    }
}

impl<E: fmt::Debug> std::error::Error for PageError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error().source()
    }
}

/// Makes an operation one that is read by tokens.
#[allow(unused_macros, reason = "emitted for operations")]
macro_rules! page_tokens {
    ($operation:ty, $header:ident) => {
        impl $crate::runtime::paging::Paged for $operation {
            type Failure = $crate::runtime::paging::PageError<
                <Self as $crate::runtime::wire::Operation>::Error,
            >;

            fn cursor(&mut self) -> Box<dyn $crate::runtime::paging::Cursor> {
                $crate::api::$header.cursor()
            }
        }
    };
}
#[allow(unused_imports, reason = "emitted for operations")]
pub(crate) use page_tokens;
