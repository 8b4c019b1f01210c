//! Named values from many fragments in; one document, its origins and the conflicts out. Equal values are one.

use super::difference::smallest;
use super::sets::ordered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, FragmentOrigin, Method, join};
use crate::source::Place;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// A value in one fragment.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    value: Value,
    origin: Arc<FragmentOrigin>,
    /// Its place in its fragment, if that is not its pointer in the document.
    pointer: Option<String>,
    /// Parts of the value from elsewhere in the fragment: pointer inside the value, pointer in the fragment.
    pub(super) parts: Vec<(String, String)>,
    /// The keys of the fragment that concern an operation without such a key.
    pub(super) shared: Arc<Map<String, Value>>,
}

impl Variant {
    /// A value that keeps its place.
    pub(super) fn new(value: Value, origin: &Arc<FragmentOrigin>) -> Self {
        let origin = origin.clone();
        Self { value, origin, pointer: None, parts: Vec::new(), shared: Arc::default() }
    }

    /// Sets another place in the fragment.
    pub(super) fn from(self, pointer: String) -> Self {
        Self { pointer: Some(pointer), ..self }
    }

    fn start<'a>(&'a self, target: &'a str) -> &'a str {
        self.pointer.as_deref().unwrap_or(target)
    }

    /// Whether a part of the value was taken from the root of the fragment, or stands for nothing there.
    fn is_given(&self, inside: &str) -> bool {
        self.parts.iter().any(|(part, pointer)| part == inside && pointer == inside)
    }

    /// What the fragment says at a place where this value has another, or none: the operations get some values from the document.
    fn said<'a>(&'a self, inside: &str, own: Option<&'a Value>) -> Option<&'a Value> {
        let shared = || inside.strip_prefix('/').and_then(|key| self.shared.get(key));
        if own.is_none() || self.is_given(inside) { shared() } else { own }
    }

    /// The place of a part of the value.
    fn place(&self, target: &str, inside: &str) -> Place {
        if self.value.pointer(inside).is_none() || self.is_given(inside) {
            let is_shared = self.said(inside, None).is_some();
            let start = if is_shared { "" } else { self.start(target) };
            return self.origin.place(&format!("{start}{inside}"));
        }
        for (part, pointer) in &self.parts {
            if let Some(rest) = inside.strip_prefix(part.as_str())
                && (rest.is_empty() || rest.starts_with('/'))
            {
                return self.origin.place(&format!("{pointer}{rest}"));
            }
        }
        self.origin.place(&format!("{}{inside}", self.start(target)))
    }
}

/// The variants that share a name, in order; none for a container.
#[derive(Debug, Default)]
struct Slot {
    variants: Vec<Variant>,
    /// The values of all variants but the first, with their sets in order, for a quick look-up.
    others: HashSet<Value>,
}

/// All named values, by the reference tokens of their pointers. A tag has its name in place of its index.
#[derive(Debug, Default)]
pub(super) struct Slots {
    slots: IndexMap<Vec<String>, Slot>,
    containers: IndexMap<String, (Arc<FragmentOrigin>, String)>,
}

impl Slots {
    /// Adds a fragment's value for a name, unless an equal one is there.
    pub(super) fn offer(&mut self, name: Vec<String>, variant: Variant) {
        let Slot { variants, others } = self.slots.entry(name).or_default();
        let is_new = match variants.first() {
            None => true,
            Some(first) => {
                first.value != variant.value && {
                    let value = ordered(&variant.value);
                    value != ordered(&first.value) && others.insert(value)
                }
            }
        };
        if is_new {
            variants.push(variant);
        }
    }

    /// Makes sure that an object or, for `tags`, an array is there even if it is empty.
    pub(super) fn ensure(&mut self, name: Vec<String>) {
        self.slots.entry(name).or_default();
    }

    /// The same, with the origin of the first one.
    pub(super) fn container(
        &mut self,
        name: Vec<String>,
        origin: &Arc<FragmentOrigin>,
        from: &str,
    ) {
        let entry = self.containers.entry(pointer(&name));
        entry.or_insert_with(|| (origin.clone(), from.to_owned()));
        self.ensure(name);
    }

