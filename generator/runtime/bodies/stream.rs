//! Bodies from a [`Stream`] of bytes.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::body::{Body, BodyError, Source};

impl Body {
    /// A body that is read from a stream while it is sent.
    ///
    /// With a length in bytes, it is sent with the header `content-length`, and a stream of a different length is an error.
    /// Without a length, it is sent in chunks. The body can be sent once: after its reading has begun, the call is not repeated,
    /// whatever its [`Retry`](crate::runtime::Retry) says, and redirects that need the body again are not followed. The timeout
    /// of the call includes the time for sending.
    pub fn from_stream<S, B, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let stream = Box::pin(Unified(Box::pin(stream)));
        let reader = Mutex::new(Reader { stream: Some(stream), left: length, length, last: None });
        Self::from_source(Streamed { length, reader })
    }

    /// Joins bodies one after another.
    #[allow(dead_code, reason = "for APIs that take several files at once")]
    pub(crate) fn chain(parts: Vec<Body>) -> Self {
        let length = parts.iter().map(Body::length).sum();
        Self::from_stream(Chain(parts.into()), length)
    }
}

/// A stream that is read while it is sent.
struct Streamed {
    length: Option<u64>,
    reader: Mutex<Reader>,
}

/// The pieces of a stream.
type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, BodyError>> + Send>>;

struct Reader {
    /// None after it has ended or failed: a stream must not be polled again then.
    stream: Option<Pieces>,
    /// The number of bytes still to come, if known.
    left: Option<u64>,
    length: Option<u64>,
    /// The last bytes, held back until the stream ends: otherwise extra bytes would be cut off silently.
    last: Option<Bytes>,
}

impl Source for Streamed {
    fn length(&self) -> Option<u64> {
        self.length
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).poll(cx)
    }
}

impl Reader {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let item = ready!(self.next(cx));
        if !matches!(item, Some(Ok(_))) {
            (self.stream, self.last) = (None, None);
        }
        Poll::Ready(item)
    }

    fn next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            let Some(stream) = &mut self.stream else {
                return Poll::Ready(self.last.take().map(Ok));
            };
            let next = ready!(stream.as_mut().poll_next(cx));
            let (Some(left), Some(length)) = (&mut self.left, self.length) else {
                return Poll::Ready(next);
            };
            let Some(bytes) = next.transpose()? else {
                if *left == 0 {
                    self.stream = None;
                    continue;
                }
                let came = length - std::mem::take(left);
                let message = format!("it has {came} bytes instead of {length}");
                return Poll::Ready(Some(Err(BodyError::new(message))));
            };
            match left.checked_sub(bytes.len() as u64) {
                Some(rest) if rest > 0 => {
                    *left = rest;
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Some(_) if self.last.is_none() => {
                    *left = 0;
                    self.last = Some(bytes);
                }
                Some(_) => {}
                None => {
                    let message = format!("it has more than {length} bytes");
                    return Poll::Ready(Some(Err(BodyError::new(message))));
                }
            }
        }
    }
}

/// A stream of any kind of bytes with any kind of error.
struct Unified<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Unified<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(item.map(|item| item.map(Into::into).map_err(BodyError::new)))
    }
}

/// Bodies one after another.
struct Chain(std::collections::VecDeque<Body>);

impl Stream for Chain {
    type Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(body) = self.0.front_mut() {
            match ready!(body.poll(cx)) {
                Some(item) => return Poll::Ready(Some(item.map_err(BodyError::into_cause))),
                None => drop(self.0.pop_front()),
            }
        }
        Poll::Ready(None)
    }
}
