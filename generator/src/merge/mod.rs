//! Fragments in; one [`Document`] with the origin of its parts out.
//!
//! - Values of several fragments are merged by name: an operation by path and method, a component by section and name, a tag by name,
//!   everything else by key. Equal values (apart from key order) are one. Of different values the first is kept, and each other one is
//!   reported with its smallest difference from the first.
//! - Fragments are ordered by the rank and name of their source, then by offset, so the result does not depend on the order of the sources.
//!   The first also decides the order of keys. If sources of different ranks disagree, the first counts, as the call says, and a note says
//!   so.
//! - `required` of a schema is a set: its order makes no difference.
//! - `openapi` may differ in its last number; the highest is kept.
//! - `security` and `servers` concern all operations of a document. If fragments disagree on them, the value for most operations (the first,
//!   if two are equal) becomes the document's, and the operations of the other fragments get their own copy; see `shared_fields`. The same
//!   is done with `parameters` and `servers` of a path that only some fragments have.

mod difference;
mod named_values;
mod order;
mod sets;
mod shared_fields;

pub(crate) use order::sort;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Fragment, FragmentOrigin, join};
use crate::source::Place;
use named_values::{Slots, Variant};
use serde_json::{Map, Value};
use shared_fields::Inheritance;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

/// Merges fragments into one document; without fragments its value is null.
pub fn merge(mut fragments: Vec<Fragment>, diagnostics: &mut Diagnostics) -> Document {
    fragments.sort_by(|a, b| key(a).cmp(&key(b)));
    let Some(first) = fragments.first() else { return Document::default() };
    let root = Arc::new(first.origin.clone());
    let inheritance = Inheritance::of(&fragments);
    let pages = fragments.iter().map(|fragment| fragment.origin.source.stem().to_owned()).collect();
    let mut merger = Merger { slots: Slots::default(), version: None };
    for fragment in fragments {
        merger.fragment(fragment, &inheritance, diagnostics);
    }
    Document { pages, ..merger.finish(root, inheritance, diagnostics) }
}

/// The sort key of fragments. The text tells sources with one name apart.
fn key(fragment: &Fragment) -> (usize, &str, &str, usize) {
    let origin = &fragment.origin;
    let source = &origin.source;
    (source.rank(), &source.name, &source.text, origin.range.start)
}

/// The keys of a document that concern the operations without such a key.
const SHARED: [&str; 2] = ["security", "servers"];

struct Merger {
    slots: Slots,
    /// The highest version and its origin.
    version: Option<Version>,
}

/// The version of a fragment.
struct Version {
    /// `openapi` or `swagger`.
    key: String,
    value: Value,
    /// `3.0.1`.
    number: String,
    origin: Arc<FragmentOrigin>,
}

impl Version {
    fn new(key: String, value: Value, origin: &Arc<FragmentOrigin>) -> Self {
        // That of Swagger is often written without quotes.
        let number = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Self { key, value, number, origin: origin.clone() }
    }

    fn place(&self) -> Place {
        self.origin.place(&format!("/{}", self.key))
    }

    /// `3.0` of `3.0.1`.
    fn minor(&self) -> &str {
        self.number.rsplit_once('.').map_or(&self.number, |(minor, _)| minor)
    }

    /// `1` of `3.0.1`, with the text for a part that is not a number.
    fn patch(&self) -> (u64, &str) {
        let patch = self.number.rsplit_once('.').map_or("", |(_, patch)| patch);
        (patch.parse().unwrap_or(0), patch)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.key == "swagger" { "Swagger" } else { "OpenAPI" };
        write!(f, "{name} {}", self.number)
    }
}

impl Merger {
    fn fragment(
        &mut self,
        fragment: Fragment,
        inheritance: &Inheritance,
        diagnostics: &mut Diagnostics,
    ) {
        let origin = Arc::new(fragment.origin);
        let Value::Object(root) = fragment.value else { return };
        let push_down = inheritance.for_fragment(&root);
        let shared = root.iter().filter(|(key, _)| SHARED.contains(&key.as_str()));
        let shared: Arc<Map<String, Value>> =
            Arc::new(shared.map(|(key, value)| (key.clone(), value.clone())).collect());
        let definitions =
            root.get("components").and_then(|components| components.get("parameters"));
        let definitions = definitions.cloned().unwrap_or_default();
        let version = if root.contains_key("openapi") { "openapi" } else { "swagger" };
        for (key, value) in root {
            match (key.as_str(), value) {
                ("openapi" | "swagger", value) if key == version => {
                    self.version(Version::new(key, value, &origin), diagnostics);
                }
                ("servers" | "security", _) => {}
                ("paths" | "components" | "webhooks", Value::Null) => {}
                ("tags", Value::Array(tags)) => self.tags(tags, &origin, diagnostics),
                ("paths", Value::Object(paths)) => {
                    self.slots.ensure(vec![key]);
                    for (path, item) in paths {
                        self.path(path, item, (&origin, &shared), |pointer, item| {
                            push_down.apply(pointer, item, &definitions)
                        });
                    }
                }
                ("components", Value::Object(sections)) => self.components(sections, &origin),
                (
                    "webhooks" | "definitions" | "parameters" | "responses" | "securityDefinitions",
                    Value::Object(entries),
                ) => self.entries(vec![key], entries, &origin),
                (_, value) => self.slots.offer(vec![key], Variant::new(value, &origin)),
            }
        }
    }

