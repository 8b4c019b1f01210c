//! `format: uuid`.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::runtime::json::{Decode, Decoding};

impl Decode for uuid::Uuid {
    fn blank() -> Self {
        Self::nil()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error> {
        from.deserialize_str(UuidVisitor(cx))
    }
}

struct UuidVisitor<'c>(&'c Decoding);

impl Visitor<'_> for UuidVisitor<'_> {
    type Value = uuid::Uuid;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a UUID")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        // Other forms, such as one without hyphens, would be written back differently.
        let fits = !self.0.is_exact() || text.len() == uuid::fmt::Hyphenated::LENGTH;
        let uuid = uuid::Uuid::from_str(text).ok().filter(|_| fits);
        uuid.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}
