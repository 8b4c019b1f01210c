//! [`Reply`]: a response that has been received whole.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, Entry, HeaderMap, SET_COOKIE};

use super::meta::Meta;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{
    DecodeError, Received, TransportError, TransportErrorKind, Truncated,
};
use crate::runtime::json::{Decode, Fault, Mode, from_json};

/// A response that has been received whole.
pub struct Reply {
    received: Received,
    mode: Mode,
}

impl Reply {
    /// Takes a response in. Cookies in it are marked as sensitive.
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
        let (status, headers) = (parts.status, parts.headers);
        let truncated = parts.extensions.get::<Truncated>().is_some();
        Ok(Self { received: Received { route: None, status, headers, body, truncated }, mode })
    }

    /// Takes the response to an operation in.
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

    /// How the response is read.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// When it is not JSON or has another type.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        from_json(&self.received.body, self.mode).map_err(|fault| self.json_error(fault))
    }

    /// Reads the body as JSON if it fits, always leniently.
    #[must_use]
    pub fn json_or_none<T: Decode>(&self) -> Option<T> {
        if self.received.body.is_empty() {
            None
        } else {
            from_json(&self.received.body, Mode::Lenient).ok()
        }
    }

    /// Reads the body as text.
    ///
    /// # Errors
    ///
    /// When it is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        match std::str::from_utf8(&self.received.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                Err(self.error(Fault { path: String::new(), message: error.to_string() }))
            }
        }
    }

    /// Reads the body as a string of JSON if it is called so, and else as text. What is called nothing is read as what it is.
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

    /// The response, unless it is of one of other media types than this one.
    #[must_use]
    pub fn among(&self, media_type: &str, others: &[&str]) -> Option<&Self> {
        other_type(self.headers(), (media_type, others)).is_none().then_some(self)
    }

    fn json_error(&self, mut fault: Fault) -> DecodeError {
        let media_type =
            self.received.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type.map(|text| text.split(';').next().unwrap_or(text).trim());
        let coding = self.received.headers.get(CONTENT_ENCODING);
        let coding =
            coding.and_then(|value| value.to_str().ok()).filter(|text| *text != "identity");
        if let Some(coding) = coding {
            fault.message = format!(
                "the response is compressed ({coding}), which only the feature `gzip` can read, if it is of that kind: {}",
                fault.message
            );
        } else if self.received.body.is_empty() {
            fault = Fault {
                path: String::new(),
                message: "the response is empty, JSON was expected".to_owned(),
            };
        } else if let Some(other) = media_type.filter(|text| !is_json(text)) {
            fault.message = format!("the response is {other}, not JSON: {}", fault.message);
        }
        self.error(fault)
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

/// The media type of a response, where one of these others fits it better than the first.
pub(crate) fn other_type<'h>(
    headers: &'h HeaderMap,
    (media_type, others): (&str, &[&str]),
) -> Option<&'h str> {
    let named = headers.get(CONTENT_TYPE)?.to_str().ok()?.trim();
    let best = others.iter().map(|other| closeness(other, named)).max()?;
    let is_other = !named.is_empty() && best > closeness(media_type, named);
    named.split(';').next().map(str::trim_end).filter(|_| is_other)
}

/// How well a listed media type, or a range of them, fits one that a response names: with its parameters, without any, with others, by
/// its type, or as any does.
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

/// Keeps cookies out of what `Debug` prints.
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
