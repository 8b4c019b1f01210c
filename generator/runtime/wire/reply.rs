//! [`Reply`]: a completely received response.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, Entry, HeaderMap, SET_COOKIE};

use super::charset;
use super::meta::Meta;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{
    DecodeError, Received, TransportError, TransportErrorKind, Truncated,
};
use crate::runtime::json::{Decode, Fault, Mode, from_json};

/// A completely received response.
pub struct Reply {
    received: Received,
    mode: Mode,
}

impl Reply {
    /// Creates a reply from a response. Its cookies are marked as sensitive.
    ///
    /// # Errors
    ///
    /// When its body is a stream: a stream must be read first.
    pub fn new(response: http::Response<Body>, mode: Mode) -> Result<Self, TransportError> {
        let (mut parts, body) = response.into_parts();
        hide_cookies(&mut parts.headers);
        let body = body.into_bytes().map_err(|_| {
            TransportError::new(
                TransportErrorKind::Body,
                Some("it is a stream that was not read".into()),
            )
        })?;
        let (status, headers) = (parts.status, parts.headers);
        let truncated = parts.extensions.get::<Truncated>().is_some();
        Ok(Self { received: Received { route: None, status, headers, body, truncated }, mode })
    }

    /// Creates a reply from the response to an operation.
    pub(crate) fn of(
        meta: &Meta,
        response: http::Response<Body>,
        mode: Mode,
    ) -> Result<Self, TransportError> {
        let mut reply = Self::new(response, mode).map_err(|error| error.in_call(&meta.route()))?;
        reply.received.route = Some(meta.route());
        Ok(reply)
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.received.status.as_u16()
    }

    /// The status with its name.
    pub fn status_code(&self) -> StatusCode {
        self.received.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.received.headers
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.received.body
    }

    /// The strictness with which the response is read.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The call, for events.
    pub(crate) fn call(&self) -> Option<&dyn fmt::Display> {
        self.received.route.as_ref().map(|route| route as &dyn fmt::Display)
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// When it is not JSON or has another type.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        from_json(&self.received.body, self.mode, self.call())
            .map_err(|fault| self.json_error(fault))
    }

    /// Reads the body as JSON if it fits, always leniently.
    #[must_use]
    pub fn json_or_none<T: Decode>(&self) -> Option<T> {
        if self.received.body.is_empty() {
            None
        } else {
            from_json(&self.received.body, Mode::Lenient, self.call()).ok()
        }
    }

    /// Reads the body as text.
    ///
    /// # Errors
    ///
    /// When it is neither UTF-8 nor, by its media type, US-ASCII, ISO-8859-1 or Windows-1252, which are all read as Windows-1252.
    pub fn text(&self) -> Result<String, DecodeError> {
        match std::str::from_utf8(&self.received.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                let named = self.received.headers.get(CONTENT_TYPE);
                let named = named.and_then(|value| value.to_str().ok()).unwrap_or_default();
                charset::read(named, &self.received.body).ok_or_else(|| {
                    let message = error.to_string();
                    let message = self.compressed(&message).unwrap_or(message);
                    self.error(Fault { path: String::new(), message })
                })
            }
        }
    }

    /// Reads the body as a JSON string if its media type is JSON, and otherwise as text. Without a media type, a JSON string is tried
    /// first, then text.
    ///
    /// # Errors
    ///
    /// When it is neither.
    pub fn string(&self) -> Result<String, DecodeError> {
        let named = self.received.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        match named {
            Some(named) if is_json(named) => self.json(),
            Some(_) => self.text(),
            None => self.json().or_else(|_| self.text()),
        }
    }

    /// The body as it is.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.received.body.clone()
    }

    /// Returns the response, unless one of the other media types fits it better than this one.
    #[must_use]
    pub fn among(&self, media_type: &str, others: &[&str]) -> Option<&Self> {
        other_type(self.headers(), (media_type, others)).is_none().then_some(self)
    }

    fn json_error(&self, mut fault: Fault) -> DecodeError {
        let media_type =
            self.received.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type.map(|text| text.split(';').next().unwrap_or(text).trim());
        if let Some(message) = self.compressed(&fault.message) {
            fault.message = message;
        } else if self.received.body.is_empty() {
            fault = Fault {
                path: String::new(),
                message: "the response is empty, but JSON was expected".to_owned(),
            };
        } else if let Some(other) = media_type.filter(|text| !is_json(text)) {
            fault.message = format!("the response is {other}, not JSON: {}", fault.message);
        }
        self.error(fault)
    }

    /// The message of a fault of a response that is still compressed.
    fn compressed(&self, message: &str) -> Option<String> {
        let coding = self.received.headers.get(CONTENT_ENCODING)?.to_str().ok()?;
        (coding != "identity").then(|| format!(
            "the response is compressed ({coding}), and was not decompressed (the feature `gzip` does that for gzip): {message}"
        ))
    }

    pub(crate) fn error(&self, fault: Fault) -> DecodeError {
        DecodeError::new(self.received.clone(), fault)
    }

    pub(crate) fn into_received(self) -> Received {
        self.received
    }
}

/// Whether a media type, with or without parameters, is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

/// The media type of a response, if one of the others fits it better than the first.
pub(crate) fn other_type<'h>(
    headers: &'h HeaderMap,
    (media_type, others): (&str, &[&str]),
) -> Option<&'h str> {
    let named = headers.get(CONTENT_TYPE)?.to_str().ok()?.trim();
    let best = others.iter().map(|other| closeness(other, named)).max()?;
    let is_other = !named.is_empty() && best > closeness(media_type, named);
    named.split(';').next().map(str::trim_end).filter(|_| is_other)
}

/// Rates how well a documented media type or range fits a response's media type. From best to worst: the same parameters, none, other
/// parameters, a range such as `text/*`, and `*/*`.
fn closeness(listed: &str, named: &str) -> u8 {
    let plain = |text: &str| text.replace([' ', '"'], "").to_ascii_lowercase();
    let (listed, named) = (plain(listed), plain(named));
    let (mut parameters, mut named) = (listed.split(';'), named.split(';'));
    let (range, essence) =
        (parameters.next().unwrap_or_default(), named.next().unwrap_or_default());
    let named: Vec<&str> = named.collect();
    let parameters: Vec<&str> = parameters.collect();
    match range.strip_suffix('*') {
        _ if range == essence && parameters.is_empty() => 4,
        _ if range == essence => {
            if parameters.iter().all(|own| named.contains(own)) {
                5
            } else {
                3
            }
        }
        Some("*/") => 1,
        Some(start) if essence.starts_with(start) => 2,
        _ => 0,
    }
}

/// Hides cookies in `Debug` output.
pub(crate) fn hide_cookies(headers: &mut HeaderMap) {
    if let Entry::Occupied(mut cookies) = headers.entry(SET_COOKIE) {
        cookies.iter_mut().for_each(|value| value.set_sensitive(true));
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.received.status)
            .field("bytes", &self.received.body.len())
            .finish_non_exhaustive()
    }
}
