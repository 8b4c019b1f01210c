//! Which schemas requests and responses see differently, because they or what they hold is read-only or write-only.

use super::read::Ids;
use crate::ir::{SchemaId, Schemas};
use std::collections::{HashMap, HashSet};

/// The component schemas that have two forms, and the schemas inside of them that have.
pub(super) struct Forms(HashSet<SchemaId>);

impl Forms {
    /// Looks through all component schemas: a schema has two forms if a property in it is read-only or write-only, or if it refers
    /// to one that has.
    pub(super) fn of(schemas: &Schemas, ids: &Ids) -> Self {
        let mut users: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        let mut open = Vec::new();
        for (_, &component) in ids.iter().filter(|(pointer, _)| is_component(pointer)) {
            let mut scan = Scan { schemas, one_way: false, references: Vec::new() };
            scan.schema(component);
            if scan.one_way {
                open.push(component);
            }
            for reference in scan.references {
                users.entry(reference).or_default().push(component);
            }
        }
        let mut found = HashSet::new();
        while let Some(schema) = open.pop() {
            if found.insert(schema) {
                open.extend(users.get(&schema).into_iter().flatten());
            }
        }
        let components = found.clone();
        for &component in &components {
            inside(schemas, component, &components, &mut found);
        }
        Self(found)
    }

    /// Whether the schema has two forms: a component, or a schema inside of one.
    pub(super) fn differ(&self, schema: SchemaId) -> bool {
        self.0.contains(&schema)
    }
}

/// Adds the schemas inside of a component that have two forms themselves, and says whether there are any.
fn inside(
    schemas: &Schemas,
    id: SchemaId,
    components: &HashSet<SchemaId>,
    found: &mut HashSet<SchemaId>,
) -> bool {
    let schema = &schemas[id];
    if let Some(reference) = &schema.reference {
        return reference.target.is_some_and(|target| components.contains(&target));
    }
    let mut differ = false;
    for &property in schema.properties.values() {
        differ |= one_way(schemas, property) != OneWay::default();
        differ |= inside(schemas, property, components, found);
    }
    for part in schema.parts.iter().filter(|part| HELD.contains(&part.keyword)) {
        differ |= inside(schemas, part.schema, components, found);
    }
    if differ {
        found.insert(id);
    }
    differ
}

/// The keywords of the schemas whose values a value holds or is.
const HELD: [&str; 5] = ["allOf", "oneOf", "anyOf", "items", "additionalProperties"];

fn is_component(pointer: &str) -> bool {
    pointer.strip_prefix("/components/schemas/").is_some_and(|name| !name.contains('/'))
}

struct Scan<'a> {
    schemas: &'a Schemas,
    one_way: bool,
    references: Vec<SchemaId>,
}

impl Scan<'_> {
    fn schema(&mut self, id: SchemaId) {
        let schema = &self.schemas[id];
        if let Some(reference) = &schema.reference {
            self.references.extend(reference.target);
            return;
        }
        for &property in schema.properties.values() {
            self.one_way |= one_way(self.schemas, property) != OneWay::default();
            self.schema(property);
        }
        for part in schema.parts.iter().filter(|part| HELD.contains(&part.keyword)) {
            self.schema(part.schema);
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
pub(super) fn one_way(schemas: &Schemas, property: SchemaId) -> OneWay {
    let (mut found, mut open, mut seen) = (OneWay::default(), vec![property], HashSet::new());
    while let Some(id) = open.pop() {
        let schema = &schemas[id];
        if let Some(reference) = &schema.reference {
            open.extend(reference.target.filter(|target| seen.insert(*target)));
        }
        found.read_only |= schema.is("readOnly");
        found.write_only |= schema.is("writeOnly");
        open.extend(schema.list("allOf"));
    }
    found
}
