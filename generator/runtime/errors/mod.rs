//! Errors: [`Error`] for calls, with the name of the call, and [`ConfigError`] for the setup of a client.

mod api;
mod build;
mod config;
mod credential;
mod decode;
mod error;
mod received;
mod retry_after;
mod transport;

pub use api::{ApiError, UnexpectedStatus};
pub use build::{BuildError, BuildErrorKind};
pub use config::ConfigError;
pub use credential::{CredentialError, CredentialErrorKind};
pub use decode::DecodeError;
pub use error::{Error, NoDocumentedError};
pub use transport::{TransportError, TransportErrorKind};

pub(crate) use received::{Received, Truncated, is_temporary, request_id};
pub(crate) use retry_after::retry_after;
#[allow(unused_imports, reason = "for transports")]
pub(crate) use transport::causes;
#[allow(unused_imports, reason = "for providers")]
pub(crate) use {credential::Refused, received::plain};

use crate::runtime::values::now;
