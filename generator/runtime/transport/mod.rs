//! Sends a signed request and returns its response: by reqwest, or by a custom [`Transport`].

#[allow(clippy::module_inception, reason = "it holds the trait of this name")]
mod transport;

pub use transport::{Exchange, NewTransport, Pause, Transport, TransportSettings};

#[allow(unused_imports, reason = "for APIs that return bytes")]
pub(crate) use transport::timer;
pub(crate) use transport::within;
#[allow(unused_imports, reason = "for a feature")]
pub(crate) use transport::{begin_to_drive, drives_blocking_calls};

mod paced;

mod http_client;
pub use http_client::HttpClient;

mod tower;
pub use tower::Service;
