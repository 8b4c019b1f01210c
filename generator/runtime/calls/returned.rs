//! [`Returnable`]: the response that an operation reads as a given value.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::runtime::bodies::Body;
use crate::runtime::json::{Decode, Mode};
use crate::runtime::wire::Operation;

/// An output that a [`Fake`](crate::runtime::Fake) can return: JSON, text, bytes or nothing.
pub trait Returnable: Sized {
    /// The possible bodies, with their media types.
    #[doc(hidden)]
    fn bodies(&self) -> Vec<(&'static str, Body)>;

    /// Whether the other value, which was read from a body, is the same.
    #[doc(hidden)]
    fn is_same(&self, read: &Self) -> bool;

    /// The value that a missing one reads as, if the type has one.
    #[doc(hidden)]
    #[must_use]
    fn empty() -> Option<Self> {
        None
    }
}

impl<T: Decode + Serialize> Returnable for T {
    fn bodies(&self) -> Vec<(&'static str, Body)> {
        let json = ("application/json", encoded(self));
        match serde_json::to_value(self) {
            Ok(Value::String(text)) => vec![json, ("text/plain; charset=utf-8", text.into())],
            Ok(Value::Null) => vec![("", Body::default()), json],
            _ => vec![json],
        }
    }

    fn is_same(&self, read: &Self) -> bool {
        let json = |value: &Self| serde_json::to_value(value).ok();
        json(self).is_some_and(|own| json(read) == Some(own))
    }

    fn empty() -> Option<Self> {
        Some(Self::blank())
    }
}

impl Returnable for () {
    fn bodies(&self) -> Vec<(&'static str, Body)> {
        vec![("", Body::default())]
    }

    fn is_same(&self, (): &Self) -> bool {
        true
    }
}

impl Returnable for Bytes {
    fn bodies(&self) -> Vec<(&'static str, Body)> {
        vec![("application/octet-stream", self.clone().into())]
    }

    fn is_same(&self, read: &Self) -> bool {
        self == read
    }
}

impl Returnable for Option<Bytes> {
    fn bodies(&self) -> Vec<(&'static str, Body)> {
        self.as_ref().map_or_else(|| ().bodies(), Bytes::bodies)
    }

    fn is_same(&self, read: &Self) -> bool {
        self == read
    }
}

/// The first documented success that the operation reads as this value.
pub(crate) fn success<Op: Operation<Output: Returnable>>(
    value: &Op::Output,
) -> http::Response<Body> {
    let bodies = value.bodies();
    let responses = Op::SUCCESS.iter().flat_map(|success| {
        let own = success.media_type();
        let types = move |name: &'static str| [own.unwrap_or(name), name];
        let bodies = bodies.iter();
        let typed = bodies.flat_map(move |(name, body)| types(name).map(|name| (name, body)));
        typed.map(|(name, body)| typed_response(success.status(), name, body.clone()))
    });
    let is_read = |response: &http::Response<Body>| {
        // Strictly, as lenient reading reports what it corrects.
        let read = Op::response(response.clone(), Mode::Strict);
        read.is_ok_and(|read| value.is_same(&read))
    };
    let mut responses = responses.peekable();
    let first = responses.peek().cloned();
    // If none is read, the call shows why.
    responses.find(is_read).or(first).unwrap_or_else(|| response(204, Body::default()))
}

/// A response in JSON.
pub(crate) fn json(status: u16, value: &impl Serialize) -> http::Response<Body> {
    typed_response(status, "application/json", encoded(value))
}

/// JSON text. If the value has none, the text is the reason, which cannot be read either, so the call fails.
fn encoded(value: &impl Serialize) -> Body {
    serde_json::to_vec(value).map_or_else(|error| Body::from(error.to_string()), Body::from)
}

fn typed_response(status: u16, media_type: &'static str, body: Body) -> http::Response<Body> {
    let mut response = response(status, body);
    if !media_type.is_empty() {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    response
}

/// A response without a media type.
pub(super) fn response(status: u16, body: Body) -> http::Response<Body> {
    let mut response = http::Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT);
    response
}
