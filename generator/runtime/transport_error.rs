//! [`TransportError`]: no answer, or not all of it.

use std::error::Error as StdError;
use std::fmt;
use std::io;

/// There was no answer, or not all of it.
///
/// Its text holds no URL, as keys can be part of one.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    connecting: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What went wrong on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection to the server.
    Connect,
    /// No secure connection to the server: its certificate is not trusted, for instance.
    Tls,
    /// The time was up.
    Timeout,
    /// The answer was cut off or garbled.
    Body,
    /// The answer is longer than [`max_response_bytes`](super::ClientBuilder::max_response_bytes).
    BodyTooLarge,
    /// Something else.
    Other,
}

impl TransportError {
    /// An error of a transport of one's own.
    #[must_use]
    pub fn new(kind: TransportErrorKind, source: Option<Box<dyn StdError + Send + Sync>>) -> Self {
        let connecting = matches!(kind, TransportErrorKind::Connect | TransportErrorKind::Tls);
        Self { kind, connecting, source }
    }

    pub(crate) fn sending(error: reqwest::Error) -> Self {
        let connecting = error.is_connect();
        let kind = match () {
            () if error.is_timeout() => TransportErrorKind::Timeout,
            () if connecting && is_tls(&error) => TransportErrorKind::Tls,
            () if connecting => TransportErrorKind::Connect,
            () if error.is_body() || error.is_decode() || error.is_request() => {
                TransportErrorKind::Body
            }
            () => TransportErrorKind::Other,
        };
        Self { kind, connecting, source: Some(Box::new(error.without_url())) }
    }

    pub(crate) fn receiving(error: reqwest::Error) -> Self {
        let kind =
            if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::Body };
        Self::new(kind, Some(Box::new(error.without_url())))
    }

    /// What went wrong.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the time was up, be it for the connection or for the whole call.
    pub fn is_timeout(&self) -> bool {
        self.kind == TransportErrorKind::Timeout
    }

    /// Whether there was no connection, so that nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.connecting
    }

    /// Whether the same call may well succeed later.
    pub fn is_retryable(&self) -> bool {
        use TransportErrorKind::{Body, Connect, Timeout};
        matches!(self.kind, Connect | Timeout | Body)
    }
}

/// The TLS library reports its errors as invalid data, perhaps inside other errors of I/O.
fn is_tls(error: &reqwest::Error) -> bool {
    causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).any(is_invalid_data)
}

fn is_invalid_data(error: &io::Error) -> bool {
    let inner = || error.get_ref()?.downcast_ref::<io::Error>();
    error.kind() == io::ErrorKind::InvalidData || inner().is_some_and(is_invalid_data)
}

fn causes<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'e (dyn StdError + 'static)| (*error).source())
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "could not connect",
            TransportErrorKind::Tls => "could not connect securely",
            TransportErrorKind::Timeout if self.connecting => "could not connect in time",
            TransportErrorKind::Timeout => "no complete answer in time",
            TransportErrorKind::Body => "the answer was cut off",
            TransportErrorKind::BodyTooLarge => "the answer is too large",
            TransportErrorKind::Other => "could not send the request",
        })?;
        match self.source.as_deref().and_then(|error| causes(error).last()) {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
