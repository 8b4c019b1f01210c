//! [`Exchanger`]: makes one attempt of a call. A signed request goes in; its response, after redirects and with its body in memory, comes
//! out. It adds cookies, and limits the time of the attempt and the size of the response.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderValue, SET_COOKIE};
use http::{Method, StatusCode, Uri};
use tracing::{Instrument, Span};

use super::attempt::Observer;
use super::budget::Budget;
use super::cookies::Jar;
use super::extra::Extra;
use super::receive::{Arrived, Limits, may_end_early};
use super::redirect::{MAX_REDIRECTS, parse, redirect, too_many};
use super::retry::Retry;
use super::signer::{Purpose, Signer, Used};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{
    BuildError, BuildErrorKind, CredentialError, Error, TransportError, TransportErrorKind,
};
use crate::runtime::transport::{Transport, within};
use crate::runtime::url::Route;
use crate::runtime::values::{Instant, skipped};
use crate::runtime::wire::{add_cookies, hide_cookies};

/// Sends requests, and holds the settings for all of them.
pub(crate) struct Exchanger {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) signer: Signer,
    pub(crate) jar: Option<Jar>,
    pub(crate) limits: Limits,
    pub(crate) budget: Budget,
    pub(crate) observer: Box<Observer>,
    pub(crate) injector: Box<Injector>,
}

/// A function that adds headers to each attempt.
pub(crate) type Injector = dyn Fn(&mut HeaderMap) + Send + Sync;

/// The settings of one call.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) timeout: Duration,
    pub(crate) retry: Retry,
    /// The headers of the call, which replace all others of the same name.
    pub(crate) headers: HeaderMap,
    pub(crate) extra: Extra,
    pub(crate) purpose: Purpose,
    /// Whether the request may be sent again even if it may already have had an effect.
    pub(crate) repeatable: bool,
    pub(crate) error: Option<BuildErrorKind>,
    /// Whether a status is documented as a success. Redirects with such a status are not followed, and its body is read completely.
    pub(crate) successes: fn(u16) -> bool,
    /// Whether a response is returned as soon as its head has arrived.
    #[allow(dead_code, reason = "set by APIs that return bytes or streams")]
    pub(crate) open: fn(StatusCode, &HeaderMap) -> bool,
}

/// The reason why there is no response.
pub(crate) enum Failure {
    Build(BuildError),
    Credential(CredentialError),
    Transport(TransportError),
}

/// A future response.
pub(crate) type Answering =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, Failure>> + Send>>;

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Build(error) => Self::Build(error),
            Failure::Credential(error) => Self::Credential(error),
            Failure::Transport(error) => Self::Transport(error),
        }
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl Failure {
    /// Adds the call, unless one is known already.
    pub(super) fn in_call(self, route: &Route) -> Self {
        match self {
            Self::Build(error) => Self::Build(error.in_call(route)),
            Self::Credential(error) => Self::Credential(error.in_call(route)),
            Self::Transport(error) => Self::Transport(error.in_call(route)),
        }
    }
}

impl Exchanger {
    /// The request, if its body can be sent.
    pub(super) async fn checked(
        &self,
        request: Result<http::Request<Body>, BuildError>,
        timeout: Duration,
    ) -> Result<http::Request<Body>, Failure> {
        let mut request = request?;
        let body = request.body_mut();
        if body.is_spent() {
            return Err(BuildError::from(BuildErrorKind::SpentBody).into());
        }
        if body.as_bytes().is_some() || !body.is_empty() {
            return Ok(request);
        }
        match within(self.transport.deadline(timeout), body.read_empty()).await {
            Some(Ok(())) => Ok(request),
            Some(Err(error)) => {
                let kind = TransportErrorKind::RequestBody;
                Err(Failure::Transport(TransportError::new(kind, Some(Box::new(error)))))
            }
            None => Err(Failure::Transport(TransportError::timeout(timeout))),
        }
    }

    /// Waits, and returns the part of the wait that was skipped.
    pub(super) async fn sleep(&self, wait: Duration) -> Duration {
        let begun = Instant::now();
        self.transport.sleep(wait).await;
        skipped(begun, wait)
    }

    /// Adds the credentials and the headers of the call.
    pub(super) fn sign(
        &self,
        request: &mut http::Request<Body>,
        used: &Used<'_>,
        options: &Options,
    ) -> Result<(), BuildError> {
        self.signer.sign(&options.purpose, used, request)?;
        for (name, value) in &options.headers {
            request.headers_mut().insert(name, value.clone());
        }
        Ok(())
    }

