//! The builder's setting for a documented server.

use super::builder::ClientBuilder;
use crate::runtime::url::Server;

impl ClientBuilder {
    /// Chooses one of the documented servers, with values for its variables: see the module `servers`.
    ///
    /// A server of the API replaces its default, as [`base_url`](Self::base_url) does. Operations with servers of their own then use it
    /// too, unless one of theirs is chosen; such a choice applies only to them.
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        let server = server.into();
        match server.replaces() {
            None => return self.base_url(server.url()),
            Some(documented) => self.other_server(documented, server.url()),
        }
        self
    }
}
