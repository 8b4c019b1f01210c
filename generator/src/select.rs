//! The document and the configuration's `select` and `names.tags` in; the document with the wanted operations, their tags, and the components
//! that they need out.

use crate::config::{Config, Pattern, Select, TagSource};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{
    Document, OperationPlace, SCHEMA_LISTS, join, local_pointer, operations, operations_mut,
    path_items, resolve, target, tokens,
};
use crate::spelling::{
    without_class, without_namespace, without_path, without_prefix, without_tag,
};
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// The number of different first path segments from which the lack of tags is reported.
const MANY: usize = 10;

/// The first tokens of the pointers to components, in OpenAPI 3 and in Swagger 2.
const COMPONENTS: [&str; 4] = ["components", "definitions", "parameters", "responses"];

/// The most that references of paths may bring in, in multiples of the document. A larger document is refused later.
const TIMES: usize = 10;

/// Reduces a document to the parts that the configuration asks for.
pub(crate) fn select(document: &mut Document, config: &Config, diagnostics: &mut Diagnostics) {
    if config.names.tags == TagSource::Path || !config.select.is_all() {
        put_in_place(&mut document.value);
    }
    if config.names.tags == TagSource::Path {
        tag_by_path(&mut document.value);
    }
    let select = &config.select;
    if config.names.tags == TagSource::Document
        && let Some((operations, segments)) = untagged(&document.value)
    {
        let message = format!(
            "no operation has a tag, so all {operations} are methods of `client.default()`"
        );
        let help = format!(
            "`names: {{ tags: path }}` in the configuration gives one module for each of the {segments} first path segments; or add tags in an overlay"
        );
        diagnostics.push(Diagnostic::new(Code::Untagged, message).help(help));
    }
    if select.types_only {
        document.value["paths"] = json!({});
    } else if !select.is_all() {
        report_unused(&document.value, config, diagnostics);
        remove(&mut document.value, select);
        prune(&mut document.value, config.client.error_schema.as_deref());
    }
}

/// Puts path items in the place of references to them, so that each path has operations of its own.
fn put_in_place(document: &mut Value) {
    let mut left = weight(document).saturating_mul(TIMES);
    let referred = path_items(document).filter_map(|(path, item)| {
        let pointer = local_pointer(item.get("$ref")?.as_str()?)?;
        let found = resolve(document, document.pointer(&pointer)?)?;
        left = left.checked_sub(weight(found))?;
        Some((path.clone(), found.as_object()?.clone()))
    });
    for (path, found) in referred.collect::<Vec<_>>() {
        let Some(item) = document["paths"][&path].as_object_mut() else { continue };
        item.shift_remove("$ref");
        for (key, value) in found {
            item.entry(key).or_insert(value);
        }
    }
}

/// The approximate memory of a value, in bytes.
fn weight(value: &Value) -> usize {
    let (mut weight, mut open) = (0, vec![value]);
    while let Some(value) = open.pop() {
        weight += 16;
        match value {
            Value::String(text) => weight += text.len(),
            Value::Array(items) => open.extend(items),
            Value::Object(map) => {
                weight += map.keys().map(String::len).sum::<usize>();
                open.extend(map.values());
            }
            _ => {}
        }
    }
    weight
}

/// Gives each operation without a tag the first telling segment of its path.
fn tag_by_path(document: &mut Value) {
    for (path, operation) in operations_of(document) {
        if let Some(segment) = segment(&path).filter(|_| !has_tag(operation)) {
            operation.insert("tags".to_owned(), json!([segment]));
        }
    }
}

fn has_tag(operation: &Map<String, Value>) -> bool {
    operation.get("tags").and_then(Value::as_array).is_some_and(|tags| {
        tags.first().and_then(Value::as_str).is_some_and(|tag| !tag.trim().is_empty())
    })
}