    /// Makes one attempt within its time limit. `left` is the remaining time of the call.
    pub(super) async fn timed(
        &self,
        request: &http::Request<Body>,
        options: &Options,
        left: Duration,
        span: &Span,
    ) -> Result<http::Response<Body>, TransportError> {
        let (limit, begun) = (options.retry.time_for_attempt(left), Instant::now());
        let mut arrived = None;
        let attempt = self.attempt(request, options, &mut arrived).instrument(span.clone());
        let outcome = match within(self.transport.deadline(limit), attempt).await {
            Some(outcome) => outcome.map_err(|error| error.after(whole_millis(begun.elapsed()))),
            // The last attempt ends with the time for the whole call.
            None => {
                let waited = if limit == left { options.timeout } else { limit };
                Err(TransportError::timeout(waited))
            }
        };
        let error = match outcome {
            Ok(response) => return Ok(response),
            Err(error) => error.unless_of_request(request.body()),
        };
        match arrived {
            // The status says what happened, even if the time was up before the rest arrived.
            Some(arrived) if may_end_early(arrived.status, options.successes) => {
                Ok(arrived.into_response(true))
            }
            Some(Arrived { status, headers, .. }) => Err(error.with_head(status, headers)),
            None => Err(error),
        }
    }

    /// Sends the request once, follows redirects, and keeps in `arrived` what has arrived of the last response.
    async fn attempt(
        &self,
        request: &http::Request<Body>,
        options: &Options,
        arrived: &mut Option<Arrived>,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut uri = request.uri().clone();
        let mut followed = 0;
        loop {
            let sent = self.send(request, &uri).await;
            let response =
                if followed == 0 { sent } else { sent.map_err(TransportError::after_sending) }?;
            let next = redirect(request, options.repeatable, &uri, &response);
            match next.filter(|_| !(options.successes)(response.status().as_u16())) {
                Some(_) if followed == MAX_REDIRECTS => return Err(too_many(response)),
                Some(next) => uri = next,
                None if (options.open)(response.status(), response.headers()) => {
                    return Ok(response);
                }
                None => {
                    let Self { limits, transport, .. } = self;
                    return limits.receive(transport, response, options.successes, arrived).await;
                }
            }
            followed += 1;
        }
    }

    /// Sends the request to this URI, and keeps the cookies of the response.
    async fn send(
        &self,
        request: &http::Request<Body>,
        uri: &Uri,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut prepared = self.prepare(request, uri);
        // The span of the attempt is the current one.
        (self.injector)(prepared.headers_mut());
        let mut response = self.transport.send(prepared).await?;
        if let Some(jar) = &self.jar
            && response.headers().contains_key(SET_COOKIE)
            && let Some(url) = parse(uri)
        {
            jar.store(&url, response.headers());
        }
        hide_cookies(response.headers_mut());
        Ok(response)
    }

    /// The request to this URI, with its cookies.
    fn prepare(&self, request: &http::Request<Body>, uri: &Uri) -> http::Request<Body> {
        let mut prepared = copy(request);
        prepared.uri_mut().clone_from(uri);
        let headers = prepared.headers_mut();
        if let Some(jar) = &self.jar
            && !jar.is_empty()
            && let Some(cookies) = parse(uri).and_then(|url| jar.header(&url))
        {
            // The cookies arrived in headers, so they are valid in one.
            let _ = add_cookies(headers, &cookies);
        }
        if request.body().is_empty()
            && matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH)
        {
            // RFC 9110, 8.6; some servers respond with 411 without it.
            headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
        }
        prepared
    }
}

/// A copy of a request with space for further headers. A clone has none, and adding headers to it would reallocate.
fn copy(request: &http::Request<Body>) -> http::Request<Body> {
    let mut copy = http::Request::new(request.body().clone());
    let mut headers = HeaderMap::with_capacity(request.headers().len() + 3);
    for (name, value) in request.headers() {
        headers.append(name, value.clone());
    }
    *copy.headers_mut() = headers;
    copy.method_mut().clone_from(request.method());
    *copy.version_mut() = request.version();
    copy.extensions_mut().clone_from(request.extensions());
    copy
}

/// Rounds down to milliseconds, as more precision is not useful.
fn whole_millis(duration: Duration) -> Duration {
    Duration::from_millis(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}
