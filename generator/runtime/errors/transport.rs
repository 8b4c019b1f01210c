//! [`TransportError`]: no response, or only a part of it.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::runtime::bodies::{Body, BodyError};
use crate::runtime::url::{Route, write_route};

/// There was no response, or only a part of it.
///
/// Its text holds no URL, as a URL may contain keys.
pub struct TransportError(Box<Inner>);

struct Inner {
    kind: TransportErrorKind,
    connecting: bool,
    route: Option<Route>,
    /// The time waited, in case of a timeout.
    waited: Option<Duration>,
    head: Option<(StatusCode, HeaderMap)>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection to the server.
    Connect,
    /// No secure connection to the server: its certificate is not trusted, for instance.
    Tls,
    /// The time limit was exceeded.
    Timeout,
    /// The connection ended before a response arrived. It is unknown whether the server carried out the request.
    NoResponse,
    /// The connection ended before a response arrived, and before all of a large body was sent. A server that refuses the body, with
    /// 413 for instance, may end the connection so early that its response is lost. If the response can be read, it is returned.
    RequestCutOff,
    /// The data received is not HTTP.
    Protocol,
    /// The response was cut off or is malformed.
    Body,
    /// The response is longer than [`max_response_bytes`](crate::runtime::ClientBuilder::max_response_bytes), or an item of a stream
    /// is longer than allowed.
    BodyTooLarge,
    /// The body of the request is a stream that could not be read to its end.
    RequestBody,
    /// Something else.
    Other,
}

impl TransportErrorKind {
    /// Its name in traces.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::NoResponse => "no_response",
            Self::RequestCutOff => "request_cut_off",
            Self::Protocol => "protocol",
            Self::Body => "body",
            Self::BodyTooLarge => "body_too_large",
            Self::RequestBody => "request_body",
            Self::Other => "other",
        }
    }
}

impl TransportError {
    /// Creates an error of a custom transport.
    #[must_use]
    pub fn new(kind: TransportErrorKind, source: Option<Box<dyn StdError + Send + Sync>>) -> Self {
        let connecting = matches!(kind, TransportErrorKind::Connect | TransportErrorKind::Tls);
        Self(Box::new(Inner { kind, connecting, route: None, waited: None, head: None, source }))
    }

    /// A timeout after this time.
    pub(crate) fn timeout(waited: Duration) -> Self {
        Self::new(TransportErrorKind::Timeout, None).after(waited)
    }

    /// The error of a response body that ended early.
    pub(crate) fn of_body(error: BodyError) -> Self {
        match error.into_cause().downcast() {
            Ok(error) => *error,
            Err(cause) => Self::new(TransportErrorKind::Body, Some(cause)),
        }
    }

    /// Marks that nothing was sent, so that any call may be repeated, whatever its effect.
    #[must_use]
    pub fn nothing_sent(mut self) -> Self {
        self.0.connecting = true;
        self
    }

    /// Replaces the error if the body of the request caused it: some versions of HTTP do not report that failure.
    pub(crate) fn unless_of_request(self, body: &Body) -> Self {
        match body.failure() {
            Some(reason) if self.0.kind != TransportErrorKind::RequestBody => {
                Self::new(TransportErrorKind::RequestBody, Some(reason.into()))
            }
            _ => self,
        }
    }

    /// Adds the call, unless one is known already.
    pub(crate) fn in_call(mut self, route: &Route) -> Self {
        self.0.route.get_or_insert_with(|| route.clone());
        self
    }

    /// Adds the time waited, if the error is a timeout.
    pub(crate) fn after(mut self, waited: Duration) -> Self {
        if self.is_timeout() {
            self.0.waited.get_or_insert(waited);
        }
        self
    }

    /// Marks that something was sent: by an earlier attempt, or before a redirect.
    pub(crate) fn after_sending(mut self) -> Self {
        self.0.connecting = false;
        self
    }

    /// Adds the status and headers that arrived before the failure.
    pub(crate) fn with_head(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.0.head = Some((status, headers));
        self
    }

    /// The status of the response, if it arrived.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.head.as_ref().map(|head| head.0)
    }

    /// The headers of the response, if they arrived.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.head.as_ref().map(|head| &head.1)
    }

    /// The kind of failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.0.kind
    }

    /// Whether the time limit of the connection or of the whole call was exceeded.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == TransportErrorKind::Timeout
    }

    /// Whether there was no connection, so that nothing was sent, neither by an earlier attempt nor before a redirect.
    pub fn is_connect(&self) -> bool {
        self.0.connecting
    }

    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        use TransportErrorKind::{Body, Connect, NoResponse, RequestCutOff, Timeout};
        matches!(self.0.kind, Connect | Timeout | NoResponse | RequestCutOff | Body)
    }
}

/// An error and its causes, from the outermost to the innermost.
pub(crate) fn causes<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'e (dyn StdError + 'static)| (*error).source())
}

/// Shows no headers: they may hold secrets.
impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, connecting, route, waited, source, .. } = &*self.0;
        f.debug_struct("TransportError")
            .field("kind", kind)
            .field("connecting", connecting)
            .field("route", route)
            .field("waited", waited)
            .field("status", &self.status())
            .field("source", source)
            .finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, connecting, route, waited, head, source } = &*self.0;
        write_route(route.as_ref(), f)?;
        f.write_str(match kind {
            TransportErrorKind::Connect => "could not connect",
            TransportErrorKind::Tls => "could not establish a TLS connection",
            TransportErrorKind::Timeout if *connecting => "could not connect",
            TransportErrorKind::Timeout if head.is_some() => {
                "the rest of the response did not arrive"
            }
            TransportErrorKind::Timeout => "the response did not arrive",
            TransportErrorKind::NoResponse => "the connection ended before a response arrived",
            TransportErrorKind::RequestCutOff => {
                "the connection ended before a response arrived and before the whole body was sent"
            }
            TransportErrorKind::Protocol => "the received data is not HTTP",
            TransportErrorKind::Body => "the response was cut off or is malformed",
            TransportErrorKind::BodyTooLarge => "the response is too large",
            TransportErrorKind::RequestBody => "could not read the body of the request",
            TransportErrorKind::Other if head.is_some() => "could not complete the call",
            TransportErrorKind::Other => "could not send the request",
        })?;
        match waited {
            Some(waited) => write!(f, " within {waited:?}")?,
            None if self.is_timeout() => f.write_str(" within the time limit")?,
            None => {}
        }
        match source.as_deref().and_then(|error| causes(error).last()) {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
