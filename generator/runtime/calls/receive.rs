//! The limits of the client and a response that is arriving in; the response with its whole body in memory out.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::bodies::Body;
use crate::runtime::errors::{TransportError, TransportErrorKind, Truncated};
use crate::runtime::transport::Transport;

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

/// The status and the headers of a response.
pub(super) type Head = (StatusCode, HeaderMap);

/// Whether the beginning of a body is enough, since it only describes a failure.
pub(super) fn may_end_early(status: StatusCode, is_success: fn(u16) -> bool) -> bool {
    !is_success(status.as_u16()) && !status.is_success()
}

/// A response of which only the head was received.
pub(super) fn only_head((status, headers): Head) -> http::Response<Body> {
    let mut response = http::Response::new(Body::default());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.extensions_mut().insert(Truncated);
    response
}

impl Limits {
    /// Reads the whole body. One that is too long, is cut off or arrives too slowly is an error. If the response is not a success, its
    /// beginning is enough.
    pub(super) async fn receive(
        self,
        transport: &Arc<dyn Transport>,
        response: http::Response<Body>,
        is_success: fn(u16) -> bool,
        head: &mut Option<Head>,
    ) -> Result<http::Response<Body>, TransportError> {
        let (mut parts, mut body) = response.into_parts();
        let may_end_early = may_end_early(parts.status, is_success);
        let Self { bytes, error_bytes, idle } = self;
        let limit = if may_end_early { bytes.min(error_bytes) } else { bytes };
        if body.as_bytes().is_some_and(|all| all.len() as u64 <= limit) {
            return Ok(http::Response::from_parts(parts, body));
        }
        let (_, headers) = head.insert((parts.status, std::mem::take(&mut parts.headers)));
        let too_large = || TransportError::new(TransportErrorKind::BodyTooLarge, None);
        if !may_end_early && body.length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let (mut pieces, mut is_truncated) = (Pieces::default(), false);
        let mut pause = None;
        let next = |cx: &mut Context<'_>| match body.poll(cx) {
            Poll::Ready(item) => {
                pause = None;
                Poll::Ready(item.map(|item| item.map_err(TransportError::of_body)))
            }
            Poll::Pending => {
                let Some(idle) = idle else { return Poll::Pending };
                let pause = pause.get_or_insert_with(|| transport.deadline(idle));
                pause.as_mut().poll(cx).map(|()| Some(Err(TransportError::timeout(idle))))
            }
        };
        let mut next = poll_fn(next);
        while let Some(piece) = (&mut next).await {
            let piece = match piece {
                Ok(piece) => piece,
                // The status says what happened.
                Err(_) if may_end_early => {
                    is_truncated = true;
                    break;
                }
                Err(error) => return Err(error),
            };
            let room = usize::try_from(limit).unwrap_or(usize::MAX) - pieces.len();
            is_truncated = piece.len() > room;
            if is_truncated && !may_end_early {
                return Err(too_large());
            }
            let piece = piece.slice(..piece.len().min(room));
            // An error may be kept for a long time, and a slice would keep its whole buffer.
            pieces.push(if may_end_early { Bytes::copy_from_slice(&piece) } else { piece });
            if is_truncated {
                break;
            }
        }
        parts.headers = std::mem::take(headers);
        if is_truncated {
            parts.extensions.insert(Truncated);
        }
        Ok(http::Response::from_parts(parts, pieces.into_body()))
    }
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
