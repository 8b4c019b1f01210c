//! Sending a request and receiving the response, with timeouts, retries, redirects, cookies and a limit on its size.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderValue, LOCATION};
use http::{Method, StatusCode, Uri};
use url::Url;

use super::attempt::{Attempt, Observer};
use super::budget::Budget;
use super::cookies::Jar;
use super::retry::Retry;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{
    BuildError, BuildErrorKind, Error, TransportError, TransportErrorKind, is_passing,
};
use crate::runtime::transport::{Pause, Transport};
use crate::runtime::url::{Route, is_same_server};
use crate::runtime::wire::{add_cookies, hide_cookies};

/// How many redirects are followed in one attempt.
const MAX_REDIRECTS: usize = 10;

/// What sends requests, and what is set for all of them.
pub(crate) struct Exchanger {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) jar: Option<Jar>,
    pub(crate) limits: Limits,
    pub(crate) budget: Budget,
    pub(crate) observer: Box<Observer>,
}

/// What holds a response that is read into memory.
pub(crate) struct Limits {
    /// The most bytes.
    pub(crate) bytes: u64,
    /// The longest time between two pieces of it.
    pub(crate) idle: Option<Duration>,
}

/// What can be set for each call.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) timeout: Duration,
    pub(crate) retry: Retry,
    pub(crate) headers: HeaderMap,
    /// Whether the request may be sent again when it may have had an effect already.
    pub(crate) repeatable: bool,
    pub(crate) error: Option<BuildErrorKind>,
    /// The statuses that are documented as an outcome: no redirect with one of them is followed.
    pub(crate) documented: fn(u16) -> bool,
    /// The statuses of responses that are returned before all of them has come.
    #[allow(dead_code, reason = "set by APIs that return bytes")]
    pub(crate) open: fn(u16) -> bool,
}

/// What a call is named in errors and events.
pub(crate) struct Label {
    pub(crate) operation: &'static str,
    pub(crate) route: Route,
    /// The path of a request that belongs to no operation.
    pub(crate) path: Option<String>,
}

/// Why there is no response.
pub(crate) enum Failure {
    Build(BuildError),
    Transport(TransportError),
}

/// A response to come.
pub(crate) type Answering =
    Pin<Box<dyn Future<Output = Result<http::Response<Body>, Failure>> + Send>>;

/// The status and the headers of a response.
type Head = (StatusCode, HeaderMap);

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Build(error) => Self::Build(error),
            Failure::Transport(error) => Self::Transport(error),
        }
    }
}

impl Exchanger {
    /// Sends the request, again if need be, and waits for the response.
    pub(crate) async fn exchange(
        self: Arc<Self>,
        label: Label,
        request: Result<http::Request<Body>, BuildError>,
        options: Options,
    ) -> Result<http::Response<Body>, Failure> {
        let unsent = |error: BuildError| Failure::Build(error.in_call(&label.route));
        let request = request.map_err(unsent)?;
        if request.body().is_spent() {
            return Err(unsent(BuildErrorKind::SpentBody.into()));
        }
        let start = Instant::now();
        // Whether an earlier attempt sent anything.
        let (mut retries, mut sent) = (0, false);
        loop {
            let left = options.timeout.saturating_sub(start.elapsed());
            let outcome = self.timed(&request, &options, left).await;
            // What was sent before may have had an effect, wherever this attempt ended.
            let outcome =
                if sent { outcome.map_err(TransportError::after_sending) } else { outcome };
            sent = !matches!(&outcome, Err(error) if error.is_connect());
            let elapsed = start.elapsed();
            let wait = options.retry.wait(retries, options.repeatable, &outcome);
            let wait = wait.filter(|wait| {
                *wait < options.timeout.saturating_sub(elapsed)
                    && !request.body().is_spent()
                    && self.budget.take()
            });
            self.tell(&label, retries, elapsed, wait, &outcome);
            match wait {
                Some(wait) => self.transport.sleep(wait).await,
                None => {
                    return outcome
                        .map_err(|error| Failure::Transport(error.in_call(&label.route)));
                }
            }
            retries += 1;
        }
    }

    /// Tells of an attempt, without anything that could be secret.
    fn tell(
        &self,
        label: &Label,
        retries: u32,
        elapsed: Duration,
        wait: Option<Duration>,
        outcome: &Result<http::Response<Body>, TransportError>,
    ) {
        if matches!(outcome, Ok(response) if !is_passing(response.status())) {
            self.budget.give();
        }
        let Label { operation, route: Route { method, path }, path: own } = label;
        let path = own.as_deref().unwrap_or(path);
        let outcome = outcome.as_ref().map(http::Response::status);
        (self.observer)(&Attempt { operation, method, path, retries, outcome, elapsed, wait });
        let status = outcome.ok().map(|status| status.as_u16());
        let error = outcome.err().map(tracing::field::display);
        let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        let what = if error.is_none() { "received a response" } else { "received no response" };
        tracing::debug!(
            target: env!("CARGO_CRATE_NAME"),
            operation, %method, %path, status, error, retries, milliseconds, "{what}"
        );
    }

