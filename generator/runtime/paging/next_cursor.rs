//! [`CursorPages`]: lists whose responses hold a token for the next page, which is sent back in a parameter.
//!
//! The code emitted for an operation is `rt::paged!(GetPets, CURSOR);`. The token is in the body or in a header. The parameter is an
//! ordinary one of the operation: if the caller sets it, the list starts there.
//!
//! The list ends with the page that has no token. An empty page with a token is part of the list, as a filter may leave no items. A page
//! with the items and the token of the previous page is no progress: it is not yielded, and the list ends. A page with those of an
//! earlier page is an error.

use std::fmt;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::cursor::{Cursor, Repetition, Seen, Step};
use super::parameters::{Parameters, Query};
use super::pointer::{self, InvalidReference};
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::json::find;

/// The parameter that requests a page, and the place of the next page's token in the response.
#[derive(Debug)]
pub struct CursorPages {
    parameter: &'static str,
    parameters: &'static dyn Parameters,
    token: Place,
    more: Option<&'static str>,
    expired: Option<u16>,
}

/// The place of the token in a response.
#[derive(Debug)]
enum Place {
    Body(&'static str),
    Header(&'static str),
}

impl CursorPages {
    /// A parameter in the query, and the JSON pointer to the token of the next page.
    #[must_use]
    pub const fn in_body(parameter: &'static str, pointer: &'static str) -> Self {
        Self::new(parameter, Place::Body(pointer))
    }

    /// A parameter in the query, and the header that holds the token of the next page.
    #[must_use]
    pub const fn in_header(parameter: &'static str, header: &'static str) -> Self {
        Self::new(parameter, Place::Header(header))
    }

    const fn new(parameter: &'static str, token: Place) -> Self {
        Self { parameter, parameters: &Query, token, more: None, expired: None }
    }

    /// Sets another place than the query for the parameter.
    #[must_use]
    pub const fn within(mut self, parameters: &'static dyn Parameters) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the JSON pointer to a value that is `false` on the last page.
    #[must_use]
    pub const fn more(mut self, pointer: &'static str) -> Self {
        self.more = Some(pointer);
        self
    }

    /// Sets the status which means that a page can no longer be requested.
    #[must_use]
    pub const fn expired(mut self, status: u16) -> Self {
        self.expired = Some(status);
        self
    }

    /// The cursor before the first page. `items` is the JSON pointer to the list in each page.
    #[doc(hidden)]
    #[must_use]
    pub fn cursor(&'static self, items: &'static str) -> Box<dyn Cursor> {
        let seen = Seen::default();
        Box::new(NextCursor { pages: self, items, token: None, is_token_sent: false, seen })
    }
}

impl CursorPages {
    /// The token of the next page; none on the last.
    fn token(&self, headers: &HeaderMap, body: &Body) -> Result<Option<Value>, InvalidReference> {
        let json = match (&self.token, self.more) {
            (Place::Header(_), None) => Value::Null,
            _ => pointer::json(body)?,
        };
        if self.more.is_some_and(|more| find(&json, more) == Some(&false.into())) {
            return Ok(None);
        }
        match self.token {
            Place::Body(at) => Ok(pointer::reference(&json, at)?.cloned()),
            Place::Header(name) => {
                let value = headers.get(name).filter(|value| !value.is_empty());
                Ok(value.map(|value| String::from_utf8_lossy(value.as_bytes()).into()))
            }
        }
    }
}

/// The token of the next page, and the earlier pages.
struct NextCursor {
    pages: &'static CursorPages,
    items: &'static str,
    token: Option<Value>,
    /// Whether the last request had a token.
    is_token_sent: bool,
    seen: Seen,
}

impl Cursor for NextCursor {
    fn write_reference(&self, page: usize, headers: &mut HeaderMap) {
        if let Place::Header(name) = self.pages.token {
            headers.insert(name, page.into());
        }
    }

    fn prepare(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        let CursorPages { parameter, parameters, .. } = *self.pages;
        if let Some(token) = &self.token {
            parameters.set(request, parameter, token)?;
        }
        self.is_token_sent = parameters.get(request, parameter).is_some();
        Ok(())
    }

    fn is_expired(&self, status: StatusCode) -> bool {
        self.is_token_sent && self.pages.expired == Some(status.as_u16())
    }

    fn advance(&mut self, _: usize, headers: &HeaderMap, body: &Body) -> Step {
        let token = match self.pages.token(headers, body) {
            Ok(Some(token)) => token,
            Ok(None) => {
                self.token = None;
                return Step::LastPage;
            }
            Err(InvalidReference) => return Step::Unreadable,
        };
        self.token = Some(token);
        let repetition =
            self.seen.record(&[self.position().as_bytes(), &pointer::items(body, self.items)]);
        match repetition {
            Repetition::None => Step::Page,
            Repetition::PreviousPage => Step::NoProgress,
            Repetition::EarlierPage => Step::Cycle,
        }
    }

    fn position(&self) -> String {
        self.token.as_ref().map(|token| self.pages.parameters.to_text(token)).unwrap_or_default()
    }

    fn go_to(&mut self, position: &str) -> Result<(), BuildErrorKind> {
        let CursorPages { parameter: name, parameters, .. } = *self.pages;
        let reason = "has no such position".into();
        let invalid = BuildErrorKind::InvalidParameter { name, reason };
        self.token = Some(parameters.parse(position).ok_or(invalid)?);
        Ok(())
    }
}

/// Does not show the token.
impl fmt::Debug for NextCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextCursor").field("pages", &self.pages).finish_non_exhaustive()
    }
}
