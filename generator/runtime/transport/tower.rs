//! [`Service`]: a tower service as a transport.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::io;

use tokio::time::error::Elapsed;

use super::transport::{Exchange, Transport};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{TransportError, TransportErrorKind, causes};

/// A tower service as a transport, for instance a stack of layers.
///
/// It is cloned for each request, as usual for tower services. Its errors of type [`TransportError`] stay as they are. Others have the
/// kind of a `TransportError` among their causes. They are timeouts if a cause is one of Tokio or of the operating system, and otherwise
/// of the kind [`Other`](TransportErrorKind::Other).
///
/// The errors of layers are not known here, so a program converts them where they mean something else. This makes those of a
/// `TimeoutLayer` timeouts:
///
/// ```ignore
/// let service = ServiceBuilder::new()
///     .map_err(|error: tower::BoxError| match error.downcast::<tower::timeout::error::Elapsed>() {
///         Ok(elapsed) => TransportError::new(TransportErrorKind::Timeout, Some(elapsed)).into(),
///         Err(other) => other,
///     })
///     .timeout(Duration::from_secs(5))
///     .service(inner);
/// ```
#[derive(Clone)]
pub struct Service<S>(S);

impl<S> Service<S> {
    /// Creates a transport from a service.
    pub const fn new(service: S) -> Self {
        Self(service)
    }
}

impl<S> Transport for Service<S>
where
    S: tower_service::Service<http::Request<Body>, Response = http::Response<Body>>,
    S: Clone + Send + Sync,
    S::Future: Send,
    S::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    fn send(&self, request: http::Request<Body>) -> Exchange<'_> {
        let mut service = self.0.clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(of_service)?;
            service.call(request).await.map_err(of_service)
        })
    }
}

fn of_service(error: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    match error.into().downcast() {
        Ok(error) => *error,
        Err(cause) => {
            let kind = causes(&*cause).find_map(kind).unwrap_or(TransportErrorKind::Other);
            TransportError::new(kind, Some(cause))
        }
    }
}

/// The kind of failure that a cause stands for, if it is known.
fn kind(cause: &(dyn StdError + 'static)) -> Option<TransportErrorKind> {
    let is_late = |error: &io::Error| error.kind() == io::ErrorKind::TimedOut;
    if cause.is::<Elapsed>() || cause.downcast_ref().is_some_and(is_late) {
        return Some(TransportErrorKind::Timeout);
    }
    cause.downcast_ref().map(TransportError::kind)
}

impl<S> fmt::Debug for Service<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}
