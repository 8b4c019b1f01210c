//! [`ApiError`] and [`UnexpectedStatus`]: responses that are not a success.

use std::fmt;

use serde_json::Value;

use super::received::{Received, plain, received};
use crate::api::ErrorBody;
use crate::runtime::json::{Decode, Decoding, Mode, any_json, shorten};

/// The longest body, in bytes, that is looked at for an error object.
const MAX_ERROR_BODY: usize = 1024 * 1024;

/// A response with a documented error.
pub struct ApiError<E> {
    kind: E,
    failure: Box<Failure>,
}

/// A response with a status that is not documented for the operation.
pub struct UnexpectedStatus(Box<Failure>);

/// What both of them hold.
struct Failure {
    received: Received,
    error_body: Option<ErrorBody>,
    /// What the API says of it, or else what its documentation does.
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

    /// Which of the documented errors it is.
    pub fn kind(&self) -> &E {
        &self.kind
    }

    /// Which of the documented errors it is.
    pub fn into_kind(self) -> E {
        self.kind
    }

    /// What the API said, if it responded in its usual form.
    pub fn error_body(&self) -> Option<&ErrorBody> {
        self.failure.error_body.as_ref()
    }
}

impl<E> From<ApiError<E>> for UnexpectedStatus {
    fn from(error: ApiError<E>) -> Self {
        Self(error.failure)
    }
}

impl UnexpectedStatus {
    pub(crate) fn new(received: Received) -> Self {
        Self(Failure::new(received))
    }

    fn received(&self) -> &Received {
        &self.0.received
    }

    /// What the API said, if it responded in its usual form.
    pub fn error_body(&self) -> Option<&ErrorBody> {
        self.0.error_body.as_ref()
    }
}

impl Failure {
    fn new(received: Received) -> Box<Self> {
        // A larger body is no error object, and read as JSON it would take many times its size.
        let small = Some(&received.body).filter(|body| body.len() <= MAX_ERROR_BODY);
        let json = small.and_then(|body| any_json(body)).filter(Value::is_object);
        let (error_body, about) =
            (json.as_ref().and_then(error_body), json.as_ref().and_then(summary));
        Box::new(Self { received, error_body, about })
    }

    /// The call, what is said before the status, the status, and what is said about it.
    fn write(&self, before: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.received.write_route(f)?;
        f.write_str(before)?;
        self.received.write_status(f)?;
        if self.received.truncated {
            write!(f, " (the first {} bytes of it are kept)", self.received.body.len())?;
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

/// The message and the code in the error object of an API, by the names that most give them.
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

/// On one line and not too long, as it ends up in logs.
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
        self.0.write("unexpected status ", f)
    }
}

impl fmt::Debug for UnexpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(&mut f.debug_struct("UnexpectedStatus"))
    }
}

impl std::error::Error for UnexpectedStatus {}
