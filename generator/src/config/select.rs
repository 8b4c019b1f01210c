//! `select:` of the configuration: the operations of the crate.

use super::Pattern;
use serde::Deserialize;

/// The operations to generate. Without any pattern, all are generated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Select {
    /// Operations with one of these tags.
    pub tags: Vec<Pattern>,
    /// Operations at one of these paths: `/v1/customers*`.
    pub paths: Vec<Pattern>,
    /// Operations with one of these operationIds.
    pub operations: Vec<Pattern>,
    /// Operations to leave out, whatever the other keys say.
    pub without: Without,
    /// Whether no operations are generated, but all component schemas.
    pub types_only: bool,
}

/// The operations to leave out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Without {
    /// Operations with one of these tags.
    pub tags: Vec<Pattern>,
    /// Operations at one of these paths.
    pub paths: Vec<Pattern>,
    /// Operations with one of these operationIds.
    pub operations: Vec<Pattern>,
}

impl Select {
    /// Whether nothing is selected or left out, so that all operations are generated.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}
