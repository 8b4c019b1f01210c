//! [`Signer`]: signs requests with fixed credentials and with those of providers.

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

/// The credential of a scheme that is obtained when necessary.
pub(crate) trait Renewed: Send + Sync {
    /// The name of the scheme.
    fn scheme(&self) -> &'static str;

    /// The credential within this time, renewed if necessary.
    fn get<'a>(&'a self, transport: &'a Arc<dyn Transport>, time: Duration) -> Getting<'a>;

    /// Forgets a credential that the server refused, unless it was already replaced.
    fn refuse(&self, refused: &Held);
}

/// A future credential.
pub(crate) type Getting<'a> =
    Pin<Box<dyn Future<Output = Result<Held, CredentialError>> + Send + 'a>>;

/// A current credential.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) credential: Credential,
    /// The provider's round that returned it, by which it is identified when it is refused.
    #[allow(dead_code, reason = "for a feature")]
    pub(crate) round: u64,
}

/// The security and server for which a request is signed.
#[derive(Debug, Clone)]
pub(crate) struct Purpose {
    pub(crate) security: Security,
    /// The only server to which it may be sent, if that is not the one of the credentials.
    pub(crate) server: Option<BaseUrl>,
}

/// The provided credentials with which a request is signed.
pub(crate) type Used<'s> = Vec<(&'s dyn Renewed, Held)>;

impl Signer {
    /// The provided credentials needed to sign a request for this purpose.
    pub(crate) fn needed(&self, purpose: &Purpose) -> Vec<&dyn Renewed> {
        if self.renewed.is_empty() {
            return Vec::new();
        }
        let is_renewed = |scheme: &str| self.renewed.iter().any(|own| own.scheme() == scheme);
        let chosen = self.credentials.alternative(purpose.security, is_renewed);
        let renewed = self.renewed.iter().map(|own| &**own);
        renewed.filter(|own| chosen.contains(&own.scheme())).collect()
    }

    /// Whether requests for this purpose need credentials, and none of the alternatives is complete.
    pub(crate) fn lacks_credential(&self, purpose: &Purpose) -> bool {
        let is_renewed = |scheme: &str| self.renewed.iter().any(|own| own.scheme() == scheme);
        let is_optional = purpose.security.iter().any(|schemes| schemes.is_empty());
        !is_optional
            && !purpose.security.is_empty()
            && self.credentials.alternative(purpose.security, is_renewed).is_empty()
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
