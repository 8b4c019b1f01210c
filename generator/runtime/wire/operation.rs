//! [`Operation`]: a plain value that becomes a request and reads its response, with any transport.

use std::fmt;

use bytes::Bytes;

use super::meta::Meta;
use super::reply::{Reply, other_type};
use super::request::RequestBuilder;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{ApiError, BuildError, DecodeError, Error, UnexpectedStatus};
use crate::runtime::json::{Decode, Fault, Mode};
use crate::runtime::url::BaseUrl;

/// A call of the API as a plain value.
///
/// It does no I/O: [`request`](Self::request) creates an HTTP request, and [`response`](Self::response) reads the
/// response. So any transport can send it. [`Credentials::authorize`](crate::runtime::Credentials::authorize) adds
/// the credentials.
pub trait Operation: Sized + Send + Sync + 'static {
    /// The result of a successful call.
    type Output: Output;

    /// The documented errors.
    type Error: fmt::Debug + Send + Sync + 'static;

    /// The data common to all calls.
    const META: Meta;

    /// The documented successes. The default is that of the output type.
    const SUCCESS: &'static [Success<Self::Output>] = Self::Output::SUCCESS;

    /// Adds parameters and the body.
    #[doc(hidden)]
    #[must_use]
    fn build(&self, request: RequestBuilder) -> RequestBuilder {
        request
    }

    /// The documented error for the status of a response, and its documented description in one line; `None` if the status is not
    /// documented.
    fn failure(reply: &Reply) -> Option<(Self::Error, &'static str)> {
        let _ = reply;
        None
    }

    /// Creates the request, without credentials and user agent.
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
            Some(success) => match success.refusal(&reply) {
                Some(error) => Err(Error::Decode(error)),
                None => (success.read)(&reply).map_err(Error::Decode),
            },
            None => Err(failure::<Self>(reply)),
        }
    }
}

/// The error for a response that is not a success.
pub(crate) fn failure<Op: Operation>(reply: Reply) -> Error<Op::Error> {
    match Op::failure(&reply) {
        Some((kind, about)) => Error::Api(ApiError::new(kind, about, reply.into_received())),
        None => Error::UnexpectedStatus(UnexpectedStatus::new(reply.into_received())),
    }
}

/// A type that an operation can return.
pub trait Output: Sized + Send + 'static {
    /// The default successes of an operation with this output. If empty, every response is a failure.
    ///
    /// As most operations need no table of their own, the crate compiles faster.
    const SUCCESS: &'static [Success<Self>] = &[];
}

/// The default success: 200 with JSON.
impl<T: Decode + Send + 'static> Output for T {
    const SUCCESS: &'static [Success<Self>] = &[Success::json(200)];
}

/// The default success: 204.
impl Output for () {
    const SUCCESS: &'static [Success<Self>] = &[Success::empty(204)];
}

impl Output for Bytes {}
impl Output for Option<Bytes> {}

/// A documented success: a status, and the function that reads its response.
pub struct Success<T> {
    status: u16,
    whole_class: bool,
    /// The media type that is read, and others that have another meaning.
    media_types: (&'static str, &'static [&'static str]),
    read: fn(&Reply) -> Result<T, DecodeError>,
}

impl<T> Success<T> {
    /// A response that is read by a given function.
    #[must_use]
    pub const fn map(status: u16, read: fn(&Reply) -> Result<T, DecodeError>) -> Self {
        Self { status, whole_class: false, media_types: ("", &[]), read }
    }

    /// Includes every status of the class, such as `2XX`. Exact statuses take precedence.
    #[must_use]
    pub const fn whole_class(mut self) -> Self {
        self.whole_class = true;
        self
    }

    /// Limits the response to one of several documented media types. A response of one of the others, which may be ranges such as
    /// `text/*`, is an error. A response without a media type, or with an undocumented one, is read.
    #[must_use]
    pub const fn among(
        mut self,
        media_type: &'static str,
        others: &'static [&'static str],
    ) -> Self {
        self.media_types = (media_type, others);
        self
    }

    /// The media type that is read, if others are documented.
    #[allow(dead_code, reason = "for a feature")]
    pub(crate) fn media_type(&self) -> Option<&'static str> {
        Some(self.media_types.0).filter(|name| !name.is_empty())
    }

    /// Whether a response with these headers is read.
    #[allow(dead_code, reason = "for APIs that return bytes or streams")]
    pub(crate) fn takes(&self, headers: &http::HeaderMap) -> bool {
        other_type(headers, self.media_types).is_none()
    }

    /// The error of a response that is not read.
    pub(crate) fn refusal(&self, reply: &Reply) -> Option<DecodeError> {
        other_type(reply.headers(), self.media_types).map(|other| {
            let message = format!("the response is {other}, not {}", self.media_types.0);
            reply.error(Fault { path: String::new(), message })
        })
    }

    /// The status, or the first one of the class.
    #[allow(dead_code, reason = "for a feature")]
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// The status of the first success; 204 if none is documented.
    #[allow(dead_code, reason = "for a feature")]
    pub(crate) fn first(all: &[Self]) -> u16 {
        all.first().map_or(204, |success| success.status)
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
    /// A response without content. Any content is ignored.
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

    /// A response that is text, or a JSON string if its media type is JSON.
    #[must_use]
    pub const fn string(status: u16) -> Self {
        Self::map(status, Reply::string)
    }
}

impl Success<Bytes> {
    /// A response that is returned as it is.
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
