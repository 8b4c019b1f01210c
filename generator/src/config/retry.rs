//! `retry:` of the configuration, and `x-retry` of an operation: whether the operation may be sent twice.

use crate::document::is_token;
use crate::source::Place;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// Whether an operation may be sent twice, whatever its method implies.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Keys")]
pub struct Retry {
    /// Whether it may be sent again.
    pub repeat: Repeat,
    /// The place of the entry.
    pub place: Option<Place>,
}

/// Whether an operation may be sent again if it may already have taken effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeat {
    /// Once only: a second request may have another effect.
    Once,
    /// Again: a second request has no further effect.
    Again,
    /// Again: the server recognises a repeated request by the value of this header.
    Keyed(String),
}

/// The keys of an entry.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a map of keys")]
pub(super) struct Keys {
    /// Whether it may be sent again.
    idempotent: Option<bool>,
    /// The header by whose value, the same in all attempts of a call, the server recognises a repeated request.
    idempotency_key: Option<String>,
}

impl TryFrom<Keys> for Retry {
    type Error = String;

    fn try_from(keys: Keys) -> Result<Self, String> {
        let repeat = match (keys.idempotent, keys.idempotency_key) {
            (Some(false), None) => Repeat::Once,
            (Some(true), None) => Repeat::Again,
            (None | Some(true), Some(name)) if is_token(&name) => Repeat::Keyed(name),
            (None | Some(true), Some(name)) => {
                return Err(format!("invalid value: {name:?}, which is not a header name"));
            }
            (Some(false), Some(_)) => {
                return Err(
                    "invalid value: an idempotency key for an operation that is sent once".into()
                );
            }
            (None, None) => return Err("missing field `idempotent` or `idempotency-key`".into()),
        };
        Ok(Self { repeat, place: None })
    }
}

impl Repeat {
    /// A short description for messages.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::Once => "sent once",
            Self::Again => "may be sent again",
            Self::Keyed(_) => "may be sent again, with the same key",
        }
    }
}

/// Reads the entries. The standard library's map would silently keep only the last of two entries for one operation.
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
