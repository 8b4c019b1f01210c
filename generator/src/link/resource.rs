//! The texts that a run has read in; the targets of references in them out.

use crate::document::{self, Document, Fragment, FragmentOrigin, join, parts, resolved, tokens};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A place in the document itself, or in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Target {
    /// The number of the file; none for the document itself.
    file: Option<usize>,
    pointer: String,
}

impl Target {
    /// Whether it is in the document itself.
    pub(super) fn is_own(&self) -> bool {
        self.file.is_none()
    }

    /// The target under a key of this one.
    pub(super) fn inside(&self, key: &str) -> Self {
        Self { file: self.file, pointer: join(&self.pointer, key) }
    }

    /// The number of the file, if it is all of a file.
    pub(super) fn whole_file(&self) -> Option<usize> {
        self.file.filter(|_| self.pointer.is_empty())
    }

    /// The number of the file, and the key at its top that holds the target.
    pub(super) fn top_key(&self) -> Option<(usize, String)> {
        Some((self.file?, tokens(&self.pointer).next()?))
    }

    /// Its pointer, if it is in the document itself.
    pub(super) fn own(&self) -> Option<&str> {
        self.is_own().then_some(self.pointer.as_str())
    }
}

/// A file that something refers to.
struct File {
    value: Value,
    origin: Arc<FragmentOrigin>,
}

/// The document and the files, with the names and addresses in them.
pub(super) struct Resources {
    files: Vec<File>,
    /// The numbers of the files, by name.
    named: HashMap<String, usize>,
    /// The names of the sources that the document was merged from.
    own: HashSet<String>,
    /// The pointers of named schemas, by name and by the part of a file in which the name counts.
    anchors: HashMap<(Target, String), String>,
    /// The number of schemas with each `$dynamicAnchor`.
    dynamic: HashMap<String, usize>,
    /// The targets with an address of their own.
    addresses: HashMap<String, Target>,
}

impl Resources {
    pub(super) fn new(document: &Document, files: Vec<Fragment>) -> Self {
        let own = document.places.origins.values().map(|(origin, _)| origin.source.name.clone());
        let mut resources = Self {
            files: Vec::new(),
            named: HashMap::new(),
            own: own.collect(),
            anchors: HashMap::new(),
            dynamic: HashMap::new(),
            addresses: HashMap::new(),
        };
        let name = document.place("").map(|place| place.source.name.clone()).unwrap_or_default();
        let root = |file| Target { file, pointer: String::new() };
        resources.index(&root(None), &document.value, &mut String::new(), &name);
        for Fragment { value, origin } in files {
            let (number, name) = (resources.files.len(), origin.source.name.clone());
            resources.index(&root(Some(number)), &value, &mut String::new(), &name);
            resources.named.insert(name, number);
            resources.files.push(File { value, origin: Arc::new(origin) });
        }
        resources
    }

    /// The number of values in all files.
    pub(super) fn values(&self) -> usize {
        self.files.iter().map(|file| size(&file.value)).sum()
    }

    /// The value of a target, and its origin. Only files hold something to bring in.
    pub(super) fn get(&self, target: &Target) -> Option<(&Value, (Arc<FragmentOrigin>, String))> {
        let file = &self.files[target.file?];
        let value = file.value.pointer(&target.pointer)?;
        Some((value, (file.origin.clone(), target.pointer.clone())))
    }

