//! [`Signer`]: credentials on requests, those that are set and those that are asked for.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::runtime::bodies::Body;
use crate::runtime::errors::{BuildErrorKind, CredentialError};
use crate::runtime::transport::Transport;
use crate::runtime::url::BaseUrl;
use crate::runtime::wire::{Credential, Credentials, Security};

/// The credentials of a client.
pub(crate) struct Signer {
    pub(crate) credentials: Credentials,
    pub(crate) renewed: Vec<Box<dyn Renewed>>,
}

/// The credential of a scheme that is asked for when need be.
pub(crate) trait Renewed: Send + Sync {
    /// The name of the scheme.
    fn scheme(&self) -> &'static str;

    /// The credential, a new one if need be, in this time.
    fn get<'a>(&'a self, transport: &'a Arc<dyn Transport>, time: Duration) -> Getting<'a>;

    /// Forgets one that the server refused, unless there is another by now.
    fn refuse(&self, refused: &Held);
}

/// A credential that is asked for.
pub(crate) type Getting<'a> =
    Pin<Box<dyn Future<Output = Result<Held, CredentialError>> + Send + 'a>>;

/// A credential that is there.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) credential: Credential,
    /// Its number among those that the provider gave, by which it is forgotten when it is refused.
    #[allow(dead_code, reason = "for a feature")]
    pub(crate) round: u64,
}

/// What a request is signed for.
#[derive(Debug, Clone)]
pub(crate) struct Purpose {
    pub(crate) security: Security,
    /// The only server that it may go to, if that is not the one of the credentials.
    pub(crate) server: Option<BaseUrl>,
}

/// The credentials that were asked for to sign a request.
pub(crate) type Used<'s> = Vec<(&'s dyn Renewed, Held)>;

impl Signer {
    /// What is to be asked for to sign a request for this purpose.
    pub(crate) fn needed(&self, purpose: &Purpose) -> Vec<&dyn Renewed> {
        if self.renewed.is_empty() {
            return Vec::new();
        }
        let is_renewed = |scheme: &str| self.renewed.iter().any(|own| own.scheme() == scheme);
        let chosen = self.credentials.alternative(purpose.security, is_renewed);
        let renewed = self.renewed.iter().map(|own| &**own);
        renewed.filter(|own| chosen.contains(&own.scheme())).collect()
    }

    /// Adds the credentials.
    pub(crate) fn sign(
        &self,
        purpose: &Purpose,
        used: &Used<'_>,
        request: &mut http::Request<Body>,
    ) -> Result<(), BuildErrorKind> {
        let server = purpose.server.as_ref().or(self.credentials.server());
        if used.is_empty() {
            return self.credentials.apply(purpose.security, server, request);
        }
        let all = used.iter().fold(self.credentials.clone(), |all, (own, held)| {
            all.with(own.scheme(), held.credential.clone())
        });
        all.apply(purpose.security, server, request)
    }
}
