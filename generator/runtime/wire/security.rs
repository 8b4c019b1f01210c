//! Security schemes and their credentials.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::zeroize::Zeroizing;

use super::meta::{Meta, Security};
use super::request::add_cookies;
use crate::api::API;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{BuildError, BuildErrorKind};
use crate::runtime::url::{BaseUrl, encode};
use crate::runtime::values::Secret;

/// The properties of the whole API that the runtime needs.
#[derive(Debug, Clone, Copy)]
pub struct ApiDescription {
    /// The documented base URL, if there is one.
    pub base_url: Option<&'static str>,
    /// The security of operations without their own.
    pub default_security: Security,
    /// The security schemes.
    pub security_schemes: &'static [SecurityScheme],
    /// Whether the API uses cookies.
    pub cookies: bool,
    /// The prefix of the names of environment variables.
    pub environment: &'static str,
    /// Whether compressed responses can be read.
    pub compressed: bool,
}

/// A documented way to authenticate the caller.
#[derive(Debug, Clone, Copy)]
pub struct SecurityScheme {
    /// Its name in the documentation.
    pub name: &'static str,
    /// The way in which the credential is sent.
    pub kind: SecuritySchemeKind,
    /// The environment variables that hold the credential: two for a user name and a password, otherwise one.
    pub environment: &'static [&'static str],
    /// The documented URL for OAuth 2 tokens of client credentials, if there is one.
    pub token_url: Option<&'static str>,
}

/// The way in which a credential is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// A key.
    ApiKey {
        /// The place of the key.
        location: ApiKeyLocation,
        /// The name of the header, parameter or cookie.
        name: &'static str,
    },
    /// A user name and a password.
    HttpBasic,
    /// A bearer token, from OAuth 2 or OpenID Connect for instance.
    HttpBearer,
}

/// The place of a key in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// A header.
    Header,
    /// A parameter of the query.
    Query,
    /// A cookie.
    Cookie,
}

/// The data that authenticates the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// A key.
    ApiKey(Secret),
    /// A user name and a password.
    Basic {
        /// The user name.
        user_name: String,
        /// The password.
        password: Secret,
    },
    /// A bearer token.
    Token(Secret),
}

/// The credentials of a caller. `Debug` shows only the names of their security schemes.
#[derive(Clone, Default)]
pub struct Credentials {
    by_scheme: BTreeMap<&'static str, Option<Sent>>,
    server: Option<BaseUrl>,
}

/// A credential as it is sent in every request. Credentials that cannot be sent have none.
#[derive(Clone)]
enum Sent {
    Header(HeaderName, HeaderValue),
    /// A pair of the query.
    Query(Zeroizing<String>),
    Cookie(Zeroizing<String>),
}

impl Credentials {
    /// No credentials.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the credential for a security scheme.
    #[must_use]
    pub fn with(mut self, scheme: &'static str, credential: Credential) -> Self {
        let known = API.security_schemes.iter().find(|known| known.name == scheme);
        self.by_scheme.insert(scheme, known.and_then(|known| Sent::new(known.kind, &credential)));
        self
    }

    /// Restricts the credentials to the server of this base URL, as a [`Client`](crate::runtime::Client) does. Requests to other
    /// servers are refused, except for operations with a documented server of their own; see [`Meta::base_url`].
    #[must_use]
    pub fn only_for(mut self, base_url: &BaseUrl) -> Self {
        self.server = Some(base_url.clone());
        self
    }

    /// The security schemes of these credentials.
    pub fn schemes(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.by_scheme.keys().copied()
    }

    /// Adds the credentials that the operation needs: those of the first alternative that is complete. If none is,
    /// the request stays as it is, as some operations need no credentials.
    ///
    /// # Errors
    ///
    /// When the request leads to a server for which the credentials are not meant. When a credential is for an unknown security
    /// scheme, does not fit its scheme, or has characters that cannot be sent.
    pub fn authorize(
        &self,
        meta: &Meta,
        request: &mut http::Request<Body>,
    ) -> Result<(), BuildError> {
        let server = self.server.as_ref().map(|server| meta.base_url(server));
        self.apply(meta.own_security().unwrap_or(API.default_security), server.as_ref(), request)
            .map_err(|kind| BuildError::from(kind).in_call(&meta.route()))
    }

    /// The server to which they are restricted, if there is one.
    pub(crate) fn server(&self) -> Option<&BaseUrl> {
        self.server.as_ref()
    }

