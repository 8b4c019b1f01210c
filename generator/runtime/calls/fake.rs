//! [`Fake`]: a transport without a server, for tests of programs.

use std::any::{Any, TypeId};
use std::fmt;
use std::future::{pending, ready};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::builder::ClientBuilder;
use super::client::Client;
use crate::api::API;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{ConfigError, TransportError, TransportErrorKind};
use crate::runtime::json::{Decode, Mode};
use crate::runtime::transport::{Exchange, Pause, Transport};
use crate::runtime::wire::{Meta, Operation};

/// A fake server for tests of programs. It holds the answers for each operation, and records the requests.
///
/// ```ignore
/// let fake = Fake::new();
/// fake.on::<GetUser>().fails(503).returns(&user);
/// let client = fake.client()?;
/// my_program(&client).await;
/// assert_eq!(fake.requests::<GetUser>().len(), 1);
/// assert!(fake.unexpected().is_empty());
/// ```
///
/// It needs no socket and no Tokio: any executor works. Requests are built and signed, and responses read, as with a real server.
/// Waits take no time, but count as if they did; a single request never times out. An operation without an answer fails with a
/// [`TransportError`], and is listed by [`unexpected`](Self::unexpected).
///
/// Clones share the same state.
#[derive(Clone, Default)]
pub struct Fake(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    expected: Vec<Expected>,
    received: Vec<http::Request<Body>>,
    unexpected: Vec<String>,
}

/// The answers for an operation.
struct Expected {
    operation: TypeId,
    meta: Meta,
    /// Each is given once, and the last one repeatedly.
    answers: Vec<Answer>,
    given: usize,
}

type Answer = Arc<dyn Fn(&http::Request<Body>) -> Given + Send + Sync>;

type Given = Result<http::Response<Body>, TransportErrorKind>;

/// The operation of a request.
#[derive(Clone)]
struct Attached(Arc<dyn Any + Send + Sync>);

/// Attaches the operation to its request, for a fake.
pub(crate) fn attach<Op: Operation>(
    request: &mut http::Request<Body>,
    operation: impl Into<Arc<Op>>,
) {
    request.extensions_mut().insert(Attached(operation.into()));
}

/// The operation of a request, if it has this type.
pub(crate) fn attached<Op: Operation>(request: &http::Request<Body>) -> Option<Arc<Op>> {
    Arc::clone(&request.extensions().get::<Attached>()?.0).downcast().ok()
}

impl Fake {
    /// Creates a fake that expects nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a client that sends to this fake and needs no credentials.
    ///
    /// # Errors
    ///
    /// Never, unless the API has an unusable base URL.
    pub fn client(&self) -> Result<Client, ConfigError> {
        self.builder().build()
    }

    /// Creates a builder for such a client.
    pub fn builder(&self) -> ClientBuilder {
        let builder = Client::builder().transport(self.clone());
        if API.base_url.is_none() { builder.base_url("https://fake.invalid") } else { builder }
    }

    /// Adds answers for an operation, after any earlier ones.
    pub fn on<Op: Operation>(&self) -> Answers<'_, Op> {
        Answers { fake: self, operation: PhantomData }
    }

    /// The received operations of this type, oldest first. For each page of a list this is the operation as it was called; the
    /// parameters of the page are in [`received`](Self::received).
    pub fn requests<Op: Operation>(&self) -> Vec<Arc<Op>> {
        self.lock().received.iter().filter_map(attached).collect()
    }

    /// All requests as they were sent, oldest first.
    pub fn received(&self) -> Vec<http::Request<Body>> {
        self.lock().received.clone()
    }

    /// The method and path of each request without an answer.
    pub fn unexpected(&self) -> Vec<String> {
        self.lock().unexpected.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &http::Request<Body>) -> Option<Answer> {
        let mut state = self.lock();
        state.received.push(request.clone());
        let kind = request.extensions().get::<Attached>().map(|attached| (*attached.0).type_id());
        let fits = |expected: &&mut Expected| match kind {
            Some(kind) => kind == expected.operation,
            None => is_of(&expected.meta, request),
        };
        if let Some(Expected { answers, given, .. }) = state.expected.iter_mut().find(fits) {
            let answer = answers.get(*given).or(answers.last()).cloned();
            *given += 1;
            return answer;
        }
        let call = format!("{} {}", request.method(), request.uri().path());
        state.unexpected.push(call);
        None
    }
}

