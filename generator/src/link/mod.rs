//! A merged document and the files that it refers to in; one document that refers to nothing outside of it out.
//!
//! The target of a reference to another file becomes a component, once, and the reference leads there. If there are no components of its kind,
//! the target takes the place of the reference. Names (`$anchor`, `$dynamicAnchor`) and addresses (`$id`, `$self`) count in all files. Each
//! part keeps the place where it was written. A reference without a target stays as it is; a later stage reports it.

mod entries;
mod lost;
mod resource;
mod template;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Fragment, Object, Under, join, objects_in, push, tokens, under};
use crate::merge::sort;
use resource::{Resources, Target};
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet, VecDeque};

/// The number of references in one place that are followed, one after another.
const MAX_CHAIN: usize = 64;

/// References may bring in this many values, plus `TIMES` times the values that the document and its files hold.
const VALUES: usize = 20_000;
const TIMES: usize = 10;

/// The section of components for each kind of object.
const SECTIONS: [(Object, &str); 9] = [
    (Object::Schema, "schemas"),
    (Object::Response, "responses"),
    (Object::Parameter, "parameters"),
    (Object::Example, "examples"),
    (Object::RequestBody, "requestBodies"),
    (Object::Header, "headers"),
    (Object::SecurityScheme, "securitySchemes"),
    (Object::Link, "links"),
    (Object::MediaType, "mediaTypes"),
];

/// Brings everything that a document refers to into it.
pub(crate) fn link(document: &mut Document, files: Vec<Fragment>, diagnostics: &mut Diagnostics) {
    let resources = Resources::new(document, files);
    let mut budget = VALUES + TIMES * (resources.values() + resource::size(&document.value));
    if template::fill(document, &resources, &mut budget).is_none() {
        report_growth(document, "", diagnostics);
        return;
    }
    let mut linker = Linker {
        document,
        resources,
        placed: HashMap::new(),
        done: HashSet::new(),
        links: HashMap::new(),
        open: VecDeque::from([(Object::OpenApi, String::new())]),
        unsure: Vec::new(),
        wholes: Vec::new(),
        used: HashSet::new(),
        reports: Vec::new(),
        budget,
    };
    linker.adopt();
    while let Some((object, pointer)) = linker.open.pop_front() {
        if linker.spread(object, &pointer).is_none() {
            report_growth(linker.document, &pointer, diagnostics);
            return;
        }
        for found in linker.found(object, &pointer) {
            if linker.follow(&found).is_none() {
                report_growth(linker.document, &found.pointer, diagnostics);
                return;
            }
        }
    }
    for (pointer, name) in &linker.unsure {
        let message = format!(
            "several schemas have the $dynamicAnchor {name:?}, and which one is meant depends on the reference; the first one was read"
        );
        let mut diagnostic = Diagnostic::new(Code::DynamicReference, message)
            .help("describe the values in an overlay at each place of their use");
        diagnostic.place = linker.document.place(pointer);
        diagnostics.push(diagnostic);
    }
    linker.forget_parts();
    linker.reports.drain(..).for_each(|found| diagnostics.push(found));
    if !linker.placed.is_empty() {
        sort(&mut linker.document.value);
    }
}

/// Reports that references bring in too much.
fn report_growth(document: &Document, pointer: &str, diagnostics: &mut Diagnostics) {
    let message =
        "following all references makes this document and its files more than ten times as large";
    let mut diagnostic = Diagnostic::new(Code::Expansion, message).help(
        "where a reference leads to a part of a component, make that part a component of its own",
    );
    diagnostic.place = document.place(pointer);
    diagnostics.push(diagnostic);
}

/// A reference.
struct Found {
    /// The kind of object that it stands for.
    object: Object,
    /// The place of the object that holds it.
    pointer: String,
    kind: Kind,
    text: String,
}

/// The way in which an object refers to something.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    /// By `$ref`.
    Ref,
    /// By `$dynamicRef`. With only one document, it leads where `$ref` would.
    Dynamic,
    /// By `$recursiveRef`, as JSON Schema 2019-09 wrote it.
    Recursive,
    /// By a value of the mapping of a discriminator.
    Mapping(String),
    /// By `$ref` in place of all entries under a key, as many tools read it.
    Entries(String),
}

struct Linker<'d> {
    document: &'d mut Document,
    resources: Resources,
    /// The pointers of the parts that were brought in, by section and target.
    placed: HashMap<(&'static str, Target), String>,
    /// The references that already lead to their targets.
    done: HashSet<(String, Kind)>,
    /// The number of references that were followed in each place.
    links: HashMap<String, usize>,
    /// The objects that are still to be searched.
    open: VecDeque<(Object, String)>,
    /// Dynamic references that may lead to several schemas, with the name of these schemas.
    unsure: Vec<(String, String)>,
    /// The places of whole files, with the number of the file.
    wholes: Vec<(usize, Object, String)>,
    /// The keys at the top of files that references lead to.
    used: HashSet<(usize, String)>,
    /// What is to be reported.
    reports: Vec<Diagnostic>,
    /// The number of values that may still be brought in.
    budget: usize,
}

