//! What the operations and types of this crate stand on, in rooms: each uses those above it in this list, and none below.
//!
//! - `json`: types become JSON, and JSON becomes types, leniently or strictly.
//! - `values`: types of single values, such as [`Secret`].
//! - `url`: where requests go.
//! - `bodies`: the bytes of requests and responses, in memory or as streams.
//! - `errors`: all that can go wrong.
//! - `wire`: an [`Operation`] becomes a request and reads the response, whoever sends it.
//! - `transport`: a request is sent.
//! - `calls`: a [`Client`] sends operations.
//! - `paging`: lists that come in pages.
//! - `streams`: responses that are read item by item while they come.
//! - `waiting`: calls until something is done.
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
