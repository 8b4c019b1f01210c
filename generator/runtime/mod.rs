//! The foundation of this crate's operations and types, in modules. Each uses only those above it in this list:
//!
//! - `json`: types become JSON, and JSON becomes types, leniently or strictly.
//! - `values`: types of single values, such as [`Secret`].
//! - `url`: the addresses of requests.
//! - `bodies`: the bytes of requests and responses, in memory or as streams.
//! - `errors`: everything that can go wrong.
//! - `wire`: an [`Operation`] becomes a request and reads the response, with any transport.
//! - `transport`: the interface that sends requests, and its implementations.
//! - `calls`: a [`Client`] sends operations.
//! - `paging`: lists in pages.
//! - `streams`: responses that are read item by item as they arrive.
//! - `waiting`: repeated calls until something is done.
//! - `xml`: bodies that are XML.

pub(crate) mod bodies;
pub(crate) mod calls;
pub(crate) mod errors;
pub(crate) mod json;
pub(crate) mod transport;
pub(crate) mod url;
pub(crate) mod values;
pub(crate) mod wire;

pub use self::{bodies::*, calls::*, errors::*, json::*, transport::*, url::*, values::*, wire::*};

pub(crate) mod paging;
pub use paging::*;

pub(crate) mod streams;
pub use streams::*;

pub(crate) mod waiting;
pub use waiting::*;

pub(crate) mod xml;
pub use xml::*;
