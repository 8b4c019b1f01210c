//! A document of Swagger 2.0 in; one of OpenAPI 3.0 that still contains other forms of Swagger 2.0 out. Components, servers and security
//! schemes move to their places in OpenAPI 3, and references follow. Each part keeps the place where it was written.

use crate::document::{Document, Object, join, local_pointer, objects_mut, operations_mut, tokens};
use crate::merge::sort;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// The pointers of each kind of component in Swagger 2.0 and in OpenAPI 3.
const SECTIONS: [(&str, &str); 4] = [
    ("/definitions", "/components/schemas"),
    ("/parameters", "/components/parameters"),
    ("/responses", "/components/responses"),
    ("/securityDefinitions", "/components/securitySchemes"),
];

/// Rewrites a document of Swagger 2.0. Returns whether it was one.
pub(in crate::normalize) fn convert(document: &mut Document) -> bool {
    let Some(root) = document.value.as_object_mut().filter(|root| is_swagger_2(root)) else {
        return false;
    };
    root.shift_remove("swagger");
    root.insert("openapi".into(), json!("3.0.3"));
    let schemes = texts(root.shift_remove("schemes").as_ref());
    let host = root.shift_remove("host");
    let base = root.shift_remove("basePath");
    let base = base.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    let host = host.as_ref().and_then(Value::as_str).map(str::to_owned);
    let mut places = Vec::new();
    if host.is_some() || !base.is_empty() {
        let written = servers(host.as_deref(), &base, &schemes);
        places = scheme_places(host.is_some(), &schemes);
        root.insert("servers".into(), written);
    }
    for (old, new) in SECTIONS {
        move_section(root, old, new);
    }
    let secured = document.value.pointer_mut(SECTIONS[3].1).and_then(Value::as_object_mut);
    for scheme in secured.into_iter().flatten().filter_map(|(_, own)| own.as_object_mut()) {
        security_scheme(scheme);
    }
    let mut moved = Vec::new();
    for (at, operation) in operations_mut(&mut document.value) {
        let own = texts(operation.shift_remove("schemes").as_ref());
        if !own.is_empty() && own != schemes && host.is_some() {
            operation.insert("servers".into(), servers(host.as_deref(), &base, &own));
            moved.push(at.pointer);
        }
    }
    let known: HashSet<String> = SECTIONS
        .iter()
        .flat_map(|(_, section)| {
            let entries = document.value.pointer(section).and_then(Value::as_object);
            entries.into_iter().flat_map(Map::keys).map(|name| join(section, name))
        })
        .collect();
    objects_mut(&mut document.value, &mut |object, _, value| {
        let Some(map) = value.as_object_mut() else { return };
        reference(map, &known);
        if object == Object::Schema && map.get("discriminator").is_some_and(Value::is_string) {
            let property = map["discriminator"].take();
            map["discriminator"] = json!({ "propertyName": property });
        }
    });
    for pointer in moved {
        let (to, from) = (join(&pointer, "servers"), join(&pointer, "schemes"));
        document.places.moved(&to, &from);
        let count = document.value.pointer(&to).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).for_each(|index| document.places.moved(&join(&to, &index.to_string()), &from));
    }
    move_places(document);
    for (index, from) in places.iter().enumerate() {
        document.places.moved(&format!("/servers/{index}"), from);
    }
    sort(&mut document.value);
    true
}

/// Whether this is a document of Swagger 2.0.
fn is_swagger_2(root: &Map<String, Value>) -> bool {
    root.contains_key("swagger") && !root.contains_key("openapi")
}

