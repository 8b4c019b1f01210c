//! The target of a reference in; the names on the path to it out. A schema in an operation, in a component or in a part of one is named
//! after its own place, not after the last key of the reference.

use super::context::{Context, Direction, Located, NamingPlace};
use super::{operation, text, union};
use crate::document::{join, tokens};
use crate::ir::SchemaId;

/// The pointer of the webhooks, and the name of their bodies.
const WEBHOOKS: &str = "/webhooks/";
pub(super) const PAYLOAD: &str = "payload";

impl Context<'_> {
    /// The place of a referenced schema.
    pub(super) fn place_of_schema(&mut self, id: SchemaId, direction: Direction) -> NamingPlace {
        let pointer = self.schemas[id].pointer.clone();
        match self.path_names(&pointer) {
            Some(names) => NamingPlace::inside(names, direction),
            None => NamingPlace::component(&pointer, direction),
        }
    }

    /// The place of an object. A referenced object is named after its own place, not after the reference.
    pub(super) fn place_of_object(
        &mut self,
        at: NamingPlace,
        own: &Located<'_>,
        from: &str,
        what: &str,
    ) -> NamingPlace {
        if own.pointer == from {
            return at;
        }
        let is_inline = own.pointer.starts_with("/paths/");
        match self.path_names(&own.pointer).filter(|_| is_inline) {
            Some(names) => NamingPlace::inside(names, at.direction),
            None => NamingPlace::component(&own.pointer, at.direction).named(what),
        }
    }

    /// The names on the path to a place; none if a key on it gives no name.
    fn path_names(&mut self, pointer: &str) -> Option<Vec<String>> {
        let mut keys = tokens(pointer);
        let (mut names, mut place) = (Vec::new(), String::new());
        while let Some(key) = keys.next() {
            let around = std::mem::take(&mut place);
            place = join(&around, &key);
            let mut next = || {
                let next = keys.next()?;
                place = join(&place, &next);
                Some(next)
            };
            match key.as_str() {
                "components" => names = component(&next()?, next()?),
                "paths" => {
                    let (path, key) = (next()?, next()?);
                    names = match key.as_str() {
                        "parameters" => {
                            next()?;
                            vec![path, self.parameter(&place)?]
                        }
                        method => vec![self.operation(&place, method, &path)],
                    };
                }
                "webhooks" => {
                    let (webhook, method) = (next()?, next()?);
                    names = vec![self.webhook(&place, &method, &webhook)];
                }
                "properties" | "headers" => names.push(next()?),
                "$defs" | "definitions" => names = vec![next()?],
                "responses" => names.push(operation::response_name(&next()?)?),
                "requestBody" if pointer.starts_with(WEBHOOKS) => names.push(PAYLOAD.to_owned()),
                "requestBody" => names.push("body".to_owned()),
                "parameters" => {
                    next()?;
                    names.push(self.parameter(&place)?);
                }
                "items" => names.push("item".to_owned()),
                "additionalProperties" => names.push("value".to_owned()),
                "patternProperties" => {
                    next()?;
                    names.push("value".to_owned());
                }
                "content" | "allOf" => drop(next()?),
                "schema" => {}
                "oneOf" | "anyOf" => {
                    let union = self.schema_at(&around)?;
                    let index = next()?.parse().ok()?;
                    names.extend(union::part(self, union, &key, index));
                }
                _ => return None,
            }
        }
        // An arm of an `allOf` is only a part of the whole.
        let mut last = pointer.rsplit('/').skip(1);
        names.extend((last.next() == Some("allOf")).then(|| "part".to_owned()));
        Some(names).filter(|names| !names.is_empty())
    }

    /// The name of the webhook whose request is at a pointer.
    pub(super) fn webhook(&self, pointer: &str, method: &str, name: &str) -> String {
        let operation = self.document.value.pointer(pointer);
        let id = operation.and_then(|operation| text(operation, "/operationId"));
        id.unwrap_or_else(|| match method {
            "post" => name.to_owned(),
            method => format!("{method} {name}"),
        })
    }

    /// The name of the parameter at a pointer.
    fn parameter(&self, pointer: &str) -> Option<String> {
        text(self.document.value.pointer(pointer)?, "/name")
    }

    /// The name of the operation at a pointer.
    fn operation(&self, pointer: &str, method: &str, path: &str) -> String {
        let id = || text(self.document.value.pointer(pointer)?, "/operationId");
        let name = self.short_ids.get(pointer).cloned().or_else(id);
        name.unwrap_or_else(|| format!("{method} {path}"))
    }
}

/// The names of a component, with its kind unless it is a schema.
fn component(kind: &str, name: String) -> Vec<String> {
    let what = match kind {
        "responses" => "response",
        "requestBodies" => "body",
        "parameters" => "parameter",
        "headers" => "header",
        _ => return vec![name],
    };
    vec![name, what.to_owned()]
}
