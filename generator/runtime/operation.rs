//! [`Operation`]: a plain value that becomes a request and reads the response to it, whoever sends it.

use std::fmt;

use bytes::Bytes;
use http::Method;

use super::api_error::{ApiError, UnexpectedStatus};
use super::base_url::BaseUrl;
use super::body::Body;
use super::build_error::BuildError;
use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoding::Mode;
use super::error::Error;
use super::reply::Reply;
use super::request::RequestBuilder;
use super::route::Route;
use crate::api::API;

/// Alternatives of security schemes that go together; an empty list, or an empty alternative, stands for none.
pub type Security = &'static [&'static [&'static str]];

/// What is the same in every call of an operation.
#[derive(Debug, Clone)]
pub struct Meta {
    operation_id: &'static str,
    method: Method,
    path: &'static str,
    accept: &'static str,
    security: Option<Security>,
    server: Option<&'static str>,
    idempotent: bool,
}

impl Meta {
    /// An operation that responds with JSON and has the security of the whole API. Its path begins with a slash.
    #[must_use]
    pub const fn new(operation_id: &'static str, method: Method, path: &'static str) -> Self {
        let idempotent = is_idempotent(&method);
        let accept = "application/json";
        Self { operation_id, method, path, accept, security: None, server: None, idempotent }
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

    /// The name of the operation in the documentation.
    pub const fn operation_id(&self) -> &'static str {
        self.operation_id
    }

    /// The method.
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The path with its variables in braces.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    pub(crate) fn route(&self) -> Route {
        Route { method: self.method.clone(), path: self.path }
    }

    /// The value of the header `accept`.
    pub const fn accept_header(&self) -> &'static str {
        self.accept
    }

    /// Whether it may be sent again when it is not known whether it had an effect.
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Where the operation is, for a client with this base URL. A server of its own counts as long as the base URL is the documented
    /// one: another was chosen by who made the client, and nothing goes elsewhere.
    pub fn base_url(&self, base: &BaseUrl) -> BaseUrl {
        let is =
            |documented| BaseUrl::parse(documented).is_ok_and(|documented| documented == *base);
        let own = self.server.and_then(|own| match own.strip_prefix('/') {
            Some(path) => BaseUrl::parse(&format!("{}/{path}", base.origin())).ok(),
            None => BaseUrl::parse(own).ok().filter(|_| API.base_url.is_some_and(is)),
        });
        own.unwrap_or_else(|| base.clone())
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

/// A call of the API as a plain value.
///
/// It does no I/O: [`request`](Self::request) makes an HTTP request, and [`response`](Self::response) reads the
/// response, so it can be sent by any transport. Credentials are added by
/// [`Credentials::authorize`](super::Credentials::authorize).
pub trait Operation: Sized + Send + Sync {
    /// What a successful call returns.
    type Output: Output;

    /// The documented errors.
    type Error: fmt::Debug + Send + Sync + 'static;

    /// What is the same in every call.
    const META: Meta;

    /// The documented successes; unless it says so, those of most operations that return this.
    const SUCCESS: &'static [Success<Self::Output>] = Self::Output::SUCCESS;

    /// Adds parameters and the body.
    #[doc(hidden)]
    #[must_use]
    fn build(&self, request: RequestBuilder) -> RequestBuilder {
        request
    }

    /// The documented error that a response stands for, told by its status, and what the documentation says of it in one line;
    /// `None` if the status is not documented.
    fn failure(reply: &Reply) -> Option<(Self::Error, &'static str)> {
        let _ = reply;
        None
    }

    /// The request, without credentials and user agent.
    ///
    /// # Errors
    ///
    /// When a parameter cannot be sent.
    fn request(&self, base: &BaseUrl) -> Result<http::Request<Body>, BuildError> {
        self.build(RequestBuilder::new(&Self::META, base)).finish()
    }

    /// Reads the response.
    ///
    /// # Errors
    ///
    /// When the response is not a documented success, or cannot be read.
    fn response(
        response: http::Response<Body>,
        mode: Mode,
    ) -> Result<Self::Output, Error<Self::Error>> {
        let reply = Reply::of(&Self::META, response, mode)?;
        match Success::find(Self::SUCCESS, reply.status()) {
            Some(success) => (success.read)(&reply).map_err(Error::Decode),
            None => Err(failure::<Self>(reply)),
        }
    }
}

/// The error that a response stands for which is no success.
pub(crate) fn failure<Op: Operation>(reply: Reply) -> Error<Op::Error> {
    match Op::failure(&reply) {
        Some((kind, about)) => Error::Api(ApiError::new(kind, about, reply.into_received())),
        None => Error::UnexpectedStatus(UnexpectedStatus::new(reply.into_received())),
    }
}

/// What an operation can return.
pub trait Output: Sized + Send + 'static {
    /// The successes of an operation that returns it and says nothing of them; without any, every response is a failure.
    ///
    /// That so many operations need no table of their own makes the crate cheaper to compile.
    const SUCCESS: &'static [Success<Self>] = &[];
}

/// 200, in JSON.
impl<T: Decode + Send + 'static> Output for T {
    const SUCCESS: &'static [Success<Self>] = &[Success::json(200)];
}

/// 204.
impl Output for () {
    const SUCCESS: &'static [Success<Self>] = &[Success::empty(204)];
}

impl Output for Bytes {}
impl Output for Option<Bytes> {}

/// A documented success: a status, and how its response is read.
pub struct Success<T> {
    status: u16,
    whole_class: bool,
    read: fn(&Reply) -> Result<T, DecodeError>,
}

impl<T> Success<T> {
    /// A response that is read in a way of its own.
    #[must_use]
    pub const fn map(status: u16, read: fn(&Reply) -> Result<T, DecodeError>) -> Self {
        Self { status, whole_class: false, read }
    }

    /// Every status of the class, as `2XX` says. An exact status goes first.
    #[must_use]
    pub const fn whole_class(mut self) -> Self {
        self.whole_class = true;
        self
    }

    pub(crate) fn find(all: &[Self], status: u16) -> Option<&Self> {
        let exact = all.iter().find(|success| !success.whole_class && success.status == status);
        exact.or_else(|| {
            all.iter().find(|success| success.whole_class && success.status / 100 == status / 100)
        })
    }
}

impl<T: Decode> Success<T> {
    /// A response in JSON.
    #[must_use]
    pub const fn json(status: u16) -> Self {
        Self::map(status, Reply::json)
    }
}

impl Success<()> {
    /// A response without content. If there is some, it is passed over.
    #[must_use]
    pub const fn empty(status: u16) -> Self {
        Self::map(status, |_| Ok(()))
    }
}

impl Success<String> {
    /// A response that is text.
    #[must_use]
    pub const fn text(status: u16) -> Self {
        Self::map(status, Reply::text)
    }
}

impl Success<Bytes> {
    /// A response that is taken as it is.
    #[must_use]
    pub const fn bytes(status: u16) -> Self {
        Self::map(status, |reply| Ok(reply.bytes()))
    }
}

impl<T> fmt::Debug for Success<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Success")
            .field("status", &self.status)
            .field("whole_class", &self.whole_class)
            .finish_non_exhaustive()
    }
}