fn texts(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The addresses of an API, those with `https` first. A document without schemes means the scheme that it was fetched with, today `https`.
fn servers(host: Option<&str>, base: &str, schemes: &[String]) -> Value {
    let Some(host) = host else { return json!([{ "url": base }]) };
    let mut schemes: Vec<&str> = schemes.iter().map(String::as_str).collect();
    if schemes.is_empty() {
        schemes.push("https");
    }
    schemes.sort_by_key(|scheme| *scheme != "https");
    let base = if base == "/" { "" } else { base };
    let slash = if base.is_empty() || base.starts_with('/') { "" } else { "/" };
    let all =
        schemes.iter().map(|scheme| json!({ "url": format!("{scheme}://{host}{slash}{base}") }));
    all.collect()
}

/// The place of each address that [`servers`] makes: its scheme, or else the host or the path.
fn scheme_places(has_host: bool, schemes: &[String]) -> Vec<String> {
    if !has_host || schemes.is_empty() {
        return vec![if has_host { "/host" } else { "/basePath" }.to_owned()];
    }
    let mut order: Vec<usize> = (0..schemes.len()).collect();
    order.sort_by_key(|index| schemes[*index] != "https");
    order.into_iter().map(|index| format!("/schemes/{index}")).collect()
}

/// Moves the components of a kind to their place in OpenAPI 3, next to existing ones.
fn move_section(root: &mut Map<String, Value>, old: &str, new: &str) {
    let Some(entries) = root.shift_remove(old.trim_start_matches('/')) else { return };
    let Value::Object(entries) = entries else { return };
    let components = root.entry("components").or_insert_with(|| json!({}));
    let section = new.rsplit('/').next().unwrap_or_default();
    let Some(components) = components.as_object_mut() else { return };
    let known = components.entry(section).or_insert_with(|| json!({}));
    let Some(known) = known.as_object_mut() else { return };
    for (name, entry) in entries {
        known.entry(name).or_insert(entry);
    }
}

/// Converts a security scheme to OpenAPI 3.
fn security_scheme(scheme: &mut Map<String, Value>) {
    match scheme.get("type").and_then(Value::as_str) {
        Some("basic") => {
            scheme.insert("type".into(), json!("http"));
            scheme.insert("scheme".into(), json!("basic"));
        }
        Some("oauth2") => {
            let flow = match scheme.shift_remove("flow").as_ref().and_then(Value::as_str) {
                // The names of OpenAPI 3 are often written too.
                Some("application" | "clientCredentials") => "clientCredentials",
                Some("accessCode" | "authorizationCode") => "authorizationCode",
                Some("password") => "password",
                _ => "implicit",
            };
            let mut own = Map::new();
            for key in ["authorizationUrl", "tokenUrl", "scopes"] {
                own.extend(scheme.shift_remove(key).map(|value| (key.to_owned(), value)));
            }
            own.entry("scopes").or_insert_with(|| json!({}));
            scheme.insert("flows".into(), json!({ flow: own }));
        }
        _ => {}
    }
}

/// Updates a reference to the new place of a component. A reference to a missing component stays as written.
fn reference(map: &mut Map<String, Value>, known: &HashSet<String>) {
    let Some(Value::String(text)) = map.get_mut("$ref") else { return };
    let moved = SECTIONS.iter().find_map(|(old, new)| {
        let moved = format!("#{new}/{}", text.strip_prefix(&format!("#{old}/"))?);
        let component: Vec<String> = tokens(&local_pointer(&moved)?).take(3).collect();
        let pointer = component.iter().fold(String::new(), |pointer, token| join(&pointer, token));
        known.contains(&pointer).then_some(moved)
    });
    if let Some(moved) = moved {
        *text = moved;
    }
}

/// Maps the new pointers to the places where the parts were written.
fn move_places(document: &mut Document) {
    let origins = &mut document.places.origins;
    for (old, new) in SECTIONS {
        if let Some(origin) = origins.remove(old) {
            origins.entry(new.to_owned()).or_insert(origin);
        }
        let moved: Vec<String> =
            origins.keys().filter(|pointer| pointer.starts_with(&join(old, ""))).cloned().collect();
        for pointer in moved {
            let Some(origin) = origins.remove(&pointer) else { continue };
            origins.entry(format!("{new}{}", &pointer[old.len()..])).or_insert(origin);
        }
    }
    for (from, to) in [("/swagger", "/openapi"), ("/basePath", "/servers"), ("/host", "/servers")] {
        if let Some(origin) = origins.get(from).cloned() {
            origins.insert(to.into(), origin);
        }
    }
}
