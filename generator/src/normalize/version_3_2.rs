//! The forms of OpenAPI 3.2 in; those of 3.0 out: the query string as one parameter, summaries. Keywords that only 3.2 has are ignored in
//! other versions.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{
    ADDITIONAL_OPERATIONS, FORM, Object, join, local_pointer, objects_mut, operations,
    path_items_mut, resolve,
};
use serde_json::{Map, Value, json};

/// Rewrites every such form.
pub(super) fn rewrite(root: &mut Value, findings: &mut Findings) {
    report_mixed(root, findings);
    objects_mut(root, &mut |object, pointer, value| {
        let Some(map) = value.as_object_mut() else { return };
        match object {
            Object::Parameter => query_string(map, pointer, findings),
            Object::Response => summary(map),
            _ => {}
        }
    });
}

/// Reports the query strings that stand beside parameters in the query.
fn report_mixed(root: &Value, findings: &mut Findings) {
    let mut found = std::collections::BTreeSet::new();
    for (at, operation) in operations(root) {
        let path = join("/paths", at.path);
        let shared = root.pointer(&path).and_then(|item| item.get("parameters"));
        let own = operation.get("parameters");
        let mut places = Vec::new();
        let mut is_mixed = false;
        for (list, holder) in [(own, &at.pointer), (shared, &path)] {
            let list = list.and_then(Value::as_array).into_iter().flatten();
            for (index, parameter) in list.enumerate() {
                let place = resolve(root, parameter).and_then(|own| own.get("in")?.as_str());
                is_mixed |= place == Some("query");
                if place == Some("querystring") {
                    places.push(join(&join(holder, "parameters"), &index.to_string()));
                }
            }
        }
        found.extend(places.into_iter().filter(|_| is_mixed));
    }
    for pointer in found {
        let message = "a parameter is the whole query string, and others of its operation are in the query; they were joined";
        let help = "describe all of them as parameters in the query, or all in the schema of the query string, in an overlay";
        findings.push(Code::MixedQuery, pointer, message, help);
    }
}

/// Replaces the URIs of security schemes in requirements by their names. A scheme elsewhere in the document becomes a component.
pub(super) fn name_schemes(root: &mut Value) {
    let own = root.get("$self").and_then(Value::as_str).map(str::to_owned);
    let of_operations = operations(root).map(|(at, _)| at.pointer);
    let owners: Vec<String> = std::iter::once(String::new()).chain(of_operations).collect();
    for owner in owners {
        let pointer = owner + "/security";
        let Some(Value::Array(written)) = root.pointer(&pointer).cloned() else { continue };
        let mut named = Vec::with_capacity(written.len());
        for requirement in written {
            let Value::Object(map) = requirement else {
                named.push(requirement);
                continue;
            };
            let mut own_names = Map::new();
            for (name, scopes) in map {
                let meant = scheme_of(root, own.as_deref(), &name).unwrap_or(name);
                own_names.insert(meant, scopes);
            }
            named.push(Value::Object(own_names));
        }
        root.pointer_mut(&pointer).into_iter().for_each(|at| *at = Value::Array(named.clone()));
    }
}

/// The name of the security scheme that a URI leads to. The name of a component takes precedence.
fn scheme_of(root: &mut Value, own: Option<&str>, uri: &str) -> Option<String> {
    const SCHEMES: &str = "/components/securitySchemes";
    let (document, _) = uri.split_once('#')?;
    let is_own = document.is_empty()
        || own.is_some_and(|own| {
            own == document || own.rsplit_once('/').is_some_and(|(_, file)| file == document)
        });
    if !is_own || root.pointer(&join(SCHEMES, uri)).is_some() {
        return None;
    }
    let target = local_pointer(&uri[document.len()..])?;
    let scheme = root.pointer(&target).filter(|value| value.is_object())?.clone();
    let (parent, name) = target.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    if parent == SCHEMES {
        return Some(name);
    }
    let known = root.pointer(&join(SCHEMES, &name));
    if known.is_some_and(|known| *known != scheme) {
        return None;
    }
    let components = root.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    let schemes = components.as_object_mut()?.entry("securitySchemes").or_insert_with(|| json!({}));
    schemes.as_object_mut()?.insert(name.clone(), scheme);
    Some(name)
}

/// Removes operations with additional methods from a document of an older version, where they are reported as unknown.
pub(super) fn remove_additional_operations(root: &mut Value) {
    path_items_mut(root).for_each(|(_, item)| drop(item.shift_remove(ADDITIONAL_OPERATIONS)));
}

/// Converts a query string that is a form to an object in the query, with a parameter for each property.
fn query_string(map: &mut Map<String, Value>, pointer: &str, findings: &mut Findings) {
    if map.get("in") != Some(&json!("querystring")) {
        return;
    }
    let content = map.get_mut("content").and_then(Value::as_object_mut);
    let Some(mut form) = content.and_then(|content| content.shift_remove(FORM)) else { return };
    map.shift_remove("content");
    map.insert("in".into(), json!("query"));
    map.insert("style".into(), json!("form"));
    map.insert("explode".into(), json!(true));
    map.extend(form.get_mut("schema").map(|schema| ("schema".to_owned(), schema.take())));
    if form.get("encoding").is_some() {
        let message = "the encoding of a query string is not supported; it was ignored";
        let help = "the `encoding` of a property has no effect in the query string";
        let pointer = join(&join(&join(pointer, "content"), FORM), "encoding");
        findings.push(Code::UnsupportedKeyword, pointer, message, help);
    }
}

/// Uses the summary of a response without a description.
fn summary(map: &mut Map<String, Value>) {
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
    if let Some(summary) = map.shift_remove("summary")
        && !map.get("description").is_some_and(is_text)
    {
        map.insert("description".into(), summary);
    }
}
