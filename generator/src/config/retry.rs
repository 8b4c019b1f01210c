//! `retry:` of the configuration, and `x-retry` of an operation: what is known of doing it twice.

use crate::source::Place;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// What is known of sending an operation twice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
pub struct Retry {
    /// Whether twice does the same as once, whatever the method promises.
    pub idempotent: bool,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// Reads the entries; a map of the standard library would keep the last of two for one operation, in silence.
pub(super) fn entries<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<String, Retry>, D::Error> {
    from.deserialize_map(Entries)
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = BTreeMap<String, Retry>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of operations")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut entries = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            if entries.contains_key(&name) {
                return Err(M::Error::custom(format_args!("duplicate entry {name:?}")));
            }
            let entry = map.next_value()?;
            entries.insert(name, entry);
        }
        Ok(entries)
    }
}
