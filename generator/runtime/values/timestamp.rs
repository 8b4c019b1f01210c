//! `format: date-time`.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::runtime::json::{Decode, Decoding};

impl Decode for jiff::Timestamp {
    fn blank() -> Self {
        Self::UNIX_EPOCH
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, _: &Decoding) -> Result<Self, D::Error> {
        from.deserialize_str(TimestampVisitor)
    }
}

struct TimestampVisitor;

impl Visitor<'_> for TimestampVisitor {
    type Value = jiff::Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date and time such as 2025-01-31T12:00:00Z")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        jiff::Timestamp::from_str(text)
            .ok()
            .or_else(|| last(text))
            .ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// The type ends a day before the year 9999 does, of which the last second often stands for "never": it reads as the last instant
/// there is.
fn last(text: &str) -> Option<jiff::Timestamp> {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    let is_instant = pieces.time().is_some() && pieces.offset().is_some();
    (is_instant && pieces.date().year() == 9999).then_some(jiff::Timestamp::MAX)
}
