//! Where the values of operations stand.

use crate::diff::{Reached, Subject};
use crate::ir::SchemaId;
use std::borrow::Cow;

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::diff) enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

/// How Rust code meets the value at a [`Site`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diff) enum Meeting {
    /// As an argument of the call, or of one of its setters.
    Argument,
    /// As what the call returns.
    Returned,
    /// As what a variant of its error kind carries.
    Failed,
    /// Not at all, as the value of a header.
    Nowhere,
}

/// Where a value of an operation stands.
#[derive(Debug, Clone)]
pub(in crate::diff) struct Site<'m> {
    /// Which way it travels.
    pub(in crate::diff) direction: Direction,
    /// The operation.
    pub(in crate::diff) operation: Reached,
    /// What it is, as changes name it: `query parameter page`.
    pub(in crate::diff) subject: Subject,
    /// The JSON pointer of its schema in the old document: for places, and for bounds.
    pub(in crate::diff) old_pointer: Cow<'m, str>,
    /// The same in the new document.
    pub(in crate::diff) new_pointer: Cow<'m, str>,
    /// The schema there, if there is one.
    pub(in crate::diff) old_schema: Option<SchemaId>,
    /// The same in the new document.
    pub(in crate::diff) new_schema: Option<SchemaId>,
    /// How Rust code meets it.
    pub(in crate::diff) meeting: Meeting,
    /// How the old crate names the item: `client.session().login(body)`.
    pub(in crate::diff) old_rust: String,
    /// The same in the new crate.
    pub(in crate::diff) new_rust: String,
}
