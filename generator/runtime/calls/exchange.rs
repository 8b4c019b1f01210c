//! Sends a request and receives its response, with credentials (renewed once after a 401), timeouts, retries, redirects, cookies and a
//! limit on the size of the response.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
use http::{Method, StatusCode, Uri};
use tracing::field::Empty;
use tracing::{Instrument, Span};
use url::Url;

use super::attempt::{Attempt, Observer};
use super::budget::Budget;
use super::cookies::Jar;
use super::receive::{Head, Limits, may_end_early, only_head};
use super::retry::Retry;
use super::signer::{Purpose, Renewed, Signer, Used};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{
    BuildError, BuildErrorKind, CredentialError, Error, TransportError, TransportErrorKind,
    is_temporary,
};
use crate::runtime::transport::{Transport, within};
use crate::runtime::url::{Route, is_same_server};
use crate::runtime::values::{Instant, skipped};
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

/// The attempts of a call so far.
#[derive(Default)]
struct Progress {
    attempts: u32,
    /// Whether one of them sent something.
    sent: bool,
    /// Whether one of them was refused for its credentials. The attempt after it is not a retry.
    refused: bool,
    /// The number of times that no credentials were available.
    unready: u32,
}

impl Progress {
    /// The number of retries.
    fn retries(&self) -> u32 {
        self.attempts + self.unready - u32::from(self.refused)
    }
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
        let start = Instant::now();
        let mut request = self.checked(request, options.timeout).await.map_err(fail)?;
        if self.signer.lacks_credential(&options.purpose) {
            report_lack(&label);
        }
        let needed = self.signer.needed(&options.purpose);
        if needed.is_empty() {
            let signed = self.sign(&mut request, &Used::new(), &options);
            signed.map_err(|error| fail(error.into()))?;
        }
        let mut so_far = Progress::default();
        let mut ahead = Duration::ZERO;
        loop {
            // All steps count towards the time of the call, and the waits that were skipped.
            let elapsed = move || start.elapsed().saturating_add(ahead);
            let left = || options.timeout.saturating_sub(elapsed());
            let retries = so_far.retries();
            let may = |wait: &Duration| {
                *wait < left() && !request.body().is_spent() && self.budget.take()
            };
            let used = match self.get(&needed, left).await {
                Ok(used) => used,
                Err(error) => {
                    let wait = options.retry.wait_for_credential(retries, &error).filter(may);
                    report_credential(&label, retries, wait, &error);
                    let Some(wait) = wait else { return Err(fail(Failure::Credential(error))) };
                    ahead += self.sleep(wait).await;
                    so_far.unready += 1;
                    continue;
                }
            };
            let span = span(&label, &request, so_far.attempts);
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
                if so_far.sent { outcome.map_err(TransportError::after_sending) } else { outcome };
            so_far.sent |= !matches!(&outcome, Err(error) if error.is_connect());
            if matches!(&outcome, Ok(response) if !is_temporary(response.status())) {
                self.budget.give();
            }
            let is_refused = !so_far.refused && forget_refused(&used, &outcome);
            let wait = if is_refused && !request.body().is_spent() && !left().is_zero() {
                so_far.refused = true;
                Some(Duration::ZERO)
            } else {
                options.retry.wait(retries, options.repeatable, &outcome).filter(may)
            };
            self.report(&label, so_far.attempts, elapsed(), wait, &outcome, &span);
            match wait {
                None => return outcome.map_err(|error| fail(Failure::Transport(error))),
                Some(Duration::ZERO) => {}
                Some(wait) => ahead += self.sleep(wait).await,
            }
            so_far.attempts += 1;
        }
    }

    /// The request, if its body can be sent.
    async fn checked(
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
    async fn sleep(&self, wait: Duration) -> Duration {
        let begun = Instant::now();
        self.transport.sleep(wait).await;
        skipped(begun, wait)
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

    /// Reports an attempt. The event has no possible secrets: only the template of the path.
    fn report(
        &self,
        label: &Label,
        earlier: u32,
        elapsed: Duration,
        wait: Option<Duration>,
        outcome: &Result<http::Response<Body>, TransportError>,
        span: &Span,
    ) {
        let Label { operation, route, path: own } = label;
        let (method, template) = (route.method(), route.path());
        let outcome = outcome.as_ref().map(http::Response::status);
        let (path, retries) = (own.as_deref().unwrap_or(template), earlier);
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
        let path = (!template.is_empty()).then(|| tracing::field::display(template));
        let what = if error.is_none() { "received a response" } else { "received no response" };
        tracing::debug!(
            target: env!("CARGO_CRATE_NAME"),
            operation, %method, path, status, error, retries, milliseconds, "{what}"
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
        let error = match outcome {
            Ok(response) => return Ok(response),
            Err(error) => error.unless_of_request(request.body()),
        };
        match head {
            // The status says what happened, even if the time was up before the rest arrived.
            Some(head) if may_end_early(head.0, options.successes) => Ok(only_head(head)),
            Some((status, headers)) => Err(error.with_head(status, headers)),
            None => Err(error),
        }
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
                None => {
                    let Self { limits, transport, .. } = self;
                    return limits.receive(transport, response, options.successes, head).await;
                }
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

/// The span of an attempt, according to OpenTelemetry's conventions for HTTP clients, without any possible secrets.
fn span(label: &Label, request: &http::Request<Body>, earlier: u32) -> Span {
    let Label { operation, route, .. } = label;
    let (method, path) = (route.method(), route.path());
    let uri = request.uri();
    let span = tracing::info_span!(
        target: env!("CARGO_CRATE_NAME"),
        "http.client.request",
        otel.kind = "client",
        otel.name = Empty,
        operation,
        http.request.method = method.as_str(),
        http.request.resend_count = (earlier > 0).then_some(earlier),
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

/// Reports that a call is sent although none of its alternatives has all its credentials. The response will probably be a 401.
fn report_lack(label: &Label) {
    tracing::debug!(
        target: env!("CARGO_CRATE_NAME"),
        operation = label.operation,
        "the client has no credential for this operation"
    );
}

/// Reports that there is no credential, without the text of its provider, and whether it will be requested again.
fn report_credential(label: &Label, retries: u32, wait: Option<Duration>, error: &CredentialError) {
    tracing::debug!(
        target: env!("CARGO_CRATE_NAME"),
        operation = label.operation,
        retries,
        is_requested_again = wait.is_some(),
        kind = ?error.kind(),
        "received no credential"
    );
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
