//! Alternatives of one value each, lists of values of several types, and all forms of null, in; enums, unions and nullable schemas out.

use super::facts::{kind, kind_of};
use super::fold::annotations;
use super::{Composer, parts};
use crate::document::{Format, UNIONS, is_annotation};
use crate::ir::{Schema, SchemaId, Schemas};
use crate::lower::label::{DESCRIPTIONS, NAMES, label_key, label_of};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Whether a schema allows only null.
pub(super) fn is_null(schemas: &Schemas, id: SchemaId) -> bool {
    let Some(end) = schemas.resolve(id) else { return false };
    let schema = &schemas[end];
    let is_only = |value: &Value| *value == json!([null]) || *value == json!(["null"]);
    // In OpenAPI 3.0, `{nullable: true}` is the only form without a list of values.
    schema.keywords.get("enum").is_some_and(is_only)
        || schema.keywords.get("type").is_some_and(|kind| kind == "null" || is_only(kind))
        || schema.is("nullable")
            && schema.properties.is_empty()
            && schema.parts.is_empty()
            && schema.keywords.keys().all(|key| is_annotation(key))
}

/// Whether a schema lists strings.
pub(super) fn lists_texts(schemas: &Schemas, id: SchemaId) -> bool {
    let Some(end) = schemas.resolve(id) else { return false };
    let schema = &schemas[end];
    let is_text = |value: &Value| value.is_string() || value.is_null();
    kind(schema) == Some("string")
        && schema.values().is_some_and(|values| !values.is_empty() && values.iter().all(is_text))
}

/// Whether a schema allows any string, and nothing else.
pub(super) fn is_any_text(schemas: &Schemas, id: SchemaId) -> bool {
    let Some(end) = schemas.resolve(id) else { return false };
    let schema = &schemas[end];
    schema.types().eq(["string"])
        && schema.parts.is_empty()
        && schema.keywords.keys().all(|key| key == "type" || is_annotation(key))
}

/// Whether a schema lists only the empty string.
pub(super) fn is_empty_text(schemas: &Schemas, id: SchemaId) -> bool {
    let Some(end) = schemas.resolve(id) else { return false };
    let schema = &schemas[end];
    let mut values = schema.values().into_iter().flatten().filter(|value| !value.is_null());
    schema.parts.is_empty() && values.next() == Some(&json!("")) && values.next().is_none()
}

/// Whether the type of a schema includes the empty string, even if the schema does not list it: a string, or a named enum.
pub(super) fn holds_empty_text(schemas: &Schemas, id: SchemaId) -> bool {
    let Some(end) = schemas.resolve(id) else { return false };
    let schema = &schemas[end];
    let is_text = || {
        schema.types().filter(|kind| *kind != "null").eq(["string"])
            && schema.values().is_none()
            && schema.parts.is_empty()
            && schema.format().is_none_or(|format| Format::named(format).is_none())
    };
    let is_enum = || end != id && lists_texts(schemas, id) && !is_empty_text(schemas, id);
    is_text() || is_enum()
}

/// A listed value with its name and description.
struct Constant {
    value: Value,
    name: Option<String>,
    description: Option<String>,
}

/// A description that also says whether the value is deprecated.
fn described(description: Option<String>, is_deprecated: bool) -> Option<String> {
    const DEPRECATED: &str = "**Deprecated.**";
    match (description, is_deprecated) {
        (Some(text), true) => Some(format!("{text}\n\n{DEPRECATED}")),
        (None, true) => Some(DEPRECATED.to_owned()),
        (description, false) => description,
    }
}

