//! The bundled document in; the same document out, without anything that a resolver would wrongly treat as a reference, and without
//! references out of the document.
//!
//! Prism follows every `$ref`, even in an example, to files and other hosts. Only references of OpenAPI itself to other parts of the
//! document stay. This module walks the document as OpenAPI 3.0 describes it; every other object is data. Data with a `$ref` is removed
//! as a whole, since a `$ref` cannot be escaped. Links are removed because nothing here needs them, and callbacks because Prism would
//! call them.

use serde_json::{Map, Value};
use specweave::document::{
    Object, Under, is_extension, is_reference, join, local_pointer, objects_mut, under,
};

/// Removes false references and those out of the document; returns the JSON pointers of everything removed.
pub(super) fn keep_local(document: &mut Value) -> Vec<String> {
    let mut removed = Vec::new();
    objects_mut(document, &mut |object, pointer, value| {
        keep(object, pointer, value, &mut removed);
    });
    let whole = document.clone();
    dangling(document, &whole, &mut String::new(), &mut removed);
    removed
}

/// Removes the invalid parts of an object. Its nested objects are visited later.
fn keep(object: Object, pointer: &str, value: &mut Value, removed: &mut Vec<String>) {
    let Value::Object(members) = value else {
        // A schema may be `true` or `false`; any other value in place of an object is invalid.
        if !value.is_boolean() {
            removed.push(pointer.to_owned());
            *value = Value::Object(Map::new());
        }
        return;
    };
    let leads = can_refer(object) && members.get("$ref").is_some_and(is_local);
    let refers = leads && is_reference(members, object);
    members.retain(|key, value| {
        let at = join(pointer, key);
        let stays = match (under(object, key), value) {
            _ if key == "$ref" => leads,
            _ if is_left_out(object, key) => false,
            (_, value) if refers => !has_reference(value),
            (Under::One(_) | Under::OneOrList(_), _) | (Under::List(_), Value::Array(_)) => true,
            (Under::Map(kind), Value::Object(entries)) => {
                entries.retain(|name, entry| {
                    // A name may be `$ref`; a resolver would treat a string under it as a reference.
                    let is_data = is_extension(name, kind) || entry.is_string();
                    let stays = !is_data || (name != "$ref" && !has_reference(entry));
                    if !stays {
                        removed.push(join(&at, name));
                    }
                    stays
                });
                true
            }
            (_, value) => !has_reference(value),
        };
        if !stays {
            removed.push(at);
        }
        stays
    });
}

/// Whether OpenAPI allows a reference in the place of an object.
fn can_refer(object: Object) -> bool {
    matches!(
        object,
        Object::PathItem
            | Object::Parameter
            | Object::Header
            | Object::RequestBody
            | Object::Response
            | Object::Example
            | Object::SecurityScheme
            | Object::Schema
    )
}

fn is_local(reference: &Value) -> bool {
    reference.as_str().is_some_and(|reference| reference.starts_with("#/"))
}

/// Whether a key is not needed here, but a resolver would follow it.
fn is_left_out(object: Object, key: &str) -> bool {
    match object {
        Object::Schema => matches!(key, "$dynamicRef" | "$recursiveRef" | "$id" | "$schema"),
        _ => matches!(key, "callbacks" | "links" | "webhooks" | "externalValue"),
    }
}

/// Whether a resolver would find a reference in a value.
fn has_reference(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.contains_key("$ref") || members.values().any(has_reference)
        }
        Value::Array(items) => items.iter().any(has_reference),
        _ => false,
    }
}

