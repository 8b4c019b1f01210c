//! What the operations and types of this crate stand on: building requests, sending them, and reading responses.
//!
//! - [`Client`] sends an [`Operation`] as a [`Call`], and returns its output or an [`Error`].
//! - [`Operation::request`] and [`Operation::response`] work without the client, for a transport of one's own.
//! - [`Decode`] reads responses: leniently or strictly, see [`Mode`].

mod api_error;
mod base_url;
mod body;
mod build_error;
mod builder;
mod call;
mod client;
mod config_error;
mod cookies;
mod decode;
mod decode_error;
mod decoding;
mod error;
mod field_writer;
mod nullable;
mod open_enum;
mod operation;
mod percent;
mod received;
mod record;
mod reply;
mod request;
mod retry;
mod retry_after;
mod route;
mod secret;
mod security;
mod sibling;
mod style;
mod transport;
mod transport_error;
mod union;

pub use api_error::{ApiError, UnexpectedStatus};
pub use base_url::{BaseUrl, BaseUrlError};
pub use body::{Body, BodyError};
pub use build_error::{BuildError, BuildErrorKind};
pub use builder::{ClientBuilder, same_origin_redirects};
pub use call::{Call, Response, Sending};
pub use client::Client;
pub use config_error::ConfigError;
pub use decode::Decode;
pub use decode_error::DecodeError;
pub use decoding::{Decoding, Mode};
pub use error::{Error, NoDocumentedError};
pub use nullable::Nullable;
pub use operation::{Meta, Operation, Output, Security, Success};
pub use reply::Reply;
pub use request::RequestBuilder;
pub use retry::Retry;
pub use secret::Secret;
pub use security::{Credential, Credentials};
pub use style::Style;
pub use transport_error::{TransportError, TransportErrorKind};

// For the rest of this crate only.
#[doc(hidden)]
pub use bytes::Bytes;
#[doc(hidden)]
pub use decode::{blank, deserialize};
#[doc(hidden)]
pub use field_writer::{FieldWriter, Optional, encode_record, show_record};
#[doc(hidden)]
pub use http::Method;
#[doc(hidden)]
pub use open_enum::{OpenEnum, OpenIntegerEnum, decode_open_enum, decode_open_integer_enum};
#[doc(hidden)]
pub use record::{Entry, Field, Given, Record};
#[doc(hidden)]
pub use secret::hide;
#[doc(hidden)]
pub use security::{ApiDescription, ApiKeyLocation, SecurityScheme, SecuritySchemeKind};
#[doc(hidden)]
pub use serde::{Serialize, Serializer};
#[doc(hidden)]
pub use serde_json::Value;
#[doc(hidden)]
pub use sibling::{DataError, decide};
#[doc(hidden)]
pub use union::{Arm, Union, decode_union, write_tagged};

#[allow(unused_imports, reason = "an API need not have all of them")]
pub(crate) use {
    body::Content, body::Source, call::answer, cookies::Jar, open_enum::open_enum,
    open_enum::open_integer_enum, operation::failure, received::request_id, record::record,
    retry_after::retry_after, route::Route, transport::Open, union::union,
};
#[allow(unused_imports, reason = "an API need not have lists in pages or files")]
pub(crate) use {
    call::Answering, call::send, reply::is_json, request::header, style::digits,
    transport::Failure, transport::Options,
};
