//! [`Download`]: a response that is read as it arrives.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use http::{Response, StatusCode};

use super::call::{Call, answer};
use super::client::Client;
use super::exchange::Failure;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{Error, TransportError, request_id};
use crate::runtime::transport::{Pause, timer};
use crate::runtime::url::Route;
use crate::runtime::wire::{Operation, Reply, Success, failure};

/// The output of an operation that can be downloaded: bytes, or optional bytes.
pub trait Downloadable: sealed::Sealed {}

impl Downloadable for Bytes {}
impl Downloadable for Option<Bytes> {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for bytes::Bytes {}
    impl Sealed for Option<bytes::Bytes> {}
}

impl<Op: Operation<Output: Downloadable>> Call<'_, Op> {
    /// Sends the call, and returns a success as soon as its head has arrived. The body, of any size, is then read piece by piece.
    ///
    /// The timeout of the call covers the time until then. After that, the idle timeout of the client limits the time for each piece. If
    /// there is none, the timeout of the call does.
    ///
    /// # Errors
    ///
    /// When the call fails. A response that is not a success is read completely, and is the same error as without a download.
    pub fn download(
        mut self,
    ) -> impl Future<Output = Result<Download, Error<Op::Error>>> + Send + use<Op> {
        let (client, idle_timeout) = (self.client.clone(), self.client.idle_timeout(&self.options));
        self.options.open = is_read::<Op>;
        let mut answer = answer(self);
        poll_fn(move |cx| {
            answer.as_mut().poll(cx).map(|answer| opened::<Op>(answer, &client, idle_timeout))
        })
    }
}

/// Converts an answer to a download. If it is not a success, its body is complete, and it becomes an error.
pub(crate) fn opened<Op: Operation>(
    answer: Result<Response<Body>, Failure>,
    client: &Client,
    idle_timeout: Duration,
) -> Result<Download, Error<Op::Error>> {
    let response = answer?;
    if is_read::<Op>(response.status(), response.headers()) {
        let (route, client) = (Some(Op::META.route()), Some(client.clone()));
        Ok(Download { route, client, ..Download::new(response, idle_timeout) })
    } else {
        let reply = Reply::of(&Op::META, response, client.mode())?;
        let success = Success::find(Op::SUCCESS, reply.status());
        match success.and_then(|success| success.refusal(&reply)) {
            Some(error) => Err(Error::Decode(error)),
            None => Err(failure::<Op>(reply)),
        }
    }
}

/// Whether a response is a success that can be read.
pub(crate) fn is_read<Op: Operation>(status: StatusCode, headers: &HeaderMap) -> bool {
    Success::find(Op::SUCCESS, status.as_u16()).is_some_and(|success| success.takes(headers))
}

/// A response that is read as it arrives: with [`chunk`](Self::chunk), or as a [`Stream`].
///
/// A response that is cut off ends with an error. Nothing follows an error. There is one exception: over HTTP/1 without TLS, a
/// response that has no length and is not sent in chunks ends with the connection, even if the connection ends too early.
#[must_use = "it must be read"]
pub struct Download {
    route: Option<Route>,
    /// The client that sent the call. Its transport has the timer.
    client: Option<Client>,
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    length: Option<u64>,
    idle_timeout: Duration,
    /// The end of the current wait, if there is one.
    deadline: Option<Pause>,
    ended: bool,
}

impl Download {
    /// Creates a download of a response, with a maximum time for each piece, measured by Tokio's timer.
    pub fn new(response: Response<Body>, idle_timeout: Duration) -> Self {
        let (head, body) = response.into_parts();
        Self {
            route: None,
            client: None,
            status: head.status,
            headers: head.headers,
            length: body.length(),
            body,
            idle_timeout,
            deadline: None,
            ended: false,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The server's identifier for this request, for use in support requests.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The media type, if the server sends it.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The total number of bytes, if the server sends it.
    pub fn content_length(&self) -> Option<u64> {
        self.length
    }

    /// The name of the file, if the server sends one. Only its last part is returned, so that it cannot lead to another folder.
    pub fn file_name(&self) -> Option<String> {
        file_name(self.headers.get(CONTENT_DISPOSITION)?.as_bytes())
    }

    /// The next bytes; `None` after the last ones.
    ///
    /// # Errors
    ///
    /// When the response is cut off, or the time is up.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        std::future::poll_fn(|cx| self.poll(cx)).await.transpose()
    }

    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let item = match self.body.poll(cx) {
            Poll::Ready(item) => item.map(|item| item.map_err(TransportError::of_body)),
            Poll::Pending => {
                let idle_timeout = self.idle_timeout;
                let deadline = self.deadline.get_or_insert_with(|| match &self.client {
                    Some(client) => client.deadline(idle_timeout),
                    None => timer(idle_timeout),
                });
                ready!(deadline.as_mut().poll(cx));
                Some(Err(TransportError::timeout(idle_timeout)))
            }
        };
        self.deadline = None;
        self.ended = !matches!(item, Some(Ok(_)));
        let whole = |error: TransportError| {
            let error = error.with_head(self.status, self.headers.clone());
            self.route.iter().fold(error, TransportError::in_call)
        };
        Poll::Ready(item.map(|item| item.map_err(whole)))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

/// The file name in a header `content-disposition` (RFC 6266), preferably the one with a character set (RFC 8187).
fn file_name(header: &[u8]) -> Option<String> {
    let header = String::from_utf8_lossy(header);
    let parameters = parameters(&header);
    let find = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    let name = find("filename*").and_then(|value| decode(value));
    let name = name.or_else(|| find("filename").cloned())?;
    let last = name.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let last: String = last.chars().filter(|c| !c.is_control()).collect();
    (!matches!(last.trim(), "" | "." | "..")).then(|| last.trim().to_owned())
}

/// The parameters of a header, with names in lower case and values without quotes.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let mut rest = header;
    while let Some(start) = rest.find(';') {
        rest = rest[start + 1..].trim_start();
        let Some((name, value)) = rest.split_once('=') else { break };
        let mut chars = value.trim_start().char_indices().peekable();
        let mut text = String::new();
        let value = value.trim_start();
        let quoted = chars.next_if(|(_, c)| *c == '"').is_some();
        let mut end = value.len();
        while let Some((index, c)) = chars.next() {
            match c {
                '"' if quoted => {
                    end = index + 1;
                    break;
                }
                '\\' if quoted => text.extend(chars.next().map(|(_, c)| c)),
                ';' if !quoted => {
                    end = index;
                    break;
                }
                c => text.push(c),
            }
        }
        let text = if quoted { text } else { text.trim().to_owned() };
        parameters.push((name.trim().to_ascii_lowercase(), text));
        rest = &value[end..];
    }
    parameters
}

/// Decodes a value such as `UTF-8'en'na%C3%AFve`; `None` for other character sets.
fn decode(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    let utf8 = charset.eq_ignore_ascii_case("utf-8").then_some(encoded)?;
    let decoded = percent_encoding::percent_decode_str(utf8).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .field("content_length", &self.length)
            .finish_non_exhaustive()
    }
}
