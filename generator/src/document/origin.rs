//! What was read from texts: JSON values, and where each part of them came from.

use super::text::{self, Index, Syntax};
use crate::source::{Place, Source};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One OpenAPI object as it was found in a source: a fenced block of a page, or a whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    /// The parsed text.
    pub value: Value,
    /// Where it stands.
    pub origin: FragmentOrigin,
}

/// Where a fragment stands.
#[derive(Debug, Clone)]
pub struct FragmentOrigin {
    /// The source it was found in.
    pub source: Arc<Source>,
    /// The bytes of the source's text that were parsed.
    pub range: Range<usize>,
    /// How they were parsed.
    pub syntax: Syntax,
    /// Where its values stand, relative to `range`; made when it is first asked for.
    index: OnceLock<Arc<Index>>,
}

impl PartialEq for FragmentOrigin {
    fn eq(&self, other: &Self) -> bool {
        (&self.source, &self.range, self.syntax) == (&other.source, &other.range, other.syntax)
    }
}

impl Eq for FragmentOrigin {}

impl FragmentOrigin {
    /// The origin of what was parsed from some bytes of a source. The range must lie on character boundaries of its text.
    pub fn new(source: &Arc<Source>, range: Range<usize>, syntax: Syntax) -> Self {
        Self { source: source.clone(), range, syntax, index: OnceLock::new() }
    }

    /// The same, where the positions of the values are known already.
    pub(crate) fn with_index(self, index: Index) -> Self {
        Self { index: OnceLock::from(Arc::new(index)), ..self }
    }

    /// The place of a JSON pointer inside the fragment, or of its nearest ancestor that the text holds.
    pub fn place(&self, pointer: &str) -> Place {
        let index = self.index.get_or_init(|| {
            let text = self.source.text.get(self.range.clone()).unwrap_or_default();
            Arc::new(text::index(text, self.syntax))
        });
        let found = index.locate(pointer);
        let span = self.range.start + found.start..self.range.start + found.end;
        Place::span(&self.source, span).at(pointer)
    }
}

/// An OpenAPI document and the origin of its parts.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The document, with sorted paths and components.
    pub value: Value,
    /// Where its parts were written.
    pub places: Places,
    /// The stems of the sources whose fragments were merged, such as `session` for `pages/session.md`.
    pub pages: BTreeSet<String>,
    /// What normalizing took out, as it says nothing of the values where it stands: by its pointer.
    pub ignored: Map<String, Value>,
}

impl Document {
    /// Where a part of the document was written.
    pub fn place(&self, pointer: &str) -> Option<Place> {
        self.places.place(pointer)
    }
}

/// Where the parts of a document were written: it outlives the document.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// For a JSON pointer of the document: the fragment it came from and the pointer it had there. Parts without an entry of their own
    /// came with their nearest ancestor that has one.
    pub origins: BTreeMap<String, (Arc<FragmentOrigin>, String)>,
}

impl Places {
    /// Where a part of the document was written.
    pub fn place(&self, pointer: &str) -> Option<Place> {
        self.origin(pointer).map(|(origin, from)| origin.place(&from))
    }

    /// Whether a part was written where it stands, and not made of what was written elsewhere.
    pub(crate) fn is_written(&self, pointer: &str) -> bool {
        let parent = &pointer[..pointer.rfind('/').unwrap_or_default()];
        let span = |pointer| self.place(pointer).and_then(|place| place.span);
        span(pointer).is_some_and(|own| span(parent).is_none_or(|parent| own != parent))
    }

    /// Lets a pointer lead to where what is at another was written, and so all that is in it.
    pub(crate) fn moved(&mut self, to: &str, from: &str) {
        let Some((origin, start)) = self.origin(from) else { return };
        let own = (to.to_owned(), (origin.clone(), start));
        let inside = self
            .inside(from)
            .map(|(pointer, origin)| (format!("{to}{}", &pointer[from.len()..]), origin.clone()));
        let moved: Vec<_> = inside.chain([own]).collect();
        let replaced: Vec<String> = self.inside(to).map(|(pointer, _)| pointer.clone()).collect();
        replaced.iter().for_each(|pointer| drop(self.origins.remove(pointer)));
        self.origins.extend(moved);
    }

    /// The entries of what is in a part.
    fn inside<'a>(
        &'a self,
        pointer: &str,
    ) -> impl Iterator<Item = (&'a String, &'a (Arc<FragmentOrigin>, String))> + use<'a> {
        let start = format!("{pointer}/");
        let entries = self.origins.range(start.clone()..);
        entries.take_while(move |(own, _)| own.starts_with(&start))
    }

    /// The fragment a part came from, and the pointer it had there.
    pub(crate) fn origin(&self, pointer: &str) -> Option<(&Arc<FragmentOrigin>, String)> {
        let mut ancestor = pointer;
        loop {
            if let Some((origin, start)) = self.origins.get(ancestor) {
                return Some((origin, format!("{start}{}", &pointer[ancestor.len()..])));
            }
            ancestor = &ancestor[..ancestor.rfind('/')?];
        }
    }
}
