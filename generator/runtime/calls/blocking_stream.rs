//! [`Blocking`]: a list or stream whose items block the caller's thread.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use super::blocking::drive;
use crate::runtime::errors::TransportError;

/// A list, stream or download whose items block the caller's thread, as [`Call::blocking`] does. After an error comes `None`. After
/// that, it behaves as its async counterpart does.
///
/// [`Call::blocking`]: crate::runtime::Call::blocking
#[must_use = "it must be read"]
pub struct Blocking<S: Stream> {
    stream: Option<S>,
    /// Takes an item that was already received.
    received: fn(&mut S) -> Option<S::Item>,
}

impl<S: Stream> Blocking<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream: Some(stream), received: |_| None }
    }

    /// Takes received items by this function, which is much faster than the thread that drives blocking calls.
    #[allow(dead_code, reason = "for APIs with lists in pages")]
    pub(crate) fn with_received(mut self, received: fn(&mut S) -> Option<S::Item>) -> Self {
        self.received = received;
        self
    }

    /// The underlying list, stream or download, for example for headers or a position. None if a panic interrupted its reading.
    pub fn get_ref(&self) -> Option<&S> {
        self.stream.as_ref()
    }
}

impl<S, T, E> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T, E>> + Unpin + Send + 'static,
    T: Send + 'static,
    E: From<TransportError> + Send + 'static,
{
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Result<T, E>> {
        if let Some(item) = self.stream.as_mut().and_then(self.received) {
            return Some(item);
        }
        let mut stream = self.stream.take()?;
        let next = drive(async move {
            let item = poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await;
            (stream, item)
        });
        match next {
            Ok((stream, item)) => {
                self.stream = Some(stream);
                item
            }
            Err(error) => Some(Err(error.into())),
        }
    }
}

impl<S: Stream + fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.stream).finish()
    }
}
