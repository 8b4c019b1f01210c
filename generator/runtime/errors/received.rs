//! [`Received`]: a response that is kept in an error.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::url::{Route, write_route};

/// A response, and its call, if that is known.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) route: Option<Route>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether the body is longer than the kept part.
    pub(crate) truncated: bool,
}

/// Marks a response whose body was not read to its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Truncated;

impl Received {
    /// Begins the text of an error with the call.
    pub(crate) fn write_route(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_route(self.route.as_ref(), f)
    }

    /// Writes the status with its name, if it has one.
    pub(crate) fn write_status(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status.canonical_reason() {
            Some(reason) => write!(f, "{} {reason}", self.status.as_u16()),
            None => write!(f, "{}", self.status.as_u16()),
        }
    }
}

/// Whether a failure with this status is usually temporary.
pub(crate) fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 502 | 503 | 504)
}

/// A server's text on one line, without characters that change the direction of text.
pub(crate) fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if c.is_control() || turns(c) { ' ' } else { c }).collect()
}

/// The first header that identifies the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let names = ["x-request-id", "request-id", "x-correlation-id", "x-trace-id"];
    names.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

/// Methods of every error that holds a response. The type needs a method `received`.
macro_rules! received {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl $($generics)* $type {
            /// The status of the response.
            pub fn status(&self) -> http::StatusCode {
                self.received().status
            }

            /// The headers of the response.
            pub fn headers(&self) -> &http::HeaderMap {
                &self.received().headers
            }

            /// The body of the response, or only its beginning; see [`is_truncated`](Self::is_truncated).
            pub fn body(&self) -> &[u8] {
                &self.received().body
            }

            /// Whether only the beginning of the body is kept, as the response is not a success; see
            /// [`ClientBuilder::max_error_bytes`](crate::runtime::ClientBuilder::max_error_bytes).
            pub fn is_truncated(&self) -> bool {
                self.received().truncated
            }

            /// The time that the server asks to wait before another call.
            pub fn retry_after(&self) -> Option<std::time::Duration> {
                $crate::runtime::errors::retry_after(self.headers())
            }

            /// The server's identifier for this request, for use in support requests.
            pub fn request_id(&self) -> Option<&str> {
                $crate::runtime::errors::request_id(self.headers())
            }
        }
    )*};
}
pub(crate) use received;
