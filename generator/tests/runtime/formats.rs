//! The files that are copied only where they are needed.

#[path = "../../runtime/base64.rs"]
pub mod base64;
#[path = "../../runtime/date.rs"]
mod date;
#[path = "../../runtime/page_token.rs"]
pub mod page_token;
#[path = "../../runtime/paging.rs"]
pub mod paging;
#[path = "../../runtime/range.rs"]
pub mod range;
#[path = "../../runtime/timestamp.rs"]
mod timestamp;
#[path = "../../runtime/uuid.rs"]
mod uuid;
