//! The encodings of multipart bodies' parts: those without effect in this version or media type are removed, and the content encodings of
//! the schemas are added.

use super::findings::Findings;
use super::multipart::bodies;
use crate::diagnostic::Code;
use crate::document::{BYTES, COMPOSERS, MediaType, join, target, tokens};
use serde_json::{Map, Value, json};

/// The limit of nested schemas that a body combines.
const MAX_DEPTH: usize = 8;

const STYLE: [&str; 3] = ["style", "explode", "allowReserved"];

/// Adds to each part with a content encoding the equivalent of OpenAPI 3.1: a header, and a media type if there is no other (3.1.1,
/// "Encoding multipart Media Types").
pub(super) fn name_encodings(root: &mut Value, findings: &mut Findings) {
    for pointer in bodies(root) {
        report_further(root, &pointer, findings);
        let mut encoded = Vec::new();
        encoded_parts(root, &pointer, MAX_DEPTH, &mut encoded);
        let content = pointer.strip_suffix("/schema").and_then(|content| root.pointer_mut(content));
        let Some(content) = content.and_then(Value::as_object_mut) else { continue };
        for (name, said) in encoded {
            let all = content.entry("encoding").or_insert_with(|| json!({}));
            let Some(all) = all.as_object_mut() else { break };
            let own = all.entry(name).or_insert_with(|| json!({}));
            own.as_object_mut().into_iter().for_each(|own| name_encoding(own, &said));
        }
    }
}

/// Reports encoded parts without a name: headers can only be set for named parts.
fn report_further(root: &Value, pointer: &str, findings: &mut Findings) {
    let further = schema(root, pointer).map(|(pointer, _)| join(&pointer, "additionalProperties"));
    let Some((pointer, further)) = further.and_then(|further| schema(root, &further)) else {
        return;
    };
    let items = || schema(root, &join(&pointer, "items"));
    if encoded(further).or_else(|| encoded(items()?.1)).is_some() {
        findings.push(
            Code::UnsupportedKeyword,
            pointer,
            "the parts that a body does not name are encoded texts; they are sent without a header that says so",
            "Content-Transfer-Encoding has no effect; name the parts in an overlay",
        );
    }
}

/// The encoding in the schema of a part.
struct Encoded {
    encoding: String,
    has_media_type: bool,
}

fn name_encoding(own: &mut Map<String, Value>, said: &Encoded) {
    if !said.has_media_type {
        own.entry("contentType").or_insert_with(|| json!(BYTES));
    }
    // Only the encodings of RFC 2045 are valid in this header.
    if !matches!(said.encoding.as_str(), "base64" | "quoted-printable") {
        return;
    }
    const HEADER: &str = "Content-Transfer-Encoding";
    let headers = own.entry("headers").or_insert_with(|| json!({}));
    if let Some(headers) = headers.as_object_mut()
        && !headers.keys().any(|name| name.eq_ignore_ascii_case(HEADER))
    {
        let schema = json!({"type": "string", "enum": [said.encoding]});
        headers.insert(HEADER.to_owned(), json!({ "schema": schema }));
    }
}

/// The parts of a body with encoded text.
fn encoded_parts(root: &Value, pointer: &str, depth: usize, found: &mut Vec<(String, Encoded)>) {
    let Some(schema) = schema(root, pointer) else { return };
    let Some(depth) = depth.checked_sub(1) else { return };
    for arm in COMPOSERS {
        let count = schema.1.get(arm).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            let arm = join(&join(&schema.0, arm), &index.to_string());
            encoded_parts(root, &arm, depth, found);
        }
    }
    let properties = schema.1.get("properties").and_then(Value::as_object);
    for name in properties.into_iter().flat_map(Map::keys) {
        let part = join(&join(&schema.0, "properties"), name);
        let items = self::schema(root, &part).map(|(pointer, _)| join(&pointer, "items"));
        let all = [Some(part), items].into_iter().flatten();
        let said = all.filter_map(|part| encoded(self::schema(root, &part)?.1)).next();
        found.extend(said.map(|said| (name.clone(), said)));
    }
}

fn encoded(schema: &Value) -> Option<Encoded> {
    let encoding = schema.get("contentEncoding")?.as_str()?;
    let is_identity = ["binary", "7bit", "8bit", "identity"].contains(&encoding);
    let has_media_type = schema.get("contentMediaType").is_some();
    (!is_identity).then(|| Encoded { encoding: encoding.to_owned(), has_media_type })
}

/// The schema at a pointer, or its target, with its pointer.
fn schema<'r>(root: &'r Value, pointer: &str) -> Option<(String, &'r Value)> {
    let mut pointer = pointer.to_owned();
    for _ in 0..MAX_DEPTH {
        let schema = root.pointer(&pointer)?;
        match target(schema) {
            Some(next) => pointer = next,
            None => return Some((pointer, schema)),
        }
    }
    None
}

/// Removes the styles of parts where they have no effect: in OpenAPI 3.0, and in bodies other than `multipart/form-data`.
pub(super) fn drop_styles(root: &mut Value, counts: bool, findings: &mut Findings) {
    for pointer in bodies(root) {
        let Some(content) = pointer.strip_suffix("/schema") else { continue };
        let name = tokens(content).last().unwrap_or_default();
        let media_type = MediaType::of(&name);
        let is_form = matches!(media_type.essence(), "multipart/form-data" | "multipart/*");
        if counts && is_form {
            continue;
        }
        let all = join(content, "encoding");
        let Some(encoding) = root.pointer_mut(&all).and_then(Value::as_object_mut) else {
            continue;
        };
        for (part, own) in encoding.iter_mut() {
            let Some(own) = own.as_object_mut().filter(|own| is_styled(own)) else { continue };
            let is_usual = own.get("style").is_none_or(|style| style == "form")
                && own.get("explode") != Some(&json!(false));
            own.retain(|key, _| !STYLE.contains(&key.as_str()));
            if is_usual {
                continue;
            }
            let (place, help) = if is_form {
                ("in OpenAPI 3.0".to_owned(), "write `openapi: 3.1.0` in an overlay if it is meant")
            } else {
                (
                    format!("in a {name} body"),
                    "describe the body as multipart/form-data in an overlay if it is one",
                )
            };
            findings.push(
                Code::OtherVersion,
                join(&all, part),
                format!("the style of the part {part:?} means nothing {place}; it was ignored"),
                help,
            );
        }
    }
}

/// Whether a part has a style.
fn is_styled(own: &Map<String, Value>) -> bool {
    STYLE.iter().any(|key| own.contains_key(*key))
}