    /// The first alternative whose schemes all have a credential here or satisfy `also`.
    pub(crate) fn alternative(
        &self,
        security: Security,
        also: impl Fn(&str) -> bool,
    ) -> &'static [&'static str] {
        let complete = |schemes: &&&[&str]| {
            let is_there = |scheme: &&str| self.by_scheme.contains_key(scheme) || also(scheme);
            !schemes.is_empty() && schemes.iter().all(is_there)
        };
        security.iter().find(complete).copied().unwrap_or_default()
    }

    pub(crate) fn apply(
        &self,
        security: Security,
        server: Option<&BaseUrl>,
        request: &mut http::Request<Body>,
    ) -> Result<(), BuildErrorKind> {
        if server.is_some_and(|server| !server.is_server_of(request.uri())) {
            return Err(BuildErrorKind::ForeignUrl);
        }
        let is_known =
            |name: &&&str| API.security_schemes.iter().any(|scheme| scheme.name == **name);
        if let Some(scheme) = self.by_scheme.keys().find(|name| !is_known(name)) {
            return Err(BuildErrorKind::InvalidCredential { scheme });
        }
        for &scheme in self.alternative(security, |_| false) {
            let sent = self.by_scheme.get(scheme).and_then(Option::as_ref);
            sent.and_then(|sent| sent.add(request))
                .ok_or(BuildErrorKind::InvalidCredential { scheme })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.by_scheme.keys()).finish()
    }
}

impl Sent {
    /// Prepares a credential; `None` if it does not fit its scheme, or has characters that cannot be sent.
    fn new(kind: SecuritySchemeKind, credential: &Credential) -> Option<Self> {
        use ApiKeyLocation::{Cookie, Header, Query};
        let pair = |name: &str, key: &Secret| {
            let key = Zeroizing::new(encode(key.expose()));
            Zeroizing::new([&encode(name), "=", &*key].concat())
        };
        match (kind, credential) {
            (SecuritySchemeKind::ApiKey { location, name }, Credential::ApiKey(key)) => {
                match location {
                    Header => {
                        let key = Zeroizing::new(key.expose().to_owned());
                        Self::header(HeaderName::try_from(name).ok()?, key)
                    }
                    Query => Some(Self::Query(pair(name, key))),
                    Cookie => Some(Self::Cookie(pair(name, key))),
                }
            }
            (SecuritySchemeKind::HttpBasic, Credential::Basic { user_name, password }) => {
                let pair = Zeroizing::new(format!("{user_name}:{}", password.expose()));
                let pair = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
                let value = Zeroizing::new(format!("Basic {}", *pair));
                if user_name.contains(':') { None } else { Self::header(AUTHORIZATION, value) }
            }
            (SecuritySchemeKind::HttpBearer, Credential::Token(token)) => {
                let value = Zeroizing::new(format!("Bearer {}", token.expose()));
                Self::header(AUTHORIZATION, value)
            }
            _ => None,
        }
    }

    fn header(name: HeaderName, value: Zeroizing<String>) -> Option<Self> {
        if !value.is_ascii() {
            return None;
        }
        // All requests share these bytes, which are wiped after the last one.
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(value)).ok()?;
        value.set_sensitive(true);
        Some(Self::Header(name, value))
    }

    /// Adds the credential to a request; `None` if that is not possible.
    fn add(&self, request: &mut http::Request<Body>) -> Option<()> {
        match self {
            Self::Header(name, value) => {
                request.headers_mut().insert(name, value.clone());
                Some(())
            }
            Self::Query(pair) => {
                let uri = request.uri().to_string();
                *request.uri_mut() = http::Uri::try_from(with_pair(&uri, pair)).ok()?;
                let QueryKeys(keys) = request.extensions_mut().get_or_insert_default();
                keys.push(pair.clone());
                Some(())
            }
            Self::Cookie(pair) => add_cookies(request.headers_mut(), pair),
        }
    }
}

/// The pairs of a request's query that are credentials.
#[derive(Clone, Default)]
struct QueryKeys(Vec<Zeroizing<String>>);

/// The target of a redirect with the credentials in the query of a request, as the target gets those in headers too. A pair of the same
/// name in the target is kept.
pub(crate) fn with_query_keys(request: &http::Request<Body>, target: &str) -> Zeroizing<String> {
    let keys = request.extensions().get().map_or(&[][..], |QueryKeys(keys)| keys);
    let target = Zeroizing::new(target.to_owned());
    keys.iter().fold(target, |target, key| {
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let has_own = query.split('&').any(|pair| name_of(pair) == name_of(key));
        if has_own { target } else { Zeroizing::new(with_pair(&target, key)) }
    })
}

/// A URI with this pair in its query, in place of others of the same name: the URL of a next page may repeat the key.
pub(crate) fn with_pair(uri: &str, pair: &str) -> String {
    let (own, (path, query)) = (name_of(pair), uri.split_once('?').unwrap_or((uri, "")));
    let others = query.split('&').filter(|other| !other.is_empty() && name_of(other) != own);
    let pairs: Vec<&str> = others.chain([pair]).collect();
    format!("{path}?{}", pairs.join("&"))
}

/// The name in a pair of a query.
fn name_of(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}