/// The number of operations and of different first path segments, if no operation has a tag and the segments are many.
pub(crate) fn untagged(document: &Value) -> Option<(usize, usize)> {
    let mut segments = HashSet::new();
    let mut count = 0;
    for (at, operation) in operations(document) {
        if has_tag(operation) {
            return None;
        }
        segments.extend(segment(at.path));
        count += 1;
    }
    (segments.len() >= MANY).then_some((count, segments.len()))
}

/// Whether most operations, and at least two, have an id that ends with their path and method.
pub(crate) fn has_paths_in_ids(document: &Value) -> bool {
    most(document, |at, id, _| without_path(id, at.path, at.method.key()).is_some())
}

/// Whether most operations, and at least two, have an id that begins with a class, or begins or ends with the words of their tag.
pub(crate) fn has_tags_in_ids(document: &Value) -> bool {
    most(document, |_, id, tag| without_class(id).is_some() || without_tag(id, tag).is_some())
}

/// Whether most operations, and at least two, have no operationId, and a path that begins with `api` or a version.
pub(crate) fn has_path_prefixes(document: &Value) -> bool {
    most(document, |at, id, _| id.is_empty() && without_prefix(at.path).is_some())
}

/// Whether most component schemas, and at least two, have namespaces, and different names without them.
pub(crate) fn has_namespaces(document: &Value) -> bool {
    let components = SCHEMA_LISTS.iter().find_map(|at| document.pointer(at)?.as_object());
    let names: Vec<&String> = components.into_iter().flat_map(|map| map.keys()).collect();
    let is_namespace = |name: &str, rest: &str| {
        let before = &name[..name.len() - rest.len() - 1];
        before.contains('.') || before.starts_with(char::is_lowercase)
    };
    let bare = names
        .iter()
        .filter_map(|name| without_namespace(name).filter(|rest| is_namespace(name, rest)));
    let others: HashSet<&str> = bare.collect();
    others.len() > 1 && others.len() * 2 > names.len()
}

/// Whether a test of place, id and tag holds for most operations, and for at least two.
fn most(document: &Value, is_so: impl Fn(&OperationPlace<'_>, &str, &str) -> bool) -> bool {
    let (mut count, mut found) = (0, 0);
    for (at, operation) in operations(document) {
        let tag = operation.get("tags").and_then(|tags| tags.get(0));
        let [id, tag] = [operation.get("operationId"), tag]
            .map(|value| value.and_then(Value::as_str).unwrap_or_default());
        count += 1;
        found += usize::from(is_so(&at, id, tag));
    }
    found > 1 && found * 2 > count
}

/// The first segment of a path that is neither a version nor a variable.
fn segment(path: &str) -> Option<&str> {
    let is_version = |part: &str| {
        let digits = part.strip_prefix(['v', 'V']).unwrap_or(part);
        digits.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut parts = path.split('/');
    parts
        .find(|part| !part.is_empty() && !part.contains('{') && !is_version(part) && *part != "api")
}

/// All operations in the document itself, each with its path.
fn operations_of(document: &mut Value) -> impl Iterator<Item = (String, &mut Map<String, Value>)> {
    operations_mut(document).map(|(at, operation)| (at.path.to_owned(), operation))
}

/// The patterns of a selection; one that matches an operation is enough.
#[derive(Clone, Copy, Default)]
struct Patterns<'p> {
    tags: &'p [Pattern],
    paths: &'p [Pattern],
    operations: &'p [Pattern],
}

impl Patterns<'_> {
    fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.paths.is_empty() && self.operations.is_empty()
    }
}

/// The facts that patterns are matched with.
struct Facts<'d> {
    path: &'d str,
    id: &'d str,
    tags: Vec<&'d str>,
}

impl<'d> Facts<'d> {
    fn new(path: &'d str, operation: &'d Map<String, Value>) -> Self {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        let tags = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
        Self { path, id, tags: tags.filter_map(Value::as_str).collect() }
    }

