//! `format: uuid`.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::runtime::json::{Decode, Decoding};

impl Decode for uuid::Uuid {
    fn blank() -> Self {
        Self::nil()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, _: &Decoding) -> Result<Self, D::Error> {
        from.deserialize_str(UuidVisitor)
    }
}

struct UuidVisitor;

impl Visitor<'_> for UuidVisitor {
    type Value = uuid::Uuid;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a UUID")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        uuid::Uuid::from_str(text).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}
