//! [`Signer`]: credentials on requests, those that are set and those that are provided.

use std::time::Duration;

use super::provider::{Held, Live};
use crate::runtime::bodies::Body;
use crate::runtime::errors::{BuildErrorKind, CredentialError};
use crate::runtime::transport::{Transport, within};
use crate::runtime::url::BaseUrl;
use crate::runtime::wire::{Credentials, Security};

/// The credentials of a client.
pub(crate) struct Signer {
    pub(crate) credentials: Credentials,
    pub(crate) live: Vec<Live>,
}

/// What a request is signed for.
#[derive(Debug, Clone)]
pub(crate) struct Purpose {
    pub(crate) security: Security,
    /// The only server that it may go to.
    pub(crate) server: Option<BaseUrl>,
}

/// The provided credentials that a request was signed with.
pub(crate) type Used<'s> = Vec<(&'s Live, Held)>;

impl Signer {
    /// The providers that a request for this purpose needs.
    pub(crate) fn needed(&self, purpose: &Purpose) -> Vec<&Live> {
        if self.live.is_empty() {
            return Vec::new();
        }
        let is_live = |scheme: &str| self.live.iter().any(|live| live.scheme == scheme);
        let chosen = self.credentials.alternative(purpose.security, is_live);
        self.live.iter().filter(|live| chosen.contains(&live.scheme)).collect()
    }

    /// Gets what is to be provided in this time.
    pub(crate) async fn provided<'s>(
        needed: &[&'s Live],
        transport: &dyn Transport,
        time: Duration,
    ) -> Result<Used<'s>, CredentialError> {
        let mut used = Vec::new();
        for live in needed {
            let held = within(transport.deadline(time), live.get(transport)).await;
            used.push((*live, held.unwrap_or_else(|| Err(live.timeout()))?));
        }
        Ok(used)
    }

    /// Adds the credentials.
    pub(crate) fn sign(
        &self,
        purpose: &Purpose,
        used: &Used<'_>,
        request: &mut http::Request<Body>,
    ) -> Result<(), BuildErrorKind> {
        if used.is_empty() {
            return self.credentials.apply(purpose.security, purpose.server.as_ref(), request);
        }
        let all = used.iter().fold(self.credentials.clone(), |all, (live, held)| {
            all.with(live.scheme, held.credential.clone())
        });
        all.apply(purpose.security, purpose.server.as_ref(), request)
    }
}
