//! Sources in, OpenAPI [`Fragment`]s out.

use crate::diagnostic::Diagnostics;
use crate::document::{Fragment, Syntax};
use crate::source::Source;
use std::ops::Range;
use std::sync::Arc;

/// The fragments of all sources, in the order of the sources and of their text.
pub fn extract(_sources: &[Arc<Source>], _diagnostics: &mut Diagnostics) -> Vec<Fragment> {
    Vec::new()
}

/// The bytes of the value that a JSON pointer names, or of its nearest ancestor that is there.
pub fn locate(text: &str, _syntax: Syntax, _pointer: &str) -> Range<usize> {
    0..text.len()
}
