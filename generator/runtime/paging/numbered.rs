//! [`NumberedPages`]: lists in which a parameter selects a page, by the number of its first item or of the page.
//!
//! The code emitted for an operation is `rt::paged!(GetPets, OFFSET);`. The parameters are ordinary ones of the operation: if the caller
//! sets them, the list starts there and has pages of that size.
//!
//! The response need not give the total number of items, and a server need not respect the parameters. The meaning of a page:
//!
//! - A page with items is yielded. With offsets, the next page starts after the received items, not after the requested ones: a server
//!   may send fewer although there are more. So a short page is not the end, and one more request follows it.
//! - An empty page is the end. So is 404, 416 or 204 after the first page.
//! - A page with the items of the previous page is no progress: the server ignores the parameter, or sends its last page for every
//!   higher number. It is not yielded, and the list ends. A page with the items of an earlier page is an error.
//! - With offsets, a page with more items than requested comes from a server that ignores the parameters and sends the whole list. As the
//!   first page it is yielded, and is the only one. Later it is the list from its start again: it is not yielded, and the list ends.
//!
//! Items have no identity here, only positions. If earlier items are added or removed in the meantime, items are repeated or missed.

use http::{HeaderMap, StatusCode};

use super::cursor::{Cursor, Repetition, Seen, Step};
use super::parameters::{Parameters, Query};
use super::pointer;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;

/// The parameters that select a page of a list.
#[derive(Debug)]
pub struct NumberedPages {
    parameter: &'static str,
    parameters: &'static dyn Parameters,
    first: u64,
    /// Whether the parameter counts items rather than pages.
    is_offset: bool,
    size: Option<&'static str>,
    results: u64,
}

impl NumberedPages {
    /// A parameter in the query that is the number of the first item, counted from 0.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self { parameter, parameters: &Query, first: 0, is_offset: true, size: None, results: 0 }
    }

    /// A parameter in the query that is the number of the page. `first` is the number of the first page.
    #[must_use]
    pub const fn page(parameter: &'static str, first: u64) -> Self {
        Self { parameter, parameters: &Query, first, is_offset: false, size: None, results: 0 }
    }

    /// Sets another place than the query for the parameters.
    #[must_use]
    pub const fn within(mut self, parameters: &'static dyn Parameters) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets a parameter for the number of items in a page, and its default if the caller does not set it; 0 for the server's default.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str, results: u64) -> Self {
        self.size = Some(parameter);
        self.results = results;
        self
    }

    /// The cursor before the first page. `items` is the JSON pointer to the list in each page.
    #[doc(hidden)]
    #[must_use]
    pub fn cursor(&'static self, items: &'static str) -> Box<dyn Cursor> {
        Box::new(NumberCursor {
            pages: self,
            items,
            number: None,
            requested: None,
            is_begun: false,
            seen: Seen::default(),
        })
    }
}

/// The number of the next page, and the earlier pages.
#[derive(Debug)]
struct NumberCursor {
    pages: &'static NumberedPages,
    items: &'static str,
    /// None before the first request, whose parameters tell where the list starts.
    number: Option<u64>,
    /// The number of items requested, if known.
    requested: Option<u64>,
    is_begun: bool,
    seen: Seen,
}

impl Cursor for NumberCursor {
    fn prepare(&mut self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        let NumberedPages { parameter, parameters, first, size, results, .. } = *self.pages;
        if self.number.is_none() {
            let set = parameters.get(request, parameter);
            let number = set.map_or(Ok(first), |text| text.parse());
            self.number = Some(number.map_err(|_| no_number(parameter))?);
        }
        if let Some(size) = size {
            let set = parameters.get(request, size);
            self.requested = set.as_deref().map_or(Some(results), |text| text.parse().ok());
            self.requested = self.requested.filter(|requested| *requested > 0);
            if let Some(requested) = self.requested.filter(|_| set.is_none()) {
                parameters.set(request, size, &requested.into())?;
            }
        }
        parameters.set(request, parameter, &self.number.unwrap_or(first).into())
    }

    fn is_past_end(&self, status: StatusCode) -> bool {
        self.is_begun && matches!(status.as_u16(), 204 | 404 | 416)
    }

    fn advance(&mut self, count: usize, _: &HeaderMap, body: &Body) -> Step {
        let count = count as u64;
        let number = self.number.get_or_insert(self.pages.first);
        *number = number.saturating_add(if self.pages.is_offset { count } else { 1 });
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        if count == 0 {
            return Step::End;
        }
        let repetition = self.seen.record(&[&pointer::items(body, self.items)]);
        let is_whole =
            self.pages.is_offset && self.requested.is_some_and(|requested| count > requested);
        match repetition {
            _ if is_whole && is_first => Step::LastPage,
            _ if is_whole => Step::NoProgress,
            Repetition::None => Step::Page,
            Repetition::PreviousPage => Step::NoProgress,
            Repetition::EarlierPage => Step::Cycle,
        }
    }

    fn position(&self) -> String {
        self.number.map(|number| number.to_string()).unwrap_or_default()
    }

    fn go_to(&mut self, position: &str) -> Result<(), BuildErrorKind> {
        let number = position.parse().map_err(|_| no_number(self.pages.parameter))?;
        // A resumed page also counts as one after the first.
        self.is_begun = number > self.pages.first;
        self.number = Some(number);
        Ok(())
    }
}

fn no_number(name: &'static str) -> BuildErrorKind {
    BuildErrorKind::InvalidParameter {
        name,
        reason: "is not a whole number, so it does not select a page".into(),
    }
}
