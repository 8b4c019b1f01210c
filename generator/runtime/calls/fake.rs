//! [`Fake`]: a transport without a server, for tests of programs. It records the requests.

use std::fmt;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::answers::Answers;
use super::builder::ClientBuilder;
use super::client::Client;
use super::expected::{Answer, Expectations, attached, lock};
use crate::api::API;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{ConfigError, TransportError, TransportErrorKind};
use crate::runtime::transport::{Exchange, Pause, Transport};
use crate::runtime::wire::Operation;

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
pub struct Fake {
    expected: Arc<Mutex<Expectations>>,
    record: Arc<Mutex<Record>>,
}

/// The requests so far.
#[derive(Default)]
struct Record {
    received: Vec<http::Request<Body>>,
    unexpected: Vec<String>,
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
        Answers::new(&self.expected)
    }

    /// The received operations of this type, oldest first. For each page of a list this is the operation as it was called; the
    /// parameters of the page are in [`received`](Self::received).
    pub fn requests<Op: Operation>(&self) -> Vec<Arc<Op>> {
        lock(&self.record).received.iter().filter_map(attached).collect()
    }

    /// All requests as they were sent, oldest first.
    pub fn received(&self) -> Vec<http::Request<Body>> {
        lock(&self.record).received.clone()
    }

    /// The method and path of each request without an answer.
    pub fn unexpected(&self) -> Vec<String> {
        lock(&self.record).unexpected.clone()
    }

    fn answer(&self, request: &http::Request<Body>) -> Option<Answer> {
        let mut record = lock(&self.record);
        // In the order of the record.
        let answer = lock(&self.expected).next(request);
        record.received.push(request.clone());
        if answer.is_none() {
            record.unexpected.push(format!("{} {}", request.method(), request.uri().path()));
        }
        answer
    }
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

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let record = lock(&self.record);
        f.debug_struct("Fake")
            .field("expected", &lock(&self.expected).len())
            .field("received", &record.received.len())
            .field("unexpected", &record.unexpected)
            .finish()
    }
}
