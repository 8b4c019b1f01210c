//! [`Meta`]: what is the same in every call of an operation.

use http::Method;

use crate::api::API;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::url::{BaseUrl, Route};

/// Alternatives of security schemes that go together; an empty list, or an empty alternative, stands for none.
pub type Security = &'static [&'static [&'static str]];

/// What is the same in every call of an operation.
#[derive(Debug, Clone)]
pub struct Meta {
    operation_id: &'static str,
    method: Method,
    /// The name of a method that HTTP itself does not define.
    other: Option<&'static str>,
    path: &'static str,
    accept: &'static str,
    security: Option<Security>,
    server: Option<&'static str>,
    idempotent: bool,
    key: Option<Key>,
}

/// The header of an idempotency key, and how its value is made.
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

    /// An operation with a method that HTTP itself does not define, such as `COPY`.
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

    /// The media types of the responses.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// The security of this operation instead of that of the whole API.
    #[must_use]
    pub const fn security(mut self, security: Security) -> Self {
        self.security = Some(security);
        self
    }

    /// The server of this operation instead of that of the whole API: a URL, or a path on the server of the base URL.
    #[must_use]
    pub const fn server(mut self, server: &'static str) -> Self {
        self.server = Some(server);
        self
    }

    /// An operation that is sent once, whatever the retry policy says: twice it would do more than once, whatever its method
    /// promises.
    #[must_use]
    pub const fn once(mut self) -> Self {
        self.idempotent = false;
        self
    }

    /// An operation that may be sent again, as twice it does the same as once, which its method does not promise.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// An operation that may be sent again, as the server knows a call that it has seen by the value of this header. The value is
    /// made for each call, unless there is one, and is the same in each attempt.
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

    /// The method.
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

    /// Whether it may be sent again when it is not known whether it had an effect.
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    pub(crate) const fn key(&self) -> Option<Key> {
        self.key
    }

    /// Where the operation is, for a client with this base URL. A server of its own counts as long as the base URL is the documented
    /// one: another was chosen by who made the client, and nothing goes elsewhere.
    pub fn base_url(&self, base: &BaseUrl) -> BaseUrl {
        if let Some(chosen) = self.server.and_then(|own| base.other(own)) {
            return chosen.clone();
        }
        let is =
            |documented| BaseUrl::parse(documented).is_ok_and(|documented| documented == *base);
        let own = self.server.and_then(|own| match own.strip_prefix('/') {
            Some(path) => BaseUrl::parse(&format!("{}/{path}", base.origin())).ok(),
            None => BaseUrl::parse(own).ok().filter(|_| API.base_url.is_some_and(is)),
        });
        own.unwrap_or_else(|| base.clone())
    }

    pub(crate) const fn has_server(&self) -> bool {
        self.server.is_some()
    }

    /// The security of this operation, `None` for that of the whole API.
    pub const fn own_security(&self) -> Option<Security> {
        self.security
    }
}

/// Whether the method promises that twice is the same as once (RFC 9110, 9.2.2). `TRACE` is not sent again, as nobody needs it.
pub(crate) const fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE | Method::OPTIONS | Method::QUERY
    )
}
