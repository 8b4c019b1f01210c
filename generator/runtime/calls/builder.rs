//! [`ClientBuilder`]: sets up a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, HeaderValue};

use super::attempt::{Attempt, Observer, ignore};
use super::budget::Budget;
use super::client::{Client, Inner};
use super::cookies::Jar;
use super::exchange::{Exchanger, Injector};
use super::receive::Limits;
use super::retry::Retry;
use super::signer::{Renewed, Signer};
use crate::api::{API, TRANSPORT};
use crate::runtime::errors::ConfigError;
use crate::runtime::json::Mode;
use crate::runtime::transport::{Transport, TransportSettings};
use crate::runtime::url::BaseUrl;
use crate::runtime::values::Secret;
use crate::runtime::wire::{Credential, Credentials, SecurityScheme, SecuritySchemeKind, header};

/// Sets up a [`Client`].
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    base_url: Option<String>,
    other_servers: Vec<(&'static str, String)>,
    timeout: Duration,
    settings: TransportSettings,
    idle_timeout: Option<Duration>,
    user_agent: String,
    transport: Option<Arc<dyn Transport>>,
    credentials: Credentials,
    renewed: Vec<Box<dyn Renewed>>,
    mode: Mode,
    max_response_bytes: u64,
    max_error_bytes: u64,
    retry: Retry,
    retry_budget: u32,
    observer: Box<Observer>,
    injector: Box<Injector>,
    cookies: bool,
    default_headers: HeaderMap,
    error: Option<ConfigError>,
}

impl Client {
    /// Creates a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Creates a client with the credentials, and perhaps the base URL, from environment variables.
    ///
    /// # Errors
    ///
    /// When a variable is missing or unusable.
    pub fn from_env() -> Result<Self, ConfigError> {
        ClientBuilder::from_env()?.build()
    }
}

impl ClientBuilder {
    fn new() -> Self {
        Self {
            base_url: API.base_url.map(str::to_owned),
            other_servers: Vec::new(),
            timeout: Duration::from_secs(60),
            settings: TransportSettings {
                connect_timeout: Duration::from_secs(10),
                max_idle_connections: 32,
                compressed: API.compressed,
            },
            idle_timeout: None,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            transport: None,
            credentials: Credentials::new(),
            renewed: Vec::new(),
            mode: Mode::Lenient,
            max_response_bytes: 64 * 1024 * 1024,
            max_error_bytes: 1024 * 1024,
            retry: Retry::none(),
            retry_budget: 100,
            observer: Box::new(ignore),
            injector: Box::new(|_| {}),
            cookies: API.cookies,
            default_headers: HeaderMap::new(),
            error: None,
        }
    }

