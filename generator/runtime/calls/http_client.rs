//! The builder's setting for a custom HTTP client.

use super::builder::ClientBuilder;
use crate::runtime::transport::HttpClient;

impl ClientBuilder {
    /// Sends with this HTTP client, which then handles TLS, the time to establish a connection, and cookies. It also handles redirects,
    /// unless it is set up with [`same_origin_redirects`]. Without that, a key in a custom header follows a redirect to another server, a
    /// `POST` may become a `GET`, and an error's `is_connect` is not reliable after a redirect.
    ///
    /// [`same_origin_redirects`]: crate::runtime::same_origin_redirects
    pub fn http_client(self, http: reqwest::Client) -> Self {
        self.cookies(false).transport(HttpClient::from(http))
    }
}
