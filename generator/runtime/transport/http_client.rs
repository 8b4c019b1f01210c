//! [`HttpClient`]: the transport that uses reqwest.

use std::error::Error as StdError;
use std::fmt;
use std::io::{self, Write};
use std::mem;
use std::pin::pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};

use super::paced::{PIECE, Paced, Progress};
use super::transport::{Exchange, Transport, TransportSettings, drives_blocking_calls};
use crate::runtime::bodies::{Body, BodyError, Content, Source};
use crate::runtime::errors::{TransportError, TransportErrorKind, causes};

/// The transport that uses reqwest.
///
/// reqwest keeps connections for later requests, but each works only while the async runtime that opened it runs. So blocking calls (with
/// the feature `blocking`) have connections of their own, unless the transport is made by [`new`](Self::new).
#[derive(Debug, Clone)]
pub struct HttpClient {
    client: reqwest::Client,
    /// For blocking calls, if they have connections of their own.
    blocking: Option<Arc<OnDemand>>,
}

impl HttpClient {
    /// Creates a transport with these settings, except for redirects. It follows none, since the [`Client`](crate::runtime::Client) does.
    ///
    /// The client follows up to ten redirects on the same server (the same scheme, host and port) and sends the same request again: for
    /// 301, 302 and 303 if the method is `GET` or `HEAD`, for 307 and 308 if the call may be repeated. Other redirects are returned as the
    /// response.
    ///
    /// As reqwest's settings can be used only once, async and blocking calls share their connections. A blocking call that gets a
    /// connection of an async runtime hangs until its timeout if that runtime is blocked. A program that makes both kinds of calls should
    /// use [`from_fn`](Self::from_fn).
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn new(settings: reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        Ok(Self { client: build(settings)?, blocking: None })
    }

    /// Creates a transport with the settings that a function returns, except for redirects; see [`new`](Self::new). The function is called
    /// again before the first blocking call, which then has connections of its own.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn from_fn(
        settings: impl Fn() -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, reqwest::Error> {
        let client = build(settings())?;
        let own = OnDemand { settings: Box::new(settings), client: OnceLock::new() };
        Ok(Self { client, blocking: Some(Arc::new(own)) })
    }

    /// Creates the default transport of clients.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn connect(
        settings: TransportSettings,
    ) -> Result<Arc<dyn Transport>, Box<dyn StdError + Send + Sync>> {
        Ok(Arc::new(Self::from_fn(move || usual(&settings))?))
    }

    /// The client whose connections work on the current thread.
    fn client(&self) -> Result<&reqwest::Client, reqwest::Error> {
        match &self.blocking {
            Some(own) if drives_blocking_calls() => own.get(),
            _ => Ok(&self.client),
        }
    }
}

/// The settings of the default transport.
fn usual(settings: &TransportSettings) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder()
        .connect_timeout(settings.connect_timeout)
        .pool_max_idle_per_host(settings.max_idle_connections);
    if settings.compressed {
        return builder;
    }
    // Otherwise servers may compress responses, which could not be read here.
    let identity = [(ACCEPT_ENCODING, HeaderValue::from_static("identity"))];
    builder.default_headers(HeaderMap::from_iter(identity))
}

fn build(settings: reqwest::ClientBuilder) -> Result<reqwest::Client, reqwest::Error> {
    settings.redirect(reqwest::redirect::Policy::none()).build()
}

/// A client that is created when it is first used.
struct OnDemand {
    settings: Box<dyn Fn() -> reqwest::ClientBuilder + Send + Sync>,
    client: OnceLock<reqwest::Client>,
}

impl OnDemand {
    fn get(&self) -> Result<&reqwest::Client, reqwest::Error> {
        match self.client.get() {
            Some(client) => Ok(client),
            None => {
                let client = build((self.settings)())?;
                Ok(self.client.get_or_init(|| client))
            }
        }
    }
}

impl fmt::Debug for OnDemand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnDemand").field("client", &self.client).finish_non_exhaustive()
    }
}

impl Transport for HttpClient {
    fn send(&self, request: http::Request<Body>) -> Exchange<'_> {
        Box::pin(async {
            let (request, progress) = prepare(request)?;
            let client = self.client().map_err(|error| sending(error, None).nothing_sent())?;
            let sent = client.execute(request).await;
            let mut response = sent.map_err(|error| sending(error, progress.as_deref()))?;
            let mut received = http::Response::new(());
            *received.status_mut() = response.status();
            *received.version_mut() = response.version();
            mem::swap(received.headers_mut(), response.headers_mut());
            mem::swap(received.extensions_mut(), response.extensions_mut());
            Ok(received.map(|()| Body::from_source(Incoming::new(response))))
        })
    }
}

