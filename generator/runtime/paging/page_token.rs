//! [`PageToken`]: lists in which a header of each response holds a token for the next page.
//!
//! The code emitted for an operation is `rt::paged!(GetHosts, PAGE_TOKEN);`.
//!
//! The token is sent back in a header of the same name, with the same parameters, until a response has none. An empty page with a token
//! is part of the list, as a filter may leave no items. Equal pages with different tokens, and different pages with equal tokens, may
//! follow one another. A page with the items and the token of the previous page is no progress: it is not yielded, and the list ends. A
//! page with those of an earlier page is an error, as the tokens form a cycle.
//!
//! A server may report that a token is no longer valid ([`PageError::Expired`](super::PageError::Expired)). To read the rest, the caller
//! must call `pages` or `items` again, which start with the first page. This is not done automatically, as the caller has already seen
//! the earlier pages.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::cursor::{Cursor, Repetition, Seen, Step};
use super::pointer;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;

/// The header that holds the token of the next page.
#[derive(Debug)]
pub struct PageToken {
    name: &'static str,
    expired: Option<u16>,
}

impl PageToken {
    /// The name of the header, and the status which means that its value is no longer valid, if there is one.
    #[must_use]
    pub const fn new(name: &'static str, expired: Option<u16>) -> Self {
        Self { name, expired }
    }

    /// The cursor before the first page. `items` is the JSON pointer to the list in each page.
    #[doc(hidden)]
    #[must_use]
    pub fn cursor(&'static self, items: &'static str) -> Box<dyn Cursor> {
        let seen = Seen::default();
        Box::new(TokenCursor { header: self, items, token: None, is_token_sent: false, seen })
    }
}

/// The token of the next page, and the earlier pages.
struct TokenCursor {
    header: &'static PageToken,
    items: &'static str,
    token: Option<HeaderValue>,
    /// Whether the last request had a token.
    is_token_sent: bool,
    seen: Seen,
}

impl Cursor for TokenCursor {
    fn take_start(&mut self, headers: &mut HeaderMap) {
        self.token = headers.remove(self.header.name);
    }

    fn write_reference(&self, page: usize, headers: &mut HeaderMap) {
        headers.insert(self.header.name, page.into());
    }

    fn prepare(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        let headers = request.headers_mut();
        let invalid = |_| BuildErrorKind::InvalidHeader { name: self.header.name.into() };
        let name = HeaderName::try_from(self.header.name).map_err(invalid)?;
        if let Some(token) = &self.token {
            headers.insert(name, token.clone());
        }
        self.is_token_sent = headers.contains_key(self.header.name);
        Ok(())
    }

    fn is_expired(&self, status: StatusCode) -> bool {
        self.is_token_sent && self.header.expired == Some(status.as_u16())
    }

    fn advance(&mut self, _: usize, headers: &HeaderMap, body: &Body) -> Step {
        let mut token = headers.get(self.header.name).filter(|token| !token.is_empty()).cloned();
        if let Some(token) = &mut token {
            token.set_sensitive(true);
        }
        if let Some(token) = &token {
            match self.seen.record(&[token.as_bytes(), &pointer::items(body, self.items)]) {
                Repetition::None => {}
                Repetition::PreviousPage => return Step::NoProgress,
                Repetition::EarlierPage => return Step::Cycle,
            }
        }
        self.token = token;
        if self.token.is_some() { Step::Page } else { Step::LastPage }
    }

    fn position(&self) -> String {
        let token = self.token.as_ref().map(HeaderValue::as_bytes).unwrap_or_default();
        String::from_utf8_lossy(token).into_owned()
    }

    fn go_to(&mut self, position: &str) -> Result<(), BuildErrorKind> {
        let invalid = |_| BuildErrorKind::InvalidHeader { name: self.header.name.into() };
        let mut token = HeaderValue::try_from(position).map_err(invalid)?;
        token.set_sensitive(true);
        self.token = Some(token);
        Ok(())
    }
}

/// Does not show the token.
impl fmt::Debug for TokenCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCursor").field("header", &self.header).finish_non_exhaustive()
    }
}
