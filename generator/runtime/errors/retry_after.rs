//! The header `retry-after`, for the emitted crates and for what fetches pages.

use std::time::Duration;

use http::header::{HeaderMap, RETRY_AFTER};

use super::now;

/// How long a server asks to wait, in seconds or until a date.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now()).unwrap_or_default())
}