    /// Builds the document and reports the conflicts.
    pub(super) fn finish(
        self,
        root: Arc<FragmentOrigin>,
        diagnostics: &mut Diagnostics,
    ) -> Document {
        let mut document = Document { value: Value::Object(Map::new()), ..Document::default() };
        document.places.origins.insert(String::new(), (root, String::new()));
        document.places.origins.extend(self.containers);
        for (name, slot) in self.slots {
            let mut variants = slot.variants.into_iter();
            let Some(first) = variants.next() else {
                container(&mut document.value, &name);
                continue;
            };
            let from = first.start(&pointer(&name)).to_owned();
            for other in variants {
                diagnostics.extend(conflict(&name, &from, &first, &other));
            }
            keep(&mut document, &name, first);
        }
        document
    }
}

/// Puts a value and its origins into the document.
fn keep(document: &mut Document, name: &[String], variant: Variant) {
    let place = match name {
        [tags, _] if tags == "tags" => {
            let tags = container(&mut document.value, &name[..1]);
            let Some(tags) = tags.as_array_mut() else { return };
            tags.push(variant.value);
            format!("/tags/{}", tags.len() - 1)
        }
        [parents @ .., last] => {
            let parent = container(&mut document.value, parents);
            let Some(parent) = parent.as_object_mut() else { return };
            parent.insert(last.clone(), variant.value);
            pointer(name)
        }
        [] => return,
    };
    let start = variant.pointer.unwrap_or_else(|| place.clone());
    for (inside, from) in variant.parts {
        document.places.origins.insert(format!("{place}{inside}"), (variant.origin.clone(), from));
    }
    document.places.origins.insert(place, (variant.origin, start));
}

/// The object or array at a place, created if it is not there.
fn container<'a>(root: &'a mut Value, name: &[String]) -> &'a mut Value {
    let mut value = root;
    for token in name {
        if !value.is_object() {
            *value = Value::Object(Map::new());
        }
        let empty = match token.as_str() {
            "tags" if name.len() == 1 => Value::Array(Vec::new()),
            _ => Value::Object(Map::new()),
        };
        let Value::Object(object) = value else { break };
        value = object.entry(token.clone()).or_insert(empty);
    }
    value
}

fn pointer(name: &[String]) -> String {
    name.iter().fold(String::new(), |pointer, token| join(&pointer, token))
}

fn conflict(name: &[String], from: &str, first: &Variant, other: &Variant) -> Option<Diagnostic> {
    let (mut difference, count) = smallest(&first.value, &other.value)?;
    difference.first = first.said(&difference.pointer, difference.first);
    difference.second = other.said(&difference.pointer, difference.second);
    let (code, what) = match name {
        [paths, path, key] if paths == "paths" => {
            let method = Method::of(key).is_some();
            let key = if method { key.to_ascii_uppercase() } else { format!("`{key}` of") };
            (Code::ConflictingOperation, format!("{key} {path}"))
        }
        [components, section, entry] if components == "components" => {
            (Code::ConflictingComponent, format!("the component `{section}/{entry}`"))
        }
        [section, entry]
            if ["definitions", "parameters", "responses", "securityDefinitions"]
                .contains(&section.as_str()) =>
        {
            (Code::ConflictingComponent, format!("the component `{section}/{entry}`"))
        }
        [webhooks, entry] if webhooks == "webhooks" => {
            (Code::ConflictingComponent, format!("the webhook `{entry}`"))
        }
        [tags, tag] if tags == "tags" => (Code::ConflictingDocument, format!("the tag `{tag}`")),
        _ => (Code::ConflictingDocument, format!("`{}`", name.join("/"))),
    };
    let (in_first, in_other) = difference.shown();
    let inside = &difference.pointer;
    let at = if inside.is_empty() { String::new() } else { format!(" at `{inside}`") };
    let more = match count {
        1 => String::new(),
        2 => ", and there is 1 more difference".to_owned(),
        _ => format!(", and there are {} more differences", count - 1),
    };
    let message = format!(
        "{what} differs from the one in {}{at}: here it is {in_other}, there {in_first}{more}",
        first.origin.source.name
    );
    let is_decided = first.origin.source.rank() < other.origin.source.rank();
    let (code, message, help) = if is_decided {
        let help =
            "if this one should count, put its source first in `prefer` of the configuration";
        (Code::Preferred, format!("{message}; the latter counts"), help)
    } else {
        (
            code,
            message,
            "make the sources agree, leave one of them out, or set the source that counts in `prefer` of the configuration",
        )
    };
    Some(
        Diagnostic::new(code, message)
            .at(other.place(&pointer(name), inside))
            .related(first.place(from, inside), "the other one")
            .help(help),
    )
}
