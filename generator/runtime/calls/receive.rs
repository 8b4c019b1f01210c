//! The limits of the client and a response that is arriving in; the response with its whole body in memory out.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::bodies::Body;
use crate::runtime::errors::{TransportError, TransportErrorKind, Truncated};
use crate::runtime::transport::{Pause, Transport};

/// The limits of a response that is read into memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The maximum number of bytes of a success.
    pub(crate) bytes: u64,
    /// The maximum number of bytes kept of any other response.
    pub(crate) error_bytes: u64,
    /// The longest time between two pieces of a response.
    pub(crate) idle: Option<Duration>,
}

/// The part of a response that has arrived: its head, and the beginning of a body that may end early.
#[derive(Default)]
pub(super) struct Arrived {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    beginning: Vec<u8>,
}

impl Arrived {
    /// A response that ends here.
    pub(super) fn into_response(self, is_truncated: bool) -> http::Response<Body> {
        let mut response = http::Response::new(Body::from(self.beginning));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if is_truncated {
            response.extensions_mut().insert(Truncated);
        }
        response
    }
}

/// Whether the beginning of a body is enough, since it only describes a failure.
pub(super) fn may_end_early(status: StatusCode, is_success: fn(u16) -> bool) -> bool {
    !is_success(status.as_u16()) && !status.is_success()
}

impl Limits {
    /// Reads the whole body. One that is too long, is cut off or arrives too slowly is an error. If the response is not a success, its
    /// beginning is enough.
    ///
    /// What has arrived is kept in `arrived` until the end, as the future may be dropped when the time is up.
    pub(super) async fn receive(
        self,
        transport: &Arc<dyn Transport>,
        response: http::Response<Body>,
        is_success: fn(u16) -> bool,
        arrived: &mut Option<Arrived>,
    ) -> Result<http::Response<Body>, TransportError> {
        let may_end_early = may_end_early(response.status(), is_success);
        let Self { bytes, error_bytes, idle } = self;
        let limit = if may_end_early { bytes.min(error_bytes) } else { bytes };
        if response.body().as_bytes().is_some_and(|all| all.len() as u64 <= limit) {
            return Ok(response);
        }
        let (mut parts, body) = response.into_parts();
        let (status, headers) = (parts.status, std::mem::take(&mut parts.headers));
        let kept = arrived.insert(Arrived { status, headers, beginning: Vec::new() });
        let incoming = Incoming { body, transport, idle, pause: None };
        if may_end_early {
            let is_truncated = incoming.beginning(limit, &mut kept.beginning).await;
            let mut response = std::mem::take(kept).into_response(is_truncated);
            response.extensions_mut().extend(parts.extensions);
            *response.version_mut() = parts.version;
            return Ok(response);
        }
        let body = incoming.whole(limit).await?;
        parts.headers = std::mem::take(&mut kept.headers);
        Ok(http::Response::from_parts(parts, body))
    }
}

/// A body that is arriving.
struct Incoming<'t> {
    body: Body,
    transport: &'t Arc<dyn Transport>,
    /// The longest time between two pieces.
    idle: Option<Duration>,
    /// The end of the current wait, if there is one.
    pause: Option<Pause>,
}

impl Incoming<'_> {
    /// Reads the whole body, which must not be longer than the limit.
    async fn whole(mut self, limit: u64) -> Result<Body, TransportError> {
        let too_large = || TransportError::new(TransportErrorKind::BodyTooLarge, None);
        if self.body.length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let mut pieces = Pieces::default();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if piece.len() > room(limit, pieces.len()) {
                return Err(too_large());
            }
            pieces.push(piece);
        }
        Ok(pieces.into_body())
    }

    /// Reads the beginning of the body, and returns whether that is not all of it. If it is cut off, the status still says what happened.
    ///
    /// The bytes are copied: an error may be kept for a long time, and a piece would keep its whole buffer.
    async fn beginning(mut self, limit: u64, bytes: &mut Vec<u8>) -> bool {
        while let Some(piece) = self.next().await {
            let Ok(piece) = piece else { return true };
            let kept = piece.len().min(room(limit, bytes.len()));
            bytes.extend_from_slice(&piece[..kept]);
            if kept < piece.len() {
                return true;
            }
        }
        false
    }

    /// The next piece.
    async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        if let Poll::Ready(item) = self.body.poll(cx) {
            self.pause = None;
            return Poll::Ready(item.map(|item| item.map_err(TransportError::of_body)));
        }
        let Some(idle) = self.idle else { return Poll::Pending };
        let pause = self.pause.get_or_insert_with(|| self.transport.deadline(idle));
        pause.as_mut().poll(cx).map(|()| Some(Err(TransportError::timeout(idle))))
    }
}

/// The number of bytes that still fit.
fn room(limit: u64, length: usize) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(length)
}

/// The received pieces of a body. Most bodies arrive in one piece, which is not copied.
#[derive(Default)]
struct Pieces {
    first: Bytes,
    /// All pieces, if there are several.
    joined: Vec<u8>,
}

impl Pieces {
    fn len(&self) -> usize {
        self.first.len().max(self.joined.len())
    }

    fn push(&mut self, piece: Bytes) {
        if self.first.is_empty() {
            self.first = piece;
            return;
        }
        if self.joined.is_empty() {
            self.joined.extend_from_slice(&self.first);
        }
        self.joined.extend_from_slice(&piece);
    }

    fn into_body(self) -> Body {
        if self.joined.is_empty() { self.first.into() } else { self.joined.into() }
    }
}
