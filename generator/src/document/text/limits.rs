//! The limits of a text that is read. Those of a document's growth in processing are in [`normalize`](crate::normalize).

/// The maximum nesting, the same as that of serde_json, since later stages recurse for each level.
pub(super) const DEPTH: usize = 128;
