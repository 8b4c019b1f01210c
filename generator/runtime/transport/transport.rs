//! [`Transport`]: what sends requests.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use crate::runtime::bodies::Body;
use crate::runtime::errors::TransportError;

/// A response that is awaited.
pub type Exchange<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + 'a>>;

/// A time that is awaited.
pub type Pause = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What sends requests: `HttpClient`, unless [`ClientBuilder::transport`](crate::runtime::ClientBuilder::transport) sets another.
///
/// A client signs requests, keeps cookies, follows redirects, makes calls again, and holds them to their time and responses to their
/// size, whatever its transport is. So a transport does none of this: it sends one request and gives the response to it as soon as
/// its head has come, whatever its status.
///
/// A middleware is a transport that holds another one, changes requests or responses, and hands all else on:
///
/// ```ignore
/// struct Traced<T>(T);
///
/// impl<T: Transport> Transport for Traced<T> {
///     fn send(&self, mut request: http::Request<Body>) -> Exchange<'_> {
///         request.headers_mut().insert("traceparent", current_trace());
///         self.0.send(request)
///     }
///
///     fn sleep(&self, time: Duration) -> Pause {
///         self.0.sleep(time)
///     }
///
///     fn deadline(&self, time: Duration) -> Pause {
///         self.0.deadline(time)
///     }
/// }
/// ```
pub trait Transport: Send + Sync {
    /// Sends a request. Dropping what it returns gives it up.
    ///
    /// A failure is a [`TransportError`] of the kind that fits best; one before anything was sent is marked with
    /// [`nothing_sent`](TransportError::nothing_sent), so that the call may be made again whatever it does. No URL and no value of a
    /// header belongs in it.
    fn send(&self, request: http::Request<Body>) -> Exchange<'_>;

    /// Ends after this time: the waits before retries. Unless there is another, it is the timer of Tokio; in a browser, where that does
    /// not run, it ends at once.
    fn sleep(&self, time: Duration) -> Pause {
        if cfg!(all(target_family = "wasm", target_os = "unknown")) {
            return Box::pin(std::future::ready(()));
        }
        timer(time)
    }

    /// Ends after this time: time-outs. Unless there is another, it is that of waits; in a browser it never ends.
    fn deadline(&self, time: Duration) -> Pause {
        if cfg!(all(target_family = "wasm", target_os = "unknown")) {
            return timer(time);
        }
        self.sleep(time)
    }
}

/// The timer of Tokio, which never ends in a browser.
pub(crate) fn timer(time: Duration) -> Pause {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        return Box::pin(std::future::pending());
    }
    Box::pin(tokio::time::sleep(time))
}

/// What comes of it, unless the time is up first.
pub(crate) async fn within<F: Future>(mut time: Pause, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => time.as_mut().poll(cx).map(|()| None),
    })
    .await
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> Exchange<'_> {
        (**self).send(request)
    }

    fn sleep(&self, time: Duration) -> Pause {
        (**self).sleep(time)
    }

    fn deadline(&self, time: Duration) -> Pause {
        (**self).deadline(time)
    }
}

/// What is set for the transport that a client makes where none is set.
#[derive(Debug, Clone, Copy)]
pub struct TransportSettings {
    /// The time for making a connection.
    pub connect_timeout: Duration,
    /// How many connections to a server are kept while none is needed.
    pub max_idle_connections: usize,
    /// Whether compressed responses are asked for and read.
    pub compressed: bool,
}

/// How it is made.
pub type NewTransport =
    fn(TransportSettings) -> Result<Arc<dyn Transport>, Box<dyn std::error::Error + Send + Sync>>;
