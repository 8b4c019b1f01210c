//! The HTTP methods of operations, which every stage uses.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// An HTTP method: one that OpenAPI defines, or another one in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    Query,
    Other(&'static str),
}

/// The maximum length of another method's name.
const LENGTH: usize = 40;

/// The names of other methods, each stored once for all documents.
static OTHERS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

impl Method {
    /// All methods that OpenAPI defines, in the order of its Path Item table.
    pub const ALL: [Self; 9] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    /// The method for a key of a path item.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }

    /// The method for a key of `additionalOperations`: a method name according to RFC 9110 without a key of its own.
    pub fn other(name: &str) -> Option<Self> {
        let is_known = Self::ALL.iter().any(|method| method.name() == name);
        let is_name = (1..=LENGTH).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if is_known || !is_name {
            return None;
        }
        let mut others = OTHERS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = others.get(name) {
            return Some(Self::Other(known));
        }
        let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
        others.insert(name);
        Some(Self::Other(name))
    }

    /// The key of its operation in a path item, or in its `additionalOperations`: `get`, `COPY`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
            Self::Query => "query",
            Self::Other(name) => name,
        }
    }

    /// Whether the method is idempotent (RFC 9110, 9.2.2). `TRACE` is too, but is never sent again.
    pub fn is_idempotent(self) -> bool {
        matches!(
            self,
            Self::Get | Self::Put | Self::Delete | Self::Options | Self::Head | Self::Query
        )
    }

    /// The name on the wire: `GET`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(name) => name,
        }
    }
}
