//! Sending a request and receiving the response, with timeouts, retries and a limit on its size.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderValue, LOCATION};
use http::{Method, StatusCode};
use reqwest::Url;

use super::attempt::{Attempt, Observer};
use super::budget::Budget;
use super::cookies::Jar;
use super::retry::Retry;
use crate::runtime::bodies::{Body, Content};
use crate::runtime::errors::{
    BuildError, BuildErrorKind, Error, TransportError, TransportErrorKind, is_passing,
};
use crate::runtime::url::{Route, is_same_server};
use crate::runtime::wire::{add_cookies, hide_cookies};

/// How many redirects are followed in one attempt.
const MAX_REDIRECTS: usize = 10;

/// An HTTP client, which follows no redirects and keeps no cookies itself, and what is set for it.
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) jar: Option<Jar>,
    pub(crate) max_response_bytes: u64,
    pub(crate) budget: Budget,
    pub(crate) observer: Box<Observer>,
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
    /// Which responses are returned before all of them has come.
    pub(crate) open: Option<Open>,
}

/// The statuses of responses that are returned before all of them has come, and what their body is made with.
#[derive(Debug, Clone, Copy)]
#[allow(dead_code, reason = "made for APIs that return bytes")]
pub(crate) struct Open {
    pub(crate) when: fn(u16) -> bool,
    pub(crate) body: fn(reqwest::Response) -> Body,
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

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Build(error) => Self::Build(error),
            Failure::Transport(error) => Self::Transport(error),
        }
    }
}

impl Transport {
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
        let url = Url::parse(&request.uri().to_string())
            .map_err(|_| unsent(BuildErrorKind::InvalidUrl.into()))?;
        let start = Instant::now();
        // Whether an earlier attempt sent anything.
        let (mut retries, mut sent) = (0, false);
        loop {
            let left = options.timeout.saturating_sub(start.elapsed());
            let (limit, begun) = (options.retry.time_for_attempt(left), Instant::now());
            let attempt = self.attempt(&request, url.clone(), &options);
            let outcome = match tokio::time::timeout(limit, attempt).await {
                Ok(outcome) => outcome.map_err(|error| error.after(whole_millis(begun.elapsed()))),
                // The last attempt ends with the time for the whole call.
                Err(_) if limit == left => Err(TransportError::timeout(options.timeout)),
                Err(_) => Err(TransportError::timeout(limit)),
            };
            let outcome = outcome.map_err(|error| error.unless_of_request(request.body()));
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
                Some(wait) => tokio::time::sleep(wait).await,
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

    /// The request to this URL, with the cookies for it.
    fn prepare(&self, request: &http::Request<Body>, url: Url) -> reqwest::Request {
        let mut headers = request.headers().clone();
        if let Some(cookies) = self.jar.as_ref().and_then(|jar| jar.header(&url)) {
            // They came in a header, so they fit into one.
            let _ = add_cookies(&mut headers, &cookies);
        }
        let body = match request.body().content() {
            Content::Bytes(bytes) if bytes.is_empty() => None,
            Content::Bytes(bytes) => Some(bytes.clone().into()),
            Content::Stream(source, _) => Some(Arc::clone(source).open()),
        };
        if body.is_none() && matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH)
        {
            // RFC 9110, 8.6; some servers respond with 411 without it, and it is sent for no other reason.
            headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
        }
        let mut prepared = reqwest::Request::new(request.method().clone(), url);
        *prepared.headers_mut() = headers;
        *prepared.body_mut() = body;
        prepared
    }

    /// Sends the request once, to where redirects lead.
    async fn attempt(
        &self,
        request: &http::Request<Body>,
        mut url: Url,
        options: &Options,
    ) -> Result<http::Response<Body>, TransportError> {
        for followed in 0..=MAX_REDIRECTS {
            let sent = self.http.execute(self.prepare(request, url.clone())).await;
            let mut response = sent.map_err(|error| {
                let error = TransportError::sending(error);
                if followed == 0 { error } else { error.after_sending() }
            })?;
            let mut headers = std::mem::take(response.headers_mut());
            if let Some(jar) = &self.jar {
                jar.store(&url, &headers);
            }
            hide_cookies(&mut headers);
            let status = response.status();
            let next = redirect(request, options.repeatable, &url, status, &headers);
            match next.filter(|_| !(options.documented)(status.as_u16())) {
                Some(next) => url = next,
                None => return self.answer(response, headers, options.open).await,
            }
        }
        Err(TransportError::new(TransportErrorKind::Other, Some("too many redirects".into())))
    }

    async fn answer(
        &self,
        response: reqwest::Response,
        headers: HeaderMap,
        open: Option<Open>,
    ) -> Result<http::Response<Body>, TransportError> {
        let status = response.status();
        let body = match open.filter(|open| (open.when)(status.as_u16())) {
            Some(open) => Ok((open.body)(response)),
            None => receive(response, self.max_response_bytes).await.map(Body::from),
        };
        match body {
            Ok(body) => {
                let mut answer = http::Response::new(body);
                *answer.status_mut() = status;
                *answer.headers_mut() = headers;
                Ok(answer)
            }
            Err(error) => Err(error.with_head(status, headers)),
        }
    }
}

/// Where a response sends the same request, if that may be done: it may be sent again, and goes to the same server, as its credentials
/// are for no other. With 301, 302 and 303 anything but a request that reads would become another one.
fn redirect(
    request: &http::Request<Body>,
    repeatable: bool,
    url: &Url,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<Url> {
    let fits = match status.as_u16() {
        301..=303 => matches!(*request.method(), Method::GET | Method::HEAD),
        307 | 308 => true,
        _ => false,
    };
    if !fits || !repeatable || request.body().is_spent() {
        return None;
    }
    let location = std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok()?;
    url.join(location).ok().filter(|next| is_same_server(url, next))
}

/// The whole body, unless it is longer than `limit`.
async fn receive(mut response: reqwest::Response, limit: u64) -> Result<Vec<u8>, TransportError> {
    let too_large = || TransportError::new(TransportErrorKind::BodyTooLarge, None);
    if response.content_length().is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(TransportError::receiving)? {
        if (body.len() + chunk.len()) as u64 > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Without what is too exact to be of interest.
fn whole_millis(duration: Duration) -> Duration {
    Duration::from_millis(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}