/// Converts a request for reqwest, with the progress of its body if that is large or a stream.
fn prepare(
    request: http::Request<Body>,
) -> Result<(reqwest::Request, Option<Arc<Progress>>), TransportError> {
    let (head, body) = request.into_parts();
    let url = url(&head.uri)
        .map_err(|error| TransportError::new(TransportErrorKind::Other, Some(error)))?;
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.version_mut() = head.version;
    let (body, progress) = match body.content() {
        Content::Bytes(bytes) if bytes.is_empty() => (None, None),
        Content::Bytes(bytes) if bytes.len() <= PIECE => (Some(bytes.clone().into()), None),
        Content::Bytes(_) | Content::Stream(..) => {
            let paced = Paced::new(body);
            let progress = paced.progress();
            (Some(reqwest::Body::wrap(paced)), Some(progress))
        }
    };
    *request.body_mut() = body;
    Ok((request, progress))
}

/// Converts a URI for reqwest. Its text is assembled on the stack, unless it is long.
fn url(uri: &http::Uri) -> Result<reqwest::Url, Box<dyn StdError + Send + Sync>> {
    const MOST: usize = 256;
    let mut buffer = [0; MOST];
    let mut rest = buffer.as_mut_slice();
    let fits = write!(rest, "{uri}").is_ok();
    let length = MOST - rest.len();
    let url = if fits {
        reqwest::Url::parse(std::str::from_utf8(&buffer[..length])?)
    } else {
        reqwest::Url::parse(&uri.to_string())
    };
    Ok(url?)
}

/// The body of a response that is still arriving.
struct Incoming {
    length: Option<u64>,
    response: Mutex<reqwest::Response>,
}

impl Incoming {
    fn new(response: reqwest::Response) -> Self {
        Self { length: response.content_length(), response: Mutex::new(response) }
    }
}

impl Source for Incoming {
    fn length(&self) -> Option<u64> {
        self.length
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let mut response = self.response.lock().unwrap_or_else(PoisonError::into_inner);
        // The future keeps nothing between polls, so each poll may create a new one.
        let chunk = ready!(pin!(response.chunk()).poll(cx));
        Poll::Ready(chunk.map_err(|error| BodyError::new(receiving(error))).transpose())
    }
}

/// Classifies the error of a request without a response.
fn sending(error: reqwest::Error, progress: Option<&Progress>) -> TransportError {
    if lacks_tls(&error) {
        let name = env!("CARGO_PKG_NAME");
        let cause = format!(
            "the URL begins with `https`, but this program has no TLS: turn on the feature `rustls` of the crate `{name}`, or a TLS feature of reqwest"
        );
        return TransportError::new(TransportErrorKind::Tls, Some(cause.into()));
    }
    let hyper = causes(&error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
    let is = |predicate: fn(&hyper::Error) -> bool| hyper.is_some_and(predicate);
    let connecting = error.is_connect();
    // A cancelled request never left the queue of a closed connection.
    let unsent = connecting || is(hyper::Error::is_canceled);
    let kind = match () {
        () if error.is_timeout() => TransportErrorKind::Timeout,
        () if causes(&error).any(|cause| cause.is::<BodyError>()) => {
            TransportErrorKind::RequestBody
        }
        () if connecting && is_tls(&error) => TransportErrorKind::Tls,
        () if unsent => TransportErrorKind::Connect,
        () if is(hyper::Error::is_parse) => TransportErrorKind::Protocol,
        () if error.is_body() || error.is_decode() || error.is_request() => {
            match progress.is_some_and(Progress::is_begun) {
                true => TransportErrorKind::RequestCutOff,
                false => TransportErrorKind::NoResponse,
            }
        }
        () => TransportErrorKind::Other,
    };
    let error = TransportError::new(kind, Some(Box::new(error.without_url())));
    if unsent { error.nothing_sent() } else { error }
}

/// Classifies the error of a response that was not received completely.
fn receiving(error: reqwest::Error) -> TransportError {
    let kind =
        if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::Body };
    TransportError::new(kind, Some(Box::new(error.without_url())))
}

/// Whether the program was compiled without TLS, so that connections refuse `https`. That error has only a text.
fn lacks_tls(error: &reqwest::Error) -> bool {
    let is_refusal = |cause: &(dyn StdError + 'static)| {
        cause.source().is_none() && cause.to_string() == "invalid URL, scheme is not http"
    };
    error.is_connect() && causes(error).any(is_refusal)
}

/// Whether TLS failed. The TLS library reports its errors as invalid data, perhaps inside other I/O errors.
fn is_tls(error: &reqwest::Error) -> bool {
    causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).any(is_invalid_data)
}

fn is_invalid_data(error: &io::Error) -> bool {
    let inner = || error.get_ref()?.downcast_ref::<io::Error>();
    error.kind() == io::ErrorKind::InvalidData || inner().is_some_and(is_invalid_data)
}
