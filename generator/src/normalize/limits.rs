//! A document that could grow during processing in; one of bounded size out, with a report of what was removed or is too large.
//!
//! The later stages take time linear in the document with its references followed. So the contribution of references is counted first.
//! Repetition inside one path or address is limited to what a request can hold.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, join, local_pointer, path_items};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// The maximum length of a path or address; servers refuse longer ones.
const LENGTH: usize = 8_000;

/// The maximum number of variables in a path.
const VARIABLES: usize = 64;

/// The maximum number of values with references followed: a fixed number plus a multiple of the document's own values.
const VALUES: u64 = 20_000;
const TIMES: u64 = 10;

/// Applies the limits; `false` if the document is too large for the later stages.
pub(super) fn apply(document: &mut Document, diagnostics: &mut Diagnostics) -> bool {
    let mut report = |document: &Document, code, pointer: &str, message: String, help: &str| {
        let mut diagnostic = Diagnostic::new(code, message).help(help);
        diagnostic.place = document.place(pointer);
        diagnostics.push(diagnostic);
    };
    for oversized in oversized(&document.value) {
        let (pointer, (message, help)) = (oversized.pointer(), oversized.message());
        report(document, Code::Oversized, &pointer, message, help);
        oversized.remove_from(&mut document.value);
    }
    let Some(Excess { pointer, copies, values }) = Weights::of(&document.value).excess() else {
        return true;
    };
    let message = format!(
        "following all references gives more than {TIMES} times as many values as the document has: this part has {values} values and is used {copies} times"
    );
    let help = "refer to it less often, or make it smaller, in an overlay";
    report(document, Code::Expansion, &pointer, message, help);
    false
}

/// A path or server that is too long.
enum Oversized {
    Path(String),
    Server {
        /// The pointer of the list.
        list: String,
        index: usize,
    },
}

impl Oversized {
    fn pointer(&self) -> String {
        match self {
            Self::Path(path) => join("/paths", path),
            Self::Server { list, index } => join(list, &index.to_string()),
        }
    }

    /// What is wrong, and what to do.
    fn message(&self) -> (String, &'static str) {
        match self {
            Self::Path(path) => {
                let message = format!(
                    "a path of {} bytes with {} variables was left out: at most {LENGTH} and {VARIABLES} are read",
                    path.len(),
                    openings(path)
                );
                (message, "shorten it in an overlay")
            }
            Self::Server { .. } => {
                let message =
                    format!("a server whose address has more than {LENGTH} bytes was left out");
                (message, "shorten the address, or the defaults of its variables, in an overlay")
            }
        }
    }

    fn remove_from(&self, root: &mut Value) {
        match self {
            Self::Path(path) => {
                let paths = root.get_mut("paths").and_then(Value::as_object_mut);
                paths.map(|paths| paths.shift_remove(path));
            }
            Self::Server { list, index } => {
                let servers = root.pointer_mut(list).and_then(Value::as_array_mut);
                if let Some(servers) = servers.filter(|servers| *index < servers.len()) {
                    servers.remove(*index);
                }
            }
        }
    }
}

/// The number of variables in a path, those of the same name and those that do not end included.
fn openings(path: &str) -> usize {
    path.matches('{').count()
}

/// The paths and servers that are too long, the last server of a list first.
fn oversized(root: &Value) -> Vec<Oversized> {
    let mut found = servers("", root.get("servers"));
    for (path, item) in path_items(root) {
        if path.len() > LENGTH || openings(path) > VARIABLES {
            found.push(Oversized::Path(path.clone()));
            continue;
        }
        let pointer = join("/paths", path);
        found.extend(servers(&pointer, item.get("servers")));
        for (key, operation) in item {
            found.extend(servers(&join(&pointer, key), operation.get("servers")));
        }
    }
    found
}

fn servers(pointer: &str, list: Option<&Value>) -> Vec<Oversized> {
    let servers = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let long = servers.iter().enumerate().rev().filter(|(_, server)| length(server) > LENGTH);
    let list = join(pointer, "servers");
    long.map(|(index, _)| Oversized::Server { list: list.clone(), index }).collect()
}

/// The length of an address with the variables' defaults.
fn length(server: &Value) -> usize {
    let url = server.get("url").and_then(Value::as_str).unwrap_or_default();
    let variables = server.get("variables").and_then(Value::as_object);
    let default = |name: &str| {
        let default = variables?.get(name)?.get("default")?;
        default.as_str().map(str::len)
    };
    let added = url.split('{').skip(1).filter_map(|part| default(part.split_once('}')?.0));
    added.fold(url.len(), usize::saturating_add)
}

/// A target that is copied too often.
struct Excess {
    pointer: String,
    copies: u64,
    values: u64,
}

/// The content of each reference target, and its own references.
struct Weights {
    /// The number of values in the document.
    own: u64,
    /// The targets by pointer; the document itself has the empty one.
    targets: HashMap<String, Target>,
}

#[derive(Default)]
struct Target {
    own: u64,
    /// The targets of its references, with their numbers.
    references: HashMap<String, u64>,
}

impl Weights {
    fn of(root: &Value) -> Self {
        let whole = target(root);
        let own = whole.own;
        let mut open: Vec<String> = whole.references.keys().cloned().collect();
        let mut targets = HashMap::from([(String::new(), whole)]);
        while let Some(pointer) = open.pop() {
            if targets.contains_key(&pointer) {
                continue;
            }
            let found = root.pointer(&pointer).map(target).unwrap_or_default();
            open.extend(found.references.keys().cloned());
            targets.insert(pointer, found);
        }
        Self { own, targets }
    }

