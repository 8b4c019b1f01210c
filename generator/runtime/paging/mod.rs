//! Lists in pages: [`Pages`] and [`Items`] from a [`Call`](crate::runtime::Call) of an operation that the API can send in parts.

mod cursor;
mod error;
mod pages;
#[allow(dead_code, reason = "not every kind of pages looks into the body")]
mod pointer;

pub use cursor::{Cursor, Step};
pub use error::PageError;
pub use pages::{Items, NoPosition, Page, Paged, Pages, Position};
#[allow(unused_imports, reason = "for tags that are features")]
pub(crate) use pages::{list_of, paged};

mod parameters;
pub use parameters::Parameters;

mod body_parameters;
pub use body_parameters::BodyParameters;

mod next_cursor;
pub use next_cursor::CursorPages;

mod next_url;
pub use next_url::UrlPages;

mod numbered;
pub use numbered::NumberedPages;

mod page_token;
pub use page_token::PageToken;

mod range;
#[allow(unused_imports, reason = "for tags that are features")]
pub(crate) use range::ranged;
pub use range::{Range, RangeHeader, Ranged};

mod fake;

mod blocking;
