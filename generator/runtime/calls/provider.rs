//! [`CredentialProvider`]: where a credential comes from that does not last.

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

/// How long a credential may take to come, whatever the time for the call is.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one may take that is not needed yet.
const PATIENCE_AHEAD: Duration = Duration::from_secs(10);
/// How long before its end a credential is renewed, unless that is most of its life.
const AHEAD: Duration = Duration::from_secs(60);

/// A credential, and how long it is good for.
#[derive(Debug, Clone)]
pub struct Provided {
    credential: Credential,
    lifetime: Option<Duration>,
}

impl Provided {
    /// A credential that is good until the server refuses it.
    #[must_use]
    pub const fn new(credential: Credential) -> Self {
        Self { credential, lifetime: None }
    }

    /// Sets how long it is good for. It is renewed before that.
    #[must_use]
    pub const fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// A credential that is awaited.
pub type Providing<'a> =
    Pin<Box<dyn Future<Output = Result<Provided, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// Where a credential comes from that does not last: a token of OAuth 2, a key that is rotated.
///
/// It is asked when a call needs the credential and there is none, when the one there is comes to its end, and once more when the
/// server says 401; then the call is sent again, once. However many calls wait, it is asked once, and all of them get what it gives, or
/// its failure as a [`CredentialError`]. It has 30 seconds, of which each call waits for as long as it has time itself: a call that ends leaves
/// what was asked to the others, and the last one ends it. Where the credential is still good, it has 10 seconds and half of the time of
/// the call, after which the call goes on with it. A function that returns a future is one:
///
/// ```ignore
/// builder.credential_provider("Bearer", || async {
///     let token = read_token().await?;
///     Ok(Provided::new(Credential::Token(token)).expires_in(Duration::from_secs(300)))
/// })
/// ```
pub trait CredentialProvider: Send + Sync {
    /// Gets a new credential, by the transport of the client if that is of use. What it returns may be dropped.
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
    /// Sets where the credential for a security scheme comes from when it is needed, in place of one that is set.
    pub fn credential_provider(
        self,
        scheme: &'static str,
        provider: impl CredentialProvider + 'static,
    ) -> Self {
        self.renewed(Box::new(Live::new(scheme, Arc::new(provider))))
    }
}

/// The credential of a scheme that is renewed when need be.
struct Live {
    scheme: &'static str,
    provider: Arc<dyn CredentialProvider>,
    /// Held by the call that drives what was asked, for all others. One that ends early leaves it to the next.
    gate: tokio::sync::Mutex<Option<Asking>>,
    /// How many calls wait for what was asked.
    waiting: AtomicUsize,
    state: Mutex<State>,
}

/// What the provider was asked; nothing comes if it takes too long.
type Asking = Pin<Box<dyn Future<Output = Option<Given>> + Send>>;

/// What a provider gives.
type Given = Result<Provided, Box<dyn StdError + Send + Sync>>;

#[derive(Default)]
struct State {
    /// How often it was asked for and came, or did not.
    rounds: u64,
    held: Option<Lasting>,
    /// Why the last round failed.
    failure: Option<CredentialError>,
}

/// A credential that is there, when it is to be renewed, and when it ends.
#[derive(Clone)]
struct Lasting {
    held: Held,
    renew: Option<Instant>,
    end: Option<Instant>,
}

impl Renewed for Live {
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
        self.lock().held.take_if(|lasting| lasting.held.round == refused.round);
    }
}

impl Live {
    fn new(scheme: &'static str, provider: Arc<dyn CredentialProvider>) -> Self {
        let (gate, waiting) = (tokio::sync::Mutex::new(None), AtomicUsize::new(0));
        Self { scheme, provider, gate, waiting, state: Mutex::default() }
    }

    /// The credential, a new one if need be, in this time.
    async fn current(
        &self,
        transport: &Arc<dyn Transport>,
        time: Duration,
    ) -> Result<Held, CredentialError> {
        let (round, held) = self.look();
        if let Some(Lasting { held, renew, .. }) = held {
            if !is_past(renew) {
                return Ok(held);
            }
            // It is still good: who is not the first to see that it ends soon goes on with it, and so does who gets no other.
            let _waiting = Waiting::of(self);
            let Ok(mut gate) = self.gate.try_lock() else { return Ok(held) };
            let patience = PATIENCE_AHEAD.min(time / 2);
            return Ok(self.renew(&mut gate, transport, patience).await.unwrap_or(held));
        }
        // It is dropped behind the gate.
        let _waiting = Waiting::of(self);
        let mut gate = self.gate.lock().await;
        match (self.look(), self.failure()) {
            ((_, Some(lasting)), _) => Ok(lasting.held),
            // Another call asked while this one waited, and its failure is that of all.
            ((last, None), Some(failure)) if last != round => Err(failure),
            _ => self.renew(&mut gate, transport, PATIENCE).await,
        }
    }

    /// How often it was asked for, and the credential if it is good.
    fn look(&self) -> (u64, Option<Lasting>) {
        let state = self.lock();
        (state.rounds, state.held.clone().filter(|held| !is_past(held.end)))
    }

    fn failure(&self) -> Option<CredentialError> {
        self.lock().failure.clone()
    }

    fn timeout(&self) -> CredentialError {
        CredentialError::new(self.scheme, CredentialErrorKind::Timeout, None)
    }

    fn ask(&self, transport: &Arc<dyn Transport>, patience: Duration) -> Asking {
        let (provider, transport) = (Arc::clone(&self.provider), Arc::clone(transport));
        let deadline = transport.deadline(patience);
        Box::pin(async move { within(deadline, provider.provide(&*transport)).await })
    }

    /// Asks the provider, or goes on with what another call has asked.
    async fn renew(
        &self,
        gate: &mut Option<Asking>,
        transport: &Arc<dyn Transport>,
        patience: Duration,
    ) -> Result<Held, CredentialError> {
        let failed = |kind, source| CredentialError::new(self.scheme, kind, source);
        let asked = poll_fn(|cx| {
            // One that panics is not asked for more.
            let mut asking = gate.take().unwrap_or_else(|| self.ask(transport, patience));
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
                let ahead = lifetime.map(|lifetime| AHEAD.min(lifetime / 2));
                let renew = end.zip(ahead).and_then(|(end, ahead)| end.checked_sub(ahead));
                let held = Held { credential, round: state.rounds };
                let lasting = Lasting { held: held.clone(), renew, end };
                (state.held, state.failure) = (Some(lasting), None);
                Ok(held)
            }
            Err(error) => {
                state.failure = Some(error.clone());
                // One that is still good is used half of what is left of it before it is asked again.
                if let Some(Lasting { renew, end: Some(end), .. }) = &mut state.held {
                    *renew = Some(now + end.saturating_duration_since(now) / 2);
                }
                Err(error)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that waits for what was asked. The last one ends it.
struct Waiting<'l>(&'l Live);

impl<'l> Waiting<'l> {
    fn of(live: &'l Live) -> Self {
        live.waiting.fetch_add(1, Ordering::SeqCst);
        Self(live)
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
