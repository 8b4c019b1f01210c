//! [`Streaming`]: a response that is read item by item as it arrives.
//!
//! The server ends the stream, unless it is requested again: [`Streaming::reconnect`]. Dropping the stream closes its connection.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::header::{HeaderMap, HeaderName};
use http::{Response, StatusCode};

use super::framing::{Frame, Framing, Reader, TooLong};
use super::output::{DatumFault, Streamable, reader};
use crate::runtime::bodies::Body;
use crate::runtime::calls::{
    Answering, Call, Client, Download, Failure, Options, is_read, longer, opened, send,
};
use crate::runtime::errors::{DecodeError, Error, Received, TransportError, TransportErrorKind};
use crate::runtime::json::Fault;
use crate::runtime::transport::Pause;
use crate::runtime::wire::{Operation, header};

/// The default maximum number of bytes of an item.
const LIMIT: usize = 8 * 1024 * 1024;

/// The default wait before a stream is requested again.
const RETRY: Duration = Duration::from_secs(3);

/// The shortest wait, whatever the server asks for.
const LEAST_WAIT: Duration = Duration::from_millis(100);

/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The header with the identifier of the event after which a stream continues.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

impl<Op: Operation<Output: Streamable>> Call<'_, Op> {
    /// Sends the call, and returns a success as soon as its head has arrived. The body is then read item by item, for any length of time.
    ///
    /// The timeout of the call covers the time until then. After that, the idle timeout of the client limits the time for each piece. If
    /// there is none, the timeout of the call does. Set a longer one if the server may be silent for longer.
    ///
    /// # Errors
    ///
    /// When the call fails. A response that is not a success is read completely, and is the same error as without streaming.
    pub fn stream(
        self,
    ) -> impl Future<Output = Result<Streaming<Op>, Error<Op::Error>>> + Send + use<Op> {
        let Self { client, operation, mut options } = self;
        options.open = is_read::<Op>;
        let framing = <Op::Output as Streamable>::FRAMING;
        // The header of the call applies to the start of the stream, but not to reconnections.
        let begin = options.headers.remove(LAST_EVENT_ID).filter(|_| framing == Framing::Events);
        let begin = begin.map(|id| String::from_utf8_lossy(id.as_bytes()).into_owned());
        let (client, operation, frames) = (client.clone(), Arc::new(operation), VecDeque::new());
        let reader = reader(framing, begin.filter(|id| !id.is_empty()), None);
        let (state, max_reconnects, vain_reconnects) = (State::Ended, 0, 0);
        let stream = Streaming {
            client,
            operation,
            options,
            state,
            reader,
            frames,
            limit: LIMIT,
            max_reconnects,
            vain_reconnects,
        };
        let mut answer = stream.ask();
        let mut stream = Some(stream);
        poll_fn(move |cx| {
            let answer = ready!(answer.as_mut().poll(cx));
            let Some(mut stream) = stream.take() else { return Poll::Pending };
            Poll::Ready(stream.open(answer).map(|()| stream))
        })
    }
}

/// A response that is read item by item as it arrives: with [`next`](Self::next), or as a [`Stream`].
///
/// Lines without content, and events without a line `data`, are no items (HTML standard, 9.2.6). Where an event holds JSON, an event whose
/// `data` is empty is none either, whatever its name: many servers send such events to keep a connection open.
///
/// An item that cannot be read is an error, and the next item follows it. An item that is too long and a connection that is cut off are
/// errors that end the stream.
#[must_use = "it must be read"]
pub struct Streaming<Op> {
    client: Client,
    operation: Arc<Op>,
    options: Options,
    state: State,
    reader: Box<dyn Reader>,
    /// The received items that were not returned yet.
    frames: VecDeque<Frame>,
    limit: usize,
    /// The maximum number of reconnections in a row without a new item.
    max_reconnects: u32,
    /// The number of reconnections in a row without a new item.
    vain_reconnects: u32,
}

enum State {
    Open(Box<Download>),
    Waiting(Pause),
    Asking(Answering),
    /// Nothing more can be read. Items received before are returned first.
    Failed(TransportError),
    Ended,
}

