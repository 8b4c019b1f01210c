//! [`Transport`]: the interface that sends requests.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use crate::runtime::bodies::Body;
use crate::runtime::errors::TransportError;

/// A future response.
pub type Exchange<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + 'a>>;

/// A future that ends after some time.
pub type Pause = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Sends requests. The default is `HttpClient`; [`ClientBuilder::transport`](crate::runtime::ClientBuilder::transport) sets another.
///
/// With any transport, the client itself signs requests, keeps cookies, follows redirects, repeats calls, and limits the time of calls
/// and the size of responses. A transport only sends one request, and returns its response as soon as the head has arrived, whatever
/// the status.
///
/// Blocking calls (with the feature `blocking`) are sent within a runtime of this crate. A connection that is kept for later requests
/// often works only while the runtime that opened it runs, and an async runtime stands still while one of its tasks blocks. So a
/// transport with connections of its own should keep some for each runtime, as the default transport does. One that wraps another needs
/// nothing.
///
/// A middleware is a transport that wraps another one, changes requests or responses, and forwards everything else:
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
    /// Sends a request. Dropping the returned future cancels it.
    ///
    /// A failure is a [`TransportError`] of the kind that fits best. If nothing was sent, mark it with
    /// [`nothing_sent`](TransportError::nothing_sent), so that any call may be repeated. An error must not contain a URL or the value
    /// of a header.
    fn send(&self, request: http::Request<Body>) -> Exchange<'_>;

    /// Waits for this time before a retry, or between two calls of a wait. The default is Tokio's timer, which panics outside of its
    /// runtime. In a browser, where that does not run, the default does not wait. A wait that ends early counts in full towards the time
    /// of the call.
    fn sleep(&self, time: Duration) -> Pause {
        if cfg!(all(target_family = "wasm", target_os = "unknown")) {
            return Box::pin(std::future::ready(()));
        }
        timer(time)
    }

    /// Ends after this time, for timeouts. The default is [`sleep`](Self::sleep); in a browser it never ends.
    fn deadline(&self, time: Duration) -> Pause {
        if cfg!(all(target_family = "wasm", target_os = "unknown")) {
            return timer(time);
        }
        self.sleep(time)
    }
}

/// Tokio's timer; in a browser it never ends.
pub(crate) fn timer(time: Duration) -> Pause {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        return Box::pin(std::future::pending());
    }
    Box::pin(tokio::time::sleep(time))
}

thread_local! {
    static DRIVES_BLOCKING_CALLS: Cell<bool> = const { Cell::new(false) };
}

/// Marks the current thread as the one that drives blocking calls.
#[allow(dead_code, reason = "for a feature")]
pub(crate) fn begin_to_drive() {
    DRIVES_BLOCKING_CALLS.set(true);
}

/// Whether the current thread drives blocking calls.
#[allow(dead_code, reason = "for a feature")]
pub(crate) fn drives_blocking_calls() -> bool {
    DRIVES_BLOCKING_CALLS.get()
}

/// The output of a future, unless the time is up first.
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

/// The settings of the default transport.
#[derive(Debug, Clone, Copy)]
pub struct TransportSettings {
    /// The maximum time to establish a connection.
    pub connect_timeout: Duration,
    /// The maximum number of idle connections kept for each server.
    pub max_idle_connections: usize,
    /// Whether compressed responses are requested and read.
    pub compressed: bool,
}

/// The function that creates the default transport.
pub type NewTransport =
    fn(TransportSettings) -> Result<Arc<dyn Transport>, Box<dyn std::error::Error + Send + Sync>>;
