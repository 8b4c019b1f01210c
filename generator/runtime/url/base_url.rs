//! [`BaseUrl`]: the address of the API.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The address of the API: `http` or `https`, a host, perhaps a port, and perhaps a path that is put before every path of the API.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    /// Without a slash at its end.
    text: Arc<str>,
    /// The length of the part before the path.
    origin: usize,
    /// The choices for operations with a documented server of their own: that server, and the chosen one.
    others: Vec<(&'static str, BaseUrl)>,
}

/// The reason why a text is not a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BaseUrlError {
    /// It is not a URL.
    Malformed,
    /// It is neither `http` nor `https`.
    Scheme,
    /// It has no host.
    Host,
    /// It contains a user name or password; credentials are set on the client.
    UserInfo,
    /// It has a query.
    Query,
    /// It has a fragment.
    Fragment,
}

impl BaseUrl {
    /// Parses a base URL. A slash at its end makes no difference.
    ///
    /// # Errors
    ///
    /// When the text is not a base URL; see [`BaseUrlError`].
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let text = text.trim();
        // A URL parser drops tabs and line breaks, and reads a backslash as a slash: the URL called would differ from the text.
        if text.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(BaseUrlError::Malformed);
        }
        let url = url::Url::parse(text).map_err(|_| BaseUrlError::Malformed)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(BaseUrlError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlError::UserInfo);
        }
        if url.query().is_some() {
            return Err(BaseUrlError::Query);
        }
        if url.fragment().is_some() {
            return Err(BaseUrlError::Fragment);
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(BaseUrlError::Host);
        }
        let origin = url.as_str().len() - url.path().len();
        let text = url.as_str().trim_end_matches('/').into();
        Ok(Self { text, origin, others: Vec::new() })
    }

    /// Adds the choice for operations with this documented server of their own.
    pub(crate) fn with_other(mut self, documented: &'static str, chosen: Self) -> Self {
        self.others.push((documented, chosen));
        self
    }

    /// The last choice for operations with this documented server of their own.
    pub(crate) fn other(&self, documented: &str) -> Option<&Self> {
        self.others.iter().rev().find(|(known, _)| *known == documented).map(|(_, chosen)| chosen)
    }

    /// The URL without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.text[..self.origin]
    }

    /// Whether a URL leads to this server: the same scheme, host and port, and no user name or password.
    pub(crate) fn is_server_of(&self, uri: &http::Uri) -> bool {
        let same_text = uri.scheme_str().zip(uri.authority()).is_some_and(|(scheme, authority)| {
            let rest = self.origin().strip_prefix(scheme);
            rest.and_then(|rest| rest.strip_prefix("://")) == Some(authority.as_str())
        });
        // A different text may mean the same server: in capitals, or with the default port.
        let parse = |text: &str| url::Url::parse(text).ok();
        same_text
            || parse(&self.text)
                .zip(parse(&uri.to_string()))
                .is_some_and(|(base, url)| is_same_server(&base, &url))
    }
}

/// Whether both URLs lead to the same server. `other` must have no user name or password: they would be sent as credentials.
pub(crate) fn is_same_server(one: &url::Url, other: &url::Url) -> bool {
    one.origin() == other.origin() && other.username().is_empty() && other.password().is_none()
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        Self::parse(text)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({:?})", self.text)
    }
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "it is not a URL",
            Self::Scheme => "its scheme is neither http nor https",
            Self::Host => "it has no host",
            Self::UserInfo => {
                "it has a user name or password; set credentials on the client instead"
            }
            Self::Query => "it has a query",
            Self::Fragment => "it has a fragment",
        })
    }
}

impl std::error::Error for BaseUrlError {}
