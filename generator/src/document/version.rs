//! A document in; the version of the specification that it follows out.

use serde_json::Value;

/// A version of the specification, older ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// Swagger 2.0.
    V2,
    V3_0,
    V3_1,
    V3_2,
}

impl Version {
    /// The version of a document, by its key `openapi` or `swagger`.
    pub(crate) fn of(root: &Value) -> Self {
        let number = root.get("openapi").and_then(Value::as_str).and_then(|text| text.get(..3));
        match number {
            Some("3.1") => Self::V3_1,
            Some("3.2") => Self::V3_2,
            None if root.get("swagger").is_some() => Self::V2,
            _ => Self::V3_0,
        }
    }
}
