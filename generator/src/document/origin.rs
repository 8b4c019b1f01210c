//! Values that were read from texts, with the origin of each part.

use super::pointer::dangling;
use super::text::{self, Index, Syntax};
use crate::source::{Place, Source};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// An OpenAPI object in a source: a fenced block of a page, or a whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    /// The parsed text.
    pub value: Value,
    /// Its origin.
    pub origin: FragmentOrigin,
}

/// The origin of a fragment.
#[derive(Debug, Clone)]
pub struct FragmentOrigin {
    /// Its source.
    pub source: Arc<Source>,
    /// The byte range that was parsed.
    pub range: Range<usize>,
    /// The syntax of the text.
    pub syntax: Syntax,
    /// The positions of its values, relative to `range`; computed on first use.
    index: OnceLock<Arc<Index>>,
}

impl PartialEq for FragmentOrigin {
    fn eq(&self, other: &Self) -> bool {
        (&self.source, &self.range, self.syntax) == (&other.source, &other.range, other.syntax)
    }
}

impl Eq for FragmentOrigin {}

impl FragmentOrigin {
    /// The origin of a byte range of a source. The range must lie on character boundaries.
    pub fn new(source: &Arc<Source>, range: Range<usize>, syntax: Syntax) -> Self {
        Self { source: source.clone(), range, syntax, index: OnceLock::new() }
    }

    /// Sets the positions of the values, if they are already known.
    pub(crate) fn with_index(self, index: Index) -> Self {
        Self { index: OnceLock::from(Arc::new(index)), ..self }
    }

    /// The place of a JSON pointer in the fragment, or of its nearest ancestor in the text.
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
    /// The places where its parts were written.
    pub places: Places,
    /// The stems of the sources whose fragments were merged, such as `session` for `pages/session.md`.
    pub pages: BTreeSet<String>,
    /// The keywords that normalizing removed because they say nothing about the values at their place, by pointer.
    pub ignored: Map<String, Value>,
    /// What to say of the references into other files that find nothing, by source and reference.
    pub(crate) lost: BTreeMap<(String, String), Lost>,
}

/// What to say of a reference that leads to nothing, and what to do about it.
#[derive(Debug, Clone)]
pub(crate) struct Lost {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Document {
    /// The place where a part of the document was written.
    pub fn place(&self, pointer: &str) -> Option<Place> {
        self.places.place(pointer)
    }

    /// What to say of a reference at a place that leads to nothing.
    pub(crate) fn lost(&self, reference: &str, at: &str) -> Lost {
        let source = self.places.origin(at).map(|(origin, _)| origin.source.name.clone());
        let known = self.lost.get(&(source.unwrap_or_default(), reference.to_owned()));
        known.cloned().unwrap_or_else(|| {
            let (message, help) = dangling(reference);
            Lost { message, help: help.to_owned() }
        })
    }
}

/// The places where the parts of a document were written; they outlive the document.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The fragment and its pointer for each JSON pointer of the document. A part without an entry belongs to its nearest ancestor with
    /// one.
    pub origins: BTreeMap<String, (Arc<FragmentOrigin>, String)>,
}

impl Places {
    /// The place where a part of the document was written.
    pub fn place(&self, pointer: &str) -> Option<Place> {
        self.origin(pointer).map(|(origin, from)| origin.place(&from))
    }

    /// Whether a part was written at its place, and not derived from another part.
    pub(crate) fn is_written(&self, pointer: &str) -> bool {
        let parent = &pointer[..pointer.rfind('/').unwrap_or_default()];
        let span = |pointer| self.place(pointer).and_then(|place| place.span);
        span(pointer).is_some_and(|own| span(parent).is_none_or(|parent| own != parent))
    }

    /// Maps a pointer, and all pointers inside it, to the places of another.
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

    /// The entries inside a part.
    fn inside<'a>(
        &'a self,
        pointer: &str,
    ) -> impl Iterator<Item = (&'a String, &'a (Arc<FragmentOrigin>, String))> + use<'a> {
        let start = format!("{pointer}/");
        let entries = self.origins.range(start.clone()..);
        entries.take_while(move |(own, _)| own.starts_with(&start))
    }

    /// The fragment that a part came from, and its pointer there.
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
