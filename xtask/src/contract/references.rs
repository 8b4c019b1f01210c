//! The bundled document in; the same without anything that a resolver would take for a reference and that is none, or that leads out of
//! the document, out.
//!
//! Prism follows every `$ref` that it finds, also in an example, to files and to other hosts. What stays are references of OpenAPI itself
//! to other parts of the document: this walks the document as OpenAPI 3.0 describes it, and every object that is not described there is
//! data. Data with a `$ref` in it is left out as a whole, for there is no way to escape one. So are links, which nothing here needs, and
//! callbacks, which Prism would call.

use serde_json::{Map, Value};

/// What an object of OpenAPI is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Root,
    Components,
    PathItem,
    Operation,
    /// A parameter or a header.
    Parameter,
    /// A body of a request, or an answer.
    Body,
    MediaType,
    Encoding,
    Example,
    SecurityScheme,
    Schema,
}

/// What stands under a key.
#[derive(Clone, Copy)]
enum Child {
    One(Kind),
    /// An array of them.
    List(Kind),
    /// An object whose keys are names.
    Named(Kind),
    Data,
    /// What is left out.
    Nothing,
}

/// Takes out what is no reference or leads out of the document; the JSON pointers of all that, sorted by place.
pub(super) fn keep_local(document: &mut Value) -> Vec<String> {
    let mut walk = Walk { pointer: String::new(), removed: Vec::new() };
    walk.object(document, Kind::Root);
    let whole = document.clone();
    dangling(document, &whole, &mut String::new(), &mut walk.removed);
    walk.removed
}

struct Walk {
    pointer: String,
    removed: Vec<String>,
}

impl Walk {
    fn object(&mut self, value: &mut Value, kind: Kind) {
        let Value::Object(members) = value else {
            // A schema may be `true` or `false`; nothing else is described where an object is.
            if !value.is_boolean() {
                self.removed.push(self.pointer.clone());
                *value = Value::Object(Map::new());
            }
            return;
        };
        self.members(members, |key, value| match key {
            "$ref" if can_refer(kind) && is_local(value) => Child::Data,
            "$ref" => Child::Nothing,
            key => child(kind, key),
        });
    }

    /// Goes into each member, and takes out those that cannot stay.
    fn members(&mut self, members: &mut Map<String, Value>, child: impl Fn(&str, &Value) -> Child) {
        members.retain(|key, value| {
            let length = self.pointer.len();
            self.pointer = specweave::document::join(&self.pointer, key);
            let stays = self.stays(value, child(key, value));
            if !stays {
                self.removed.push(self.pointer.clone());
            }
            self.pointer.truncate(length);
            stays
        });
    }

    fn stays(&mut self, value: &mut Value, child: Child) -> bool {
        match (child, value) {
            (Child::Nothing, _) => return false,
            (Child::One(kind), value) => self.object(value, kind),
            (Child::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    let length = self.pointer.len();
                    self.pointer = format!("{}/{index}", self.pointer);
                    self.object(item, kind);
                    self.pointer.truncate(length);
                }
            }
            (Child::Named(kind), Value::Object(members)) => {
                // A name may be `$ref`; a text under it is a reference to whoever does not know that.
                self.members(members, |key, value| match key {
                    "$ref" if value.is_string() => Child::Nothing,
                    _ => Child::One(kind),
                });
            }
            (Child::Data | Child::List(_) | Child::Named(_), value) => {
                return !has_reference(value);
            }
        }
        true
    }
}

/// Whether OpenAPI allows a reference in the place of an object.
fn can_refer(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PathItem
            | Kind::Parameter
            | Kind::Body
            | Kind::Example
            | Kind::SecurityScheme
            | Kind::Schema
    )
}

fn is_local(reference: &Value) -> bool {
    reference.as_str().is_some_and(|reference| reference.starts_with("#/"))
}

/// What stands under a key of an object.
fn child(kind: Kind, key: &str) -> Child {
    use Child::{Data, List, Named, Nothing, One};
    match (kind, key) {
        (_, key) if key.starts_with("x-") => Data,
        (_, "callbacks" | "links" | "webhooks" | "externalValue") if kind != Kind::Schema => {
            Nothing
        }
        (Kind::Root, "paths") => Named(Kind::PathItem),
        (Kind::Root, "components") => One(Kind::Components),
        (Kind::Components, "schemas") => Named(Kind::Schema),
        (Kind::Components, "responses" | "requestBodies") => Named(Kind::Body),
        (Kind::Components, "parameters" | "headers") => Named(Kind::Parameter),
        (Kind::Components, "examples") => Named(Kind::Example),
        (Kind::Components, "securitySchemes") => Named(Kind::SecurityScheme),
        (Kind::Components, "pathItems") => Named(Kind::PathItem),
        (Kind::PathItem | Kind::Operation, "parameters") => List(Kind::Parameter),
        (
            Kind::PathItem,
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace",
        ) => One(Kind::Operation),
        (Kind::Operation, "requestBody") => One(Kind::Body),
        (Kind::Operation, "responses") => Named(Kind::Body),
        (Kind::Parameter | Kind::Body, "content") => Named(Kind::MediaType),
        (Kind::Body | Kind::Encoding, "headers") => Named(Kind::Parameter),
        (Kind::Parameter | Kind::MediaType, "schema") => One(Kind::Schema),
        (Kind::Parameter | Kind::MediaType, "examples") => Named(Kind::Example),
        (Kind::MediaType, "encoding") => Named(Kind::Encoding),
        (Kind::Schema, "properties" | "patternProperties" | "$defs" | "definitions") => {
            Named(Kind::Schema)
        }
        (Kind::Schema, "allOf" | "oneOf" | "anyOf") => List(Kind::Schema),
        (Kind::Schema, "items" | "additionalProperties" | "not") => One(Kind::Schema),
        (Kind::Schema, "$dynamicRef" | "$recursiveRef" | "$id" | "$schema") => Nothing,
        _ => Data,
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

/// Takes out references to what is not there any more.
fn dangling(value: &mut Value, whole: &Value, pointer: &mut String, removed: &mut Vec<String>) {
    let length = pointer.len();
    let mut inside = |key: &str, value: &mut Value| {
        *pointer = specweave::document::join(pointer, key);
        dangling(value, whole, pointer, removed);
        pointer.truncate(length);
    };
    match value {
        Value::Object(members) => {
            members.iter_mut().for_each(|(key, value)| inside(key, value));
            let target =
                members.get("$ref").and_then(Value::as_str).map(|target| leads(whole, target));
            if target == Some(false) {
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

/// Whether a local reference leads to something.
fn leads(whole: &Value, reference: &str) -> bool {
    let pointer = percent_encoding::percent_decode_str(reference.trim_start_matches('#'));
    pointer.decode_utf8().is_ok_and(|pointer| whole.pointer(&pointer).is_some())
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
        // The property of that name is a property.
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
