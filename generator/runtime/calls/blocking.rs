//! Calls that block the caller's thread, for programs without an async runtime.

use std::io;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::task::JoinHandle;
use tracing::instrument::{Instrument, WithSubscriber};

use super::call::{Call, Response, answer};
use super::client::Client;
use super::exchange::{Answering, Failure};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{Error, NoDocumentedError, TransportError, TransportErrorKind};
use crate::runtime::transport::{begin_to_drive, drives_blocking_calls};
use crate::runtime::url::Route;
use crate::runtime::wire::Operation;

impl<Op: Operation> Call<'_, Op> {
    /// Sends the call and blocks until its end. The thread needs no async runtime; if it has one, the runtime's other work may wait too.
    ///
    /// One thread of this crate drives all blocking calls of a program. The first such call starts it. On that thread a blocking call
    /// is an error, as it would wait for itself: a transport, credential provider or observer of such a call must not make another. If
    /// one of them panics, so does this call.
    ///
    /// Blocking calls have connections of their own, as the runtime of an async call may stand still meanwhile. They share everything else
    /// with the async calls of the client. With `transport` or `http_client`, connections are the concern of what is set there; see
    /// [`Transport`](crate::runtime::Transport). If an async call is just getting a credential, a blocking call waits for it, and fails if
    /// the runtime of that call stands still until its time is up.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub fn blocking(self) -> Result<Op::Output, Error<Op::Error>> {
        self.blocking_with_response().map(|response| response.value)
    }

    /// The same, but also returns the status and the headers of the response.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub fn blocking_with_response(self) -> Result<Response<Op::Output>, Error<Op::Error>> {
        let mode = self.client.mode();
        let response = wait(&Op::META.route(), answer(self))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let value = Op::response(response, mode)?;
        Ok(Response { value, status, headers })
    }
}

impl Client {
    /// The same as [`send`](Self::send), but blocks as [`Call::blocking`] does.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent, leads to another server, or gets no complete response.
    pub fn send_blocking(
        &self,
        request: http::Request<Body>,
    ) -> Result<http::Response<Body>, Error<NoDocumentedError>> {
        let route = Route { method: request.method().clone(), path: "" };
        Ok(wait(&route, self.sending(request))?)
    }
}

/// Blocks until the thread of this crate has received a response.
fn wait(route: &Route, answering: Answering) -> Result<http::Response<Body>, Failure> {
    match drive(answering) {
        Ok(answer) => answer,
        Err(error) => Err(Failure::Transport(error.in_call(route))),
    }
}

/// Blocks while the thread of this crate drives a future, and returns its output. Spans and events are as on the caller's thread. A panic
/// of the future continues on the caller's thread, as it would if the future were awaited.
pub(crate) fn drive<F>(future: F) -> Result<F::Output, TransportError>
where
    F: Future<Output: Send> + Send + 'static,
{
    if drives_blocking_calls() {
        return Err(failed(
            "a blocking call on the thread that drives all blocking calls would never end",
        ));
    }
    let runtime = runtime().map_err(|error| failed(&error.to_string()))?;
    let future = future.in_current_span().with_current_subscriber();
    let (sender, receiver) = mpsc::sync_channel(1);
    let task = runtime.spawn(async move {
        // The caller waits for this value.
        let _ = sender.send(future.await);
    });
    receiver.recv().map_err(|_| ended(&runtime, task))
}

fn failed(reason: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Other, Some(reason.into()))
}

/// Continues the panic that ended a task.
fn ended(runtime: &Handle, task: JoinHandle<()>) -> TransportError {
    let (sender, receiver) = mpsc::sync_channel(1);
    runtime.spawn(async move {
        let _ = sender.send(task.await);
    });
    if let Ok(Err(error)) = receiver.recv()
        && let Ok(panic) = error.try_into_panic()
    {
        resume_unwind(panic);
    }
    failed("the thread that drives all blocking calls has ended")
}

/// The runtime of the thread that drives blocking calls. The first call starts it; if that fails, the next one tries again.
fn runtime() -> io::Result<Handle> {
    static DRIVER: Mutex<Option<Handle>> = Mutex::new(None);
    let mut driver = DRIVER.lock().unwrap_or_else(PoisonError::into_inner);
    match &*driver {
        Some(handle) => Ok(handle.clone()),
        None => Ok(driver.insert(start()?).clone()),
    }
}

/// Starts the thread that drives blocking calls, which ends with the program.
fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let name = concat!(env!("CARGO_PKG_NAME"), " calls").to_owned();
    thread::Builder::new().name(name).spawn(move || {
        begin_to_drive();
        runtime.block_on(std::future::pending::<()>())
    })?;
    Ok(handle)
}
