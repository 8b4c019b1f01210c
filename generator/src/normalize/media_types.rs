//! Media types that are references (OpenAPI 3.2) in; media types out. The later rules need their name and their content in one place.

use crate::document::{Document, MAX_CHAIN, Object, join, objects_mut, target, tokens};
use serde_json::{Map, Value, json};

/// The keys of a media type that hold schemas.
const SCHEMAS: [&str; 2] = ["schema", "itemSchema"];

/// Puts a media type in the place of each reference to it. Its schemas stay where they are, so that each remains one type.
pub(super) fn inline_references(document: &mut Document) {
    let mut referring = Vec::new();
    objects_mut(&mut document.value, &mut |object, pointer, value| {
        if object == Object::MediaType && value.get("$ref").is_some_and(Value::is_string) {
            referring.push(pointer.to_owned());
        }
    });
    for pointer in referring {
        let Some(from) = end(&document.value, &pointer) else { continue };
        let Some(Value::Object(media_type)) = document.value.pointer(&from) else { continue };
        let media_type = referring_copy(media_type, &from);
        document.places.moved(&pointer, &from);
        document.value.pointer_mut(&pointer).into_iter().for_each(|own| *own = media_type.clone());
    }
}

/// The pointer of the media type that a chain of references leads to, if it leads to one.
fn end(root: &Value, pointer: &str) -> Option<String> {
    let mut at = pointer.to_owned();
    for _ in 0..MAX_CHAIN {
        let value = root.pointer(&at)?;
        if !value.get("$ref").is_some_and(Value::is_string) {
            return Some(at).filter(|at| is_media_type(at));
        }
        at = target(value)?;
    }
    None
}

/// Whether a media type is expected at a pointer.
fn is_media_type(pointer: &str) -> bool {
    let keys: Vec<String> = tokens(pointer).collect();
    match keys.as_slice() {
        [components, section, _] if components == "components" => section == "mediaTypes",
        [.., content, _] => content == "content",
        _ => false,
    }
}

/// A copy of a media type that refers to the schemas of the original.
fn referring_copy(media_type: &Map<String, Value>, from: &str) -> Value {
    let mut copy = media_type.clone();
    for key in SCHEMAS {
        let schema = copy.get_mut(key).filter(|schema| schema.get("$ref").is_none());
        if let Some(schema) = schema.filter(|schema| schema.is_object()) {
            let fragment = join(from, key).replace('%', "%25");
            *schema = json!({ "$ref": format!("#{fragment}") });
        }
    }
    Value::Object(copy)
}