    /// The target that adds the most values, if the total is too large.
    fn excess(&self) -> Option<Excess> {
        let order = self.order();
        // The total of each target with all its references; a recursive reference ends the count.
        let mut whole: HashMap<&str, u64> = HashMap::new();
        for pointer in &order {
            let target = &self.targets[*pointer];
            let brought = target.references.iter().map(|(to, times)| {
                times.saturating_mul(whole.get(to.as_str()).copied().unwrap_or(0))
            });
            let sum = brought.fold(target.own, u64::saturating_add);
            whole.insert(*pointer, sum);
        }
        if whole.get("").copied().unwrap_or(0)
            <= VALUES.saturating_add(TIMES.saturating_mul(self.own))
        {
            return None;
        }
        let mut copies: HashMap<&str, u64> = HashMap::from([("", 1)]);
        for pointer in order.iter().rev() {
            let times = copies.get(pointer).copied().unwrap_or(0);
            for (to, count) in &self.targets[*pointer].references {
                let sum = copies.entry(to.as_str()).or_default();
                *sum = sum.saturating_add(times.saturating_mul(*count));
            }
        }
        let times = |pointer: &str| copies.get(pointer).copied().unwrap_or(0);
        let named = order.iter().copied().filter(|pointer| !pointer.is_empty());
        let worst = named.max_by_key(|pointer| {
            (times(pointer).saturating_mul(self.targets[*pointer].own), *pointer)
        })?;
        Some(Excess {
            pointer: worst.to_owned(),
            copies: times(worst),
            values: self.targets[worst].own,
        })
    }

    /// All targets, each after its own targets as far as they are not recursive; computed without recursion.
    fn order(&self) -> Vec<&str> {
        let mut seen: HashSet<&str> = HashSet::new();
        let (mut order, mut open) = (Vec::new(), vec![("", false)]);
        while let Some((pointer, is_left)) = open.pop() {
            if is_left {
                order.push(pointer);
                continue;
            }
            if !seen.insert(pointer) {
                continue;
            }
            open.push((pointer, true));
            let mut next: Vec<&str> =
                self.targets[pointer].references.keys().map(String::as_str).collect();
            // The order of a hash table is random.
            next.sort_unstable();
            open.extend(next.into_iter().map(|pointer| (pointer, false)));
        }
        order
    }
}

/// Counts the values in a value, and the references that each make a copy: those to anything but schemas, and those in arms of an `allOf`.
fn target(value: &Value) -> Target {
    let mut found = Target::default();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        found.own += 1;
        match value {
            Value::Object(members) => {
                open.extend(members.values());
                if let Some(pointer) = copied(members, false) {
                    *found.references.entry(pointer).or_default() += 1;
                }
                for pointer in folded(members) {
                    *found.references.entry(pointer).or_default() += 1;
                }
            }
            Value::Array(items) => open.extend(items),
            Value::String(text) => found.own += text.len() as u64 / 32,
            _ => {}
        }
    }
    found
}

fn copied(members: &Map<String, Value>, is_arm: bool) -> Option<String> {
    let reference = members.get("$ref").and_then(Value::as_str)?;
    let pointer = local_pointer(reference)?;
    (is_arm || !pointer.starts_with("/components/schemas/")).then_some(pointer)
}

/// The schemas that are combined as arms of an `allOf`. A single arm next to annotations is not combined.
fn folded(schema: &Map<String, Value>) -> Vec<String> {
    let arms = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    let arms: Vec<&Map<String, Value>> =
        arms.filter_map(Value::as_object).filter(|arm| has_substance(arm)).collect();
    if arms.len() < 2 && !schema.contains_key("properties") {
        return Vec::new();
    }
    let to_schemas = arms.into_iter().filter(|arm| copied(arm, false).is_none());
    to_schemas.filter_map(|arm| copied(arm, true)).collect()
}

fn has_substance(arm: &Map<String, Value>) -> bool {
    const KEYWORDS: [&str; 8] =
        ["$ref", "properties", "additionalProperties", "allOf", "oneOf", "anyOf", "items", "enum"];
    KEYWORDS.iter().any(|keyword| arm.contains_key(*keyword))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn excess(schemas: Value) -> Option<Excess> {
        Weights::of(&json!({"components": {"schemas": schemas}})).excess()
    }

    fn to(name: &str) -> Value {
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    #[test]
    fn arms_that_are_folded_are_copies_and_types_that_are_named_are_not() {
        let base: Map<String, Value> =
            (0..500).map(|index| (format!("p{index}"), json!({"type": "string"}))).collect();
        let all = |schema: Value| {
            let mut schemas: Map<String, Value> =
                (0..100).map(|index| (format!("S{index}"), schema.clone())).collect();
            schemas.insert("Base".into(), json!({"type": "object", "properties": base}));
            excess(Value::Object(schemas))
        };
        let own = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        let found =
            all(json!({"allOf": [to("Base"), own]})).map(|excess| (excess.pointer, excess.copies));
        assert_eq!(found, Some(("/components/schemas/Base".into(), 100)));
        for named in [
            json!({"allOf": [to("Base")], "description": "One."}),
            json!({"allOf": [to("Base"), {"description": "One."}]}),
            json!({"type": "object", "properties": {"a": to("Base"), "b": {"allOf": [to("Base")]}}}),
            json!({"oneOf": [to("Base"), to("Base")]}),
        ] {
            assert!(all(named.clone()).is_none(), "{named}");
        }
    }
}
