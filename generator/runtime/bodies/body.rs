//! [`Body`]: the bytes of a request or response, which any HTTP library can read as an [`http_body::Body`].

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// The bytes of a request or response, in memory or as a stream.
///
/// `Debug` shows their number, not their content, which may include passwords. A stream can be read once: its
/// clones share it, and two bodies are equal if they share one.
#[derive(Clone)]
pub struct Body(Content);

pub(crate) enum Content {
    Bytes(Bytes),
    /// A stream, and whether this value is its reader.
    Stream(Arc<Once<dyn Source>>, bool),
}

/// The source of the bytes of a stream.
pub(crate) trait Source: Send + Sync {
    /// The total number of bytes, if known.
    fn length(&self) -> Option<u64>;

    /// The next bytes.
    fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>>;
}

/// A stream that only its first reader can read.
pub(crate) struct Once<S: ?Sized> {
    spent: AtomicBool,
    /// The reason for an early end: HTTP/2 reports only that the request was cancelled.
    failure: OnceLock<String>,
    source: S,
}

/// The reason why a stream could not be read.
#[derive(Debug)]
pub struct BodyError(Box<dyn StdError + Send + Sync>);

impl BodyError {
    /// Creates an error from its cause.
    #[must_use]
    pub fn new(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(cause.into())
    }

    pub(crate) fn into_cause(self) -> Box<dyn StdError + Send + Sync> {
        self.0
    }

    /// The text of the innermost error.
    fn reason(&self) -> String {
        let mut error: &(dyn StdError + 'static) = self.0.as_ref();
        while let Some(source) = error.source() {
            error = source;
        }
        error.to_string()
    }
}

impl Body {
    /// The bytes, if they are in memory.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(..) => None,
        }
    }

    /// The bytes, if they are in memory.
    ///
    /// # Errors
    ///
    /// Gives the body back if it is a stream.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Bytes(bytes) => Ok(bytes),
            Content::Stream(..) => Err(self),
        }
    }

    /// The number of bytes, if known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream(stream, _) => stream.source.length(),
        }
    }

    /// Whether the body is known to be empty before it is read.
    pub fn is_empty(&self) -> bool {
        self.length() == Some(0)
    }

    /// Whether it is a stream whose reading has begun, so it can no longer be sent.
    pub fn is_spent(&self) -> bool {
        matches!(&self.0, Content::Stream(stream, _) if stream.spent.load(Ordering::Acquire))
    }

    /// The reason of the failure, if it is a stream and failed.
    pub(crate) fn failure(&self) -> Option<&str> {
        match &self.0 {
            Content::Bytes(_) => None,
            Content::Stream(stream, _) => stream.failure.get().map(String::as_str),
        }
    }

    /// Reads a stream that should be empty, since HTTP libraries do not read a body without bytes. It fails if it has some.
    pub(crate) async fn read_empty(&mut self) -> Result<(), BodyError> {
        match poll_fn(|cx| self.poll(cx)).await {
            Some(Err(error)) => Err(error),
            Some(Ok(_)) | None => {
                *self = Self::default();
                Ok(())
            }
        }
    }

    #[allow(dead_code, reason = "for transports")]
    pub(crate) fn content(&self) -> &Content {
        &self.0
    }

    #[allow(dead_code, reason = "for transports, and APIs that take bytes")]
    pub(crate) fn from_source(source: impl Source + 'static) -> Self {
        let once = Once { spent: AtomicBool::new(false), failure: OnceLock::new(), source };
        Self(Content::Stream(Arc::new(once), false))
    }

    /// The next bytes. A body in memory is returned in one piece.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        match &mut self.0 {
            Content::Bytes(bytes) => {
                let all = std::mem::take(bytes);
                Poll::Ready((!all.is_empty()).then_some(Ok(all)))
            }
            Content::Stream(stream, reading) => {
                if !*reading && stream.spent.swap(true, Ordering::AcqRel) {
                    return Poll::Ready(Some(Err(BodyError::new("it was already read"))));
                }
                *reading = true;
                let item = ready!(stream.source.poll(cx));
                if let Some(Err(error)) = &item {
                    stream.failure.get_or_init(|| error.reason());
                }
                Poll::Ready(item)
            }
        }
    }
}

impl Clone for Content {
    fn clone(&self) -> Self {
        match self {
            Self::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Self::Stream(stream, _) => Self::Stream(Arc::clone(stream), false),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self(Content::Bytes(Bytes::new()))
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Content::Bytes(one), Content::Bytes(other)) => one == other,
            (Content::Stream(one, _), Content::Stream(other, _)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Eq for Body {}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let item = ready!(self.poll(cx));
        Poll::Ready(item.map(|item| item.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.as_bytes().is_some_and(<[u8]>::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stream = if self.as_bytes().is_some() { "" } else { "stream of " };
        match self.length() {
            Some(length) => write!(f, "Body({stream}{length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl<const N: usize> From<&'static [u8; N]> for Body {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not read the stream: {}", self.0)
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.0.as_ref())
    }
}
