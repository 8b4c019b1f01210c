//! Which schemas requests and responses see differently, because they or what they hold is read-only or write-only.

use crate::document::{join, local_pointer};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The component schemas (by pointer) that have two forms.
pub(super) struct Forms(HashSet<String>);

impl Forms {
    /// Looks through all component schemas: a schema has two forms if a property in it is read-only or write-only, or if it refers
    /// to one that has.
    pub(super) fn of(root: &Value) -> Self {
        let mut users: HashMap<String, Vec<String>> = HashMap::new();
        let mut open = Vec::new();
        let schemas = root.pointer("/components/schemas").and_then(Value::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            let pointer = join("/components/schemas", name);
            let mut scan = Scan { root, one_way: false, references: Vec::new() };
            scan.schema(schema);
            if scan.one_way {
                open.push(pointer.clone());
            }
            for reference in scan.references {
                users.entry(reference).or_default().push(pointer.clone());
            }
        }
        let mut found = HashSet::new();
        while let Some(pointer) = open.pop() {
            if found.insert(pointer.clone()) {
                open.extend(users.get(&pointer).into_iter().flatten().cloned());
            }
        }
        Self(found)
    }

    /// Whether the schema has two forms: a component, or a schema inside of one.
    pub(super) fn differ(&self, root: &Value, pointer: &str) -> bool {
        // An empty token, the two of the list, and the name.
        let end = pointer.match_indices('/').nth(3).map(|(end, _)| end);
        match end {
            None => self.0.contains(pointer),
            Some(end) => {
                self.0.contains(&pointer[..end])
                    && root.pointer(pointer).is_some_and(|schema| self.is_one_way(root, schema))
            }
        }
    }

    /// Whether a property in a schema is read-only or write-only, or in what it refers to.
    fn is_one_way(&self, root: &Value, schema: &Value) -> bool {
        let mut scan = Scan { root, one_way: false, references: Vec::new() };
        scan.schema(schema);
        scan.one_way || scan.references.iter().any(|reference| self.0.contains(reference))
    }
}

struct Scan<'a> {
    root: &'a Value,
    one_way: bool,
    references: Vec<String>,
}

impl Scan<'_> {
    fn schema(&mut self, schema: &Value) {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            self.references.extend(local_pointer(reference));
            return;
        }
        for (_, property) in
            schema.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            self.one_way |= one_way(self.root, property) != OneWay::default();
            self.schema(property);
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            schema
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .for_each(|arm| self.schema(arm));
        }
        for key in ["items", "additionalProperties"] {
            schema
                .get(key)
                .filter(|inner| inner.is_object())
                .into_iter()
                .for_each(|inner| self.schema(inner));
        }
    }
}

/// Which way values of a property travel alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OneWay {
    /// Only from the server.
    pub(super) read_only: bool,
    /// Only to the server.
    pub(super) write_only: bool,
}

/// What a property is marked as, itself or where it leads to: annotations hold through references and the arms of an `allOf`.
pub(super) fn one_way(root: &Value, property: &Value) -> OneWay {
    let (mut found, mut open, mut seen) = (OneWay::default(), vec![property], HashSet::new());
    while let Some(schema) = open.pop() {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = local_pointer(reference).filter(|target| seen.insert(target.clone()));
            open.extend(target.and_then(|target| root.pointer(&target)));
            continue;
        }
        found.read_only |= schema.get("readOnly") == Some(&Value::Bool(true));
        found.write_only |= schema.get("writeOnly") == Some(&Value::Bool(true));
        open.extend(schema.get("allOf").and_then(Value::as_array).into_iter().flatten());
    }
    found
}
