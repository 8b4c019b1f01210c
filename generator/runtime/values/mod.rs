//! Conversion between JSON and types of single values, in both directions.

mod clock;
mod nullable;
mod secret;

pub use nullable::Nullable;
pub use secret::Secret;

pub(crate) use clock::{Instant, now, skipped};

mod as_text;
pub use self::as_text::AsText;

mod base64;
pub use self::base64::Base64;

mod date;
pub use jiff::civil::Date;

mod timestamp;
pub use self::timestamp::instant;
pub use jiff::Timestamp;

mod uuid;
pub use ::uuid::Uuid;
