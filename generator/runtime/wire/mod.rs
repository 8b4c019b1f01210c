//! Requests and responses: an `http::Request` from an [`Operation`], and its output or an error from an `http::Response`. Nothing is
//! sent here.
//!
//! A [`RequestBuilder`] writes parameters, each in its [`Style`], and the body. [`Credentials`] sign the request. A [`Reply`] reads
//! the response.

mod charset;
mod meta;
mod operation;
mod reply;
mod request;
mod security;
mod style;

pub use http::Method;
pub use meta::{Meta, Security};
pub use operation::{Operation, Output, Success};
pub use reply::Reply;
pub use request::RequestBuilder;
pub use security::{
    ApiDescription, ApiKeyLocation, Credential, Credentials, SecurityScheme, SecuritySchemeKind,
};
pub use style::Style;

pub(crate) use meta::is_idempotent;
#[allow(unused_imports, reason = "for APIs that return bytes")]
pub(crate) use operation::failure;
pub(crate) use reply::{hide_cookies, is_json};
pub(crate) use request::{add_cookies, header};
pub(crate) use security::{with_pair, with_query_keys};
#[allow(unused_imports, reason = "for APIs that use XML")]
pub(crate) use {charset::in_utf8, style::digits};

mod form;
pub use form::Form;

mod part_style;

mod key;
pub use key::new_key;

mod member;

mod part_member;
