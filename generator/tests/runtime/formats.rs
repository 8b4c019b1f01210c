//! The files that are copied only where they are needed.

#[path = "../../runtime/base64.rs"]
pub mod base64;
#[path = "../../runtime/date.rs"]
mod date;
#[path = "../../runtime/download.rs"]
pub mod download;
#[path = "../../runtime/file.rs"]
pub mod file;
#[path = "../../runtime/form.rs"]
pub mod form;
#[path = "../../runtime/page_token.rs"]
pub mod page_token;
#[path = "../../runtime/paging.rs"]
pub mod paging;
#[path = "../../runtime/range.rs"]
pub mod range;
#[path = "../../runtime/stream.rs"]
mod stream;
#[path = "../../runtime/timestamp.rs"]
mod timestamp;
#[path = "../../runtime/uuid.rs"]
mod uuid;
