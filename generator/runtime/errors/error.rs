//! [`Error`]: everything that can go wrong with a call.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::api::{ApiError, UnexpectedStatus};
use super::build::BuildError;
use super::credential::{CredentialError, CredentialErrorKind};
use super::decode::DecodeError;
use super::received::{is_temporary, request_id};
use super::retry_after::retry_after;
use super::transport::TransportError;
use crate::api::ErrorBody;

/// The documented errors of an operation that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDocumentedError {}

/// Everything that can go wrong with a call whose documented errors are `E`.
///
/// The text of each error names the call: `POST /v3/orders/{id}: 404 Not Found: There is no such order`.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request could not be built, and nothing was sent.
    Build(BuildError),
    /// A provider gave no credential for the call, so it was not sent.
    Credential(CredentialError),
    /// There was no response, or only a part of it.
    Transport(TransportError),
    /// The API responded with a documented error.
    Api(ApiError<E>),
    /// The API responded with a status that is not documented for this operation.
    UnexpectedStatus(UnexpectedStatus),
    /// The API responded with a success that could not be read.
    Decode(DecodeError),
}

impl<E> Error<E> {
    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Build(_) | Self::Credential(_) => None,
            Self::Transport(error) => error.status(),
            Self::Api(error) => Some(error.status()),
            Self::UnexpectedStatus(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
        }
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Build(_) | Self::Credential(_) => None,
            Self::Transport(error) => error.headers(),
            Self::Api(error) => Some(error.headers()),
            Self::UnexpectedStatus(error) => Some(error.headers()),
            Self::Decode(error) => Some(error.headers()),
        }
    }

    /// The body of the response, if it was received.
    pub fn body(&self) -> Option<&[u8]> {
        match self {
            Self::Build(_) | Self::Credential(_) | Self::Transport(_) => None,
            Self::Api(error) => Some(error.body()),
            Self::UnexpectedStatus(error) => Some(error.body()),
            Self::Decode(error) => Some(error.body()),
        }
    }

    /// The API's error object, if the response has one.
    pub fn error_body(&self) -> Option<&ErrorBody> {
        match self {
            Self::Build(_) | Self::Credential(_) | Self::Transport(_) | Self::Decode(_) => None,
            Self::Api(error) => error.error_body(),
            Self::UnexpectedStatus(error) => error.error_body(),
        }
    }

    /// Whether the call, or the wait for its credential, timed out.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_timeout(),
            Self::Credential(error) => error.kind() == CredentialErrorKind::Timeout,
            _ => false,
        }
    }

    /// Whether there was no connection, so that nothing was sent, neither by an earlier attempt nor before a redirect.
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }

    /// Whether the same call may succeed later: there was no connection, the time was up, the response was cut off, or its status
    /// was 408, 429, 502, 503 or 504. The same holds for a failed request for a credential. A 500 is not included, as it usually
    /// recurs.
    ///
    /// This does not tell whether the call already had an effect; see [`Retry`](crate::runtime::Retry) for that.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_retryable(),
            Self::Credential(error) => error.is_retryable(),
            _ => self.status().is_some_and(is_temporary),
        }
    }

    /// The time that the server asks to wait before another call.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Credential(error) => error.retry_after(),
            _ => retry_after(self.headers()?),
        }
    }

    /// The server's identifier for this request, for use in support requests.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// Converts it to an error of any operation: a documented error becomes [`UnexpectedStatus`](Self::UnexpectedStatus), with
    /// the whole response. Functions that call several operations can so use one type of error.
    #[must_use]
    pub fn without_kind(self) -> Error<NoDocumentedError> {
        match self {
            Self::Build(error) => Error::Build(error),
            Self::Credential(error) => Error::Credential(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Api(error) => Error::UnexpectedStatus(error.into()),
            Self::UnexpectedStatus(error) => Error::UnexpectedStatus(error),
            Self::Decode(error) => Error::Decode(error),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(f),
            Self::Credential(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::UnexpectedStatus(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => std::error::Error::source(error),
            Self::Credential(error) => std::error::Error::source(error),
            Self::Build(_) | Self::Api(_) | Self::UnexpectedStatus(_) | Self::Decode(_) => None,
        }
    }
}

impl<E> From<BuildError> for Error<E> {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl<E> From<CredentialError> for Error<E> {
    fn from(error: CredentialError) -> Self {
        Self::Credential(error)
    }
}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl<E> From<DecodeError> for Error<E> {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}