    fn fits(&self, patterns: Patterns<'_>) -> bool {
        let any = |patterns: &[Pattern], name: &str| patterns.iter().any(|own| own.fits(name));
        self.tags.iter().any(|tag| any(patterns.tags, tag))
            || any(patterns.paths, self.path)
            || any(patterns.operations, self.id)
    }

    fn is_wanted(&self, select: &Select) -> bool {
        let Select { tags, paths, operations, without, types_only: _ } = select;
        let wanted = Patterns { tags, paths, operations };
        let unwanted = Patterns {
            tags: &without.tags,
            paths: &without.paths,
            operations: &without.operations,
        };
        (wanted.is_empty() || self.fits(wanted)) && !self.fits(unwanted)
    }
}

/// Reports each pattern that no operation matches.
fn report_unused(document: &Value, config: &Config, diagnostics: &mut Diagnostics) {
    let select = &config.select;
    let found: Vec<_> = operations(document).map(|(at, operation)| (at.path, operation)).collect();
    let facts: Vec<Facts<'_>> =
        found.iter().map(|(path, operation)| Facts::new(path, operation)).collect();
    let without = &select.without;
    let tags = |tags| Patterns { tags, ..Patterns::default() };
    let paths = |paths| Patterns { paths, ..Patterns::default() };
    let ids = |operations| Patterns { operations, ..Patterns::default() };
    type Only<'f, 'p> = &'f dyn Fn(&'p [Pattern]) -> Patterns<'p>;
    let lists: [(_, _, Only<'_, '_>); 6] = [
        ("tags", &select.tags, &tags),
        ("paths", &select.paths, &paths),
        ("operations", &select.operations, &ids),
        ("without.tags", &without.tags, &tags),
        ("without.paths", &without.paths, &paths),
        ("without.operations", &without.operations, &ids),
    ];
    for (key, patterns, only) in lists {
        for (index, pattern) in patterns.iter().enumerate() {
            let alone = only(std::slice::from_ref(pattern));
            if facts.iter().any(|facts| facts.fits(alone)) {
                continue;
            }
            let message = format!("no operation matches {:?} in `select.{key}`", pattern.0);
            let help = "correct the pattern, in which `*` stands for any characters, or remove it";
            let place = config.place(&format!("/select/{}/{index}", key.replace('.', "/")));
            let finding = Diagnostic::new(Code::UnusedPattern, message).help(help);
            diagnostics.push(Diagnostic { place, ..finding });
        }
    }
}

/// Removes unwanted operations, and paths without any operation.
fn remove(document: &mut Value, select: &Select) {
    let found = operations(document);
    let unwanted: Vec<String> = found
        .filter(|(at, operation)| !Facts::new(at.path, operation).is_wanted(select))
        .map(|(at, _)| at.pointer)
        .collect();
    for pointer in unwanted {
        let Some((parent, _)) = pointer.rsplit_once('/') else { continue };
        let key = tokens(&pointer).last().unwrap_or_default();
        if let Some(item) = document.pointer_mut(parent).and_then(Value::as_object_mut) {
            item.shift_remove(&key);
        }
    }
    let left: HashSet<String> = operations(document).map(|(at, _)| at.path.to_owned()).collect();
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        paths.retain(|path, item| {
            left.contains(path) || item.get("$ref").is_some() || path.starts_with("x-")
        });
    }
}

/// Removes components that nothing refers to any more. Security schemes and the error object stay.
fn prune(document: &mut Value, error_schema: Option<&str>) {
    let Some(root) = document.as_object() else { return };
    let mut needed: HashSet<(String, String, String)> = HashSet::new();
    let mut open: Vec<&Value> = root
        .iter()
        .filter(|(key, _)| !COMPONENTS.contains(&key.as_str()))
        .map(|(_, v)| v)
        .collect();
    let names = error_schema.into_iter().flat_map(schema_pointers);
    let mut pointers: Vec<String> = names.collect();
    let mut arms = Arms::of(document);
    loop {
        while let Some(value) = open.pop() {
            references(value, &mut open, &mut pointers);
        }
        let Some(pointer) = pointers.pop() else { break };
        let Some(place) = component(&pointer) else { continue };
        let pointer = pointer_of(&place);
        let found = document.pointer(&pointer);
        if let Some(found) = found.filter(|_| needed.insert(place)) {
            open.push(found);
            if found.get("discriminator").is_some() {
                arms.take(pointer, &mut pointers);
            }
        }
    }
    retain(document, &needed);
}

