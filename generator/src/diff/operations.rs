//! The API as a whole and its operations: pairs them, compares each pair, and hands the types they hold to [`super::schemas`].

use super::{Change, Rule};
use crate::Model;

/// The rules of this module.
pub const RULES: &[&Rule] = &[];

/// All changes, in no particular order.
pub(super) fn compare(_old: &Model, _new: &Model) -> Vec<Change> {
    Vec::new()
}
