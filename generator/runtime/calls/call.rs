//! [`Call`]: an operation to be sent by a client.

use std::borrow::Borrow;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::Value;

use super::client::Client;
use super::events::Label;
use super::exchange::{Answering, Options};
use super::retry::Retry;
use crate::api::attach;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{BuildError, BuildErrorKind, Error, request_id};
use crate::runtime::json::Mode;
use crate::runtime::wire::{Meta, Operation, Success, header};

/// An operation that is sent when it is awaited.
#[must_use = "nothing is sent before it is awaited"]
pub struct Call<'c, Op> {
    pub(crate) client: &'c Client,
    #[allow(dead_code, reason = "set by the optional parameters of an operation, if it has any")]
    pub(crate) operation: Op,
    pub(crate) options: Options,
}

impl Client {
    /// Creates a call of an operation, which is sent when it is awaited.
    pub fn call<Op: Operation>(&self, operation: Op) -> Call<'_, Op> {
        let successes = |status| Success::find(Op::SUCCESS, status).is_some();
        Call { client: self, operation, options: Options { successes, ..self.options() } }
    }
}

impl<Op: Operation> Call<'_, Op> {
    /// Sets the time for the whole call, including retries.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Sets when the call is repeated.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.options.retry = retry;
        self
    }

    /// Sets a header. It replaces any header of this name from the client or the operation.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.set_header(name, value);
        self
    }

    /// Adds a parameter to the query, such as one that is not documented. It replaces any parameter of this name.
    pub fn extra_query(mut self, name: &str, value: &str) -> Self {
        self.options.extra.add_query(name, value);
        self
    }

    /// Adds a field to the JSON object that is sent, such as one that is not documented. It replaces any field of this name. If the call
    /// sends anything else, it fails.
    pub fn extra_field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.options.extra.add_field(name, value.into());
        self
    }

    /// Sends the call, and also returns the status and the headers of the response.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub fn with_response(
        self,
    ) -> impl Future<Output = Result<Response<Op::Output>, Error<Op::Error>>> + Send + use<Op> {
        let mode = self.client.mode();
        let mut answer = answer(self);
        poll_fn(move |cx| {
            answer.as_mut().poll(cx).map(|answer| {
                let response = answer?;
                let (status, headers) = (response.status(), response.headers().clone());
                let value = Op::response(response, mode)?;
                Ok(Response { value, status, headers })
            })
        })
    }
}

/// The future response. This is not a method, as methods share their names with optional parameters of operations.
pub(crate) fn answer<Op: Operation>(call: Call<'_, Op>) -> Answering {
    send::<Op>(call.client, call.operation, call.options, |_| Ok(()))
}

/// Builds the request of an operation, attaches the operation for a fake, changes the request, and sends it.
pub(crate) fn send<Op: Operation>(
    client: &Client,
    operation: impl Borrow<Op> + Into<Arc<Op>>,
    options: Options,
    change: impl FnOnce(&mut http::Request<Body>) -> Result<(), BuildErrorKind>,
) -> Answering {
    let request = operation.borrow().request(client.base_url());
    let request = request.and_then(|mut request| {
        attach::<Op>(&mut request, operation);
        change(&mut request)?;
        options.extra.apply(&mut request)?;
        Ok(request)
    });
    send_request(client, &Op::META, request, options)
}

/// Signs and sends the request of an operation.
fn send_request(
    client: &Client,
    meta: &Meta,
    request: Result<http::Request<Body>, BuildError>,
    mut options: Options,
) -> Answering {
    let request = request.and_then(|request| keyed(meta, request, &options.headers));
    options.repeatable = meta.is_idempotent();
    if let Some(security) = meta.own_security() {
        options.purpose.security = security;
    }
    if meta.has_server() {
        options.purpose.server = client.credentials().server().map(|server| meta.base_url(server));
    }
    let label = Label { operation: meta.operation_id(), route: meta.route(), path: None };
    client.exchange(label, request, options)
}

/// Adds the idempotency key of a call, unless it has one.
fn keyed(
    meta: &Meta,
    mut request: http::Request<Body>,
    own: &HeaderMap,
) -> Result<http::Request<Body>, BuildError> {
    if let Some((name, make)) = meta.key()
        && !own.contains_key(name)
        && !request.headers().contains_key(name)
    {
        let key = make().map_err(|kind| BuildError::from(kind).in_call(&meta.route()))?;
        let (name, value) = header(name, &key)?;
        request.headers_mut().insert(name, value);
    }
    Ok(request)
}

impl Options {
    fn set_header(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
    }
}

impl<Op: Operation> IntoFuture for Call<'_, Op> {
    type Output = Result<Op::Output, Error<Op::Error>>;
    type IntoFuture = Sending<Op>;

    fn into_future(self) -> Sending<Op> {
        let mode = self.client.mode();
        Sending { answer: answer(self), mode, operation: PhantomData }
    }
}

impl<Op: fmt::Debug> fmt::Debug for Call<'_, Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation).finish_non_exhaustive()
    }
}

/// The future of a call, which is sent when first polled. It borrows nothing, so it can be spawned.
#[must_use = "nothing is sent before it is awaited"]
pub struct Sending<Op> {
    answer: Answering,
    mode: Mode,
    operation: PhantomData<fn() -> Op>,
}

impl<Op: Operation> Future for Sending<Op> {
    type Output = Result<Op::Output, Error<Op::Error>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.as_mut().poll(cx));
        Poll::Ready(match answer {
            Ok(response) => Op::response(response, self.mode),
            Err(failure) => Err(failure.into()),
        })
    }
}

impl<Op> fmt::Debug for Sending<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// A successful response: its value, status and headers.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The result of the operation.
    pub value: T,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
}

impl<T> Response<T> {
    /// The server's identifier for this request, for use in support requests.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

/// Shows only the names of headers: their values may be secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("headers", &names)
            .finish()
    }
}
