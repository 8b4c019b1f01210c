//! `select:` of the configuration: which operations the crate has.

use super::Pattern;
use serde::Deserialize;

/// Which operations are made. Without any pattern all are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Select {
    /// Those with one of these tags.
    pub tags: Vec<Pattern>,
    /// Those at one of these paths: `/v1/customers*`.
    pub paths: Vec<Pattern>,
    /// Those with one of these ids.
    pub operations: Vec<Pattern>,
    /// Those that are left out, whatever the other keys say.
    pub without: Without,
    /// Whether no operation is made, and all component schemas are.
    pub types_only: bool,
}

/// Which operations are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Without {
    /// Those with one of these tags.
    pub tags: Vec<Pattern>,
    /// Those at one of these paths.
    pub paths: Vec<Pattern>,
    /// Those with one of these ids.
    pub operations: Vec<Pattern>,
}

impl Select {
    /// Whether all operations are made.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}
