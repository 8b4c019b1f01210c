//! A [`Call`](crate::runtime::Call) of an operation that the API can send in parts in, [`Pages`] and [`Items`] out.

mod pages;

pub use pages::{Cursor, Items, Page, PageFailure, Paged, Pages, Step};

mod page_token;
#[allow(unused_imports, reason = "for tags that are features")]
pub(crate) use page_token::page_tokens;
pub use page_token::{PageError, PageToken};

mod range;
#[allow(unused_imports, reason = "for tags that are features")]
pub(crate) use range::ranged;
pub use range::{Range, RangeHeader, Ranged};
