//! [`CredentialProvider`]: the source of a credential that expires.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::builder::ClientBuilder;
use super::signer::{Getting, Held, Renewed};
use crate::runtime::errors::{CredentialError, CredentialErrorKind};
use crate::runtime::transport::{Transport, within};
use crate::runtime::values::Instant;
use crate::runtime::wire::Credential;

/// The maximum time for a provider, whatever the time for the call is.
const PROVIDER_TIMEOUT: Duration = Duration::from_secs(30);
/// The maximum time for a provider while the old credential is still valid.
const RENEWAL_TIMEOUT: Duration = Duration::from_secs(10);
/// The time before its end at which a credential is renewed, but at most half of its lifetime.
const RENEWAL_LEAD: Duration = Duration::from_secs(60);

/// A credential and its lifetime.
#[derive(Debug, Clone)]
pub struct Provided {
    credential: Credential,
    lifetime: Option<Duration>,
}

impl Provided {
    /// A credential that is valid until the server refuses it.
    #[must_use]
    pub const fn new(credential: Credential) -> Self {
        Self { credential, lifetime: None }
    }

    /// Sets the lifetime. The credential is renewed before its end.
    #[must_use]
    pub const fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// A future credential.
pub type Providing<'a> =
    Pin<Box<dyn Future<Output = Result<Provided, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// The source of a credential that expires, such as an OAuth 2 token or a rotated key.
///
/// The provider is asked when a call needs the credential and there is none, shortly before the credential expires, and after a 401. In
/// that case the call is sent again, once. While several calls wait, the provider is asked only once, and all of them get its
/// credential, or its failure as a [`CredentialError`].
///
/// The provider has 30 seconds, but each call waits no longer than its own timeout. If a call ends, the others continue to wait; after
/// the last one, the request to the provider is dropped. While the old credential is still valid, a call waits at most 10 seconds and at
/// most half of its remaining time. After that, it uses the old credential.
///
/// A function that returns a future is a provider. The first argument is the name of a security scheme of the API:
///
/// ```ignore
/// builder.credential_provider("bearerAuth", || async {
///     let token = read_token().await?;
///     Ok(Provided::new(Credential::Token(token)).expires_in(Duration::from_secs(300)))
/// })
/// ```
pub trait CredentialProvider: Send + Sync {
    /// Gets a new credential. The client's transport may be used for this. The returned future may be dropped early.
    fn provide<'a>(&'a self, transport: &'a dyn Transport) -> Providing<'a>;
}

impl<F, R> CredentialProvider for F
where
    F: Fn() -> R + Send + Sync,
    R: Future<Output = Result<Provided, Box<dyn StdError + Send + Sync>>> + Send + 'static,
{
    fn provide<'a>(&'a self, _: &'a dyn Transport) -> Providing<'a> {
        Box::pin(self())
    }
}

impl ClientBuilder {
    /// Sets the provider of the credential for a security scheme. It replaces a fixed credential.
    pub fn credential_provider(
        self,
        scheme: &'static str,
        provider: impl CredentialProvider + 'static,
    ) -> Self {
        self.renewed(Box::new(ProvidedCredential::new(scheme, Arc::new(provider))))
    }
}

/// The credential of a scheme that is renewed when necessary.
struct ProvidedCredential {
    scheme: &'static str,
    provider: Arc<dyn CredentialProvider>,
    /// Held by the call that drives the provider for all others. If that call ends early, the next one continues.
    gate: tokio::sync::Mutex<Option<ProviderRequest>>,
    /// The number of calls that wait for the provider.
    waiting: AtomicUsize,
    state: Mutex<State>,
}

/// A running request to the provider. Its output is `None` if it takes too long.
type ProviderRequest = Pin<Box<dyn Future<Output = Option<ProviderResult>> + Send>>;

/// The result of a provider.
type ProviderResult = Result<Provided, Box<dyn StdError + Send + Sync>>;

#[derive(Default)]
struct State {
    /// The number of completed requests to the provider, successful or not.
    rounds: u64,
    held: Option<Current>,
    /// The error of the last round, if it failed.
    failure: Option<CredentialError>,
}

impl State {
    /// A credential that is still valid is used for half of its remaining time before the next request to the provider.
    fn postpone_renewal(&mut self) {
        let now = Instant::now();
        if let Some(Current { renew, end: Some(end), .. }) = &mut self.held {
            *renew = Some(now + end.saturating_duration_since(now) / 2);
        }
    }
}

/// A current credential, with the times at which to renew it and at which it expires.
#[derive(Clone)]
struct Current {
    held: Held,
    renew: Option<Instant>,
    end: Option<Instant>,
}

impl Renewed for ProvidedCredential {
    fn scheme(&self) -> &'static str {
        self.scheme
    }

    fn get<'a>(&'a self, transport: &'a Arc<dyn Transport>, time: Duration) -> Getting<'a> {
        Box::pin(async move {
            let got = within(transport.deadline(time), self.current(transport, time)).await;
            got.unwrap_or_else(|| Err(self.timeout()))
        })
    }

