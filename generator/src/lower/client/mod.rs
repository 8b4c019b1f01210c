//! What the configuration adds to a client: pages, streams, waiters, retries, names and types.

pub(super) mod crate_file;
pub(super) mod custom;
mod meant_operation;
pub(super) mod paging;
pub(super) mod paging_proposal;
pub(super) mod retry;
pub(super) mod short_name;
pub(super) mod stream_option;
pub(super) mod waiter;