/// Removes references to removed parts.
fn dangling(value: &mut Value, whole: &Value, pointer: &mut String, removed: &mut Vec<String>) {
    let length = pointer.len();
    let mut inside = |key: &str, value: &mut Value| {
        *pointer = join(pointer, key);
        dangling(value, whole, pointer, removed);
        pointer.truncate(length);
    };
    match value {
        Value::Object(members) => {
            members.iter_mut().for_each(|(key, value)| inside(key, value));
            let reference = members.get("$ref").and_then(Value::as_str);
            let leads = |reference| whole.pointer(&local_pointer(reference)?);
            if reference.is_some_and(|reference| leads(reference).is_none()) {
                members.shift_remove("$ref");
                removed.push(format!("{pointer}/$ref"));
            }
        }
        Value::Array(items) => {
            items.iter_mut().enumerate().for_each(|(index, item)| inside(&index.to_string(), item));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const OUT: &str = "file:///etc/passwd";

    fn kept(mut document: Value) -> (Value, Vec<String>) {
        let removed = keep_local(&mut document);
        (document, removed)
    }

    #[test]
    fn no_reference_that_leads_out_is_left_anywhere() {
        let out = json!({"$ref": OUT});
        let local = json!({"$ref": "#/components/schemas/Pet"});
        let deep = json!({"a": [{"b": out}]});
        let schema = json!({
            "type": "object", "example": deep, "default": out, "enum": [{"a": 1}, out], "const": out, "x-thing": out, "examples": [out],
            "discriminator": {"propertyName": "kind", "mapping": {"$ref": OUT}}, "externalDocs": out, "xml": out, "unknown": deep,
            "$dynamicRef": OUT, "$id": OUT, "$schema": OUT, "required": [out],
            "properties": {
                "$ref": {"type": "string", "example": out}, "x-name": {"default": out}, "example": {"enum": [out]}, "out": out,
                "both": {"allOf": [out, {"anyOf": [out], "oneOf": [[out]]}], "not": out},
                "list": {"type": "array", "items": out}, "map": {"additionalProperties": out}, "odd": [out], "odder": OUT,
            },
        });
        let content = json!({"application/json": {
            "schema": schema, "example": local, "examples": {
                "a": {"value": out}, "b": out, "c": {"externalValue": OUT}, "$ref": OUT, "d": {"value": {"fine": 1}}},
            "encoding": {"a": {"headers": {"h": out}, "x-thing": out}}, "x-thing": out,
        }});
        let parameters = json!([out, {"name": "p", "in": "query", "schema": schema, "example": out, "content": content}]);
        let operation = json!({
            "parameters": parameters, "requestBody": {"content": content}, "x-thing": out, "tags": [out], "servers": [out],
            "responses": {
                "200": {"description": "", "headers": {"h": {"schema": schema}}, "content": content,
                        "links": {"next": {"operationRef": OUT, "parameters": {"a": out}}, "more": out}},
                "404": out, "$ref": OUT,
            },
            "callbacks": {"done": {"{$request.body#/url}": {"post": {"requestBody": out}}}, "more": out},
        });
        let (document, removed) = kept(json!({
            "openapi": "3.0.3", "info": {"title": "T", "contact": out, "x-thing": out}, "x-thing": local, "$ref": OUT,
            "tags": [out], "servers": [{"url": "/", "variables": {"a": out}}], "externalDocs": out, "webhooks": {"w": out},
            "paths": {"/pets": {"get": operation, "parameters": parameters}, "/more": out, "x-thing": {"get": out}, "$ref": OUT},
            "components": {
                "schemas": {"Pet": schema, "Out": out, "$ref": OUT}, "examples": {"X": {"value": out}, "Y": out},
                "parameters": {"P": out}, "headers": {"H": out}, "responses": {"R": out}, "requestBodies": {"B": out},
                "links": {"L": out}, "callbacks": {"C": {"/x": out}}, "securitySchemes": {"S": out}, "x-thing": out,
            },
        }));
        let text = document.to_string();
        assert!(!text.contains("file:"), "{document:#}");
        // A property named `$ref` stays.
        let named = |schema: &Value| schema["properties"]["$ref"] == json!({"type": "string"});
        assert!(named(&document["components"]["schemas"]["Pet"]), "{document:#}");
        assert_eq!(
            text.matches("$ref").count(),
            text.matches(r#""$ref":{"type":"string"}"#).count()
        );
        let examples = &document["paths"]["/pets"]["get"]["requestBody"]["content"]["application/json"]
            ["examples"];
        assert_eq!(examples["d"], json!({"value": {"fine": 1}}));
        assert!(removed.contains(&"/components/schemas/Pet/example".to_owned()), "{removed:#?}");
        assert!(removed.contains(&"/paths/~1more/$ref".to_owned()), "{removed:#?}");
    }

    #[test]
    fn what_has_no_such_reference_is_left_as_it_is() {
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "T"},
            "paths": {"/pets": {"get": {"parameters": [{"$ref": "#/components/parameters/P"}], "responses": {
                "200": {"description": "", "content": {"application/json": {
                    "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet%20One"}}, "example": [{"id": 1}]}}},
                "404": {"$ref": "#/components/responses/R"},
            }}}},
            "components": {
                "schemas": {"Pet One": {"allOf": [{"$ref": "#/components/schemas/Base"}], "default": {"id": 1}}, "Base": {"enum": ["a"]}},
                "parameters": {"P": {"name": "p", "in": "query", "schema": {"$ref": "#/components/schemas/Base"}}},
                "responses": {"R": {"description": "", "headers": {"x-name": {"schema": {"type": "string"}}}}},
            },
        });
        assert_eq!(kept(document.clone()), (document, Vec::new()));
    }

    #[test]
    fn references_to_what_was_left_out_go_with_it() {
        let (document, removed) = kept(json!({
            "components": {"schemas": {
                "A": {"$ref": "#/components/schemas/B/x-inner"}, "B": {"x-inner": {"$ref": "http://127.0.0.1/"}, "type": "string"},
            }},
        }));
        assert_eq!(
            document,
            json!({"components": {"schemas": {"A": {}, "B": {"type": "string"}}}})
        );
        assert_eq!(removed, ["/components/schemas/B/x-inner", "/components/schemas/A/$ref"]);
    }
}
