//! [`BuildError`]: an operation could not become a request.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::url::{Route, write_route};

/// An operation that could not become a request. Nothing was sent.
///
/// Its text names the call and the fault, and never shows a value.
#[derive(Debug, Clone)]
pub struct BuildError(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: BuildErrorKind,
    route: Option<Route>,
}

impl BuildError {
    /// Adds the call, unless one is known already.
    pub(crate) fn in_call(mut self, route: &Route) -> Self {
        self.0.route.get_or_insert_with(|| route.clone());
        self
    }

    /// The kind of fault.
    pub fn kind(&self) -> &BuildErrorKind {
        &self.0.kind
    }
}

impl From<BuildErrorKind> for BuildError {
    fn from(kind: BuildErrorKind) -> Self {
        Self(Box::new(Inner { kind, route: None }))
    }
}

/// The reason why an operation could not become a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildErrorKind {
    /// A variable of the path has no value.
    MissingPathParameter {
        /// The name of the parameter.
        name: Box<str>,
    },
    /// A value in the path is empty, `.` or `..`, and would address another resource.
    UnsafePath {
        /// The name of the parameter, if a single one is the cause.
        name: Option<&'static str>,
    },
    /// A parameter cannot be written.
    InvalidParameter {
        /// The name of the parameter.
        name: &'static str,
        /// The fault.
        reason: Cow<'static, str>,
    },
    /// The name or value of a header has characters that a header cannot hold.
    InvalidHeader {
        /// The name of the header.
        name: Box<str>,
    },
    /// The body cannot be written.
    InvalidBody {
        /// The fault.
        reason: Cow<'static, str>,
    },
    /// The body is a stream, or holds one, that was sent before. Create a new one for each call.
    SpentBody,
    /// The URL is not valid: it is too long, for instance, or its path does not begin with a slash.
    InvalidUrl,
    /// The URL leads to another server than the base URL. The credentials must not be sent there.
    ForeignUrl,
    /// A credential does not fit its security scheme, or has characters that cannot be sent.
    InvalidCredential {
        /// The name of the security scheme.
        scheme: &'static str,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_route(self.0.route.as_ref(), f)?;
        write!(f, "could not build the request: {}", self.0.kind)
    }
}

impl fmt::Display for BuildErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
                write!(f, "the name or value of header `{}` is not valid", name.escape_debug())
            }
            Self::InvalidBody { reason } => write!(f, "body: {reason}"),
            Self::SpentBody => f.write_str("the body is a stream that was already sent"),
            Self::InvalidUrl => f.write_str("the URL is not valid"),
            Self::ForeignUrl => f.write_str("the URL is on another server than the base URL"),
            Self::InvalidCredential { scheme } => {
                write!(
                    f,
                    "the credential for `{scheme}` does not fit the security scheme, or has characters that cannot be sent"
                )
            }
        }
    }
}

impl std::error::Error for BuildError {}
