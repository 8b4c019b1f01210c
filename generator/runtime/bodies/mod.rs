//! Bodies of requests and responses: a [`Body`] from bytes, streams or files.

mod body;

pub use body::{Body, BodyError};
pub use bytes::Bytes;

#[allow(unused_imports, reason = "for transports")]
pub(crate) use body::{Content, Source};

mod stream;

mod file;
pub use file::File;

mod local_file;