    /// The names of all files.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        let mut names: Vec<&String> = self.named.keys().chain(&self.own).collect();
        names.sort();
        names.into_iter()
    }

    /// The content of a file, or the document if it was merged from that file.
    pub(super) fn value<'v>(&'v self, document: &'v Document, name: &str) -> Option<&'v Value> {
        if self.own.contains(name) {
            return Some(&document.value);
        }
        self.named.get(name).map(|file| &self.files[*file].value)
    }

    /// The name for a target: the last part of its pointer, or its file.
    pub(super) fn name(&self, target: &Target) -> String {
        let last = tokens(&target.pointer).last().filter(|last| last.parse::<usize>().is_err());
        let stem = || target.file.map(|file| self.files[file].origin.source.stem().to_owned());
        let name = last.or_else(stem).unwrap_or_default();
        let fits = |char: char| char.is_ascii_alphanumeric() || "._-".contains(char);
        let name: String = name.chars().map(|char| if fits(char) { char } else { '_' }).collect();
        if name.is_empty() { "part".to_owned() } else { name }
    }

    /// The target of a reference at a place of the document; `None` if it finds nothing or is already right.
    pub(super) fn find(&self, document: &Document, at: &str, reference: &str) -> Option<Target> {
        let (origin, from) = document.places.origin(at)?;
        let source = &origin.source.name;
        let own = self.named.get(source).copied().filter(|_| !self.own.contains(source));
        let (uri, fragment) = parts(reference);
        let fragment = percent_decode_str(fragment).decode_utf8().ok()?;
        let root = own.map_or(&document.value, |file| &self.files[file].value);
        let start = match uri {
            // Many documents give their schemas an address but still refer from the root.
            "" if fragment.starts_with('/') && root.pointer(&fragment).is_some() => {
                Target { file: own, pointer: String::new() }
            }
            "" => Target { file: own, pointer: home(root, &from) },
            _ => self.resource(document, own, &from, source, uri)?,
        };
        if uri.is_empty() && own.is_none() && start.pointer.is_empty() {
            let is_right = fragment.is_empty() || fragment.starts_with('/');
            if is_right {
                return None;
            }
        }
        let pointer = match fragment.as_ref() {
            "" => start.pointer,
            inside if inside.starts_with('/') => start.pointer + inside,
            name => self.anchor(start.clone(), name)?,
        };
        let root = start.file.map_or(&document.value, |file| &self.files[file].value);
        root.pointer(&pointer)?;
        Some(Target { file: start.file, pointer })
    }

    /// The pointer that a name leads to: in a part of a file or, as many documents expect, in the whole file.
    fn anchor(&self, start: Target, name: &str) -> Option<String> {
        let whole = Target { pointer: String::new(), ..start.clone() };
        let find = |part: Target| self.anchors.get(&(part, name.to_owned()));
        find(start).or_else(|| find(whole)).cloned()
    }

    /// The target of a `$recursiveRef` at a place of the document: the whole schema around it.
    pub(super) fn around(&self, document: &Document, at: &str) -> Option<Target> {
        let (origin, from) = document.places.origin(at)?;
        let source = &origin.source.name;
        let own = self.named.get(source).copied().filter(|_| !self.own.contains(source));
        let root = own.map_or(&document.value, |file| &self.files[file].value);
        let pointer = match home(root, &from) {
            found if !found.is_empty() || own.is_some() => found,
            _ => outermost(&from)?,
        };
        root.pointer(&pointer)?;
        Some(Target { file: own, pointer })
    }

    /// The name in a dynamic reference, if several schemas have it.
    pub(super) fn several<'r>(&self, reference: &'r str) -> Option<&'r str> {
        let (_, name) = parts(reference);
        self.dynamic.get(name).filter(|count| **count > 1).map(|_| name)
    }

    /// Whether any schema has a `$dynamicAnchor`.
    pub(super) fn has_dynamic(&self) -> bool {
        !self.dynamic.is_empty()
    }

    /// Whether any object has an address of its own.
    pub(super) fn has_addresses(&self) -> bool {
        !self.addresses.is_empty()
    }

    /// The target of a URI without a fragment: an object with this address, or a file with this name.
    fn resource(
        &self,
        document: &Document,
        own: Option<usize>,
        from: &str,
        source: &str,
        uri: &str,
    ) -> Option<Target> {
        let whole = |file| Target { file, pointer: String::new() };
        if !self.addresses.is_empty() {
            let root = own.map_or(&document.value, |file| &self.files[file].value);
            let base = base(root, from, source);
            let known = self.addresses.get(&resolved(&base, uri));
            if let Some(known) = known.or_else(|| self.addresses.get(uri)) {
                return Some(known.clone());
            }
        }
        let name = document::file(source, uri)?;
        match self.named.get(&name) {
            _ if self.own.contains(&name) => Some(whole(None)),
            Some(file) => Some(whole(Some(*file))),
            None => None,
        }
    }

    /// Records the names and addresses in a value, which is in this part of a file.
    fn index(&mut self, part: &Target, value: &Value, pointer: &mut String, base: &str) {
        let length = pointer.len();
        match value {
            Value::Object(map) => {
                let text = |key: &str| map.get(key).and_then(Value::as_str);
                let own = address(value, pointer.is_empty()).map(|id| {
                    (Target { file: part.file, pointer: pointer.clone() }, resolved(base, id))
                });
                if let Some((here, own)) = &own {
                    self.addresses.entry(own.clone()).or_insert_with(|| here.clone());
                }
                let (part, base) = match &own {
                    Some((here, own)) => (here, own.as_str()),
                    None => (part, base),
                };
                if let Some(name) = text("$dynamicAnchor") {
                    *self.dynamic.entry(name.to_owned()).or_default() += 1;
                }
                let name = text("$id").and_then(|id| id.strip_prefix('#'));
                for name in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text).chain(name) {
                    let whole = Target { file: part.file, pointer: String::new() };
                    for part in [part.clone(), whole] {
                        let key = (part, name.to_owned());
                        self.anchors.entry(key).or_insert_with(|| pointer.clone());
                    }
                }
                for (key, value) in map.iter().filter(|(key, _)| !is_data(key)) {
                    crate::document::push(pointer, key);
                    self.index(part, value, pointer, base);
                    pointer.truncate(length);
                }
            }
            Value::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    pointer.push_str(&format!("/{number}"));
                    self.index(part, item, pointer, base);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
    }
}

