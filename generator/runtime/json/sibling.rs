//! Unions whose arm is named by a sibling field.
//!
//! The field may come after the union. So a record first keeps such a union as JSON
//! ([`Entry::read_undecided`](super::Entry::read_undecided)), and decides after it has read everything. The emitted code:
//!
//! ```text
//! fn decide(&mut self, cx: &rt::Decoding, given: &rt::Given) -> Result<(), rt::DataError> {
//!     rt::decide(cx, "rule", &mut self.rule, given.value(0, &self.kind), &[("1", 0), ("2", 1)])
//! }
//! ```
//!
//! - A listed value selects the arm with its index: data that does not fit that arm is an error.
//! - Any other value leaves the JSON as it is, in `Unknown`.
//! - Without a value the arms are tried. The empty value of a missing field does not count.
//!
//! Nothing is checked when a record is written.

use serde::Serialize;
use serde::de::Error;

use super::decode::Decode;
use super::decoding::{Choice, Decoding, Segment};
use super::record::DataError;
use super::union::text;

/// Reads the union in a field again, as the arm that its sibling names.
///
/// # Errors
///
/// When the data does not fit that arm.
#[doc(hidden)]
pub fn decide<T: Decode + Serialize, S: Serialize>(
    cx: &Decoding,
    field: &'static str,
    union: &mut T,
    sibling: Option<&S>,
    arms: &[(&str, usize)],
) -> Result<(), DataError> {
    let raw = serde_json::to_value(&*union)?;
    if raw.is_null() {
        return Ok(());
    }
    let choice = match text(&serde_json::to_value(sibling)?) {
        None => Choice::Free,
        Some(name) => match arms.iter().find(|(known, _)| *known == name) {
            Some((_, index)) => Choice::Arm(*index),
            None if cx.is_exact() => {
                return Err(DataError::custom(format_args!("{field} has an undocumented type")));
            }
            None => return Ok(()),
        },
    };
    match cx.choosing(choice, || T::decode(&raw, cx)) {
        Ok(decided) => {
            *union = decided;
            Ok(())
        }
        Err(error) => {
            cx.step(Segment::Field(field));
            Err(error)
        }
    }
}
