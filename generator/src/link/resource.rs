//! The texts that a run has read in; what references find in them out.

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

    /// What it holds under a key.
    pub(super) fn inside(&self, key: &str) -> Self {
        Self { file: self.file, pointer: join(&self.pointer, key) }
    }

    /// Its pointer, if it is in the document itself.
    pub(super) fn own(&self) -> Option<&str> {
        self.is_own().then_some(self.pointer.as_str())
    }
}

/// A file that is referred to.
struct File {
    value: Value,
    origin: Arc<FragmentOrigin>,
}

/// The document and the files, with the names and addresses in them.
pub(super) struct Resources {
    files: Vec<File>,
    /// The files by their names.
    named: HashMap<String, usize>,
    /// The names of the sources that the document was merged from.
    own: HashSet<String>,
    /// Names of schemas, by the file that they are in.
    anchors: HashMap<(Option<usize>, String), String>,
    /// What has an address of its own.
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
            addresses: HashMap::new(),
        };
        let name = document.place("").map(|place| place.source.name.clone()).unwrap_or_default();
        resources.index(None, &document.value, &mut String::new(), &name);
        for Fragment { value, origin } in files {
            let (number, name) = (resources.files.len(), origin.source.name.clone());
            resources.index(Some(number), &value, &mut String::new(), &name);
            resources.named.insert(name, number);
            resources.files.push(File { value, origin: Arc::new(origin) });
        }
        resources
    }

    /// How many values all files hold.
    pub(super) fn values(&self) -> usize {
        self.files.iter().map(|file| size(&file.value)).sum()
    }

    /// What is at a target, and where it was written. Only files hold something to be brought in.
    pub(super) fn get(&self, target: &Target) -> Option<(&Value, (Arc<FragmentOrigin>, String))> {
        let file = &self.files[target.file?];
        let value = file.value.pointer(&target.pointer)?;
        Some((value, (file.origin.clone(), target.pointer.clone())))
    }

    /// What a target is called after: the last part of its pointer, or its file.
    pub(super) fn name(&self, target: &Target) -> String {
        let last = tokens(&target.pointer).last().filter(|last| last.parse::<usize>().is_err());
        let stem = || target.file.map(|file| self.files[file].origin.source.stem().to_owned());
        let name = last.or_else(stem).unwrap_or_default();
        let fits = |char: char| char.is_ascii_alphanumeric() || "._-".contains(char);
        let name: String = name.chars().map(|char| if fits(char) { char } else { '_' }).collect();
        if name.is_empty() { "part".to_owned() } else { name }
    }

    /// What a reference at a place of the document leads to; none for one that finds nothing, and for one that is right as it is.
    pub(super) fn find(&self, document: &Document, at: &str, reference: &str) -> Option<Target> {
        let (origin, from) = document.places.origin(at)?;
        let source = &origin.source.name;
        let own = self.named.get(source).copied().filter(|_| !self.own.contains(source));
        let (uri, fragment) = parts(reference);
        if uri.is_empty() && own.is_none() && (fragment.is_empty() || fragment.starts_with('/')) {
            return None;
        }
        let start = match uri {
            "" => Target { file: own, pointer: String::new() },
            _ => self.resource(document, own, &from, source, uri)?,
        };
        let fragment = percent_decode_str(fragment).decode_utf8().ok()?;
        let pointer = match fragment.as_ref() {
            "" => start.pointer,
            inside if inside.starts_with('/') => start.pointer + inside,
            name => self.anchors.get(&(start.file, name.to_owned()))?.clone(),
        };
        let root = start.file.map_or(&document.value, |file| &self.files[file].value);
        root.pointer(&pointer)?;
        Some(Target { file: start.file, pointer })
    }

    /// What a URI without a fragment names: by an address that something has, or by the name of a file.
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

    /// Notes the names and addresses in a value.
    fn index(&mut self, file: Option<usize>, value: &Value, pointer: &mut String, base: &str) {
        let length = pointer.len();
        match value {
            Value::Object(map) => {
                let text = |key: &str| map.get(key).and_then(Value::as_str);
                let id = text("$id").or_else(|| text("$self").filter(|_| pointer.is_empty()));
                let own = id.map(|id| resolved(base, id.trim_end_matches('#')));
                if let Some(own) = &own {
                    let target = Target { file, pointer: pointer.clone() };
                    self.addresses.entry(own.clone()).or_insert(target);
                }
                let base = own.as_deref().unwrap_or(base);
                for name in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
                    let key = (file, name.to_owned());
                    self.anchors.entry(key).or_insert_with(|| pointer.clone());
                }
                for (key, value) in map.iter().filter(|(key, _)| !is_data(key)) {
                    crate::document::push(pointer, key);
                    self.index(file, value, pointer, base);
                    pointer.truncate(length);
                }
            }
            Value::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    pointer.push_str(&format!("/{number}"));
                    self.index(file, item, pointer, base);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
    }
}

/// Whether what is under a key is no part of the description.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const")
}

/// The address against which references at a place of a file are read: the nearest `$id` around them, or the name of the file.
fn base(root: &Value, pointer: &str, source: &str) -> String {
    let mut ids = Vec::new();
    let mut at = String::new();
    let mut value = Some(root);
    let mut rest = tokens(pointer);
    while let Some(here) = value {
        let text = |key: &str| here.get(key).and_then(Value::as_str);
        ids.extend(text("$id").or_else(|| text("$self").filter(|_| at.is_empty())));
        let Some(token) = rest.next() else { break };
        at = join(&at, &token);
        value = root.pointer(&at);
    }
    ids.into_iter().fold(source.to_owned(), |base, id| resolved(&base, id))
}

/// How many values there are in a value, itself included.
pub(super) fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(map) => map.values().map(size).sum(),
        Value::Array(items) => items.iter().map(size).sum(),
        _ => 0,
    }
}
