//! [`ConfigError`]: a client could not be set up.

use std::fmt;

use crate::runtime::url::BaseUrlError;

/// The reason why a client could not be set up.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// An environment variable is not set, or is empty.
    MissingVariable {
        /// The variables, at least one of which must be set.
        names: Vec<&'static str>,
    },
    /// The value of an environment variable is not a valid base URL.
    InvalidVariable {
        /// The variable.
        name: Box<str>,
        /// The reason.
        error: BaseUrlError,
    },
    /// There is no base URL.
    MissingBaseUrl,
    /// The base URL is not valid.
    InvalidBaseUrl(BaseUrlError),
    /// The API has no security scheme of this name.
    UnknownScheme {
        /// The given name.
        name: &'static str,
        /// The names of the schemes of the API.
        known: Vec<&'static str>,
    },
    /// The name or value of a default header has characters that a header cannot hold.
    InvalidHeader {
        /// The name of the header.
        name: Box<str>,
    },
    /// There is no transport: this crate was compiled without its feature `reqwest`, and none was set.
    MissingTransport,
    /// The token URL of a security scheme is neither documented nor set.
    MissingTokenUrl {
        /// The name of the security scheme.
        scheme: &'static str,
    },
    /// The token URL of a security scheme is not an absolute URL.
    InvalidTokenUrl {
        /// The name of the security scheme.
        scheme: &'static str,
    },
    /// The HTTP client cannot be set up.
    Http(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingVariable { names } => {
                write!(f, "environment variable {} is not set", names.join(" or "))
            }
            Self::InvalidVariable { name, error } => {
                write!(f, "environment variable {name} is not a base URL: {error}")
            }
            Self::MissingBaseUrl => f.write_str("no base URL is set, and the API documents none"),
            Self::InvalidBaseUrl(error) => write!(f, "invalid base URL: {error}"),
            Self::UnknownScheme { name, known } => {
                write!(f, "the API has no security scheme `{name}`")?;
                match known.as_slice() {
                    [] => Ok(()),
                    known => write!(f, "; it has `{}`", known.join("`, `")),
                }
            }
            Self::InvalidHeader { name } => {
                write!(f, "the name or value of header `{}` is not valid", name.escape_debug())
            }
            Self::MissingTransport => {
                f.write_str("no transport is set, and the feature `reqwest`, which has one, is off")
            }
            Self::MissingTokenUrl { scheme } => {
                write!(f, "no token URL is set for the security scheme `{scheme}`")
            }
            Self::InvalidTokenUrl { scheme } => {
                write!(f, "the token URL of the security scheme `{scheme}` is not an absolute URL")
            }
            Self::Http(error) => write!(f, "could not set up the HTTP client: {error}"),
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::InvalidBaseUrl(error) | Self::InvalidVariable { error, .. } => Some(error),
            Self::Http(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}

impl From<BaseUrlError> for ConfigError {
    fn from(error: BaseUrlError) -> Self {
        Self::InvalidBaseUrl(error)
    }
}
