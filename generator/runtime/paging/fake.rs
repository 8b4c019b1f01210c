//! Answers of a [`Fake`](crate::runtime::Fake) that are lists in pages.

use serde::Serialize;

use super::pages::Paged;
use crate::runtime::bodies::Body;
use crate::runtime::calls::{Answers, attached, json};
use crate::runtime::json::Mode;
use crate::runtime::wire::Success;

impl<Op: Paged<Output: Serialize>> Answers<'_, Op> {
    /// Answers with a list in these pages, once. Further requests get an empty page.
    ///
    /// If a header refers to the next page, all pages but the last get it. A page that itself refers to the next one is sent as given.
    pub fn returns_pages(mut self, pages: &[Op::Output]) -> Self {
        let status = Success::first(Op::SUCCESS);
        for (index, page) in pages.iter().enumerate() {
            let (response, has_next) = (json(status, page), index + 1 < pages.len());
            self = self.push(move |request| {
                let mut response = response.clone();
                if let Some(operation) = attached::<Op>(request).filter(|_| has_next) {
                    operation.cursor().write_reference(index + 2, response.headers_mut());
                }
                Ok(response)
            });
        }
        match pages.last().and_then(|last| emptied::<Op>(json(status, last))) {
            Some(end) => self.responds(end),
            None => self,
        }
    }
}

/// A page without its items.
fn emptied<Op: Paged<Output: Serialize>>(
    response: http::Response<Body>,
) -> Option<http::Response<Body>> {
    let status = response.status().as_u16();
    let mut page = Op::response(response, Mode::Lenient).ok()?;
    Op::list(&mut page)?.clear();
    Some(json(status, &page))
}