/// The schemas that name another schema in their `allOf`, by its pointer. They are its arms if it has a discriminator.
struct Arms {
    of: HashMap<String, Vec<String>>,
    taken: HashSet<String>,
}

impl Arms {
    fn of(document: &Value) -> Self {
        let mut of = HashMap::<String, Vec<String>>::new();
        for list in SCHEMA_LISTS {
            let schemas = document.pointer(list).and_then(Value::as_object).into_iter().flatten();
            for (name, schema) in schemas {
                let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
                for parent in parts.filter_map(target) {
                    of.entry(parent).or_default().push(join(list, name));
                }
            }
        }
        Self { of, taken: HashSet::new() }
    }

    /// Adds the arms of a schema, and the arms of these, that were not taken yet.
    fn take(&mut self, parent: String, pointers: &mut Vec<String>) {
        let mut open = vec![parent];
        while let Some(parent) = open.pop() {
            for arm in self.of.get(&parent).into_iter().flatten() {
                if self.taken.insert(arm.clone()) {
                    pointers.push(arm.clone());
                    open.push(arm.clone());
                }
            }
        }
    }
}

/// Collects the references in a value: from `$ref`, and from the mapping of a discriminator.
fn references<'v>(value: &'v Value, open: &mut Vec<&'v Value>, pointers: &mut Vec<String>) {
    match value {
        Value::Array(items) => open.extend(items),
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                pointers.extend(local_pointer(reference));
            }
            let mapped = map.get("mapping").and_then(Value::as_object).into_iter().flatten();
            for name in mapped.filter_map(|(_, name)| name.as_str()) {
                pointers.extend(local_pointer(name));
                pointers.extend(schema_pointers(name));
            }
            open.extend(map.values());
        }
        _ => {}
    }
}

/// The possible places of a schema that is named without a pointer.
fn schema_pointers(name: &str) -> [String; 2] {
    SCHEMA_LISTS.map(|list| join(list, name))
}

/// The list, the kind and the name of the component that a pointer leads to or into.
fn component(pointer: &str) -> Option<(String, String, String)> {
    let mut parts = tokens(pointer);
    let first = parts.next()?;
    match first.as_str() {
        "components" => Some((first, parts.next()?, parts.next()?)),
        "definitions" | "parameters" | "responses" => Some((first, String::new(), parts.next()?)),
        _ => None,
    }
}

fn pointer_of((list, kind, name): &(String, String, String)) -> String {
    let list = format!("/{list}");
    let list = if kind.is_empty() { list } else { join(&list, kind) };
    join(&list, name)
}

fn retain(document: &mut Value, needed: &HashSet<(String, String, String)>) {
    let is_needed = |list: &str, kind: &str, name: &str| {
        needed.contains(&(list.to_owned(), kind.to_owned(), name.to_owned()))
    };
    for list in COMPONENTS {
        let Some(map) = document.get_mut(list).and_then(Value::as_object_mut) else { continue };
        if list != "components" {
            map.retain(|name, _| is_needed(list, "", name));
            continue;
        }
        for (kind, entries) in map.iter_mut().filter(|(kind, _)| *kind != "securitySchemes") {
            if let Some(entries) = entries.as_object_mut().filter(|_| !kind.starts_with("x-")) {
                entries.retain(|name, _| is_needed(list, kind, name));
            }
        }
    }
}
