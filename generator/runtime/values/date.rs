//! `format: date`.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::runtime::json::{Decode, Decoding};

impl Decode for jiff::civil::Date {
    fn blank() -> Self {
        jiff::civil::date(1970, 1, 1)
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error> {
        from.deserialize_str(DateVisitor(cx))
    }
}

struct DateVisitor<'c>(&'c Decoding);

impl Visitor<'_> for DateVisitor<'_> {
    type Value = jiff::civil::Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date such as 2025-01-31")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let is_own = is_date(text);
        let date = jiff::civil::Date::from_str(text).ok();
        let date = match date_of_time(text) {
            Some(date) => Some(date).filter(|_| !self.0.is_exact() && self.0.take_for_date()),
            None => date.filter(|_| is_own || !self.0.is_exact()),
        };
        date.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// Whether a text has the form of a date (RFC 3339, 5.6). The library also reads others.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-'
}

/// The date of a date and time.
fn date_of_time(text: &str) -> Option<jiff::civil::Date> {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    pieces.time().map(|_| pieces.date())
}
