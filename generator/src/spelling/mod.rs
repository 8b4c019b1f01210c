//! Names of a document in; their words, the meaning of values, and Rust identifiers out.

pub(crate) mod ident;
pub(crate) mod listing;
mod operation_id;
mod secret_like;
pub(crate) mod similar;
mod status;
mod words;

pub(crate) use operation_id::{
    without_class, without_namespace, without_path, without_prefix, without_tag,
};
pub(crate) use secret_like::{is_likely as is_likely_secret, is_value};
pub(crate) use status::reason;
