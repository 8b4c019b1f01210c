//! Webhooks in; an additional schema for the payload of any of them out, if a property tells them apart. So programs can receive all
//! webhooks at one address.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{MAX_CHAIN, MediaType, Method, join, resolve, target};
use crate::spelling::listing;
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

const SCHEMAS: &str = "/components/schemas";

/// The name of the schema; if it is taken, a number follows.
const NAME: &str = "WebhookEvent";

/// The payload of a webhook.
struct Payload {
    /// The first webhook with this payload.
    webhook: String,
    /// The pointer of its schema.
    pointer: String,
    /// The properties with listed values.
    listed: IndexMap<String, Vec<String>>,
}

/// Adds the schema to the components.
pub(super) fn unite(root: &mut Value, findings: &mut Findings) {
    let payloads = payloads(root);
    let Some(property) = telling(&payloads) else { return };
    let (told, untold): (Vec<_>, Vec<_>) =
        payloads.iter().partition(|payload| payload.listed.contains_key(&property));
    let arms: Vec<Value> = told.iter().map(|payload| reference(&payload.pointer)).collect();
    let schema = json!({
        "description": format!("What a webhook holds, whichever it is; `{property}` tells."),
        "oneOf": arms,
        "discriminator": { "propertyName": property },
    });
    let Some(schemas) = schemas(root) else { return };
    let mut name = NAME.to_owned();
    let mut number = 1;
    while schemas.get(&name).is_some_and(|other| *other != schema) {
        number += 1;
        name = format!("{NAME}{number}");
    }
    findings.placed(join(SCHEMAS, &name), "/webhooks");
    schemas.insert(name.clone(), schema);
    let others = left_out(&untold);
    findings.push(
        Code::WebhookEvent,
        "/webhooks",
        format!(
            "the type `{name}` holds the body of any webhook: the values of {property:?} tell them apart{others}"
        ),
        "if another property is meant, list its values in the schema of each webhook in an overlay",
    );
}

/// The sentence about webhooks that the property does not identify.
fn left_out(untold: &[&Payload]) -> String {
    const LISTED: usize = 20;
    if untold.is_empty() {
        return String::new();
    }
    let names = untold.iter().map(|payload| format!("{:?}", payload.webhook));
    format!("; without such values, and therefore left out: {}", listing::first(names, LISTED))
}

fn schemas(root: &mut Value) -> Option<&mut Map<String, Value>> {
    let components = root.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    let schemas = components.as_object_mut()?.entry("schemas").or_insert_with(|| json!({}));
    schemas.as_object_mut()
}

/// A reference to a pointer, as the fragment of a URI.
fn reference(pointer: &str) -> Value {
    json!({ "$ref": format!("#{}", pointer.replace('%', "%25")) })
}

/// The JSON payloads of all webhooks, each schema once.
fn payloads(root: &Value) -> Vec<Payload> {
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let webhooks = root.get("webhooks").and_then(Value::as_object).into_iter().flatten();
    for (webhook, item) in webhooks {
        let (item, at) = followed(root, item, join("/webhooks", webhook));
        for method in Method::ALL.map(Method::key) {
            let Some(body) = item.get(method).and_then(|own| own.get("requestBody")) else {
                continue;
            };
            let (body, at) = followed(root, body, join(&join(&at, method), "requestBody"));
            let contents = body.get("content").and_then(Value::as_object).into_iter().flatten();
            let is_json = |(name, _): &(&String, &Value)| MediaType::of(name).is_json();
            let Some((name, content)) = contents.into_iter().find(is_json) else { continue };
            let Some(schema) = content.get("schema") else { continue };
            let at = join(&join(&join(&at, "content"), name), "schema");
            let pointer = target(schema).unwrap_or(at);
            if seen.insert(pointer.clone()) {
                let (webhook, listed) = (webhook.clone(), listed(root, schema));
                found.push(Payload { webhook, pointer, listed });
            }
        }
    }
    found
}

/// A value or the target of its reference, with its pointer.
fn followed<'v>(root: &'v Value, value: &'v Value, pointer: String) -> (&'v Value, String) {
    let (mut value, mut pointer) = (value, pointer);
    for _ in 0..MAX_CHAIN {
        let next = target(value).and_then(|next| Some((root.pointer(&next)?, next)));
        let Some(next) = next else { break };
        (value, pointer) = next;
    }
    (value, pointer)
}

/// The properties of a schema, including inherited ones, whose values are listed strings.
fn listed(root: &Value, schema: &Value) -> IndexMap<String, Vec<String>> {
    let (mut found, mut open) = (IndexMap::new(), vec![schema]);
    for _ in 0..MAX_CHAIN {
        let Some(schema) = open.pop() else { break };
        let Some(schema) = resolve(root, schema) else { continue };
        open.extend(schema.get("allOf").and_then(Value::as_array).into_iter().flatten());
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let values = resolve(root, property).and_then(|own| own.get("enum")?.as_array());
            let texts: Option<Vec<String>> = values
                .map(|values| values.iter().map(|value| Some(value.as_str()?.to_owned())))
                .and_then(Iterator::collect);
            if let Some(texts) = texts.filter(|texts| !texts.is_empty()) {
                found.entry(name.clone()).or_insert(texts);
            }
        }
    }
    found
}

/// The property that tells most payloads apart: none of its values is in two of them.
fn telling(payloads: &[Payload]) -> Option<String> {
    let mut count: IndexMap<&String, (usize, HashSet<&String>, bool)> = IndexMap::new();
    for (property, values) in payloads.iter().flat_map(|payload| &payload.listed) {
        let (count, seen, tells) =
            count.entry(property).or_insert_with(|| (0, HashSet::new(), true));
        *count += 1;
        *tells &= values.iter().collect::<HashSet<_>>().into_iter().all(|value| seen.insert(value));
    }
    let telling = count.into_iter().rev().filter(|(_, (_, _, tells))| *tells);
    let (property, (count, ..)) = telling.max_by_key(|(_, (count, ..))| *count)?;
    (count > 1 && count * 2 > payloads.len()).then(|| property.clone())
}