/// Whether a request without an attached operation matches an operation.
fn is_of(meta: &Meta, request: &http::Request<Body>) -> bool {
    let template: Vec<&str> = meta.path().split('/').skip(1).collect();
    let path: Vec<&str> = request.uri().path().split('/').collect();
    let Some(start) = path.len().checked_sub(template.len()) else { return false };
    let fits = |(part, text): (&&str, &&str)| part.contains('{') || part == text;
    meta.method() == request.method() && template.iter().zip(&path[start..]).all(fits)
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> Exchange<'_> {
        let outcome = match self.answer(&request) {
            Some(answer) => answer(&request).map_err(|kind| TransportError::new(kind, None)),
            None => {
                let nothing =
                    "the fake has no answer for this operation: give it one by `Fake::on`".into();
                Err(TransportError::new(TransportErrorKind::Other, Some(nothing)))
            }
        };
        Box::pin(ready(outcome))
    }

    fn sleep(&self, _: Duration) -> Pause {
        Box::pin(ready(()))
    }

    fn deadline(&self, _: Duration) -> Pause {
        Box::pin(pending())
    }
}

/// The answers of a [`Fake`] for an operation. Each is given once, in order, and the last one repeatedly.
pub struct Answers<'f, Op> {
    fake: &'f Fake,
    operation: PhantomData<fn() -> Op>,
}

impl<Op: Operation> Answers<'_, Op> {
    /// Answers with this value, as the first documented success that can hold it: in JSON, as text or as bytes, as the operation reads it.
    pub fn returns(self, value: &Op::Output) -> Self
    where
        Op::Output: Returnable,
    {
        self.responds(success::<Op>(value))
    }

    /// Answers with a value that a function creates from the operation.
    pub fn returns_with(self, make: impl Fn(&Op) -> Op::Output + Send + Sync + 'static) -> Self
    where
        Op::Output: Returnable,
    {
        self.push(move |request| match attached::<Op>(request) {
            Some(operation) => Ok(success::<Op>(&make(&operation))),
            None => Err(TransportErrorKind::Other),
        })
    }

    /// Answers with a failure of this status, which decides the kind of error, and no body.
    pub fn fails(self, status: u16) -> Self {
        self.responds(response(status, Body::default()))
    }

    /// Answers with a failure of this status and a JSON body, such as the error object of the API.
    pub fn fails_with(self, status: u16, body: &impl Serialize) -> Self {
        self.responds(json(status, body))
    }

    /// Answers with this response.
    pub fn responds(self, response: http::Response<Body>) -> Self {
        self.push(move |_| Ok(response.clone()))
    }

    /// Fails without a response.
    pub fn breaks(self, kind: TransportErrorKind) -> Self {
        self.push(move |_| Err(kind))
    }

    pub(crate) fn push(
        self,
        answer: impl Fn(&http::Request<Body>) -> Given + Send + Sync + 'static,
    ) -> Self {
        let mut state = self.fake.lock();
        let operation = TypeId::of::<Op>();
        let answer: Answer = Arc::new(answer);
        match state.expected.iter_mut().find(|expected| expected.operation == operation) {
            Some(expected) => expected.answers.push(answer),
            None => {
                let answers = vec![answer];
                state.expected.push(Expected { operation, meta: Op::META, answers, given: 0 });
            }
        }
        drop(state);
        self
    }
}

