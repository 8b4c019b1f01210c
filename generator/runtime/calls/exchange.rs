//! Sends a request and receives its response, with credentials (renewed once after a 401), timeouts, retries, redirects, cookies and a
//! limit on the size of the response.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
use http::{Method, StatusCode, Uri};
use tracing::field::Empty;
use tracing::{Instrument, Span};
use url::Url;

use super::attempt::{Attempt, Observer};
use super::budget::Budget;
use super::cookies::Jar;
use super::retry::Retry;
use super::signer::{Purpose, Renewed, Signer, Used};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{
    BuildError, BuildErrorKind, CredentialError, Error, TransportError, TransportErrorKind,
    Truncated, is_passing,
};
use crate::runtime::transport::{Transport, within};
use crate::runtime::url::{Route, is_same_server};
use crate::runtime::values::Instant;
use crate::runtime::wire::{add_cookies, hide_cookies};

/// The maximum number of redirects followed in one attempt.
const MAX_REDIRECTS: usize = 10;

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

/// The limits of a response that is read into memory.
pub(crate) struct Limits {
    /// The maximum number of bytes of a success.
    pub(crate) bytes: u64,
    /// The maximum number of bytes kept of any other response.
    pub(crate) error_bytes: u64,
    /// The longest time between two pieces of a response.
    pub(crate) idle: Option<Duration>,
}

/// The settings of one call.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) timeout: Duration,
    pub(crate) retry: Retry,
    /// The headers of the call, which replace all others of the same name.
    pub(crate) headers: HeaderMap,
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

/// The name of a call in errors and events.
pub(crate) struct Label {
    pub(crate) operation: &'static str,
    pub(crate) route: Route,
    /// The path of a request that belongs to no operation.
    pub(crate) path: Option<String>,
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

/// The status and the headers of a response.
type Head = (StatusCode, HeaderMap);

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
    fn in_call(self, route: &Route) -> Self {
        match self {
            Self::Build(error) => Self::Build(error.in_call(route)),
            Self::Credential(error) => Self::Credential(error.in_call(route)),
            Self::Transport(error) => Self::Transport(error.in_call(route)),
        }
    }
}

impl Exchanger {
    /// Sends the request, repeatedly if necessary, and waits for the response.
    pub(crate) async fn exchange(
        self: Arc<Self>,
        label: Label,
        request: Result<http::Request<Body>, BuildError>,
        options: Options,
    ) -> Result<http::Response<Body>, Failure> {
        let fail = |failure: Failure| failure.in_call(&label.route);
        let mut request = request.map_err(|error| fail(error.into()))?;
        if request.body().is_spent() {
            return Err(fail(BuildError::from(BuildErrorKind::SpentBody).into()));
        }
        let start = Instant::now();
        let needed = self.signer.needed(&options.purpose);
        if needed.is_empty() {
            let signed = self.sign(&mut request, &Used::new(), &options);
            signed.map_err(|error| fail(error.into()))?;
        }
        // `sent`: an earlier attempt sent something. `refused`: an attempt was refused for its credentials; the next one is not a retry.
        // `unready`: the number of times that no credentials were available.
        let (mut attempts, mut sent, mut refused, mut unready) = (0, false, false, 0);
        // All steps count towards the time of the call.
        let left = || options.timeout.saturating_sub(start.elapsed());
        loop {
            let retries = attempts + unready - u32::from(refused);
            let may = |wait: &Duration| {
                *wait < left() && !request.body().is_spent() && self.budget.take()
            };
            let used = match self.get(&needed, left).await {
                Ok(used) => used,
                Err(error) => {
                    let wait = options.retry.wait_for_credential(retries, &error).filter(may);
                    let Some(wait) = wait else { return Err(fail(Failure::Credential(error))) };
                    self.transport.sleep(wait).await;
                    unready += 1;
                    continue;
                }
            };
            let span = span(&label, &request, attempts);
            let mut fresh = (!used.is_empty()).then(|| request.clone());
            let signed = match &mut fresh {
                None => &request,
                Some(fresh) => {
                    let signed = self.sign(fresh, &used, &options);
                    signed.map_err(|error| fail(error.into()))?;
                    fresh
                }
            };
            let outcome = self.timed(signed, &options, left(), &span).await;
            // An earlier request may have had an effect, however this attempt ended.
            let outcome =
                if sent { outcome.map_err(TransportError::after_sending) } else { outcome };
            sent = !matches!(&outcome, Err(error) if error.is_connect());
            let elapsed = start.elapsed();
            let wait = if !refused && forget_refused(&used, &outcome) && !request.body().is_spent()
            {
                refused = true;
                Some(Duration::ZERO)
            } else {
                options.retry.wait(retries, options.repeatable, &outcome).filter(may)
            };
            self.tell(&label, attempts, elapsed, wait, &outcome, &span);
            match wait {
                None => return outcome.map_err(|error| fail(Failure::Transport(error))),
                Some(Duration::ZERO) => {}
                Some(wait) => self.transport.sleep(wait).await,
            }
            attempts += 1;
        }
    }

