//! [`CursorPages`]: lists whose responses name the next page, for use in a parameter.
//!
//! The code emitted for an operation is `rt::paged!(GetPets, CURSOR);`. The name of the next page is in the body or in a header. The
//! parameter is an ordinary one of the operation: if the caller sets it, the list starts there.
//!
//! The list ends with the page that names no other. An empty page that names another is part of the list, as a filter may leave no
//! items. A page with the items and the name of the previous page is no progress: it is not yielded, and the list ends. A page with
//! those of an earlier page is an error.

use std::fmt;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::cursor::{Cursor, Novelty, Seen, Step};
use super::parameters::{Parameters, Query};
use super::pointer::{self, NoName};
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::json::find;

/// The parameter that requests a page, and the place in the response that names the next one.
#[derive(Debug)]
pub struct CursorPages {
    parameter: &'static str,
    place: &'static dyn Parameters,
    next: Next,
    more: Option<&'static str>,
    expired: Option<u16>,
}

/// The place that names the next page.
#[derive(Debug)]
enum Next {
    Body(&'static str),
    Header(&'static str),
}

impl CursorPages {
    /// A parameter in the query, and the JSON pointer to the name of the next page.
    #[must_use]
    pub const fn in_body(parameter: &'static str, pointer: &'static str) -> Self {
        Self { parameter, place: &Query, next: Next::Body(pointer), more: None, expired: None }
    }

    /// A parameter in the query, and the header that names the next page.
    #[must_use]
    pub const fn in_header(parameter: &'static str, header: &'static str) -> Self {
        Self { parameter, place: &Query, next: Next::Header(header), more: None, expired: None }
    }

    /// Sets another place than the query for the parameter.
    #[must_use]
    pub const fn within(mut self, place: &'static dyn Parameters) -> Self {
        self.place = place;
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
        Box::new(NextCursor { pages: self, items, next: None, sent: false, seen: Seen::default() })
    }
}

impl CursorPages {
    /// The name of the next page; none on the last.
    fn name(&self, headers: &HeaderMap, body: &Body) -> Result<Option<Value>, NoName> {
        let json = match (&self.next, self.more) {
            (Next::Header(_), None) => Value::Null,
            _ => pointer::json(body)?,
        };
        if self.more.is_some_and(|more| find(&json, more) == Some(&false.into())) {
            return Ok(None);
        }
        match self.next {
            Next::Body(at) => Ok(pointer::name(&json, at)?.cloned()),
            Next::Header(name) => {
                let value = headers.get(name).filter(|value| !value.is_empty());
                Ok(value.map(|value| String::from_utf8_lossy(value.as_bytes()).into()))
            }
        }
    }
}

/// The name of the next page, and the earlier pages.
struct NextCursor {
    pages: &'static CursorPages,
    items: &'static str,
    next: Option<Value>,
    /// Whether the last request named a page.
    sent: bool,
    seen: Seen,
}

impl Cursor for NextCursor {
    fn name_next(&self, page: usize, headers: &mut HeaderMap) {
        if let Next::Header(name) = self.pages.next {
            headers.insert(name, page.into());
        }
    }

    fn ask(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        let CursorPages { parameter, place, .. } = *self.pages;
        if let Some(next) = &self.next {
            place.set(request, parameter, next)?;
        }
        self.sent = place.get(request, parameter).is_some();
        Ok(())
    }

    fn is_expired(&self, status: StatusCode) -> bool {
        self.sent && self.pages.expired == Some(status.as_u16())
    }

    fn advance(&mut self, _: usize, headers: &HeaderMap, body: &Body) -> Step {
        let next = match self.pages.name(headers, body) {
            Ok(Some(next)) => next,
            Ok(None) => {
                self.next = None;
                return Step::LastPage;
            }
            Err(NoName) => return Step::Unreadable,
        };
        self.next = Some(next);
        let novelty = self.seen.note(&[self.place().as_bytes(), &pointer::items(body, self.items)]);
        match novelty {
            Novelty::New => Step::Page,
            Novelty::Again => Step::Stuck,
            Novelty::Circle => Step::Astray,
        }
    }

    fn place(&self) -> String {
        self.next.as_ref().map(|next| self.pages.place.kept(next)).unwrap_or_default()
    }

    fn go_to(&mut self, place: &str) -> Result<(), BuildErrorKind> {
        let CursorPages { parameter: name, place: parameters, .. } = *self.pages;
        let no_place =
            || BuildErrorKind::InvalidParameter { name, reason: "names no page so".into() };
        self.next = Some(parameters.read(place).ok_or_else(no_place)?);
        Ok(())
    }
}

/// Does not show the names of pages.
impl fmt::Debug for NextCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextCursor").field("pages", &self.pages).finish_non_exhaustive()
    }
}
