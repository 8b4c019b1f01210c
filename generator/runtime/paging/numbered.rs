//! [`NumberedPages`]: lists of which a parameter asks for a part, by the number of its first item or of the page.
//!
//! `rt::paged!(GetPets, OFFSET);` is what is emitted for an operation. The parameters are ordinary ones of the operation: where the
//! user sets them, the list begins there, and has pages of that size.
//!
//! The response need not say how many items there are in all, and a server need not do as it is asked. What a page is taken for:
//!
//! - One with items is yielded. With offsets, the next one begins behind the items that came, not behind those that were asked for:
//!   a server may send fewer than asked for although there are more. So a short page is no end, and one more request follows it.
//! - An empty one is the end, as is 404, 416 or 204 behind the first page.
//! - One with the items of the page before is no progress: the server ignores the parameter, or sends its last page for every number
//!   behind it. It is not yielded, and the list ends. One with the items of a page before that is an error.
//! - With offsets, one with more items than asked for comes of a server that ignores the parameters and sends the whole list. As the
//!   first page it is yielded, and is all there is. Later it is the list from its start again: it is not yielded, and the list ends.
//!
//! Items are counted, not known: if some before the next page are added or removed meanwhile, items come twice or are passed over.

use http::{HeaderMap, StatusCode};

use super::cursor::{Cursor, Novelty, Seen, Step};
use super::parameters::{Parameters, Query};
use super::pointer;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;

/// The parameters that ask for a part of a list.
#[derive(Debug)]
pub struct NumberedPages {
    parameter: &'static str,
    place: &'static dyn Parameters,
    first: u64,
    /// Whether items are counted, and not pages.
    is_offset: bool,
    size: Option<&'static str>,
    results: u64,
}

impl NumberedPages {
    /// A parameter in the query that is the number of the first item, counted from 0.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self { parameter, place: &Query, first: 0, is_offset: true, size: None, results: 0 }
    }

    /// A parameter in the query that is the number of the page, and the number of the first page.
    #[must_use]
    pub const fn page(parameter: &'static str, first: u64) -> Self {
        Self { parameter, place: &Query, first, is_offset: false, size: None, results: 0 }
    }

    /// The parameters stand elsewhere than in the query.
    #[must_use]
    pub const fn within(mut self, place: &'static dyn Parameters) -> Self {
        self.place = place;
        self
    }

    /// A parameter that is the number of items to send, and how many are asked for if the user does not say; 0 for what the server
    /// sends then.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str, results: u64) -> Self {
        self.size = Some(parameter);
        self.results = results;
        self
    }

    /// Stands before the first page of a list that stands there in each.
    #[doc(hidden)]
    #[must_use]
    pub fn cursor(&'static self, items: &'static str) -> Box<dyn Cursor> {
        Box::new(NumberCursor {
            pages: self,
            items,
            number: None,
            asked: None,
            begun: false,
            seen: Seen::default(),
        })
    }
}

/// The page that is asked for, and what came before.
#[derive(Debug)]
struct NumberCursor {
    pages: &'static NumberedPages,
    items: &'static str,
    /// None before the first request, which says where the user begins.
    number: Option<u64>,
    /// How many items were asked for, if that is known.
    asked: Option<u64>,
    begun: bool,
    seen: Seen,
}

impl Cursor for NumberCursor {
    fn ask(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        let NumberedPages { parameter, place, first, size, results, .. } = *self.pages;
        if self.number.is_none() {
            let set = place.get(request, parameter);
            let number = set.map_or(Ok(first), |text| text.parse());
            self.number = Some(number.map_err(|_| no_number(parameter))?);
        }
        if let Some(size) = size {
            let set = place.get(request, size);
            self.asked = set.as_deref().map_or(Some(results), |text| text.parse().ok());
            self.asked = self.asked.filter(|asked| *asked > 0);
            if let Some(asked) = self.asked.filter(|_| set.is_none()) {
                place.set(request, size, &asked.into())?;
            }
        }
        place.set(request, parameter, &self.number.unwrap_or(first).into())
    }

    fn is_past_end(&self, status: StatusCode) -> bool {
        self.begun && matches!(status.as_u16(), 204 | 404 | 416)
    }

    fn advance(&mut self, count: usize, _: &HeaderMap, body: &Body) -> Step {
        let count = count as u64;
        let number = self.number.get_or_insert(self.pages.first);
        *number = number.saturating_add(if self.pages.is_offset { count } else { 1 });
        let is_first = !std::mem::replace(&mut self.begun, true);
        if count == 0 {
            return Step::End;
        }
        let novelty = self.seen.note(&[&pointer::items(body, self.items)]);
        let is_whole = self.pages.is_offset && self.asked.is_some_and(|asked| count > asked);
        match novelty {
            _ if is_whole && is_first => Step::LastPage,
            _ if is_whole => Step::Stuck,
            Novelty::New => Step::Page,
            Novelty::Again => Step::Stuck,
            Novelty::Circle => Step::Astray,
        }
    }

    fn place(&self) -> String {
        self.number.map(|number| number.to_string()).unwrap_or_default()
    }

    fn go_to(&mut self, place: &str) -> Result<(), BuildErrorKind> {
        let number = place.parse().map_err(|_| no_number(self.pages.parameter))?;
        // What is said of pages behind the first holds for those that a pause lies before.
        self.begun = number > self.pages.first;
        self.number = Some(number);
        Ok(())
    }
}

fn no_number(name: &'static str) -> BuildErrorKind {
    BuildErrorKind::InvalidParameter {
        name,
        reason: "is no number, which pages are told by".into(),
    }
}