    fn refuse(&self, refused: &Held) {
        self.lock().held.take_if(|current| current.held.round == refused.round);
    }
}

impl ProvidedCredential {
    fn new(scheme: &'static str, provider: Arc<dyn CredentialProvider>) -> Self {
        let (gate, waiting) = (tokio::sync::Mutex::new(None), AtomicUsize::new(0));
        Self { scheme, provider, gate, waiting, state: Mutex::default() }
    }

    /// The credential within this time, renewed if necessary.
    async fn current(
        &self,
        transport: &Arc<dyn Transport>,
        time: Duration,
    ) -> Result<Held, CredentialError> {
        let (round, held) = self.valid_credential();
        if let Some(Current { held, renew, .. }) = held {
            if !is_past(renew) {
                return Ok(held);
            }
            // It is still valid. Only one call renews it; the others use it, and so does that call if renewal fails.
            let _waiting = Waiting::of(self);
            let Ok(mut gate) = self.gate.try_lock() else { return Ok(held) };
            let limit = transport.deadline(RENEWAL_TIMEOUT.min(time / 2));
            return Ok(match within(limit, self.renew(&mut gate, transport)).await {
                Some(renewed) => renewed.unwrap_or(held),
                // The request goes on if another call waits for it.
                None => {
                    self.lock().postpone_renewal();
                    held
                }
            });
        }
        // Declared before the gate, so that it is dropped after it.
        let _waiting = Waiting::of(self);
        let mut gate = self.gate.lock().await;
        match (self.valid_credential(), self.failure()) {
            ((_, Some(current)), _) => Ok(current.held),
            // Another call asked while this one waited. Its failure applies to all.
            ((last, None), Some(failure)) if last != round => Err(failure),
            _ => self.renew(&mut gate, transport).await,
        }
    }

    /// The number of rounds, and the credential if it is valid.
    fn valid_credential(&self) -> (u64, Option<Current>) {
        let state = self.lock();
        (state.rounds, state.held.clone().filter(|held| !is_past(held.end)))
    }

    fn failure(&self) -> Option<CredentialError> {
        self.lock().failure.clone()
    }

    fn timeout(&self) -> CredentialError {
        CredentialError::new(self.scheme, CredentialErrorKind::Timeout, None)
    }

    fn ask(&self, transport: &Arc<dyn Transport>) -> ProviderRequest {
        let (provider, transport) = (Arc::clone(&self.provider), Arc::clone(transport));
        let deadline = transport.deadline(PROVIDER_TIMEOUT);
        Box::pin(async move { within(deadline, provider.provide(&*transport)).await })
    }

    /// Asks the provider, or continues the request of another call.
    async fn renew(
        &self,
        gate: &mut Option<ProviderRequest>,
        transport: &Arc<dyn Transport>,
    ) -> Result<Held, CredentialError> {
        let failed = |kind, source| CredentialError::new(self.scheme, kind, source);
        let asked = poll_fn(|cx| {
            // Taken out, so that a future that panics is not polled again.
            let mut asking = gate.take().unwrap_or_else(|| self.ask(transport));
            let polled = asking.as_mut().poll(cx);
            *gate = Some(asking).filter(|_| polled.is_pending());
            polled
        });
        let provided = match asked.await {
            None => Err(self.timeout()),
            Some(Err(source)) => Err(failed(CredentialErrorKind::Failed, Some(Arc::from(source)))),
            Some(Ok(provided)) if provided.lifetime.is_some_and(|lifetime| lifetime.is_zero()) => {
                Err(failed(CredentialErrorKind::Expired, None))
            }
            Some(Ok(provided)) => Ok(provided),
        };
        let now = Instant::now();
        let mut state = self.lock();
        state.rounds += 1;
        match provided {
            Ok(Provided { credential, lifetime }) => {
                let end = lifetime.and_then(|lifetime| now.checked_add(lifetime));
                let ahead = lifetime.map(|lifetime| RENEWAL_LEAD.min(lifetime / 2));
                let renew = end.zip(ahead).and_then(|(end, ahead)| end.checked_sub(ahead));
                let held = Held { credential, round: state.rounds };
                let current = Current { held: held.clone(), renew, end };
                (state.held, state.failure) = (Some(current), None);
                Ok(held)
            }
            Err(error) => {
                state.failure = Some(error.clone());
                state.postpone_renewal();
                Err(error)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that waits for the provider. The last one to end drops the request.
struct Waiting<'l>(&'l ProvidedCredential);

impl<'l> Waiting<'l> {
    fn of(credential: &'l ProvidedCredential) -> Self {
        credential.waiting.fetch_add(1, Ordering::SeqCst);
        Self(credential)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let is_last = self.0.waiting.fetch_sub(1, Ordering::SeqCst) == 1;
        if is_last && let Ok(mut gate) = self.0.gate.try_lock() {
            drop(gate.take());
        }
    }
}

fn is_past(time: Option<Instant>) -> bool {
    time.is_some_and(|time| time <= Instant::now())
}