impl Composer<'_> {
    /// Whether null is an alternative, or a value of one.
    pub(super) fn lists_null(&self, id: SchemaId, keyword: &str) -> bool {
        let allows = |id: SchemaId| self.written[id].is("nullable");
        self.written[id].list(keyword).any(|arm| {
            is_null(&self.written, arm)
                || allows(arm)
                || self.written.resolve(arm).is_some_and(allows)
        })
    }

    /// Converts alternatives of single values to lists of values, before schemas are combined.
    pub(super) fn list_constants(&mut self) {
        for id in (0..self.written.len()).map(SchemaId) {
            let schema = &self.written[id];
            if schema.reference.is_some() || schema.fault.is_some() || schema.boolean.is_some() {
                continue;
            }
            if let Some(schema) = self.constants(id) {
                self.written.replace(id, schema);
            }
        }
        self.arms.borrow_mut().clear();
    }

    /// Handles a schema with listed values, as alternatives or of several types. Returns whether it was one.
    pub(super) fn values(&mut self, id: SchemaId) -> bool {
        let Some(schema) = self.constants(id) else { return self.mixed(id) };
        self.composed.insert(id, schema);
        true
    }

    /// A schema with single values as alternatives, converted to a list of values.
    fn constants(&self, id: SchemaId) -> Option<Schema> {
        let listed = UNIONS.iter().find_map(|keyword| self.listed(id, keyword));
        let (keyword, constants) = listed?;
        let mut schema = self.plain(id);
        let values: Vec<Value> = constants.iter().map(|own| own.value.clone()).collect();
        let own = schema.values().map(|own| own.iter().collect::<HashSet<&Value>>());
        let is_allowed = |value: &Value| own.as_ref().is_none_or(|own| own.contains(value));
        let allowed: Vec<Value> = values.iter().filter(|own| is_allowed(own)).cloned().collect();
        let kind = kind_of(&allowed)?;
        let texts = |read: fn(&Constant) -> &Option<String>| -> Option<Value> {
            let kept = constants.iter().filter(|own| is_allowed(&own.value));
            let texts: Vec<Option<String>> = kept.map(|own| read(own).clone()).collect();
            texts.iter().any(Option::is_some).then(|| json!(texts))
        };
        let names = texts(|own| &own.name).map(|names| (NAMES[0].to_owned(), names));
        let words = texts(|own| &own.description);
        let words = words.map(|words| (DESCRIPTIONS[0].to_owned(), words));
        schema.parts.retain(|part| part.keyword != keyword);
        let list = [("type".to_owned(), json!(kind)), ("enum".to_owned(), json!(allowed))];
        schema.keywords.extend(list.into_iter().chain(names).chain(words));
        Some(schema)
    }

    /// The names and descriptions of values, by value, so that they survive when lists are reduced. The last one applies.
    pub(super) fn labels(&self, pieces: &[SchemaId], values: &[Value]) -> Map<String, Value> {
        let mut labels = Map::new();
        for keys in [NAMES, DESCRIPTIONS] {
            let mut texts = Map::new();
            for schema in pieces.iter().map(|piece| &self.written[*piece]) {
                let Some(own) = keys.iter().find_map(|key| schema.keywords.get(*key)) else {
                    continue;
                };
                let listed = schema.values().map(Vec::as_slice).unwrap_or_default();
                let of = |value: &Value| (label_key(value), label_of(own, listed, value).cloned());
                texts.extend(values.iter().map(of).filter_map(|(key, text)| Some((key, text?))));
            }
            if !texts.is_empty() {
                labels.insert(keys[0].to_owned(), Value::Object(texts));
            }
        }
        labels
    }

    /// The values of inline alternatives that each list some, all of one type.
    fn listed(&self, id: SchemaId, keyword: &'static str) -> Option<(&'static str, Vec<Constant>)> {
        let arms = self.arms(id, keyword);
        let schema = &self.written[id];
        if arms.is_empty() || schema.part("allOf").is_some() || !schema.properties.is_empty() {
            return None;
        }
        let mut constants = Vec::new();
        for arm in arms.iter() {
            let arm = &self.written[*arm];
            let values = arm.values()?;
            if arm.reference.is_some() || !arm.parts.is_empty() || !arm.properties.is_empty() {
                return None;
            }
            let is_only = values.len() == 1;
            let text = |text: Option<&str>| {
                text.filter(|text| is_only && !text.trim().is_empty()).map(str::to_owned)
            };
            for value in values.iter().filter(|value| !value.is_null()) {
                constants.push(Constant {
                    value: value.clone(),
                    name: text(arm.title()),
                    description: described(
                        text(arm.description()),
                        is_only && arm.is("deprecated"),
                    ),
                });
            }
        }
        let values: Vec<Value> = constants.iter().map(|own| own.value.clone()).collect();
        let kind = kind_of(&values)?;
        let named = schema.types().find(|kind| *kind != "null");
        let fits =
            named.is_none_or(|named| named == kind || (named, kind) == ("number", "integer"));
        (fits && matches!(kind, "string" | "integer")).then_some((keyword, constants))
    }

    /// Converts a list of values of several types to a union with one list for each type. Returns whether it was one.
    fn mixed(&mut self, id: SchemaId) -> bool {
        let schema = &self.written[id];
        let Some(values) = schema.values().filter(|_| schema.types().next().is_none()) else {
            return false;
        };
        let values: Vec<Value> = values.iter().filter(|value| !value.is_null()).cloned().collect();
        let is_plain = |value: &Value| !value.is_array() && !value.is_object();
        if kind_of(&values).is_some() || !values.iter().all(is_plain) || values.is_empty() {
            return false;
        }
        let kinds = ["string", "integer", "number", "boolean"].map(|kind| {
            let is_own = |value: &&Value| kind_of(std::slice::from_ref(value)) == Some(kind);
            (kind, values.iter().filter(is_own).cloned().collect::<Vec<Value>>())
        });
        let has_null = schema.values().is_some_and(|values| values.contains(&Value::Null));
        let (pointer, mut keywords) = (schema.pointer.clone(), annotations(schema));
        keywords.extend(has_null.then(|| ("nullable".to_owned(), json!(true))));
        let arms = kinds.into_iter().filter(|(_, values)| !values.is_empty());
        let arms: Vec<SchemaId> = arms
            .map(|(kind, values)| {
                let keywords = json!({ "type": kind, "enum": values });
                let keywords = keywords.as_object().cloned().unwrap_or_default();
                let pointer = format!("{pointer}/enum/{kind}");
                let called = Some(kind.to_owned());
                self.written.push(Schema { pointer, keywords, called, ..Schema::default() })
            })
            .collect();
        let parts = parts("anyOf", arms);
        self.composed.insert(id, Schema { pointer, keywords, parts, ..Schema::default() });
        true
    }
}
