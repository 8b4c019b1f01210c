//! [`Service`]: a tower service as a transport.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;

use super::transport::{Exchange, Transport};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{TransportError, TransportErrorKind};

/// A tower service as a transport, for instance a stack of layers.
///
/// It is cloned for each request, as usual for tower services. Its errors of type [`TransportError`] stay as they are. Others become
/// errors of the kind [`Other`](TransportErrorKind::Other).
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
        Err(cause) => TransportError::new(TransportErrorKind::Other, Some(cause)),
    }
}

impl<S> fmt::Debug for Service<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}
