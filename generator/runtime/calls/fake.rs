//! [`Fake`]: a transport without a server, for tests of programs.

use std::any::{Any, TypeId};
use std::fmt;
use std::future::{pending, ready};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use super::builder::ClientBuilder;
use super::client::Client;
use crate::api::API;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{ConfigError, TransportError, TransportErrorKind};
use crate::runtime::transport::{Exchange, Pause, Transport};
use crate::runtime::wire::{Meta, Operation, Success};

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
/// Waits before retries take no time, and timeouts never occur. An operation without an answer fails with a [`TransportError`],
/// and is listed by [`unexpected`](Self::unexpected).
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
    /// Answers with this value, as the first documented success.
    pub fn returns(self, value: &Op::Output) -> Self
    where
        Op::Output: Serialize,
    {
        self.responds(success::<Op>(value))
    }

    /// Answers with a value that a function creates from the operation.
    pub fn returns_with(self, make: impl Fn(&Op) -> Op::Output + Send + Sync + 'static) -> Self
    where
        Op::Output: Serialize,
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

/// The first documented success, with the media type that the operation reads.
fn success<Op: Operation>(value: &impl Serialize) -> http::Response<Body> {
    let mut response = json(Success::first(Op::SUCCESS), value);
    if let Some(name) = Op::SUCCESS.first().and_then(Success::media_type) {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(name));
    }
    response
}

/// A response in JSON.
pub(crate) fn json(status: u16, value: &impl Serialize) -> http::Response<Body> {
    match serde_json::to_vec(value) {
        Ok(bytes) => {
            let mut response = response(status, Body::from(bytes));
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(CONTENT_TYPE, json);
            response
        }
        // The body cannot be read either, so the call fails.
        Err(error) => response(status, Body::from(error.to_string())),
    }
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