    fn version(&mut self, version: Version, diagnostics: &mut Diagnostics) {
        let Some(kept) = &mut self.version else {
            self.version = Some(version);
            return;
        };
        if kept.minor() != version.minor() {
            let message = format!("this is {version}, and other parts are {kept}");
            let diagnostic = Diagnostic::new(Code::ConflictingDocument, message)
                .at(version.place())
                .related(kept.place(), "the other version")
                .help(
                    "the meaning of a schema may depend on the version: generate one crate for each version",
                );
            diagnostics.push(diagnostic);
        } else if kept.patch() < version.patch() {
            *kept = version;
        }
    }

    /// Adds tags. Of several tags with one name in one fragment, the first counts.
    fn tags(
        &mut self,
        tags: Vec<Value>,
        origin: &Arc<FragmentOrigin>,
        diagnostics: &mut Diagnostics,
    ) {
        self.slots.ensure(vec!["tags".into()]);
        let mut seen = HashSet::new();
        for (index, tag) in tags.into_iter().enumerate() {
            let name = tag.get("name").and_then(Value::as_str);
            let name = name.map_or_else(|| tag.to_string(), str::to_owned);
            if !seen.insert(name.clone()) {
                let message = format!("the tag {name:?} is listed before; the first one counts");
                let diagnostic = Diagnostic::new(Code::RepeatedTag, message)
                    .at(origin.place(&format!("/tags/{index}")))
                    .help("remove one of them");
                diagnostics.push(diagnostic);
                continue;
            }
            let variant = Variant::new(tag, origin).from(format!("/tags/{index}"));
            self.slots.offer(vec!["tags".into(), name], variant);
        }
    }

    fn path(
        &mut self,
        path: String,
        item: Value,
        (origin, shared): (&Arc<FragmentOrigin>, &Arc<Map<String, Value>>),
        push_down: impl FnOnce(&str, Map<String, Value>) -> shared_fields::Completed,
    ) {
        let slot = vec!["paths".to_owned(), path];
        let Value::Object(item) = item else {
            return self.slots.offer(slot, Variant::new(item, origin));
        };
        let pointer = join("/paths", &slot[1]);
        self.slots.container(slot.clone(), origin, &pointer);
        let pushed = push_down(&pointer, item);
        for (key, value) in pushed.item {
            let mut variant = Variant::new(value, origin).from(join(&pointer, &key));
            variant.parts = pushed.parts.get(&key).cloned().unwrap_or_default();
            variant.shared = shared.clone();
            self.slots.offer([slot.clone(), vec![key]].concat(), variant);
        }
    }

    fn components(&mut self, sections: Map<String, Value>, origin: &Arc<FragmentOrigin>) {
        self.slots.ensure(vec!["components".into()]);
        for (section, entries) in sections {
            let slot = vec!["components".to_owned(), section];
            match entries {
                Value::Object(entries) if !slot[1].starts_with("x-") => {
                    self.entries(slot, entries, origin);
                }
                other => self.slots.offer(slot, Variant::new(other, origin)),
            }
        }
    }

    fn entries(
        &mut self,
        slot: Vec<String>,
        entries: Map<String, Value>,
        origin: &Arc<FragmentOrigin>,
    ) {
        for (name, value) in entries {
            self.slots.offer([slot.clone(), vec![name]].concat(), Variant::new(value, origin));
        }
        self.slots.ensure(slot);
    }

    fn finish(
        mut self,
        root: Arc<FragmentOrigin>,
        inheritance: Inheritance,
        diagnostics: &mut Diagnostics,
    ) -> Document {
        if let Some(Version { key, value, origin, .. }) = self.version {
            self.slots.offer(vec![key], Variant::new(value, &origin));
        }
        for (key, value, origin) in inheritance.into_values() {
            self.slots.offer(vec![key.into()], Variant::new(value, &Arc::new(origin)));
        }
        let mut document = self.slots.finish(root, diagnostics);
        sort(&mut document.value);
        document
    }
}
