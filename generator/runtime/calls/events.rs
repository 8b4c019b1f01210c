//! [`Label`]: the name of a call, and the events and spans about it. They hold no possible secrets: only the template of a path.

use std::time::Duration;

use tracing::Span;
use tracing::field::Empty;

use super::attempt::Attempt;
use crate::runtime::bodies::Body;
use crate::runtime::errors::CredentialError;
use crate::runtime::url::Route;

/// The name of a call in errors and events.
pub(crate) struct Label {
    pub(crate) operation: &'static str,
    pub(crate) route: Route,
    /// The path of a request that belongs to no operation.
    pub(crate) path: Option<String>,
}

impl Label {
    /// The path for observers.
    pub(super) fn path(&self) -> &str {
        self.path.as_deref().unwrap_or(self.route.path())
    }

    /// The span of an attempt, according to OpenTelemetry's conventions for HTTP clients.
    pub(super) fn span(&self, request: &http::Request<Body>, earlier: u32) -> Span {
        let Self { operation, route, .. } = self;
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

    /// Completes the span of an attempt, and reports the attempt in it.
    pub(super) fn report(&self, attempt: &Attempt<'_>, span: &Span) {
        let &Attempt { operation, method, retries, outcome, elapsed, .. } = attempt;
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
        let template = self.route.path();
        let path = (!template.is_empty()).then(|| tracing::field::display(template));
        let what = if error.is_none() { "received a response" } else { "received no response" };
        tracing::debug!(
            target: env!("CARGO_CRATE_NAME"),
            operation, %method, path, status, error, retries, milliseconds, "{what}"
        );
    }

    /// Reports that the call is sent although none of its alternatives has all its credentials. The response will probably be a 401.
    pub(super) fn report_lack(&self) {
        tracing::debug!(
            target: env!("CARGO_CRATE_NAME"),
            operation = self.operation,
            "the client has no credential for this operation"
        );
    }

    /// Reports that there is no credential, without the text of its provider, and whether it will be requested again.
    pub(super) fn report_credential(
        &self,
        retries: u32,
        wait: Option<Duration>,
        error: &CredentialError,
    ) {
        tracing::debug!(
            target: env!("CARGO_CRATE_NAME"),
            operation = self.operation,
            retries,
            is_requested_again = wait.is_some(),
            kind = ?error.kind(),
            "received no credential"
        );
    }
}
