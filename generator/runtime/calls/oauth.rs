//! [`ClientCredentials`]: OAuth 2 tokens by the client credentials grant (RFC 6749, 4.4).

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use secrecy::zeroize::Zeroizing;
use serde_json::Value;

use super::builder::ClientBuilder;
use super::provider::{CredentialProvider, Provided, Providing};
use crate::api::API;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{
    ConfigError, Refused, TransportError, is_temporary, plain, retry_after,
};
use crate::runtime::json::any_json;
use crate::runtime::transport::Transport;
use crate::runtime::url::encode;
use crate::runtime::values::Secret;
use crate::runtime::wire::Credential;

/// The maximum length of a response of a token endpoint, in bytes.
const MAX_RESPONSE: usize = 1024 * 1024;

/// OAuth 2 tokens by the client credentials grant (RFC 6749, 4.4), for [`ClientBuilder::client_credentials`].
///
/// A token is requested when a call first needs it, and again before it expires.
#[derive(Clone)]
pub struct ClientCredentials {
    client_id: String,
    client_secret: Secret,
    token_url: Option<String>,
    /// The parameters besides the grant type.
    parameters: Vec<(&'static str, String)>,
    in_body: bool,
}

impl ClientCredentials {
    /// Creates the credentials from an id and a secret.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        let (client_id, client_secret) = (client_id.into(), client_secret.into());
        Self { client_id, client_secret, token_url: None, parameters: Vec::new(), in_body: false }
    }

    /// Sets the token URL; the documented one unless set.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sets the scopes of the token, separated by spaces.
    #[must_use]
    pub fn scope(mut self, scopes: impl Into<String>) -> Self {
        self.parameters.push(("scope", scopes.into()));
        self
    }

    /// Sets the audience of the token, which some servers require.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.parameters.push(("audience", audience.into()));
        self
    }

    /// Sends id and secret in the body, for servers that do not read the header `authorization`.
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    fn request(&self) -> Result<http::Request<Body>, http::Error> {
        let mut form = Zeroizing::new("grant_type=client_credentials".to_owned());
        let mut add = |name: &str, value: &str| {
            form.extend(["&", name, "="]);
            form.push_str(&Zeroizing::new(encode(value)));
        };
        self.parameters.iter().for_each(|(name, value)| add(name, value));
        if self.in_body {
            add("client_id", &self.client_id);
            add("client_secret", self.client_secret.expose());
        }
        let mut request = http::Request::post(self.token_url.as_deref().unwrap_or_default())
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.as_bytes().to_vec()))?;
        if !self.in_body {
            let secret = Zeroizing::new(encode(self.client_secret.expose()));
            let pair = Zeroizing::new(format!("{}:{}", encode(&self.client_id), *secret));
            let value = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
            let mut value = HeaderValue::try_from(value.as_str())?;
            value.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        Ok(request)
    }
}

impl ClientBuilder {
    /// Sets the client credentials with which the bearer token of a security scheme is requested from its OAuth 2 server.
    pub fn client_credentials(
        mut self,
        scheme: &'static str,
        mut credentials: ClientCredentials,
    ) -> Self {
        if credentials.token_url.is_none() {
            let known = API.security_schemes.iter().find(|known| known.name == scheme);
            credentials.token_url = known.and_then(|known| known.token_url).map(str::to_owned);
        }
        match &credentials.token_url {
            None => self.fail(ConfigError::MissingTokenUrl { scheme }),
            Some(url) if !is_absolute(url) => self.fail(ConfigError::InvalidTokenUrl { scheme }),
            Some(_) => {}
        }
        self.credential_provider(scheme, credentials)
    }
}

impl CredentialProvider for ClientCredentials {
    fn provide<'a>(&'a self, transport: &'a dyn Transport) -> Providing<'a> {
        Box::pin(async move {
            let response = transport.send(self.request()?).await?;
            let (status, retry_after) = (response.status(), retry_after(response.headers()));
            let value = read(response.into_body()).await?;
            let text = |key: &str| value.as_ref()?.get(key)?.as_str().map(plain);
            let said: Vec<String> =
                ["error", "error_description"].into_iter().filter_map(text).collect();
            let said = said.join(": ");
            if !status.is_success() {
                let refused = refused(&format!("status {} {said}", status.as_u16()));
                let is_temporary = is_temporary(status);
                return Err(Refused { is_temporary, retry_after, ..refused }.into());
            }
            // The body may hold a part of a token, so it is not quoted.
            let mut value = value.ok_or_else(|| refused("the response is not JSON"))?;
            let kind = value.get("token_type").and_then(Value::as_str).unwrap_or("bearer");
            if !kind.eq_ignore_ascii_case("bearer") {
                return Err(refused("the token is not a bearer token").into());
            }
            let lifetime = value.get("expires_in").and_then(lifetime);
            match value.get_mut("access_token").map(Value::take) {
                Some(Value::String(token)) if !token.is_empty() => {
                    let provided = Provided::new(Credential::Token(Secret::from(token)));
                    Ok(lifetime.into_iter().fold(provided, Provided::expires_in))
                }
                // Some servers report an error with a status of success.
                _ if !said.is_empty() => Err(refused(&said).into()),
                _ => Err(refused("the response has no token").into()),
            }
        })
    }
}

fn is_absolute(url: &str) -> bool {
    http::Uri::try_from(url).is_ok_and(|url| url.scheme().is_some() && url.host().is_some())
}

/// The lifetime of a token in seconds, which some servers write as a string. `None` if it is not a valid time.
fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// Reads the body as JSON; `None` if it is not JSON.
async fn read(mut body: Body) -> Result<Option<Value>, Box<dyn StdError + Send + Sync>> {
    let mut bytes = Zeroizing::new(Vec::new());
    while let Some(piece) = poll_fn(|cx| body.poll(cx)).await {
        bytes.extend_from_slice(&piece.map_err(TransportError::of_body)?);
        if bytes.len() > MAX_RESPONSE {
            return Err(refused("the response is too large").into());
        }
    }
    Ok(any_json(&bytes))
}

/// The error of a token endpoint that gave no token.
fn refused(why: &str) -> Refused {
    let text = format!("the token endpoint gave no token: {}", why.trim_end());
    Refused { text, is_temporary: false, retry_after: None }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("client_id", &self.client_id)
            .field("token_url", &self.token_url)
            .finish_non_exhaustive()
    }
}
