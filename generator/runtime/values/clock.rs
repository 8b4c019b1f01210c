//! What time it is: as the system tells it, or as the browser does.

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(crate) use std::time::Instant;
use std::time::SystemTime;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(crate) use web_time::Instant;

/// The date and time.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// The date and time.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(crate) fn now() -> SystemTime {
    let since = web_time::SystemTime::now().duration_since(web_time::UNIX_EPOCH);
    SystemTime::UNIX_EPOCH + since.unwrap_or_default()
}
