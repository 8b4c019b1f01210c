//! References that lead to the wrong kind of object in, such as from a response to a schema; references with their plain meaning out.
//!
//! A schema in place of a body is the schema of a JSON body. A response in place of a schema is the schema of its body.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{Object, Under, join, local_pointer, objects_mut, under};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

const JSON: &str = "application/json";

/// Rewrites every reference that leads to the wrong kind of object.
pub(super) fn correct(root: &mut Value, findings: &mut Findings) {
    let components = Components::of(root);
    objects_mut(root, &mut |object, pointer, value| {
        let Some(map) = value.as_object_mut() else { return };
        let Some(target) = map.get("$ref").and_then(Value::as_str).map(str::to_owned) else {
            return;
        };
        let Some(found) = components.kind(&target).filter(|found| *found != object) else { return };
        let Some(done) = read(map, object, found, &target, pointer, &components, findings) else {
            return;
        };
        let message = format!(
            "\"$ref\" in {} must lead to {}, and {target:?} is {}; {done}",
            object.noun(),
            object.noun(),
            found.noun()
        );
        let help = "refer to what belongs there in an overlay";
        findings.push_before(Code::MalformedKeyword, join(pointer, "$ref"), message, help);
    });
}

/// Rewrites a reference, and returns what was done, in words; none if nothing was.
fn read(
    map: &mut Map<String, Value>,
    object: Object,
    found: Object,
    target: &str,
    pointer: &str,
    components: &Components,
    findings: &mut Findings,
) -> Option<String> {
    let content = || json!({ JSON: { "schema": { "$ref": target } } });
    let (key, value) = match (object, found) {
        (Object::Response | Object::RequestBody, Object::Schema) => ("content", content()),
        (Object::MediaType | Object::Header, Object::Schema) => {
            ("schema", json!({ "$ref": target }))
        }
        (Object::Schema, _) => {
            let Some(inner) = components.schema(target) else {
                map.shift_remove("$ref");
                return Some("it was ignored".to_owned());
            };
            map.insert("$ref".into(), json!(inner));
            return Some("it was read as the schema of that".to_owned());
        }
        _ => return None,
    };
    map.shift_remove("$ref");
    if object == Object::Response {
        map.entry("description").or_insert_with(|| json!(""));
    }
    map.insert(key.into(), value);
    findings.placed(join(pointer, key), join(pointer, "$ref"));
    Some(match key {
        "content" => format!("it was read as the schema of a body in {JSON}"),
        _ => "it was read as its schema".to_owned(),
    })
}

/// The kind of each component, and the place of its schema if it has one, by the component's pointer.
struct Components {
    kinds: HashMap<String, Object>,
    schemas: HashMap<String, String>,
}

impl Components {
    fn of(root: &Value) -> Self {
        let mut own = Self { kinds: HashMap::new(), schemas: HashMap::new() };
        let sections = root.get("components").and_then(Value::as_object);
        for (section, entries) in sections.into_iter().flatten() {
            let Under::Map(kind) = under(Object::Components, section) else { continue };
            for (name, entry) in entries.as_object().into_iter().flatten() {
                let pointer = join(&join("/components", section), name);
                if let Some(inner) = schema(entry).filter(|_| kind != Object::Schema) {
                    own.schemas.insert(pointer.clone(), inner);
                }
                own.kinds.insert(pointer, kind);
            }
        }
        own
    }

    /// The kind of a reference's target, if that is a component.
    fn kind(&self, target: &str) -> Option<Object> {
        self.kinds.get(&local_pointer(target)?).copied()
    }

    /// The reference to the schema in a reference's target.
    fn schema(&self, target: &str) -> Option<String> {
        let inner = self.schemas.get(&local_pointer(target)?)?;
        Some(format!("{target}{inner}"))
    }
}

/// The pointer of the schema in an object: its own, or that of its body if there is one.
fn schema(object: &Value) -> Option<String> {
    if object.get("schema").is_some() {
        return Some("/schema".to_owned());
    }
    let content = object.get("content").and_then(Value::as_object)?;
    let mut typed = content.iter().filter(|(_, own)| own.get("schema").is_some());
    let (name, _) = typed.next().filter(|_| typed.next().is_none())?;
    Some(format!("{}/schema", join("/content", name)))
}
