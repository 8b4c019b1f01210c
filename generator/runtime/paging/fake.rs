//! Answers of a [`Fake`](crate::runtime::Fake) that are lists in pages.

use super::pages::Paged;
use crate::runtime::bodies::Body;
use crate::runtime::calls::{Answers, Returnable, attached, success};
use crate::runtime::json::Mode;

impl<Op: Paged<Output: Returnable>> Answers<'_, Op> {
    /// Answers with a list in these pages, once. Further requests get an empty page; so does the first if there are no pages.
    ///
    /// If a header refers to the next page, all pages but the last get it. A page that itself refers to the next one is sent as given.
    pub fn returns_pages(mut self, pages: &[Op::Output]) -> Self {
        for (index, page) in pages.iter().enumerate() {
            let (response, has_next) = (success::<Op>(page), index + 1 < pages.len());
            self = self.push(move |request| {
                let mut response = response.clone();
                if let Some(operation) = attached::<Op>(request).filter(|_| has_next) {
                    operation.cursor().write_reference(index + 2, response.headers_mut());
                }
                Ok(response)
            });
        }
        let end = match pages.last() {
            Some(last) => emptied::<Op>(success::<Op>(last)),
            None => Op::Output::empty().map(|page| success::<Op>(&page)),
        };
        match end {
            Some(end) => self.responds(end),
            None => self,
        }
    }
}

/// A page without its items.
fn emptied<Op: Paged<Output: Returnable>>(
    response: http::Response<Body>,
) -> Option<http::Response<Body>> {
    let mut page = Op::response(response, Mode::Lenient).ok()?;
    Op::list(&mut page)?.clear();
    Some(success::<Op>(&page))
}
