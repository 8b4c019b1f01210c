//! [`BuildError`]: why an operation could not become a request.

use std::borrow::Cow;
use std::fmt;

/// Why an operation could not become a request. Nothing was sent.
///
/// It names what is wrong and never shows a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// A variable of the path has no value.
    MissingPathParameter {
        /// The name of the parameter.
        name: Box<str>,
    },
    /// A value in the path is empty, `.` or `..`, and would address another resource.
    UnsafePath {
        /// The name of the parameter, if it was one alone.
        name: Option<&'static str>,
    },
    /// A parameter cannot be written.
    InvalidParameter {
        /// The name of the parameter.
        name: &'static str,
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// The name or value of a header has characters that a header cannot hold.
    InvalidHeader {
        /// The name of the header.
        name: Box<str>,
    },
    /// The body cannot be written.
    InvalidBody {
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// The body is a stream, or holds one, that was sent before. Make a new one for each call.
    SpentBody,
    /// The parts do not make a URL: it is too long, for instance, or its path does not begin with a slash.
    InvalidUrl,
    /// The URL leads to another server than the base URL, where the credentials do not belong.
    ForeignUrl,
    /// A credential does not fit its security scheme, or has characters that it cannot be sent with.
    InvalidCredential {
        /// The name of the security scheme.
        scheme: &'static str,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("could not build the request: ")?;
        match self {
            Self::MissingPathParameter { name } => {
                write!(f, "path parameter `{name}` has no value")
            }
            Self::UnsafePath { name: Some(name) } => {
                write!(
                    f,
                    "path parameter `{name}` is empty, `.` or `..`, which would address another resource"
                )
            }
            Self::UnsafePath { name: None } => f.write_str("the path has a segment `.` or `..`"),
            Self::InvalidParameter { name, reason } => write!(f, "parameter `{name}` {reason}"),
            Self::InvalidHeader { name } => {
                write!(f, "header `{}` is not valid", name.escape_debug())
            }
            Self::InvalidBody { reason } => write!(f, "body: {reason}"),
            Self::SpentBody => f.write_str("the body is a stream that was sent before"),
            Self::InvalidUrl => f.write_str("not a valid URL"),
            Self::ForeignUrl => f.write_str("the URL leads to another server than the base URL"),
            Self::InvalidCredential { scheme } => {
                write!(f, "the credential for `{scheme}` cannot be sent")
            }
        }
    }
}

impl std::error::Error for BuildError {}
