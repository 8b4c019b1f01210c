//! A document in; the schemas that request bodies contain out.

use crate::document::{operations, targets};
use serde_json::Value;
use std::collections::HashSet;

/// The pointers of everything that request bodies refer to, directly or indirectly.
pub(super) struct Requests(HashSet<String>);

impl Requests {
    /// Follows the references of all request bodies.
    pub(super) fn of(root: &Value) -> Self {
        let bodies = operations(root).filter_map(|(_, operation)| operation.get("requestBody"));
        let mut open: Vec<String> = bodies.flat_map(targets).collect();
        let mut found = HashSet::new();
        while let Some(pointer) = open.pop() {
            if found.insert(pointer.clone())
                && let Some(target) = root.pointer(&pointer)
            {
                open.extend(targets(target));
            }
        }
        Self(found)
    }

    /// Whether requests contain the schema at a pointer.
    pub(super) fn hold(&self, pointer: &str) -> bool {
        let ends = pointer.match_indices('/').map(|(at, _)| at).chain([pointer.len()]);
        pointer.contains("/requestBody/")
            || ends.into_iter().any(|end| self.0.contains(&pointer[..end]))
    }
}
