//! [`new_key`]: a value by which a server knows a call that it has seen.

use crate::runtime::errors::BuildErrorKind;

/// A value that no other call has: a random UUID (RFC 9562, version 4), of the randomness of the system.
///
/// # Errors
///
/// When the system gives none. A value that is not unique would make the server take one call for another.
pub fn new_key() -> Result<String, BuildErrorKind> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| BuildErrorKind::InvalidParameter {
        name: "idempotency key",
        reason: "cannot be made, as the system gives no random numbers".into(),
    })?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let number = u128::from_be_bytes(bytes);
    let part = |end: u32, bits: u32| (number >> end) & ((1 << bits) - 1);
    let parts = [part(96, 32), part(80, 16), part(64, 16), part(48, 16), part(0, 48)];
    let [a, b, c, d, e] = parts;
    Ok(format!("{a:08x}-{b:04x}-{c:04x}-{d:04x}-{e:012x}"))
}
