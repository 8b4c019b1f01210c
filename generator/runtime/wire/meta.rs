//! [`Meta`]: the data common to all calls of an operation.

use http::Method;

use crate::api::API;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::url::{BaseUrl, Route};

/// Alternative sets of security schemes. An empty list, or an empty set, means no security.
pub type Security = &'static [&'static [&'static str]];

/// The data common to all calls of an operation.
#[derive(Debug, Clone)]
pub struct Meta {
    operation_id: &'static str,
    method: Method,
    /// The name of a method that HTTP does not define.
    other: Option<&'static str>,
    path: &'static str,
    accept: &'static str,
    security: Option<Security>,
    server: Option<&'static str>,
    idempotent: bool,
    key: Option<Key>,
}

/// The header of an idempotency key, and the function that creates its value.
pub(crate) type Key = (&'static str, fn() -> Result<String, BuildErrorKind>);

impl Meta {
    /// An operation that responds with JSON and has the security of the whole API. Its path begins with a slash.
    #[must_use]
    pub const fn new(operation_id: &'static str, method: Method, path: &'static str) -> Self {
        let idempotent = is_idempotent(&method);
        let accept = "application/json";
        let (other, security, server, key) = (None, None, None, None);
        Self { operation_id, method, other, path, accept, security, server, idempotent, key }
    }

    /// An operation with the method GET.
    #[must_use]
    pub const fn get(operation_id: &'static str, path: &'static str) -> Self {
        Self::new(operation_id, Method::GET, path)
    }

    /// An operation with the method PUT.
    #[must_use]
    pub const fn put(operation_id: &'static str, path: &'static str) -> Self {
        Self::new(operation_id, Method::PUT, path)
    }

    /// An operation with the method POST.
    #[must_use]
    pub const fn post(operation_id: &'static str, path: &'static str) -> Self {
        Self::new(operation_id, Method::POST, path)
    }

    /// An operation with the method PATCH.
    #[must_use]
    pub const fn patch(operation_id: &'static str, path: &'static str) -> Self {
        Self::new(operation_id, Method::PATCH, path)
    }

    /// An operation with the method DELETE.
    #[must_use]
    pub const fn delete(operation_id: &'static str, path: &'static str) -> Self {
        Self::new(operation_id, Method::DELETE, path)
    }

    /// An operation with a method that HTTP does not define, such as `COPY`.
    #[must_use]
    pub const fn other(
        operation_id: &'static str,
        method: &'static str,
        path: &'static str,
    ) -> Self {
        let mut meta = Self::new(operation_id, Method::POST, path);
        meta.other = Some(method);
        meta
    }

    /// Sets the media types of the responses.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// Sets the security of this operation, in place of the API's.
    #[must_use]
    pub const fn security(mut self, security: Security) -> Self {
        self.security = Some(security);
        self
    }

    /// Sets the server of this operation, in place of the API's: a URL, or a path on the server of the base URL.
    #[must_use]
    pub const fn server(mut self, server: &'static str) -> Self {
        self.server = Some(server);
        self
    }

    /// Marks an operation whose calls are sent only once, whatever the retry policy says: a repeated call would have a further
    /// effect, even if its method is idempotent.
    #[must_use]
    pub const fn once(mut self) -> Self {
        self.idempotent = false;
        self
    }

    /// Marks an operation whose calls may be repeated, although its method is not idempotent: a repeated call has no further effect.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Marks an operation whose calls may be repeated, as the server recognises a repeated call by the value of this header. A call
    /// without a value gets a new one, which is the same in each attempt.
    #[must_use]
    pub const fn idempotency_key(
        mut self,
        header: &'static str,
        make: fn() -> Result<String, BuildErrorKind>,
    ) -> Self {
        self.idempotent = true;
        self.key = Some((header, make));
        self
    }

    /// The name of the operation in the documentation.
    pub const fn operation_id(&self) -> &'static str {
        self.operation_id
    }

    /// The HTTP method.
    pub fn method(&self) -> Method {
        let other = self.other.and_then(|name| Method::from_bytes(name.as_bytes()).ok());
        other.unwrap_or_else(|| self.method.clone())
    }

    /// The path with its variables in braces.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    pub(crate) fn route(&self) -> Route {
        Route { method: self.method(), path: self.path }
    }

    /// The value of the header `accept`.
    pub const fn accept_header(&self) -> &'static str {
        self.accept
    }

    /// Whether a call may be repeated if it is unknown whether it had an effect.
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    pub(crate) const fn key(&self) -> Option<Key> {
        self.key
    }

    /// The base URL of the operation, for a client with this base URL. The operation's own server is used if the client's base URL is
    /// the documented one. If a program chose another base URL, nothing is sent elsewhere. If the API documents no base URL, the program
    /// must set one, and operations with a server of their own keep it unless `ClientBuilder::server` chooses another.
    pub fn base_url(&self, base: &BaseUrl) -> BaseUrl {
        if let Some(chosen) = self.server.and_then(|own| base.other(own)) {
            return chosen.clone();
        }
        let is =
            |documented| BaseUrl::parse(documented).is_ok_and(|documented| documented == *base);
        let own = self.server.and_then(|own| match own.strip_prefix('/') {
            Some(path) => BaseUrl::parse(&format!("{}/{path}", base.origin())).ok(),
            None => BaseUrl::parse(own).ok().filter(|_| API.base_url.is_none_or(is)),
        });
        own.unwrap_or_else(|| base.clone())
    }

    pub(crate) const fn has_server(&self) -> bool {
        self.server.is_some()
    }

    /// The security of this operation; `None` if it has the API's.
    pub const fn own_security(&self) -> Option<Security> {
        self.security
    }
}

/// Whether the method is idempotent (RFC 9110, 9.2.2). `TRACE` is not included, as nobody needs to repeat it.
pub(crate) const fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE | Method::OPTIONS | Method::QUERY
    )
}
