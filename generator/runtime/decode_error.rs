//! [`DecodeError`]: an answer that could not be read.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::decoding::Fault;
use super::reply::Reply;

/// An answer that could not be read, although its status says that the call was a success.
pub struct DecodeError(Box<Inner>);

struct Inner {
    fault: Fault,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl DecodeError {
    pub(crate) fn new(reply: &Reply, fault: Fault) -> Self {
        Self(Box::new(Inner {
            fault,
            status: reply.status_code(),
            headers: reply.headers().clone(),
            body: reply.bytes(),
        }))
    }

    /// Where in the answer it was, such as `lines[3].price`; empty for the answer as a whole.
    pub fn path(&self) -> &str {
        &self.0.fault.path
    }

    /// What was wrong.
    pub fn message(&self) -> &str {
        &self.0.fault.message
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body of the answer.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not read the answer ({}): {}", self.0.status, self.0.fault)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("path", &self.path())
            .field("message", &self.message())
            .field("status", &self.0.status)
            .field("bytes", &self.0.body.len())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}
