//! Names of a document in; their words, what they say of a value, and Rust identifiers like them, out.

pub(crate) mod ident;
mod secret_like;
mod status;
mod words;

pub(crate) use secret_like::{is_likely as is_likely_secret, is_value};
pub(crate) use status::reason;
