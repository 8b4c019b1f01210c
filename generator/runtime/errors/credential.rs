//! [`CredentialError`]: a provider gave no credential.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::retry_after::retry_after;
use super::transport::{TransportError, causes};
use crate::runtime::url::{Route, write_route};

/// A provider gave no credential, so the call was not sent.
#[derive(Debug, Clone)]
pub struct CredentialError(Arc<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    scheme: &'static str,
    kind: CredentialErrorKind,
    route: Option<Route>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The reason why there is no credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialErrorKind {
    /// The provider failed.
    Failed,
    /// The credential did not arrive within the time limit.
    Timeout,
    /// The credential had already expired.
    Expired,
}

impl CredentialError {
    #[allow(dead_code, reason = "for a feature")]
    pub(crate) fn new(
        scheme: &'static str,
        kind: CredentialErrorKind,
        source: Option<Arc<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self(Arc::new(Inner { scheme, kind, route: None, source }))
    }

    /// Adds the call, unless one is known already.
    pub(crate) fn in_call(mut self, route: &Route) -> Self {
        Arc::make_mut(&mut self.0).route.get_or_insert_with(|| route.clone());
        self
    }

    /// The security scheme of the credential.
    pub fn scheme(&self) -> &'static str {
        self.0.scheme
    }

    /// The kind of failure.
    pub fn kind(&self) -> CredentialErrorKind {
        self.0.kind
    }

    /// The time that the server of the credential asks to wait before another request: known for client credentials, and for a provider
    /// that fails with a [`TransportError`] with headers.
    pub fn retry_after(&self) -> Option<Duration> {
        causes(self.source()?).find_map(|error| {
            let refused = error.downcast_ref::<Refused>().and_then(|refused| refused.retry_after);
            let headers = || error.downcast_ref::<TransportError>()?.headers();
            refused.or_else(|| retry_after(headers()?))
        })
    }

    /// Whether a later attempt may succeed: the credential did not arrive within the time limit, or the cause is temporary, such as a
    /// retryable [`TransportError`].
    pub fn is_retryable(&self) -> bool {
        let is_temporary = |error: &(dyn StdError + 'static)| {
            error.downcast_ref().is_some_and(TransportError::is_retryable)
                || error.downcast_ref().is_some_and(|refused: &Refused| refused.is_temporary)
        };
        self.0.kind == CredentialErrorKind::Timeout
            || self.source().is_some_and(|source| causes(source).any(is_temporary))
    }
}

/// The reason why a server gave no credential, whether it is temporary, and the time that the server asks to wait.
#[derive(Debug)]
#[allow(dead_code, reason = "for a feature")]
pub(crate) struct Refused {
    pub(crate) text: String,
    pub(crate) is_temporary: bool,
    pub(crate) retry_after: Option<Duration>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Refused {}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { scheme, kind, route, source } = &*self.0;
        write_route(route.as_ref(), f)?;
        write!(f, "no credential for `{scheme}`: ")?;
        match (kind, source) {
            (CredentialErrorKind::Failed, Some(source)) => write!(f, "{source}"),
            (CredentialErrorKind::Failed, None) => f.write_str("the provider failed"),
            (CredentialErrorKind::Timeout, _) => {
                f.write_str("it did not arrive within the time limit")
            }
            (CredentialErrorKind::Expired, _) => {
                f.write_str("the one from the provider had already expired")
            }
        }
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
