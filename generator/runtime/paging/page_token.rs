//! [`PageToken`]: lists of which a header of each response says how the next page is asked for.
//!
//! `rt::paged!(GetHosts, PAGE_TOKEN);` is what is emitted for an operation.
//!
//! The value of the header is sent back by the same name, with the same parameters, until a response comes without one. An empty
//! page that names another is a part of the list, of which a filter left nothing, and equal pages may follow one another, as may
//! different ones that name the same token. A page that came before and named the same token then is no progress: it is not yielded,
//! and the list ends, or is an error if other pages lie between, as the tokens go round in a circle.
//!
//! A server may say that a token is no longer valid ([`PageError::Expired`](super::PageError::Expired)). What comes after cannot be had then but by calling
//! `pages` or `items` anew, which begins with the first page. That is left to the user, who has seen the pages before.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::cursor::{Cursor, Novelty, Seen, Step};
use super::pointer;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;

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

    /// Stands before the first page of a list that stands there in each.
    #[doc(hidden)]
    #[must_use]
    pub fn cursor(&'static self, items: &'static str) -> Box<dyn Cursor> {
        let seen = Seen::default();
        Box::new(TokenCursor { header: self, items, token: None, sent: false, seen })
    }
}

/// The token that is sent, and what came before.
struct TokenCursor {
    header: &'static PageToken,
    items: &'static str,
    token: Option<HeaderValue>,
    /// Whether the last request named a page.
    sent: bool,
    seen: Seen,
}

impl Cursor for TokenCursor {
    fn adopt(&mut self, headers: &mut HeaderMap) {
        self.token = headers.remove(self.header.name);
    }

    fn name_next(&self, page: usize, headers: &mut HeaderMap) {
        headers.insert(self.header.name, page.into());
    }

    fn ask(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        let headers = request.headers_mut();
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
        if let Some(token) = &token {
            match self.seen.note(&[token.as_bytes(), &pointer::items(body, self.items)]) {
                Novelty::New => {}
                Novelty::Again => return Step::Stuck,
                Novelty::Circle => return Step::Astray,
            }
        }
        self.token = token;
        if self.token.is_some() { Step::Page } else { Step::LastPage }
    }

    fn place(&self) -> String {
        let token = self.token.as_ref().map(HeaderValue::as_bytes).unwrap_or_default();
        String::from_utf8_lossy(token).into_owned()
    }

    fn go_to(&mut self, place: &str) -> Result<(), BuildErrorKind> {
        let invalid = |_| BuildErrorKind::InvalidHeader { name: self.header.name.into() };
        let mut token = HeaderValue::try_from(place).map_err(invalid)?;
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
