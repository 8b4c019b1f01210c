//! A document in; the schemas that request bodies contain out.

use crate::document::{MediaType, join, operations, resolve, target, targets};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The pointers of everything that request bodies refer to, directly or indirectly.
pub(super) struct Requests {
    all: HashSet<String>,
    /// The schemas of forms that nothing else uses.
    forms: HashSet<String>,
}

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
        Self { all: found, forms: forms(root) }
    }

    /// Whether requests contain the schema at a pointer.
    pub(super) fn hold(&self, pointer: &str) -> bool {
        let ends = pointer.match_indices('/').map(|(at, _)| at).chain([pointer.len()]);
        pointer.contains("/requestBody/")
            || ends.into_iter().any(|end| self.all.contains(&pointer[..end]))
    }

    /// Whether the schema at a pointer is only that of forms, whose fields cannot be null.
    pub(super) fn hold_as_form(&self, pointer: &str) -> bool {
        self.forms.contains(pointer)
    }
}

/// The pointers of the schemas of forms and multipart bodies, without those that are used elsewhere too.
fn forms(root: &Value) -> HashSet<String> {
    let (mut uses, mut inline) = (HashMap::<String, usize>::new(), HashSet::new());
    let mut seen = HashSet::new();
    for (at, operation) in operations(root) {
        let Some(body) = operation.get("requestBody") else { continue };
        let pointer = target(body).unwrap_or_else(|| join(&at.pointer, "requestBody"));
        let content = resolve(root, body).and_then(|body| body.get("content"));
        let content = content.and_then(Value::as_object).filter(|_| seen.insert(pointer.clone()));
        for (name, media_type) in content.into_iter().flatten() {
            let described = MediaType::of(name);
            let Some(schema) = media_type.get("schema") else { continue };
            match target(schema) {
                _ if !described.is_form() && !described.is_multipart() => {}
                Some(target) => *uses.entry(target).or_default() += 1,
                None => {
                    let media_type = join(&join(&pointer, "content"), name);
                    inline.insert(join(&media_type, "schema"));
                }
            }
        }
    }
    if !uses.is_empty() {
        for target in targets(root) {
            if let Some(left) = uses.get_mut(&target) {
                *left = left.wrapping_sub(1);
            }
        }
    }
    inline.extend(uses.into_iter().filter(|(_, left)| *left == 0).map(|(pointer, _)| pointer));
    inline
}