impl<Op: Operation<Output: Streamable>> Streaming<Op> {
    /// Sets the maximum number of bytes of an item; 8 MiB unless set.
    pub fn max_item_bytes(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Requests a stream of events again when it ends or is cut off, as browsers do: at most this number of times in a row without a new
    /// event. The request has the identifier of the last event, after which the server continues. The first wait is 3 s unless the
    /// server sets it, and each further wait is longer. A wait that a response asks for (`retry-after`) is respected up to 60 s; a response
    /// that asks for more ends the stream. So does one with the status 204.
    ///
    /// Only idempotent operations are repeated; see [`Meta::is_idempotent`](crate::runtime::Meta::is_idempotent). A server whose events
    /// have no identifiers starts from the beginning.
    pub fn reconnect(mut self, attempts: u32) -> Self {
        let is_events = <Op::Output as Streamable>::FRAMING == Framing::Events;
        self.max_reconnects = if is_events && Op::META.is_idempotent() { attempts } else { 0 };
        self
    }

    /// The headers of the response, while it is being received.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match &self.state {
            State::Open(download) => Some(download.headers()),
            _ => None,
        }
    }

    /// The identifier of the last received event, if the server gave one.
    pub fn last_event_id(&self) -> Option<&str> {
        self.reader.last_id()
    }

    /// The next item; `None` after the last. Nothing is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<<Self as Stream>::Item> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<<Self as Stream>::Item>> {
        loop {
            if let Some(frame) = self.frames.pop_front() {
                if Op::Output::is_blank(&frame) {
                    continue;
                }
                return Poll::Ready(self.item(frame).transpose());
            }
            match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Failed(_) => {
                    let state = std::mem::replace(&mut self.state, State::Ended);
                    let State::Failed(error) = state else { continue };
                    return Poll::Ready(Some(Err(error.into())));
                }
                State::Waiting(wait) => {
                    ready!(wait.as_mut().poll(cx));
                    self.state = State::Asking(self.ask());
                }
                State::Asking(answer) => {
                    let answer = ready!(answer.as_mut().poll(cx));
                    self.state = State::Ended;
                    if let Err(error) = self.open(answer) {
                        let asked = error.retry_after();
                        if !(error.is_retryable() && self.schedule_reconnect(asked)) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                }
                State::Open(download) => {
                    let error = match ready!(download.poll(cx)) {
                        Some(Ok(bytes)) => {
                            self.take(&bytes);
                            continue;
                        }
                        Some(Err(error)) => Some(error),
                        None => None,
                    };
                    if error.is_none() {
                        self.frames.extend(self.reader.finish());
                    }
                    self.state = State::Ended;
                    if !self.schedule_reconnect(None)
                        && let Some(error) = error
                    {
                        return Poll::Ready(Some(Err(error.into())));
                    }
                }
            }
        }
    }

    /// Reads received bytes.
    fn take(&mut self, bytes: &[u8]) {
        let mut frames = Vec::new();
        let taken = self.reader.push(bytes, self.limit, &mut frames);
        self.frames.extend(frames);
        if let Err(TooLong) = taken {
            let cause = format!("an item of the stream has more than {} bytes", self.limit);
            let error = TransportError::new(TransportErrorKind::BodyTooLarge, Some(cause.into()));
            self.state = State::Failed(error.in_call(&Op::META.route()));
        }
    }

    /// Reads an item; none if it marks the end of the stream.
    fn item(&mut self, mut frame: Frame) -> Result<Option<ItemOf<Op>>, Error<Op::Error>> {
        match Op::Output::item(&mut frame, self.client.mode()) {
            Ok(Some(item)) => {
                self.vain_reconnects = 0;
                Ok(Some(item))
            }
            Ok(None) => {
                self.state = State::Ended;
                self.frames.clear();
                Ok(None)
            }
            Err(DatumFault(fault)) => Err(self.unreadable(fault, frame.data)),
        }
    }

    /// The error of an item that cannot be read.
    fn unreadable(&self, fault: Fault, data: Vec<u8>) -> Error<Op::Error> {
        let (status, headers) = match &self.state {
            State::Open(download) => (download.status(), download.headers().clone()),
            _ => (StatusCode::OK, HeaderMap::new()),
        };
        let received = Received {
            route: Some(Op::META.route()),
            status,
            headers,
            body: data.into(),
            truncated: false,
        };
        Error::Decode(DecodeError::new(received, fault))
    }

    /// Requests the stream, after the last event if there is one.
    fn ask(&self) -> Answering {
        send::<Op>(&self.client, self.operation.clone(), self.options.clone(), |request| {
            if let Some(id) = self.reader.last_id() {
                let (name, id) = header(LAST_EVENT_ID.as_str(), id)?;
                request.headers_mut().insert(name, id);
            }
            Ok(())
        })
    }

    /// Starts to read a response.
    fn open(&mut self, answer: Result<Response<Body>, Failure>) -> Result<(), Error<Op::Error>> {
        // A response without content is the end of a stream.
        if matches!(&answer, Ok(response) if response.status() == StatusCode::NO_CONTENT) {
            self.state = State::Ended;
            return Ok(());
        }
        let idle_timeout = self.client.idle_timeout(&self.options);
        let download = opened::<Op>(answer, &self.client, idle_timeout)?;
        let framing = <Op::Output as Streamable>::FRAMING;
        let id = self.reader.last_id().map(str::to_owned);
        self.reader = reader(framing, id, self.reader.retry());
        self.state = State::Open(Box::new(download));
        Ok(())
    }

    /// Starts the wait before the stream is requested again, which is longer if a response asks for that; `false` if the stream was
    /// requested too often in vain, or the response asks for too long a wait.
    fn schedule_reconnect(&mut self, asked: Option<Duration>) -> bool {
        if self.vain_reconnects >= self.max_reconnects {
            return false;
        }
        let wait = self.reader.retry().unwrap_or(RETRY).max(LEAST_WAIT);
        let wait =
            wait.saturating_mul(2_u32.saturating_pow(self.vain_reconnects)).min(LONGEST_WAIT);
        if asked.is_some_and(|asked| asked > LONGEST_WAIT) {
            return false;
        }
        let wait = asked.map_or(wait, |asked| wait.max(longer(asked)));
        self.vain_reconnects += 1;
        self.state = State::Waiting(self.client.sleep(wait));
        true
    }
}

type ItemOf<Op> = <<Op as Operation>::Output as Streamable>::Item;

// No field needs pinning: the futures are in boxes.
impl<Op> Unpin for Streaming<Op> {}

impl<Op: Operation<Output: Streamable>> Stream for Streaming<Op> {
    type Item = Result<ItemOf<Op>, Error<Op::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<Op: fmt::Debug> fmt::Debug for Streaming<Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streaming").field("operation", &self.operation).finish_non_exhaustive()
    }
}
