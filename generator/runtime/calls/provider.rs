//! [`CredentialProvider`]: where a credential comes from that does not last.

use std::error::Error as StdError;
use std::pin::Pin;
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
/// its failure as a [`CredentialError`]. It has 30 seconds and the time of the call; where the credential is still good, 10 seconds and half
/// of that time, after which the call goes on with it. A function that returns a future is one:
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
        self.renewed(Box::new(Live::new(scheme, Box::new(provider))))
    }
}

/// The credential of a scheme that is renewed when need be.
struct Live {
    scheme: &'static str,
    provider: Box<dyn CredentialProvider>,
    /// Held by the call that renews it, for all others.
    gate: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

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

    fn get<'a>(&'a self, transport: &'a dyn Transport, time: Duration) -> Getting<'a> {
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
    fn new(scheme: &'static str, provider: Box<dyn CredentialProvider>) -> Self {
        let gate = tokio::sync::Mutex::new(());
        Self { scheme, provider, gate, state: Mutex::default() }
    }

    /// The credential, a new one if need be, in this time.
    async fn current(
        &self,
        transport: &dyn Transport,
        time: Duration,
    ) -> Result<Held, CredentialError> {
        let (round, held) = self.look();
        if let Some(Lasting { held, renew, .. }) = held {
            if !is_past(renew) {
                return Ok(held);
            }
            // It is still good: who is not the first to see that it ends soon goes on with it, and so does who gets no other.
            let Ok(_gate) = self.gate.try_lock() else { return Ok(held) };
            let patience = PATIENCE_AHEAD.min(time / 2);
            return Ok(self.renew(transport, patience).await.unwrap_or(held));
        }
        let _gate = self.gate.lock().await;
        match (self.look(), self.failure()) {
            ((_, Some(lasting)), _) => Ok(lasting.held),
            // Another call asked while this one waited, and its failure is that of all.
            ((last, None), Some(failure)) if last != round => Err(failure),
            _ => self.renew(transport, PATIENCE).await,
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

    async fn renew(
        &self,
        transport: &dyn Transport,
        patience: Duration,
    ) -> Result<Held, CredentialError> {
        let failed = |kind, source| CredentialError::new(self.scheme, kind, source);
        let asked = within(transport.deadline(patience), self.provider.provide(transport)).await;
        let provided = match asked {
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

fn is_past(time: Option<Instant>) -> bool {
    time.is_some_and(|time| time <= Instant::now())
}