impl Linker<'_> {
    /// A component that only refers to a file becomes the target in that file, so that the target has the component's name.
    fn adopt(&mut self) {
        let components = self.document.value.get("components").and_then(Value::as_object);
        let mut found = Vec::new();
        for (section, entries) in components.into_iter().flatten() {
            let Some((kind, section)) = SECTIONS.iter().find(|(_, own)| own == section) else {
                continue;
            };
            for (name, entry) in entries.as_object().into_iter().flatten() {
                let reference = entry.get("$ref").and_then(Value::as_str);
                let only = entry.as_object().is_some_and(|entry| entry.len() == 1);
                if let Some(text) = reference.filter(|text| only && !text.starts_with('#')) {
                    let pointer = join(&format!("/components/{section}"), name);
                    found.push((*kind, *section, pointer, text.to_owned()));
                }
            }
        }
        for (kind, section, pointer, text) in found {
            let Some(target) = self.resources.find(self.document, &pointer, &text) else {
                continue;
            };
            if target.is_own() || self.placed.contains_key(&(section, target.clone())) {
                continue;
            }
            let Some((value, origin)) = self.resources.get(&target) else { continue };
            if let Some(place) = self.document.value.pointer_mut(&pointer) {
                *place = value.clone();
                self.document.places.origins.insert(pointer.clone(), origin);
                self.open.push_back((kind, pointer.clone()));
                self.wholes.extend(target.whole_file().map(|file| (file, kind, pointer.clone())));
                self.placed.insert((section, target), pointer);
            }
        }
    }

    /// The references in an object that are still to be followed.
    fn found(&mut self, object: Object, pointer: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let done = &self.done;
        // Without files and addresses, a pointer into the document is already right.
        let is_alone = self.resources.values() == 0 && !self.resources.has_addresses();
        let Some(value) = self.document.value.pointer_mut(pointer) else { return found };
        objects_in(value, object, &mut pointer.to_owned(), &mut |object, pointer, value| {
            let Some(map) = value.as_object() else { return };
            let mut note = |kind: Kind, text: Option<&Value>| {
                let text = text.and_then(Value::as_str);
                let text = text.filter(|text| !(is_alone && text.starts_with("#/")));
                if let Some(text) =
                    text.filter(|_| !done.contains(&(pointer.to_owned(), kind.clone())))
                {
                    let (pointer, text) = (pointer.to_owned(), text.to_owned());
                    found.push(Found { object, pointer, kind, text });
                }
            };
            for (key, value) in map.iter().filter(|(key, _)| is_map(object, key)) {
                note(Kind::Entries(key.clone()), value.get("$ref"));
            }
            if !matches!(object, Object::Example | Object::Link | Object::Callback) {
                note(Kind::Ref, map.get("$ref"));
            }
            if object == Object::Schema {
                note(Kind::Dynamic, map.get("$dynamicRef"));
                note(Kind::Recursive, map.get("$recursiveRef"));
                let mapping = map.get("discriminator").and_then(|rule| rule.get("mapping"));
                for (name, text) in mapping.and_then(Value::as_object).into_iter().flatten() {
                    note(Kind::Mapping(name.clone()), Some(text));
                }
            }
        });
        found
    }

    /// Makes a reference lead to its target; `None` if the budget does not allow it.
    fn follow(&mut self, found: &Found) -> Option<()> {
        let target = match found.kind {
            Kind::Recursive => self.resources.around(self.document, &found.pointer),
            _ => self.resources.find(self.document, &found.pointer, &found.text),
        };
        let Some(target) = target else {
            self.lose(&found.pointer, &found.text);
            return Some(());
        };
        self.used.extend(target.top_key());
        self.done.insert((found.pointer.clone(), found.kind.clone()));
        if found.kind == Kind::Dynamic
            && let Some(name) = self.resources.several(&found.text)
        {
            self.unsure.push((join(&found.pointer, "$dynamicRef"), name.to_owned()));
        }
        if let Kind::Entries(key) = &found.kind {
            return self.inline(found, &target, &join(&found.pointer, key));
        }
        let section = SECTIONS.iter().find(|(kind, _)| *kind == found.object).map(|own| own.1);
        let local = match (target.own(), section) {
            (Some(pointer), _) => pointer.to_owned(),
            (None, Some(section)) if self.entries(section).is_none() => return Some(()),
            (None, Some(section)) => self.place(found.object, section, &target)?,
            (None, None) => return self.inline(found, &target, &found.pointer),
        };
        let reference: Value = format!("#{}", escaped(&local)).into();
        let Some(object) = self.document.value.pointer_mut(&found.pointer) else { return Some(()) };
        match &found.kind {
            Kind::Ref => object["$ref"] = reference,
            Kind::Dynamic | Kind::Recursive => {
                if let Some(map) = object.as_object_mut().filter(|map| !map.contains_key("$ref")) {
                    map.shift_remove("$dynamicRef");
                    map.shift_remove("$recursiveRef");
                    map.insert("$ref".to_owned(), reference);
                    self.done.insert((found.pointer.clone(), Kind::Ref));
                }
            }
            Kind::Mapping(name) => object["discriminator"]["mapping"][name] = reference,
            Kind::Entries(_) => {}
        }
        Some(())
    }

    /// Adds a target to the components, unless it is there already.
    fn place(&mut self, object: Object, section: &'static str, target: &Target) -> Option<String> {
        if let Some(known) = self.placed.get(&(section, target.clone())) {
            return Some(known.clone());
        }
        let (value, origin) = self.resources.get(target)?;
        let value = value.clone();
        self.spend(&value)?;
        let wanted = self.resources.name(target);
        let entries = self.entries(section)?;
        let name = free_name(entries, &wanted);
        let pointer = join(&format!("/components/{section}"), &name);
        entries.insert(name, value);
        self.document.places.origins.insert(pointer.clone(), origin);
        self.placed.insert((section, target.clone()), pointer.clone());
        self.wholes.extend(target.whole_file().map(|file| (file, object, pointer.clone())));
        self.open.push_back((object, pointer.clone()));
        Some(pointer)
    }

    /// The components of a section, unless its key holds something else.
    fn entries(&mut self, section: &str) -> Option<&mut Map<String, Value>> {
        let root = self.document.value.as_object_mut()?;
        object(object(root, "components")?, section)
    }

    /// Puts a target in the place of a reference to it. Keys beside the reference take precedence.
    fn inline(&mut self, found: &Found, target: &Target, place: &str) -> Option<()> {
        let links = self.links.entry(place.to_owned()).or_default();
        *links += 1;
        if *links > MAX_CHAIN
            || matches!(found.kind, Kind::Dynamic | Kind::Recursive | Kind::Mapping(_))
        {
            return Some(());
        }
        self.done.remove(&(found.pointer.clone(), found.kind.clone()));
        if found.kind == Kind::Ref {
            let whole = target.whole_file();
            self.wholes.extend(whole.map(|file| (file, found.object, place.to_owned())));
        }
        let Some((Value::Object(value), (origin, from))) = self.resources.get(target) else {
            return Some(());
        };
        let value = value.clone();
        let object = self.document.value.pointer_mut(place);
        let Some(own) = object.and_then(Value::as_object_mut) else { return Some(()) };
        own.shift_remove("$ref");
        let origins = &mut self.document.places.origins;
        if own.is_empty() {
            origins.insert(place.to_owned(), (origin.clone(), from.clone()));
        }
        let mut sections = SECTIONS.iter().map(|(_, section)| *section);
        let section = sections.find(|section| place == format!("/components/{section}"));
        let mut added = Map::new();
        for (key, value) in value.into_iter().filter(|(key, _)| !own.contains_key(key)) {
            let (to, from) = (join(place, &key), join(&from, &key));
            if let Some(section) = section {
                self.placed.insert((section, target.inside(&key)), to.clone());
            }
            origins.insert(to, (origin.clone(), from));
            added.insert(key, value);
        }
        own.extend(added.clone());
        self.spend(&Value::Object(added))?;
        self.open.push_back((found.object, found.pointer.clone()));
        Some(())
    }

    /// Removes from each whole file the keys that mean nothing in its place and that references lead to: their values are elsewhere now.
    fn forget_parts(&mut self) {
        for (file, object, pointer) in &self.wholes {
            let value = self.document.value.pointer_mut(pointer);
            let Some(map) = value.and_then(Value::as_object_mut) else { continue };
            map.retain(|key, value| {
                let is_part = under(*object, key) == Under::Data && value.is_object();
                !(is_part && self.used.contains(&(*file, key.clone())))
            });
        }
    }

    /// Takes a value from the budget; `None` if it is too large.
    fn spend(&mut self, value: &Value) -> Option<()> {
        self.budget = self.budget.checked_sub(resource::size(value))?;
        Some(())
    }
}

/// Whether an object holds a map of other objects under a key.
fn is_map(object: Object, key: &str) -> bool {
    matches!(under(object, key), Under::Map(_))
}

/// The object under a key; an empty one is added if there is none.
fn object<'m>(map: &'m mut Map<String, Value>, key: &str) -> Option<&'m mut Map<String, Value>> {
    let value = map.entry(key).or_insert(Value::Null);
    if value.is_null() {
        *value = json!({});
    }
    value.as_object_mut()
}

/// A name that no entry has.
fn free_name(entries: &Map<String, Value>, wanted: &str) -> String {
    let mut names = (1_usize..).map(|number| match number {
        1 => wanted.to_owned(),
        number => format!("{wanted}_{number}"),
    });
    names.find(|name| !entries.contains_key(name)).unwrap_or_default()
}

/// A JSON pointer as the fragment of a URI. `%` is escaped, since a fragment is decoded once more.
fn escaped(pointer: &str) -> String {
    let mut text = String::new();
    tokens(pointer).for_each(|token| push(&mut text, &token));
    text.replace('%', "%25")
}