/// An output that a [`Fake`] can return: JSON, text, bytes or nothing.
pub trait Returnable: Sized {
    /// The possible bodies, with their media types.
    #[doc(hidden)]
    fn bodies(&self) -> Vec<(&'static str, Body)>;

    /// Whether the other value, which was read from a body, is the same.
    #[doc(hidden)]
    fn is_same(&self, read: &Self) -> bool;

    /// The value that a missing one reads as, if the type has one.
    #[doc(hidden)]
    #[must_use]
    fn empty() -> Option<Self> {
        None
    }
}

impl<T: Decode + Serialize> Returnable for T {
    fn bodies(&self) -> Vec<(&'static str, Body)> {
        let json = ("application/json", encoded(self));
        match serde_json::to_value(self) {
            Ok(Value::String(text)) => vec![json, ("text/plain; charset=utf-8", text.into())],
            Ok(Value::Null) => vec![("", Body::default()), json],
            _ => vec![json],
        }
    }

    fn is_same(&self, read: &Self) -> bool {
        let json = |value: &Self| serde_json::to_value(value).ok();
        json(self).is_some_and(|own| json(read) == Some(own))
    }

    fn empty() -> Option<Self> {
        Some(Self::blank())
    }
}

impl Returnable for () {
    fn bodies(&self) -> Vec<(&'static str, Body)> {
        vec![("", Body::default())]
    }

    fn is_same(&self, (): &Self) -> bool {
        true
    }
}

impl Returnable for Bytes {
    fn bodies(&self) -> Vec<(&'static str, Body)> {
        vec![("application/octet-stream", self.clone().into())]
    }

    fn is_same(&self, read: &Self) -> bool {
        self == read
    }
}

impl Returnable for Option<Bytes> {
    fn bodies(&self) -> Vec<(&'static str, Body)> {
        self.as_ref().map_or_else(|| ().bodies(), Bytes::bodies)
    }

    fn is_same(&self, read: &Self) -> bool {
        self == read
    }
}

/// The first documented success that the operation reads as this value.
pub(crate) fn success<Op: Operation<Output: Returnable>>(
    value: &Op::Output,
) -> http::Response<Body> {
    let bodies = value.bodies();
    let responses = Op::SUCCESS.iter().flat_map(|success| {
        let own = success.media_type();
        let types = move |name: &'static str| [own.unwrap_or(name), name];
        let bodies = bodies.iter();
        let typed = bodies.flat_map(move |(name, body)| types(name).map(|name| (name, body)));
        typed.map(|(name, body)| typed_response(success.status(), name, body.clone()))
    });
    let is_read = |response: &http::Response<Body>| {
        // Strictly, as lenient reading reports what it corrects.
        let read = Op::response(response.clone(), Mode::Strict);
        read.is_ok_and(|read| value.is_same(&read))
    };
    let mut responses = responses.peekable();
    let first = responses.peek().cloned();
    // If none is read, the call shows why.
    responses.find(is_read).or(first).unwrap_or_else(|| response(204, Body::default()))
}

/// A response in JSON.
pub(crate) fn json(status: u16, value: &impl Serialize) -> http::Response<Body> {
    typed_response(status, "application/json", encoded(value))
}

/// JSON text. If the value has none, the text is the reason, which cannot be read either, so the call fails.
fn encoded(value: &impl Serialize) -> Body {
    serde_json::to_vec(value).map_or_else(|error| Body::from(error.to_string()), Body::from)
}

fn typed_response(status: u16, media_type: &'static str, body: Body) -> http::Response<Body> {
    let mut response = response(status, body);
    if !media_type.is_empty() {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    response
}

fn response(status: u16, body: Body) -> http::Response<Body> {
    let mut response = http::Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT);
    response
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Fake")
            .field("expected", &state.expected.len())
            .field("received", &state.received.len())
            .field("unexpected", &state.unexpected)
            .finish()
    }
}

impl<Op> fmt::Debug for Answers<'_, Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").finish_non_exhaustive()
    }
}
