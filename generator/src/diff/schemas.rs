//! The types that operations hold: compares each pair once.

use super::Rule;

/// The rules of this module.
pub const RULES: &[&Rule] = &[];