/// The address that an object gives itself. The name of a schema (`#name`) is not one.
fn address(value: &Value, is_root: bool) -> Option<&str> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let id = text("$id").or_else(|| text("$self").filter(|_| is_root));
    id.map(|id| id.trim_end_matches('#')).filter(|id| !id.is_empty() && !id.starts_with('#'))
}

/// Whether the value of a key is data and not part of the description.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const")
}

/// The objects around a place that give themselves an address, from the root inwards.
fn addressed<'v>(root: &'v Value, pointer: &str) -> Vec<(String, &'v str)> {
    let mut found = Vec::new();
    let mut at = String::new();
    let mut value = Some(root);
    let mut rest = tokens(pointer);
    while let Some(here) = value {
        found.extend(address(here, at.is_empty()).map(|id| (at.clone(), id)));
        let Some(token) = rest.next() else { break };
        at = join(&at, &token);
        value = root.pointer(&at);
    }
    found
}

/// The address against which references at a place of a file are read: the nearest `$id` around them, or the name of the file.
fn base(root: &Value, pointer: &str, source: &str) -> String {
    let all = addressed(root, pointer).into_iter();
    all.fold(source.to_owned(), |base, (_, id)| resolved(&base, id))
}

/// The nearest object around a place that has an address, or the root.
fn home(root: &Value, pointer: &str) -> String {
    addressed(root, pointer).pop().map(|(pointer, _)| pointer).unwrap_or_default()
}

/// The outermost schema around a place of an OpenAPI document.
fn outermost(pointer: &str) -> Option<String> {
    let all: Vec<String> = tokens(pointer).collect();
    let end = match all.as_slice() {
        [components, schemas, ..] if components == "components" && schemas == "schemas" => 3,
        [definitions, ..] if definitions == "definitions" => 2,
        _ => all.iter().position(|token| token == "schema")? + 1,
    };
    let outermost = all.get(..end)?;
    Some(outermost.iter().fold(String::new(), |pointer, token| join(&pointer, token)))
}

/// The number of values in a value, itself included.
pub(super) fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(map) => map.values().map(size).sum(),
        Value::Array(items) => items.iter().map(size).sum(),
        _ => 0,
    }
}
