//! [`DecodeError`]: a response that could not be read.

use std::fmt;

use super::received::{Received, plain, received};
use crate::runtime::json::Fault;

/// A response that could not be read, although its status is a success.
pub struct DecodeError(Box<Inner>);

struct Inner {
    fault: Fault,
    received: Received,
}

received! { [] DecodeError; }

impl DecodeError {
    pub(crate) fn new(received: Received, fault: Fault) -> Self {
        Self(Box::new(Inner { fault, received }))
    }

    fn received(&self) -> &Received {
        &self.0.received
    }

    /// The place of the fault in the response, such as `lines[3].price`; empty for the response as a whole.
    pub fn path(&self) -> &str {
        &self.0.fault.path
    }

    /// A description of the fault.
    pub fn message(&self) -> &str {
        &self.0.fault.message
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { fault, received } = &*self.0;
        received.write_route(f)?;
        f.write_str("could not read the response (")?;
        received.write_status(f)?;
        // It quotes the wrong value and the keys of its path.
        write!(f, "): {}", plain(&fault.to_string()))
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("path", &self.path())
            .field("message", &self.message())
            .field("status", &self.status())
            .field("bytes", &self.body().len())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}
