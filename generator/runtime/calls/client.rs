//! [`Client`]: sends operations.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, HeaderValue, USER_AGENT};

use super::events::Label;
use super::exchange::{Answering, Exchanger, Options};
use super::extra::Extra;
use super::retry::Retry;
use super::signer::Purpose;
use crate::api::API;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{BuildError, BuildErrorKind, Error, NoDocumentedError};
use crate::runtime::json::Mode;
use crate::runtime::transport::Pause;
use crate::runtime::url::{BaseUrl, Route};
use crate::runtime::wire::{Credentials, is_idempotent};

/// Calls the API.
///
/// A client is cheap to clone, and its clones share connections and cookies. It needs a Tokio runtime with
/// I/O and time enabled, except with a custom transport that has its own [`sleep`](crate::runtime::Transport::sleep).
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) exchanger: Arc<Exchanger>,
    pub(crate) base_url: BaseUrl,
    pub(crate) user_agent: HeaderValue,
    pub(crate) default_headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) retry: Retry,
    pub(crate) mode: Mode,
}

impl Client {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// The base URL of the API.
    pub fn base_url(&self) -> &BaseUrl {
        &self.0.base_url
    }

    /// The credentials, to sign requests for another transport. They are restricted to the server of the base URL.
    pub fn credentials(&self) -> &Credentials {
        &self.0.exchanger.signer.credentials
    }

    /// Sends a request to an endpoint without an operation, and returns the response whatever its status.
    ///
    /// The request gets the default credentials of the API, and the user agent, timeouts and retries of the client. Its URL
    /// must be on the server of the base URL, or be a path, perhaps with a query, which is appended to the base URL.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent, leads to another server, or gets no complete response.
    pub async fn send(
        &self,
        request: http::Request<Body>,
    ) -> Result<http::Response<Body>, Error<NoDocumentedError>> {
        Ok(self.sending(request).await?)
    }

    /// Sends a request without an operation.
    pub(crate) fn sending(&self, mut request: http::Request<Body>) -> Answering {
        // Errors name only the method: the path may hold a secret.
        let route = Route { method: request.method().clone(), path: "" };
        let label = Label { operation: "", route, path: Some(request.uri().path().to_owned()) };
        let repeatable = is_idempotent(request.method());
        let ready = self.resolve(&mut request);
        let request = ready.map(|()| request).map_err(BuildError::from);
        let mut options = self.options();
        options.repeatable = repeatable;
        // The whole response is wanted, whatever its status; redirects that lead on are no response.
        options.successes = |status| !(300..400).contains(&status);
        self.exchange(label, request, options)
    }

    /// Completes the URL. Its server is checked when the request is signed.
    fn resolve(&self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        let uri = request.uri();
        if uri.scheme().is_none() && uri.authority().is_none() {
            // Without a slash between them, the text would become a part of the host.
            if !uri.path().starts_with('/') {
                return Err(BuildErrorKind::InvalidUrl);
            }
            let whole = format!("{}{uri}", self.0.base_url);
            *request.uri_mut() =
                http::Uri::try_from(whole).map_err(|_| BuildErrorKind::InvalidUrl)?;
            return Ok(());
        }
        Ok(())
    }

    pub(crate) fn mode(&self) -> Mode {
        self.0.mode
    }

    /// Waits for this time.
    #[allow(dead_code, reason = "for APIs with streams or waiters")]
    pub(crate) fn sleep(&self, time: Duration) -> Pause {
        self.0.exchanger.transport.sleep(time)
    }

    /// Ends after this time, for timeouts.
    #[allow(dead_code, reason = "for APIs that return bytes")]
    pub(crate) fn deadline(&self, time: Duration) -> Pause {
        self.0.exchanger.transport.deadline(time)
    }

    /// The maximum time for each piece of a response that is read as it arrives.
    #[allow(dead_code, reason = "for APIs that return bytes")]
    pub(crate) fn idle_timeout(&self, options: &Options) -> Duration {
        self.0.exchanger.limits.idle.unwrap_or(options.timeout)
    }

    pub(crate) fn options(&self) -> Options {
        Options {
            timeout: self.0.timeout,
            retry: self.0.retry,
            headers: HeaderMap::new(),
            extra: Extra::default(),
            purpose: Purpose { security: API.default_security, server: None },
            repeatable: false,
            error: None,
            successes: |_| false,
            open: |_, _| false,
        }
    }

    /// Sends a request and waits for the response. All calls, whatever their types, use this.
    pub(crate) fn exchange(
        &self,
        label: Label,
        request: Result<http::Request<Body>, BuildError>,
        mut options: Options,
    ) -> Answering {
        let request = request.and_then(|request| complete(&self.0, request, &mut options));
        Box::pin(Arc::clone(&self.0.exchanger).exchange(label, request, options))
    }
}

/// Adds the headers of the client to a request.
fn complete(
    client: &Inner,
    mut request: http::Request<Body>,
    options: &mut Options,
) -> Result<http::Request<Body>, BuildError> {
    if let Some(error) = options.error.take() {
        return Err(error.into());
    }
    let headers = request.headers_mut();
    for (name, value) in &client.default_headers {
        if !headers.contains_key(name) {
            headers.insert(name, value.clone());
        }
    }
    if !headers.contains_key(USER_AGENT) {
        headers.insert(USER_AGENT, client.user_agent.clone());
    }
    Ok(request)
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base_url)
            .field("credentials", self.credentials())
            .finish_non_exhaustive()
    }
}
