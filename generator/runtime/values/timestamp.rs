//! `format: date-time`.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::runtime::json::{Decode, Decoding};

impl Decode for jiff::Timestamp {
    fn blank() -> Self {
        Self::UNIX_EPOCH
    }

    fn decode<'de, D: Deserializer<'de>>(from: D, cx: &Decoding) -> Result<Self, D::Error> {
        from.deserialize_str(TimestampVisitor(cx))
    }
}

/// The instant this many seconds after the start of 1970; `None` for 0, which means that there is no instant.
#[doc(hidden)]
#[allow(dead_code, reason = "an API need not have numbers that are instants")]
pub fn instant(seconds: i64) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(seconds).ok().filter(|_| seconds != 0)
}

struct TimestampVisitor<'c>(&'c Decoding);

impl Visitor<'_> for TimestampVisitor<'_> {
    type Value = jiff::Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date and time such as 2025-01-31T12:00:00Z")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        jiff::Timestamp::from_str(text)
            .ok()
            .or_else(|| last(text, true))
            .filter(|_| !self.0.is_exact() || is_date_time(text))
            .or_else(|| local(text).filter(|_| !self.0.is_exact() && self.0.take_for_utc()))
            .ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// Whether a text has the form of a date and time (RFC 3339, 5.6). The library also reads others.
fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_at = |index: usize, byte: u8| {
        bytes.get(index).is_some_and(|own| own.eq_ignore_ascii_case(&byte))
    };
    let signs = [(4, b'-'), (7, b'-'), (10, b't'), (13, b':'), (16, b':')];
    let ends =
        |tail: &[u8]| matches!(tail, [.., b'z' | b'Z'] | [.., b'+' | b'-', _, _, b':', _, _]);
    signs.iter().all(|(index, byte)| is_at(*index, *byte)) && ends(&bytes[19.min(bytes.len())..])
}

/// Reads a date and time without an offset as UTC. A date alone is not accepted.
fn local(text: &str) -> Option<jiff::Timestamp> {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    if pieces.offset().is_some() || pieces.time_zone_annotation().is_some() {
        return None;
    }
    let civil = pieces.date().to_datetime(pieces.time()?);
    let instant = civil.to_zoned(jiff::tz::TimeZone::UTC).map(|zoned| zoned.timestamp());
    instant.ok().or_else(|| last(text, false))
}

/// Reads a time in the year 9999 as the last instant. The range of the type ends a day before that year does, and the year's last
/// second often stands for "never".
fn last(text: &str, has_offset: bool) -> Option<jiff::Timestamp> {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    let is_instant = pieces.time().is_some() && pieces.offset().is_some() == has_offset;
    (is_instant && pieces.date().year() == 9999).then_some(jiff::Timestamp::MAX)
}
