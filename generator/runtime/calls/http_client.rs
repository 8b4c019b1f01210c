//! The builder's setting for a custom HTTP client.

use super::builder::ClientBuilder;
use crate::runtime::errors::ConfigError;
use crate::runtime::transport::HttpClient;

impl ClientBuilder {
    /// Sets the HTTP client by its settings: proxies, TLS, connections. They replace [`connect_timeout`](Self::connect_timeout) and
    /// [`max_idle_connections`](Self::max_idle_connections). The client still handles cookies and redirects, so that no credential
    /// follows a redirect to another server.
    ///
    /// A program that makes both async and blocking calls passes them as a function, so that blocking calls get connections of their own:
    /// `transport(HttpClient::from_fn(settings)?)`; see [`HttpClient::new`].
    pub fn http_client(mut self, settings: reqwest::ClientBuilder) -> Self {
        match HttpClient::new(settings) {
            Ok(http) => return self.transport(http),
            Err(error) => self.fail(ConfigError::Http(error.into())),
        }
        self
    }
}
