//! Texts in JSON and YAML in; their values, with the place of each in its text, and what is common to all ways to read them, out.
//!
//! - [`parse`] and [`yaml`] read texts; [`Index`] knows where each value stands.
//! - [`Fragment`] is what was read from one text, [`Document`] what was put together from several; both know their origins.
//! - [`join`], [`push`] and [`tokens`] write and read JSON pointers; [`local_pointer`] reads references.
//! - [`Method`] is a method of HTTP.

mod method;
mod origin;
mod parse;
mod pointer;
mod text;
pub mod yaml;

pub use method::Method;
pub use origin::{Document, Fragment, FragmentOrigin, Places};
pub(crate) use parse::{ParseError, Parsed, body, extension, kind_of, parse, syntax};
pub use pointer::join;
pub(crate) use pointer::{local_pointer, push, tokens};
pub use text::{Syntax, locate};
