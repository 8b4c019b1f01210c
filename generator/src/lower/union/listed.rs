//! A schema in; its listed values out.

use crate::ir::{Folded, SchemaId, Schemas};
use indexmap::IndexSet;
use serde_json::Value;

/// The limit of schemas examined for the values of an arm.
pub(in crate::lower) const STEPS: usize = 200;

/// The listed values of a schema.
pub(super) fn listed(schemas: &Schemas, id: SchemaId) -> Vec<String> {
    let mut next = Some(id);
    for _ in 0..STEPS {
        let Some(end) = next.and_then(|id| schemas.resolve(id)) else { break };
        let schema = &schemas[end];
        if let Some(values) = schema.values() {
            return values.iter().filter_map(text).collect();
        }
        next = match schema.folded {
            Some(Folded::Same(arm)) => Some(arm),
            _ => None,
        };
    }
    Vec::new()
}

/// The text of a value that can identify an arm.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Each text once: the arms of a nested union often have the same value.
pub(super) fn unique(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().collect::<IndexSet<_>>().into_iter().collect()
}
