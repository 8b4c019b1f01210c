//! Schemas that describe one value, as one.

use crate::ir::{Schema, SchemaId};
use indexmap::IndexMap;
use serde_json::Value;

/// Schemas that together describe a value. Later ones override earlier ones.
#[derive(Default)]
pub(super) struct Joined<'s>(pub(super) Vec<&'s Schema>);

impl<'s> Joined<'s> {
    /// The value of a keyword.
    pub(super) fn get(&self, key: &str) -> Option<&'s Value> {
        self.0.iter().rev().find_map(|schema| schema.keywords.get(key))
    }

    /// The schemas under a keyword.
    pub(super) fn list(&self, keyword: &str) -> Vec<SchemaId> {
        let lists = self.0.iter().rev().map(|schema| schema.list(keyword).collect::<Vec<_>>());
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
    }

    /// The properties of all schemas.
    pub(super) fn properties(&self) -> IndexMap<&'s str, SchemaId> {
        let all = self.0.iter().flat_map(|schema| &schema.properties);
        all.map(|(name, id)| (name.as_str(), *id)).collect()
    }
}
