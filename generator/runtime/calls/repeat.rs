//! [`Exchanger::exchange`]: the attempts of one call. A request goes in; the response of the last attempt, or its failure, comes out.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::attempt::Attempt;
use super::events::Label;
use super::exchange::{Exchanger, Failure, Options};
use super::signer::{Renewed, Used};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{BuildError, CredentialError, TransportError};
use crate::runtime::values::Instant;

/// The outcome of an attempt.
type Outcome = Result<http::Response<Body>, TransportError>;

impl Exchanger {
    /// Sends the request, repeatedly if necessary, and waits for the response.
    pub(crate) async fn exchange(
        self: Arc<Self>,
        label: Label,
        request: Result<http::Request<Body>, BuildError>,
        options: Options,
    ) -> Result<http::Response<Body>, Failure> {
        let attempts = self.attempts(&label, request, &options);
        attempts.await.map_err(|failure| failure.in_call(&label.route))
    }

    async fn attempts(
        &self,
        label: &Label,
        request: Result<http::Request<Body>, BuildError>,
        options: &Options,
    ) -> Result<http::Response<Body>, Failure> {
        let mut progress = Progress::begin(self, label, options);
        let mut request = self.checked(request, options.timeout).await?;
        let needed = self.signer.needed(&options.purpose);
        if self.signer.lacks_credential(&options.purpose) {
            label.report_lack();
        }
        if needed.is_empty() {
            self.sign(&mut request, &Used::new(), options)?;
        }
        loop {
            let used = match progress.credentials(&needed).await {
                Ok(used) => used,
                Err(error) => {
                    progress.wait_for_credential(&request, error).await?;
                    continue;
                }
            };
            let span = label.span(&request, progress.attempts);
            let signed = progress.signed(&request, &used)?;
            let outcome =
                self.timed(signed.as_ref().unwrap_or(&request), options, progress.left(), &span);
            let outcome = progress.note(outcome.await);
            let wait = progress.wait_after(&request, &used, &outcome);
            let attempt = progress.attempt(&outcome, wait);
            (self.observer)(&attempt);
            label.report(&attempt, &span);
            match wait {
                None => return outcome.map_err(Failure::Transport),
                Some(wait) => progress.wait(wait).await,
            }
            progress.attempts += 1;
        }
    }
}

/// The progress of a call.
struct Progress<'x> {
    exchanger: &'x Exchanger,
    label: &'x Label,
    options: &'x Options,
    start: Instant,
    /// The waits that were skipped. They count towards the time of the call.
    ahead: Duration,
    /// The number of attempts that ended.
    attempts: u32,
    /// Whether one of them sent something.
    sent: bool,
    /// Whether one of them was refused for its credentials. The attempt after it is not a retry.
    refused: bool,
    /// The number of times that no credentials were available.
    unready: u32,
}

impl<'x> Progress<'x> {
    fn begin(exchanger: &'x Exchanger, label: &'x Label, options: &'x Options) -> Self {
        let (start, ahead) = (Instant::now(), Duration::ZERO);
        let (attempts, sent, refused, unready) = (0, false, false, 0);
        Self { exchanger, label, options, start, ahead, attempts, sent, refused, unready }
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed().saturating_add(self.ahead)
    }

    /// The remaining time of the call, of which every step takes some.
    fn left(&self) -> Duration {
        self.options.timeout.saturating_sub(self.elapsed())
    }

    /// The number of retries.
    fn retries(&self) -> u32 {
        self.attempts + self.unready - u32::from(self.refused)
    }

    /// Whether the request can be sent again after this wait. A retry is then taken from the budget.
    fn may_retry(&self, request: &http::Request<Body>, wait: Duration) -> bool {
        wait < self.left() && !request.body().is_spent() && self.exchanger.budget.take()
    }

    /// Gets the credentials from their providers, within the remaining time.
    async fn credentials(&self, needed: &[&'x dyn Renewed]) -> Result<Used<'x>, CredentialError> {
        let mut used = Used::new();
        for renewed in needed {
            used.push((*renewed, renewed.get(&self.exchanger.transport, self.left()).await?));
        }
        Ok(used)
    }

    /// Waits until the credentials are requested again. The error is returned if they are not.
    async fn wait_for_credential(
        &mut self,
        request: &http::Request<Body>,
        error: CredentialError,
    ) -> Result<(), Failure> {
        let retries = self.retries();
        let wait = self.options.retry.wait_for_credential(retries, &error);
        let wait = wait.filter(|wait| self.may_retry(request, *wait));
        self.label.report_credential(retries, wait, &error);
        let Some(wait) = wait else { return Err(Failure::Credential(error)) };
        self.wait(wait).await;
        self.unready += 1;
        Ok(())
    }

    /// The request with the provided credentials; none if there are none, as it is then signed already.
    fn signed(
        &self,
        request: &http::Request<Body>,
        used: &Used<'_>,
    ) -> Result<Option<http::Request<Body>>, BuildError> {
        if used.is_empty() {
            return Ok(None);
        }
        let mut fresh = request.clone();
        self.exchanger.sign(&mut fresh, used, self.options)?;
        Ok(Some(fresh))
    }

    /// Takes account of an outcome: an earlier request may have had an effect, however this attempt ended.
    fn note(&mut self, outcome: Outcome) -> Outcome {
        let outcome =
            if self.sent { outcome.map_err(TransportError::after_sending) } else { outcome };
        self.sent |= !matches!(&outcome, Err(error) if error.is_connect());
        let retry = &self.options.retry;
        if matches!(&outcome, Ok(response) if !retry.is_temporary(response.status())) {
            self.exchanger.budget.give();
        }
        outcome
    }

    /// The wait before the next attempt; none if this was the last one.
    fn wait_after(
        &mut self,
        request: &http::Request<Body>,
        used: &Used<'_>,
        outcome: &Outcome,
    ) -> Option<Duration> {
        let retries = self.retries();
        let is_refused = !self.refused && forget_refused(used, outcome);
        if is_refused && !request.body().is_spent() && !self.left().is_zero() {
            self.refused = true;
            return Some(Duration::ZERO);
        }
        let wait = self.options.retry.wait(retries, self.options.repeatable, outcome);
        wait.filter(|wait| self.may_retry(request, *wait))
    }

    /// The report on an attempt.
    fn attempt<'a>(&'a self, outcome: &'a Outcome, wait: Option<Duration>) -> Attempt<'a> {
        Attempt {
            operation: self.label.operation,
            method: self.label.route.method(),
            path: self.label.path(),
            retries: self.attempts,
            outcome: outcome.as_ref().map(http::Response::status),
            elapsed: self.elapsed(),
            wait,
        }
    }

    async fn wait(&mut self, wait: Duration) {
        if !wait.is_zero() {
            self.ahead += self.exchanger.sleep(wait).await;
        }
    }
}

/// Forgets the provided credentials if the response refuses them, as they may have expired early. Returns whether there were any.
fn forget_refused(used: &Used<'_>, outcome: &Outcome) -> bool {
    let is_refused =
        matches!(outcome, Ok(response) if response.status() == StatusCode::UNAUTHORIZED);
    if is_refused {
        used.iter().for_each(|(own, held)| own.refuse(held));
    }
    is_refused && !used.is_empty()
}
