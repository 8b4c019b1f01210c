//! What lets the builder of a client take a documented server.

use super::builder::ClientBuilder;
use crate::runtime::url::Server;

impl ClientBuilder {
    /// Sets which of the documented servers is called, with values for its variables: see the module `servers`.
    ///
    /// One of the API takes the place of its default, as [`base_url`](Self::base_url) does: operations with servers of their own go there
    /// too, unless one of theirs is chosen, which is for them alone.
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        let server = server.into();
        match server.replaces() {
            None => return self.base_url(server.url()),
            Some(documented) => self.other_server(documented, server.url()),
        }
        self
    }
}
