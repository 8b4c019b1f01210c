//! Lists in pages of a [`Fake`](crate::runtime::Fake).

use serde::Serialize;

use super::pages::Paged;
use crate::runtime::bodies::Body;
use crate::runtime::calls::{Answers, json, made};
use crate::runtime::json::Mode;
use crate::runtime::wire::Success;

impl<Op: Paged<Output: Serialize>> Answers<'_, Op> {
    /// A list in these pages, which is read once; whoever asks further is sent an empty page.
    ///
    /// Where a header names the next page, each page but the last has it. Where the page itself does, it is sent as it is given.
    pub fn returns_pages(mut self, pages: &[Op::Output]) -> Self {
        let status = Success::first(Op::SUCCESS);
        for (index, page) in pages.iter().enumerate() {
            let (response, has_next) = (json(status, page), index + 1 < pages.len());
            self = self.push(move |request| {
                let mut response = response.clone();
                if let Some(operation) = made::<Op>(request).filter(|_| has_next) {
                    operation.cursor().name_next(index + 2, response.headers_mut());
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

/// The page without its items.
fn emptied<Op: Paged<Output: Serialize>>(
    response: http::Response<Body>,
) -> Option<http::Response<Body>> {
    let status = response.status().as_u16();
    let mut page = Op::response(response, Mode::Lenient).ok()?;
    Op::list(&mut page)?.clear();
    Some(json(status, &page))
}