    /// Makes one attempt within the time for it, when this much is left of the call.
    async fn timed(
        &self,
        request: &http::Request<Body>,
        options: &Options,
        left: Duration,
    ) -> Result<http::Response<Body>, TransportError> {
        let (limit, begun) = (options.retry.time_for_attempt(left), Instant::now());
        let mut head = None;
        let attempt = self.attempt(request, options, &mut head);
        let outcome = match within(self.transport.sleep(limit), attempt).await {
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

    /// Sends the request once, to where redirects lead, and notes the head of the response that it then reads.
    async fn attempt(
        &self,
        request: &http::Request<Body>,
        options: &Options,
        head: &mut Option<Head>,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut uri = request.uri().clone();
        for followed in 0..=MAX_REDIRECTS {
            let sent = self.transport.send(self.prepare(request, &uri)).await;
            let sent =
                if followed == 0 { sent } else { sent.map_err(TransportError::after_sending) };
            let mut response = sent?;
            if let Some(jar) = &self.jar
                && let Some(url) = parse(&uri)
            {
                jar.store(&url, response.headers());
            }
            hide_cookies(response.headers_mut());
            let next = redirect(request, options.repeatable, &uri, &response);
            match next.filter(|_| !(options.documented)(response.status().as_u16())) {
                Some(next) => uri = next,
                None if (options.open)(response.status().as_u16()) => return Ok(response),
                None => return self.receive(response, head).await,
            }
        }
        Err(TransportError::new(TransportErrorKind::Other, Some("too many redirects".into())))
    }

    /// The request to this URI, with the cookies for it.
    fn prepare(&self, request: &http::Request<Body>, uri: &Uri) -> http::Request<Body> {
        let mut prepared = request.clone();
        prepared.uri_mut().clone_from(uri);
        let headers = prepared.headers_mut();
        if let Some(jar) = &self.jar
            && let Some(cookies) = parse(uri).and_then(|url| jar.header(&url))
        {
            // They came in a header, so they fit into one.
            let _ = add_cookies(headers, &cookies);
        }
        if request.body().is_empty()
            && matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH)
        {
            // RFC 9110, 8.6; some servers respond with 411 without it, and it is sent for no other reason.
            headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
        }
        prepared
    }

    /// Reads the whole body, unless it is longer than allowed or comes too slowly.
    async fn receive(
        &self,
        response: http::Response<Body>,
        head: &mut Option<Head>,
    ) -> Result<http::Response<Body>, TransportError> {
        let (parts, mut body) = response.into_parts();
        if body.as_bytes().is_some() {
            return Ok(http::Response::from_parts(parts, body));
        }
        let (status, headers) = head.insert((parts.status, parts.headers));
        let too_large = || TransportError::new(TransportErrorKind::BodyTooLarge, None);
        let Limits { bytes: limit, idle } = self.limits;
        if body.length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        while let Some(piece) = self.piece(&mut body, idle).await? {
            if (bytes.len() + piece.len()) as u64 > limit {
                return Err(too_large());
            }
            bytes.extend_from_slice(&piece);
        }
        let mut response = http::Response::new(Body::from(bytes));
        *response.status_mut() = *status;
        *response.headers_mut() = std::mem::take(headers);
        Ok(response)
    }

    /// The next piece of a body.
    async fn piece(
        &self,
        body: &mut Body,
        idle: Option<Duration>,
    ) -> Result<Option<bytes::Bytes>, TransportError> {
        let next = poll_fn(|cx| body.poll(cx));
        let piece = match idle {
            None => next.await,
            Some(idle) => match within(self.transport.sleep(idle), next).await {
                Some(piece) => piece,
                None => return Err(TransportError::timeout(idle)),
            },
        };
        piece.transpose().map_err(TransportError::of_body)
    }
}

/// What comes of it, unless the time is up first.
async fn within<F: Future>(mut time: Pause, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => time.as_mut().poll(cx).map(|()| None),
    })
    .await
}

fn parse(uri: &Uri) -> Option<Url> {
    Url::parse(&uri.to_string()).ok()
}

/// Where a response sends the same request, if that may be done: it may be sent again, and goes to the same server, as its credentials
/// are for no other. With 301, 302 and 303 anything but a request that reads would become another one.
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

/// Without what is too exact to be of interest.
fn whole_millis(duration: Duration) -> Duration {
    Duration::from_millis(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}