    /// Creates a builder with the credentials, and perhaps the base URL, from environment variables. Line feeds at their end are ignored.
    ///
    /// # Errors
    ///
    /// When no credential is set, or only a part of one, or when the base URL is not valid.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    pub(crate) fn from_variables(
        read: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        // Secrets that are mounted as files often end with a line feed.
        let without_line_feed = |mut value: String| {
            value.truncate(value.trim_end_matches(['\r', '\n']).len());
            value
        };
        let read = |name: &str| read(name).map(without_line_feed).filter(|value| !value.is_empty());
        let mut builder = Self::new();
        let name = format!("{}_BASE_URL", API.environment);
        if let Some(base_url) = read(&name) {
            BaseUrl::parse(&base_url)
                .map_err(|error| ConfigError::InvalidVariable { name: name.into(), error })?;
            builder = builder.base_url(&base_url);
        }
        for scheme in API.security_schemes {
            if let Some(credential) = credential_from(scheme, &read)? {
                builder = builder.credential(scheme.name, credential);
            }
        }
        let wanted: Vec<_> = API
            .security_schemes
            .iter()
            .filter_map(|scheme| scheme.environment.first().copied())
            .collect();
        if wanted.is_empty() || builder.credentials.schemes().next().is_some() {
            Ok(builder)
        } else {
            Err(ConfigError::MissingVariable { names: wanted })
        }
    }

    /// Sets the base URL of the API.
    pub fn base_url(mut self, base_url: &str) -> Self {
        self.base_url = Some(base_url.to_owned());
        self
    }

    /// Sets the server of operations with this documented server of their own.
    #[allow(dead_code, reason = "for APIs with several servers")]
    pub(crate) fn other_server(&mut self, documented: &'static str, url: &str) {
        self.other_servers.push((documented, url.to_owned()));
    }

    /// Sets the time for a whole call, including the sending of its body and retries; 60 s unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time in which the default transport establishes a connection; 10 s unless set. It is at most nine tenths of the time for
    /// a call or an attempt of the client, also for calls with a longer time of their own, so that a connection that hangs is told from a
    /// response that does.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Sets the longest time between two pieces of a response. Unless set, only the time for the whole call applies.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Sets the maximum number of idle connections that the default transport keeps for each server; 32 unless set.
    pub fn max_idle_connections(mut self, connections: usize) -> Self {
        self.settings.max_idle_connections = connections;
        self
    }

    /// Sets the header `user-agent`.
    pub fn user_agent(mut self, user_agent: &str) -> Self {
        user_agent.clone_into(&mut self.user_agent);
        self
    }

    /// Sets the transport. It then handles TLS and connections; the client still handles cookies, redirects, retries and timeouts.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the credential for a security scheme.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        match check_scheme(scheme) {
            Ok(()) => self.credentials = self.credentials.with(scheme, credential),
            Err(error) => self.fail(error),
        }
        self
    }

    /// Sets the source of the credential of a security scheme.
    #[allow(dead_code, reason = "for a feature")]
    pub(crate) fn renewed(mut self, renewed: Box<dyn Renewed>) -> Self {
        let name = renewed.scheme();
        match check_scheme(name) {
            Ok(()) => {
                self.renewed.retain(|other| other.scheme() != name);
                self.renewed.push(renewed);
            }
            Err(error) => self.fail(error),
        }
        self
    }

    /// Keeps an error, unless there is one already.
    pub(crate) fn fail(&mut self, error: ConfigError) {
        self.error.get_or_insert(error);
    }

    /// Sets whether a required field that is missing or `null` in a response is an error. Otherwise it reads as the
    /// empty value of its type, unless all required fields are missing.
    pub fn strict(mut self, strict: bool) -> Self {
        self.mode = if strict { Mode::Strict } else { Mode::Lenient };
        self
    }

    /// Sets the size of the largest response, in bytes, that is read into memory; 64 MiB unless set.
    pub fn max_response_bytes(mut self, limit: u64) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets the number of bytes kept of a response that is not a success; 1 MiB unless set. The rest is not read, and the error says so.
    pub fn max_error_bytes(mut self, limit: u64) -> Self {
        self.max_error_bytes = limit;
        self
    }

    /// Sets when calls are repeated; never unless set.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the budget of retries for the client and its clones, so that retries do not worsen an outage; 100 unless set. Each retry
    /// takes one, and each response that needs no retry returns a tenth.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Sets a function that is called after each attempt of each call and before the wait for the next, for instance to count them. It
    /// must not block.
    pub fn on_attempt(mut self, observer: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Box::new(observer);
        self
    }

    /// Sets a function that adds headers to each attempt, within its span, for instance the trace context (`traceparent`).
    pub fn on_send(mut self, inject: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        self.injector = Box::new(inject);
        self
    }

    /// Sets whether cookies are kept and sent back to the server: at most the newest 50, and at most 8 KiB in total.
    pub fn cookies(mut self, cookies: bool) -> Self {
        self.cookies = cookies;
        self
    }

    /// Sets a header for all requests that do not have it already.
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(true);
                self.default_headers.insert(name, value);
            }
            Err(_) => {
                self.fail(ConfigError::InvalidHeader { name: name.into() });
            }
        }
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// When a setting is not usable.
    pub fn build(self) -> Result<Client, ConfigError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut base_url =
            BaseUrl::parse(self.base_url.as_deref().ok_or(ConfigError::MissingBaseUrl)?)?;
        for (documented, chosen) in self.other_servers {
            base_url = base_url.with_other(documented, BaseUrl::parse(&chosen)?);
        }
        let user_agent = HeaderValue::try_from(self.user_agent)
            .map_err(|_| ConfigError::InvalidHeader { name: "user-agent".into() })?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let new = TRANSPORT.ok_or(ConfigError::MissingTransport)?;
                let mut settings = self.settings;
                let longest = self.retry.time_for_attempt(self.timeout) / 10 * 9;
                settings.connect_timeout = settings.connect_timeout.min(longest);
                new(settings).map_err(ConfigError::Http)?
            }
        };
        Ok(Client::new(Inner {
            exchanger: Arc::new(Exchanger {
                transport,
                signer: Signer {
                    credentials: self.credentials.only_for(&base_url),
                    renewed: self.renewed,
                },
                jar: self.cookies.then(Jar::default),
                limits: Limits {
                    bytes: self.max_response_bytes,
                    error_bytes: self.max_error_bytes,
                    idle: self.idle_timeout,
                },
                budget: Budget::new(self.retry_budget),
                observer: self.observer,
                injector: self.injector,
            }),
            base_url,
            user_agent,
            default_headers: self.default_headers,
            timeout: self.timeout,
            retry: self.retry,
            mode: self.mode,
        }))
    }
}

/// Whether the API has a security scheme of this name.
fn check_scheme(name: &'static str) -> Result<(), ConfigError> {
    let known: Vec<_> = API.security_schemes.iter().map(|scheme| scheme.name).collect();
    match known.contains(&name) {
        true => Ok(()),
        false => Err(ConfigError::UnknownScheme { name, known }),
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// The credential in the environment variables of a scheme; `None` if none of them is set.
fn credential_from(
    scheme: &SecurityScheme,
    read: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Credential>, ConfigError> {
    let values: Vec<_> = scheme.environment.iter().map(|name| read(name)).collect();
    if values.iter().all(Option::is_none) {
        return Ok(None);
    }
    let get = |index: usize| match values.get(index).cloned().flatten() {
        Some(value) => Ok(value),
        None => Err(ConfigError::MissingVariable {
            names: scheme.environment.get(index).copied().into_iter().collect(),
        }),
    };
    Ok(Some(match scheme.kind {
        SecuritySchemeKind::ApiKey { .. } => Credential::ApiKey(Secret::from(get(0)?)),
        SecuritySchemeKind::HttpBearer => Credential::Token(Secret::from(get(0)?)),
        SecuritySchemeKind::HttpBasic => {
            Credential::Basic { user_name: get(0)?, password: Secret::from(get(1)?) }
        }
    }))
}
