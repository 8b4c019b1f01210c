//! The setting of the builder for an HTTP client of one's own.

use super::builder::ClientBuilder;
use crate::runtime::transport::HttpClient;

impl ClientBuilder {
    /// Sends with this HTTP client. TLS and the time for making a connection are then up to it, and so are redirects unless
    /// [`same_origin_redirects`] is set on it: else a key in a header of its own follows a redirect to another server, a `POST` may
    /// become a `GET`, and an error's `is_connect` cannot tell whether something was sent before a redirect.
    ///
    /// [`same_origin_redirects`]: crate::runtime::same_origin_redirects
    pub fn http_client(self, http: reqwest::Client) -> Self {
        self.cookies(false).transport(HttpClient::from(http))
    }
}
