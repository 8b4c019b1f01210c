//! [`ApiError`] and [`UnexpectedStatus`]: answers that are not a success.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::decode::Decode;
use super::decoding::{Decoding, Mode, shorten};
use super::error::{ErrorKind, request_id};
use super::reply::Reply;
use crate::api::ErrorBody;

/// The longest body, in bytes, that is looked at for an error object.
const MAX_ERROR_BODY: usize = 1024 * 1024;

/// An answer with a documented error.
pub struct ApiError<E> {
    kind: E,
    answer: Box<Answer>,
}

/// An answer with a status that is not documented for the operation.
pub struct UnexpectedStatus(Box<Answer>);

/// What both of them hold.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    error_body: Option<ErrorBody>,
    summary: Option<String>,
}

impl<E> ApiError<E> {
    pub(crate) fn new(kind: E, reply: Reply) -> Self {
        Self { kind, answer: Answer::new(reply) }
    }

    /// Which of the documented errors it is.
    pub fn kind(&self) -> &E {
        &self.kind
    }

    /// Which of the documented errors it is.
    pub fn into_kind(self) -> E {
        self.kind
    }
}

impl<E> From<ApiError<E>> for UnexpectedStatus {
    fn from(error: ApiError<E>) -> Self {
        Self(error.answer)
    }
}

impl UnexpectedStatus {
    pub(crate) fn new(reply: Reply) -> Self {
        Self(Answer::new(reply))
    }
}

macro_rules! accessors {
    ($([$($generics:tt)*] $type:ty, $answer:tt;)*) => {$(
        impl $($generics)* $type {
            /// The status of the answer.
            pub fn status(&self) -> StatusCode {
                self.$answer.status
            }

            /// The headers of the answer.
            pub fn headers(&self) -> &HeaderMap {
                &self.$answer.headers
            }

            /// The body of the answer.
            pub fn body(&self) -> &[u8] {
                &self.$answer.body
            }

            /// What the API said, if it answered in its usual form.
            pub fn error_body(&self) -> Option<&ErrorBody> {
                self.$answer.error_body.as_ref()
            }

            /// What the server calls this request, for its support.
            pub fn request_id(&self) -> Option<&str> {
                request_id(&self.$answer.headers)
            }
        }
    )*};
}

accessors! {
    [<E>] ApiError<E>, answer;
    [] UnexpectedStatus, 0;
}

impl Answer {
    fn new(reply: Reply) -> Box<Self> {
        let (status, headers, body) = reply.into_parts();
        // A larger body is no error object, and read as JSON it would take many times its size.
        let small = Some(&body).filter(|body| body.len() <= MAX_ERROR_BODY);
        let json = small
            .and_then(|body| serde_json::from_slice::<Value>(body).ok())
            .filter(Value::is_object);
        Box::new(Self {
            status,
            headers,
            error_body: json.as_ref().and_then(error_body),
            summary: json.as_ref().and_then(summary),
            body,
        })
    }

    fn debug(&self, f: &mut fmt::DebugStruct<'_, '_>) -> fmt::Result {
        f.field("status", &self.status)
            .field("summary", &self.summary)
            .field("bytes", &self.body.len());
        f.finish_non_exhaustive()
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        match &self.summary {
            Some(summary) => write!(f, ": {summary}"),
            None => Ok(()),
        }
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
    Some(shorten(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()))
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.answer.fmt(f)
    }
}

impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.answer.debug(f.debug_struct("ApiError").field("kind", &self.kind))
    }
}

impl<E: ErrorKind> std::error::Error for ApiError<E> {}

impl fmt::Display for UnexpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unexpected status {}", self.0)
    }
}

impl fmt::Debug for UnexpectedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(&mut f.debug_struct("UnexpectedStatus"))
    }
}

impl std::error::Error for UnexpectedStatus {}
