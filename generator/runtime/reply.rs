//! [`Reply`]: an answer that has been received whole.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, Entry, HeaderMap, SET_COOKIE};

use super::body::Body;
use super::decode::{Decode, from_json};
use super::decode_error::DecodeError;
use super::decoding::{Fault, Mode};
use super::transport_error::{TransportError, TransportErrorKind};

/// An answer that has been received whole.
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    mode: Mode,
}

impl Reply {
    /// Takes an answer in. Cookies in it are marked as sensitive.
    ///
    /// # Errors
    ///
    /// When its body is a stream: it must be read first.
    pub fn new(response: http::Response<Body>, mode: Mode) -> Result<Self, TransportError> {
        let (mut parts, body) = response.into_parts();
        hide_cookies(&mut parts.headers);
        let body = body.into_bytes().map_err(|_| {
            TransportError::new(TransportErrorKind::Body, Some("its stream was not read".into()))
        })?;
        Ok(Self { status: parts.status, headers: parts.headers, body, mode })
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The status with its name.
    pub fn status_code(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// How the answer is read.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// When it is not JSON or has another type.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        from_json(&self.body, self.mode).map_err(|fault| self.json_error(fault))
    }

    /// Reads the body as JSON if it fits, always leniently.
    #[must_use]
    pub fn json_or_none<T: Decode>(&self) -> Option<T> {
        if self.body.is_empty() { None } else { from_json(&self.body, Mode::Lenient).ok() }
    }

    /// Reads the body as text.
    ///
    /// # Errors
    ///
    /// When it is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                Err(self.error(Fault { path: String::new(), message: error.to_string() }))
            }
        }
    }

    /// The body as it is.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    fn json_error(&self, mut fault: Fault) -> DecodeError {
        let media_type = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type.map(|text| text.split(';').next().unwrap_or(text).trim());
        if self.body.is_empty() {
            fault = Fault {
                path: String::new(),
                message: "the answer is empty, JSON was expected".to_owned(),
            };
        } else if let Some(other) = media_type.filter(|text| !is_json(text)) {
            fault.message = format!("the answer is {other}, not JSON: {}", fault.message);
        }
        self.error(fault)
    }

    fn error(&self, fault: Fault) -> DecodeError {
        DecodeError::new(self, fault)
    }

    pub(crate) fn into_parts(self) -> (StatusCode, HeaderMap, Bytes) {
        (self.status, self.headers, self.body)
    }
}

/// Whether a media type, with or without parameters, is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

/// Keeps cookies out of what `Debug` prints.
pub(crate) fn hide_cookies(headers: &mut HeaderMap) {
    if let Entry::Occupied(mut cookies) = headers.entry(SET_COOKIE) {
        cookies.iter_mut().for_each(|value| value.set_sensitive(true));
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
