//! In: the schemas. Out: those that differ between requests and responses, because a property in them is read-only or write-only.

use crate::ir::{SchemaId, Schemas};
use std::collections::{HashMap, HashSet};

/// The keywords whose schemas describe the value itself or a nested value.
const HELD: [&str; 6] = ["allOf", "oneOf", "anyOf", "items", "prefixItems", "additionalProperties"];

/// The schemas with two forms, and the nested schemas with two forms.
pub(super) struct Forms(HashSet<SchemaId>);

impl Forms {
    /// Examines all schemas. A schema has two forms if it has a read-only or write-only property, or if it contains or refers to a schema
    /// with two forms. A schema in an operation has one direction only, unless something refers to it.
    pub(super) fn of(schemas: &Schemas) -> Self {
        let mut users: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        let mut open = Vec::new();
        for (id, schema) in schemas.iter() {
            let target = schema.reference.as_ref().and_then(|reference| reference.target);
            let parts = schema.parts.iter().filter(|part| HELD.contains(&part.keyword));
            let held = parts.map(|part| part.schema).chain(schema.properties.values().copied());
            for held in held.chain(target).chain(schema.inherited) {
                users.entry(held).or_default().push(id);
            }
            let is_one_way = |property: &SchemaId| one_way(schemas, *property) != OneWay::default();
            open.extend(schema.properties.values().any(is_one_way).then_some(id));
        }
        let mut found = HashSet::new();
        while let Some(schema) = open.pop() {
            if found.insert(schema) {
                open.extend(users.get(&schema).into_iter().flatten());
            }
        }
        let targets = schemas.iter().filter_map(|(_, schema)| schema.reference.as_ref()?.target);
        let shared: HashSet<&str> = targets.map(|id| schemas[id].pointer.as_str()).collect();
        found.retain(|id| {
            let pointer = schemas[*id].pointer.as_str();
            let mut around = pointer.match_indices('/').map(|(end, _)| &pointer[..end]);
            pointer.starts_with("/components/schemas/")
                || shared.contains(pointer)
                || around.any(|around| shared.contains(around))
        });
        Self(found)
    }

    /// Whether the schema has two forms.
    pub(super) fn differ(&self, schema: SchemaId) -> bool {
        self.0.contains(&schema)
    }
}

/// Whether a property is sent in one direction only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OneWay {
    /// Only from the server.
    pub(super) read_only: bool,
    /// Only to the server.
    pub(super) write_only: bool,
}

/// The marks of a property or of its targets: annotations apply through references and the arms of an `allOf`.
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
