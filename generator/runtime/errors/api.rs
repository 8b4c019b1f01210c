//! [`ApiError`] and [`UnexpectedStatus`]: responses that are not a success.

use std::fmt;

use serde_json::Value;

use super::received::{Received, plain, received};
use crate::api::ErrorBody;
use crate::runtime::json::{Decode, Decoding, Mode, any_json, shorten};

/// The length, in bytes, of the longest body that is searched for an error object.
const MAX_ERROR_BODY: usize = 1024 * 1024;

/// A response with a documented error.
pub struct ApiError<E> {
    kind: E,
    failure: Box<Failure>,
}

/// A response with a status that is not documented for the operation, or any failure after [`Error::without_kind`](super::Error::without_kind).
pub struct UnexpectedStatus {
    failure: Box<Failure>,
    is_documented: bool,
}

/// The content shared by both errors.
struct Failure {
    received: Received,
    error_body: Option<ErrorBody>,
    /// The API's message, or else the documented description.
    about: Option<String>,
}

received! {
    [<E>] ApiError<E>;
    [] UnexpectedStatus;
}

impl<E> ApiError<E> {
    pub(crate) fn new(kind: E, description: &'static str, received: Received) -> Self {
        let mut failure = Failure::new(received);
        if failure.about.is_none() && !description.is_empty() {
            failure.about = Some(description.to_owned());
        }
        Self { kind, failure }
    }

    fn received(&self) -> &Received {
        &self.failure.received
    }

    /// The documented error.
    pub fn kind(&self) -> &E {
        &self.kind
    }

    /// The documented error.
    pub fn into_kind(self) -> E {
        self.kind
    }

    /// The API's error object, if the response has one.
    pub fn error_body(&self) -> Option<&ErrorBody> {
        self.failure.error_body.as_ref()
    }
}

impl<E> From<ApiError<E>> for UnexpectedStatus {
    fn from(error: ApiError<E>) -> Self {
        Self { failure: error.failure, is_documented: true }
    }
}

impl UnexpectedStatus {
    pub(crate) fn new(received: Received) -> Self {
        Self { failure: Failure::new(received), is_documented: false }
    }

    fn received(&self) -> &Received {
        &self.failure.received
    }

    /// The API's error object, if the response has one.
    pub fn error_body(&self) -> Option<&ErrorBody> {
        self.failure.error_body.as_ref()
    }
}

impl Failure {
    fn new(received: Received) -> Box<Self> {
        // A larger body is not an error object, and would take many times its size as JSON.
        let small = Some(&received.body).filter(|body| body.len() <= MAX_ERROR_BODY);
        let json = small.and_then(|body| any_json(body)).filter(Value::is_object);
        let (error_body, about) =
            (json.as_ref().and_then(error_body), json.as_ref().and_then(summary));
        Box::new(Self { received, error_body, about })
    }

    /// Writes the call, the text `before`, the status and its description.
    fn write(&self, before: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.received.write_route(f)?;
        f.write_str(before)?;
        self.received.write_status(f)?;
        if self.received.truncated {
            write!(
                f,
                " (only the first {} bytes of its body were kept)",
                self.received.body.len()
            )?;
        }
        self.about.as_ref().map_or(Ok(()), |about| write!(f, ": {about}"))
    }

    fn debug(&self, f: &mut fmt::DebugStruct<'_, '_>) -> fmt::Result {
        f.field("status", &self.received.status)
            .field("about", &self.about)
            .field("bytes", &self.received.body.len());
        f.finish_non_exhaustive()
    }
}

fn error_body(value: &Value) -> Option<ErrorBody> {
    if !ErrorBody::recognises(value) {
        return None;
    }
    ErrorBody::decode(value, &Decoding::new(Mode::Lenient)).ok()
}

/// Finds the message and the code in an error object, under their most common names.
fn summary(value: &Value) -> Option<String> {
    let nested = value.get("error").filter(|error| error.is_object()).unwrap_or(value);
    let text = |names: &[&str]| names.iter().find_map(|name| text_of(nested.get(*name)?));
    let message = text(&[
        "message",
        "errorMessage",
        "error_message",
        "error_description",
        "detail",
        "title",
        "description",
        "error",
    ])?;
    Some(match text(&["code", "errorCode", "error_code"]) {
        Some(code) => format!("{message} (code {code})"),
        None => message,
    })
}

/// A text of limited length on one line, as it ends up in logs.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) if !text.trim().is_empty() => text.trim(),
        Value::Number(number) => return Some(number.to_string()),
        _ => return None,
    };
    Some(shorten(plain(text)))
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.write("", f)
    }
}

impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = std::any::type_name::<E>();
        let of = of.rsplit("::").next().unwrap_or(of);
        let kind = format_args!("{of}::{:?}", self.kind);
        self.failure.debug(f.debug_struct("ApiError").field("kind", &kind))
    }
}

impl<E: fmt::Debug> std::error::Error for ApiError<E> {}

impl fmt::Display for UnexpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.write(if self.is_documented { "" } else { "unexpected status " }, f)
    }
}

impl fmt::Debug for UnexpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.debug(&mut f.debug_struct("UnexpectedStatus"))
    }
}

impl std::error::Error for UnexpectedStatus {}
