//! The merged document: one JSON value, and where each part of it came from.

use crate::source::{Place, Source};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// How a fragment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// JSON.
    Json,
    /// YAML 1.2, as far as it can be said in JSON.
    Yaml,
}

/// One OpenAPI object as it was found in a source: a fenced block of a page, or a whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    /// The parsed text.
    pub value: Value,
    /// Where it stands.
    pub origin: FragmentOrigin,
}

/// Where a fragment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FragmentOrigin {
    /// The source it was found in.
    pub source: Arc<Source>,
    /// The bytes of the source's text that were parsed.
    pub range: Range<usize>,
    /// How they were parsed.
    pub syntax: Syntax,
}

impl FragmentOrigin {
    /// The place of a JSON pointer inside the fragment, or of its nearest ancestor that the text holds.
    pub fn place(&self, pointer: &str) -> Place {
        let text = &self.source.text[self.range.clone()];
        let found = crate::extract::locate(text, self.syntax, pointer);
        let span = self.range.start + found.start..self.range.start + found.end;
        Place::span(&self.source, span).at(pointer)
    }
}

/// An OpenAPI document and the origin of its parts.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The document, with sorted paths and components.
    pub value: Value,
    /// For a JSON pointer of `value`: the fragment it came from and the pointer it had there. Parts without an entry of their own
    /// came with their nearest ancestor that has one.
    pub origins: BTreeMap<String, (Arc<FragmentOrigin>, String)>,
}

impl Document {
    /// Where a part of the document was written.
    pub fn place(&self, pointer: &str) -> Option<Place> {
        let mut ancestor = pointer;
        loop {
            if let Some((origin, start)) = self.origins.get(ancestor) {
                let rest = &pointer[ancestor.len()..];
                return Some(origin.place(&format!("{start}{rest}")));
            }
            ancestor = &ancestor[..ancestor.rfind('/')?];
        }
    }
}

/// A JSON pointer with one more reference token, escaped (RFC 6901).
pub fn join(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}
