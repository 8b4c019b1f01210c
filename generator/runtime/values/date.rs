//! `format: date`.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::runtime::json::{Decode, Decoding};

impl Decode for jiff::civil::Date {
    fn blank() -> Self {
        jiff::civil::date(1970, 1, 1)
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, _: &Decoding) -> Result<Self, D::Error> {
        from.deserialize_str(DateVisitor)
    }
}

struct DateVisitor;

impl Visitor<'_> for DateVisitor {
    type Value = jiff::civil::Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date such as 2025-01-31")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        jiff::civil::Date::from_str(text)
            .map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}