    /// Gets the credentials from their providers, within the remaining time.
    async fn get<'s>(
        &'s self,
        needed: &[&'s dyn Renewed],
        left: impl Fn() -> Duration,
    ) -> Result<Used<'s>, CredentialError> {
        let mut used = Used::new();
        for renewed in needed {
            used.push((*renewed, renewed.get(&self.transport, left()).await?));
        }
        Ok(used)
    }

    /// Adds the credentials and the headers of the call.
    fn sign(
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

    /// Reports an attempt, without any possible secrets.
    fn tell(
        &self,
        label: &Label,
        retries: u32,
        elapsed: Duration,
        wait: Option<Duration>,
        outcome: &Result<http::Response<Body>, TransportError>,
        span: &Span,
    ) {
        if matches!(outcome, Ok(response) if !is_passing(response.status())) {
            self.budget.give();
        }
        let Label { operation, route: Route { method, path }, path: own } = label;
        let path = own.as_deref().unwrap_or(path);
        let outcome = outcome.as_ref().map(http::Response::status);
        (self.observer)(&Attempt { operation, method, path, retries, outcome, elapsed, wait });
        let status = outcome.ok().map(|status| status.as_u16());
        span.record("http.response.status_code", status);
        let failure = match &outcome {
            Ok(status) if status.as_u16() < 400 => None,
            Ok(status) => Some(status.as_str()),
            Err(error) => Some(error.kind().name()),
        };
        span.record("error.type", failure);
        let _entered = span.enter();
        let error = outcome.err().map(tracing::field::display);
        let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        let what = if error.is_none() { "received a response" } else { "received no response" };
        tracing::debug!(
            target: env!("CARGO_CRATE_NAME"),
            operation, %method, %path, status, error, retries, milliseconds, "{what}"
        );
    }

    /// Makes one attempt within its time limit. `left` is the remaining time of the call.
    async fn timed(
        &self,
        request: &http::Request<Body>,
        options: &Options,
        left: Duration,
        span: &Span,
    ) -> Result<http::Response<Body>, TransportError> {
        let (limit, begun) = (options.retry.time_for_attempt(left), Instant::now());
        let mut head = None;
        let attempt = self.attempt(request, options, &mut head).instrument(span.clone());
        let outcome = match within(self.transport.deadline(limit), attempt).await {
            Some(outcome) => outcome.map_err(|error| error.after(whole_millis(begun.elapsed()))),
            // The last attempt ends with the time for the whole call.
            None => {
                let waited = if limit == left { options.timeout } else { limit };
                Err(TransportError::timeout(waited))
            }
        };
        outcome.map_err(|error| {
            let error = error.unless_of_request(request.body());
            match head {
                Some((status, headers)) => error.with_head(status, headers),
                None => error,
            }
        })
    }

    /// Sends the request once, follows redirects, and stores the head of the response before reading its body.
    async fn attempt(
        &self,
        request: &http::Request<Body>,
        options: &Options,
        head: &mut Option<Head>,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut uri = request.uri().clone();
        for followed in 0..=MAX_REDIRECTS {
            let mut prepared = self.prepare(request, &uri);
            // The span of the attempt is the current one.
            (self.injector)(prepared.headers_mut());
            let sent = self.transport.send(prepared).await;
            let sent =
                if followed == 0 { sent } else { sent.map_err(TransportError::after_sending) };
            let mut response = sent?;
            if let Some(jar) = &self.jar
                && response.headers().contains_key(SET_COOKIE)
                && let Some(url) = parse(&uri)
            {
                jar.store(&url, response.headers());
            }
            hide_cookies(response.headers_mut());
            let next = redirect(request, options.repeatable, &uri, &response);
            match next.filter(|_| !(options.successes)(response.status().as_u16())) {
                Some(next) => uri = next,
                None if (options.open)(response.status(), response.headers()) => {
                    return Ok(response);
                }
                None => return self.receive(response, options.successes, head).await,
            }
        }
        Err(TransportError::new(TransportErrorKind::Other, Some("too many redirects".into())))
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

    /// Reads the whole body. One that is too long or arrives too slowly is an error. If the response is not a success, its beginning is
    /// enough.
    async fn receive(
        &self,
        response: http::Response<Body>,
        is_success: fn(u16) -> bool,
        head: &mut Option<Head>,
    ) -> Result<http::Response<Body>, TransportError> {
        let (parts, mut body) = response.into_parts();
        if body.as_bytes().is_some() {
            return Ok(http::Response::from_parts(parts, body));
        }
        let (status, headers) = head.insert((parts.status, parts.headers));
        let too_large = || TransportError::new(TransportErrorKind::BodyTooLarge, None);
        let may_end_early = !is_success(status.as_u16()) && !status.is_success();
        let Limits { bytes, error_bytes, idle } = self.limits;
        let limit = if may_end_early { bytes.min(error_bytes) } else { bytes };
        if !may_end_early && body.length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let (mut pieces, mut truncated) = (Pieces::default(), false);
        let mut pause = None;
        let next = |cx: &mut Context<'_>| match body.poll(cx) {
            Poll::Ready(item) => {
                pause = None;
                Poll::Ready(item.map(|item| item.map_err(TransportError::of_body)))
            }
            Poll::Pending => {
                let Some(idle) = idle else { return Poll::Pending };
                let pause = pause.get_or_insert_with(|| self.transport.deadline(idle));
                pause.as_mut().poll(cx).map(|()| Some(Err(TransportError::timeout(idle))))
            }
        };
        let mut next = poll_fn(next);
        while let Some(piece) = (&mut next).await.transpose()? {
            let room = usize::try_from(limit).unwrap_or(usize::MAX) - pieces.len();
            truncated = piece.len() > room;
            if truncated && !may_end_early {
                return Err(too_large());
            }
            let piece = piece.slice(..piece.len().min(room));
            // An error may be kept for a long time, and a slice would keep its whole buffer.
            pieces.push(if may_end_early { Bytes::copy_from_slice(&piece) } else { piece });
            if truncated {
                break;
            }
        }
        let mut response = http::Response::new(pieces.into_body());
        if truncated {
            response.extensions_mut().insert(Truncated);
        }
        *response.status_mut() = *status;
        *response.headers_mut() = std::mem::take(headers);
        Ok(response)
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

/// The received pieces of a body. Most bodies arrive in one piece, which is not copied.
#[derive(Default)]
struct Pieces {
    first: Bytes,
    /// All pieces, if there are several.
    joined: Vec<u8>,
}

impl Pieces {
    fn len(&self) -> usize {
        self.first.len().max(self.joined.len())
    }

    fn push(&mut self, piece: Bytes) {
        if self.first.is_empty() {
            self.first = piece;
            return;
        }
        if self.joined.is_empty() {
            self.joined.extend_from_slice(&self.first);
        }
        self.joined.extend_from_slice(&piece);
    }

    fn into_body(self) -> Body {
        if self.joined.is_empty() { self.first.into() } else { self.joined.into() }
    }
}

/// The span of an attempt, according to OpenTelemetry's conventions for HTTP clients, without any possible secrets.
fn span(label: &Label, request: &http::Request<Body>, retries: u32) -> Span {
    let Label { operation, route: Route { method, path }, .. } = label;
    let uri = request.uri();
    let span = tracing::info_span!(
        target: env!("CARGO_CRATE_NAME"),
        "http.client.request",
        otel.kind = "client",
        otel.name = Empty,
        operation,
        http.request.method = method.as_str(),
        http.request.resend_count = (retries > 0).then_some(retries),
        url.template = (!path.is_empty()).then_some(path),
        server.address = uri.host(),
        server.port = uri.port_u16(),
        http.response.status_code = Empty,
        error.type = Empty,
    );
    if !span.is_disabled() {
        span.record("otel.name", format_args!("{method} {path}").to_string().trim_end());
    }
    span
}

/// Forgets the provided credentials if the response refuses them, as they may have expired early. Returns whether there were any.
fn forget_refused(used: &Used<'_>, outcome: &Result<http::Response<Body>, TransportError>) -> bool {
    let is_refused =
        matches!(outcome, Ok(response) if response.status() == StatusCode::UNAUTHORIZED);
    if is_refused {
        used.iter().for_each(|(own, held)| own.refuse(held));
    }
    is_refused && !used.is_empty()
}

fn parse(uri: &Uri) -> Option<Url> {
    Url::parse(&uri.to_string()).ok()
}

/// The target of a redirect, if the same request may be sent there. The request must be repeatable. The server must stay the same, as
/// the credentials are for no other. For 301, 302 and 303 the method must be `GET` or `HEAD`, as others would change.
fn redirect(
    request: &http::Request<Body>,
    repeatable: bool,
    uri: &Uri,
    response: &http::Response<Body>,
) -> Option<Uri> {
    let fits = match response.status().as_u16() {
        301..=303 => matches!(*request.method(), Method::GET | Method::HEAD),
        307 | 308 => true,
        _ => false,
    };
    if !fits || !repeatable || request.body().is_spent() {
        return None;
    }
    let location = std::str::from_utf8(response.headers().get(LOCATION)?.as_bytes()).ok()?;
    let url = parse(uri)?;
    let next = url.join(location).ok().filter(|next| is_same_server(&url, next))?;
    Uri::try_from(next.as_str().split('#').next()?).ok()
}

/// Rounds down to milliseconds, as more precision is not useful.
fn whole_millis(duration: Duration) -> Duration {
    Duration::from_millis(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}
