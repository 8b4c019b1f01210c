//! [`new_key`]: a new idempotency key, by which a server recognises repeated calls.

use crate::runtime::errors::BuildErrorKind;

/// A unique value: a random UUID (RFC 9562, version 4) from the system's random numbers.
///
/// # Errors
///
/// When the system has no random numbers. With a value that is not unique, the server would confuse two calls.
pub fn new_key() -> Result<String, BuildErrorKind> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| BuildErrorKind::InvalidParameter {
        name: "idempotency key",
        reason: "cannot be generated, as the system provides no random numbers".into(),
    })?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let number = u128::from_be_bytes(bytes);
    let part = |end: u32, bits: u32| (number >> end) & ((1 << bits) - 1);
    let parts = [part(96, 32), part(80, 16), part(64, 16), part(48, 16), part(0, 48)];
    let [a, b, c, d, e] = parts;
    Ok(format!("{a:08x}-{b:04x}-{c:04x}-{d:04x}-{e:012x}"))
}
