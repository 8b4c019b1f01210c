//! Names of a document in; their words, what they say of a value, and Rust identifiers like them, out.

pub(crate) mod case;
mod secret;
mod words;

pub(crate) use secret::{is_likely as is_likely_secret, is_value};
