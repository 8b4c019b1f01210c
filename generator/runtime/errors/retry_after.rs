//! The header `retry-after`. The generator itself uses this file too, to fetch pages.

use std::time::Duration;

use http::header::{HeaderMap, RETRY_AFTER};

use super::now;

/// The time that a server asks to wait, given in seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now()).unwrap_or_default())
}
