//! The schemas as the document writes them. Each is read once; nested schemas are ids, and a reference is an edge to its target.
//!
//! A nested schema is in a field or a [`Part`]. Every other keyword is kept as written, known or not, and has a method
//! if a stage reads it. So nothing of a schema is lost: two schemas mean the same if all their fields are equal.

use indexmap::IndexMap;
use serde_json::{Map, Number, Value};
use std::ops::Index;
use std::sync::Arc;

/// An index into [`super::Api::schemas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub usize);

/// All schemas that describe values in a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schemas {
    list: Vec<Arc<Schema>>,
    /// The final target of each schema's references.
    ends: Vec<Option<SchemaId>>,
}

impl Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        &self.list[id.0]
    }
}

impl Schemas {
    /// Whether a schema allows no value: `false` may be written as `not: {}`.
    pub(crate) fn forbids_all(&self, id: SchemaId) -> bool {
        let is_any = |id: SchemaId| {
            let schema = &self[id];
            let says = schema.reference.is_some() || schema.boolean == Some(false);
            !says
                && schema.keywords.is_empty()
                && schema.parts.is_empty()
                && schema.properties.is_empty()
        };
        self[id].boolean == Some(false) || self[id].part("not").is_some_and(is_any)
    }

    /// Finds the final targets of all references; follows each reference once.
    pub(crate) fn new(list: Vec<Schema>) -> Self {
        let mut ends: Vec<Option<Option<SchemaId>>> = vec![None; list.len()];
        for start in 0..list.len() {
            let (mut links, mut link) = (Vec::new(), SchemaId(start));
            let end = loop {
                if let Some(known) = ends[link.0] {
                    break known;
                }
                // Coming back here means a cycle.
                ends[link.0] = Some(None);
                links.push(link);
                match &list[link.0].reference {
                    None => break Some(link),
                    Some(Reference { target: Some(target), .. }) => link = *target,
                    Some(_) => break None,
                }
            };
            links.into_iter().for_each(|link| ends[link.0] = Some(end));
        }
        let list = list.into_iter().map(Arc::new).collect();
        Self { list, ends: ends.into_iter().map(Option::flatten).collect() }
    }

    /// Adds a schema that refers to none of the schemas after it.
    pub(crate) fn push(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(self.list.len());
        let target = schema.reference.as_ref().map(|reference| reference.target);
        self.ends.push(target.map_or(Some(id), |target| self.resolve(target?)));
        self.list.push(Arc::new(schema));
        id
    }

    /// Replaces a schema by one that is not a reference.
    pub(crate) fn replace(&mut self, id: SchemaId, schema: Schema) {
        self.list[id.0] = Arc::new(schema);
    }

    /// Replaces its first schemas by those of another list, which is not longer.
    #[must_use]
    pub(crate) fn beginning_with(mut self, others: &Self) -> Self {
        self.list.splice(..others.list.len(), others.list.iter().cloned());
        self
    }

    /// The schema itself, or the final target of its references; `None` if there is none or they form a cycle.
    pub fn resolve(&self, id: SchemaId) -> Option<SchemaId> {
        self.ends[id.0]
    }

    /// The number of schemas.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// All schemas with their ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (SchemaId, &Schema)> {
        self.list.iter().enumerate().map(|(index, schema)| (SchemaId(index), &**schema))
    }
}

/// A schema (JSON Schema 2020-12, with the keywords of OpenAPI 3.0).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// The JSON pointer in the merged document.
    pub pointer: String,
    /// The schema as a boolean: `true` allows any value, `false` allows none.
    pub boolean: Option<bool>,
    /// `$ref`.
    pub reference: Option<Reference>,
    /// `properties`, in the document's order.
    pub properties: IndexMap<String, SchemaId>,
    /// The other nested schemas, in the document's order. Those of one keyword are consecutive.
    pub parts: Vec<Part>,
    /// Every keyword that holds no schemas, as written. This includes siblings of a `$ref`, `x-` keywords, unknown and malformed ones.
    pub keywords: Map<String, Value>,
    /// The fault of the first malformed keyword, as a sentence.
    pub fault: Option<String>,
    /// Whether `additionalProperties` was made from `patternProperties` alone, so that other properties may be anything.
    pub has_others: bool,
    /// The result of combining several schemas, if this schema was combined.
    pub folded: Option<Folded>,
    /// The source of the name of a union's arm that was combined from several schemas.
    pub called: Option<String>,
    /// The schema that is inherited when an `allOf` names this schema, if it is also a union.
    pub inherited: Option<SchemaId>,
}

/// The result of combining a schema with its `allOf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// The same as one of its arms.
    Same(SchemaId),
    /// An object with the properties of all arms.
    Record,
    /// Such an object, as the arm of a union for all discriminator values without another arm.
    Rest,
}

/// A `$ref`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The URI as written.
    pub uri: String,
    /// Its target; `None` if the document has none.
    pub target: Option<SchemaId>,
}

/// A nested schema that is not a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The keyword that holds it: `items`, `allOf`, `patternProperties`.
    pub keyword: &'static str,
    /// The index in a list or the name in a map; empty for a keyword that holds one schema.
    pub key: String,
    /// The schema.
    pub schema: SchemaId,
}

/// A bound for numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// The bound itself.
    pub value: Number,
    /// Whether the bound itself is not allowed.
    pub is_exclusive: bool,
}

/// The property that tells the arms of a union apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discriminator<'s> {
    /// The name of the property.
    pub property: &'s str,
    /// Its values, each with the reference or name of its schema.
    pub mapping: Vec<(&'s str, &'s str)>,
    /// The reference or name of the schema for all other values.
    pub default: Option<&'s str>,
}

/// Methods that read a keyword.
macro_rules! keywords {
    ($($name:ident = $keyword:literal: $type:ty = $read:path;)*) => {
        $(#[doc = concat!("`", $keyword, "`.")]
        pub fn $name(&self) -> Option<$type> {
            self.keywords.get($keyword).and_then($read)
        })*
    };
}

impl Schema {
    keywords! {
        format = "format": &str = Value::as_str;
        title = "title": &str = Value::as_str;
        description = "description": &str = Value::as_str;
        pattern = "pattern": &str = Value::as_str;
        content_encoding = "contentEncoding": &str = Value::as_str;
        content_media_type = "contentMediaType": &str = Value::as_str;
        multiple_of = "multipleOf": &Number = Value::as_number;
        min_length = "minLength": u64 = Value::as_u64;
        max_length = "maxLength": u64 = Value::as_u64;
        min_items = "minItems": u64 = Value::as_u64;
        max_items = "maxItems": u64 = Value::as_u64;
        min_properties = "minProperties": u64 = Value::as_u64;
        max_properties = "maxProperties": u64 = Value::as_u64;
        min_contains = "minContains": u64 = Value::as_u64;
        max_contains = "maxContains": u64 = Value::as_u64;
        values = "enum": &Vec<Value> = Value::as_array;
        constant = "const": &Value = Some;
        default_value = "default": &Value = Some;
        example = "example": &Value = Some;
        examples = "examples": &Value = Some;
        external_docs = "externalDocs": &Value = Some;
        xml = "xml": &Value = Some;
    }

    /// Whether a flag is set: `nullable`, `deprecated`, `readOnly`, `writeOnly`, `uniqueItems`.
    pub fn is(&self, flag: &str) -> bool {
        self.keywords.get(flag) == Some(&Value::Bool(true))
    }

    /// `type`, which is one name or a list of them.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        let written = self.keywords.get("type");
        let list = written.and_then(Value::as_array).into_iter().flatten();
        list.chain(written).filter_map(Value::as_str)
    }

    /// `required`.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        let list = self.keywords.get("required").and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    }

    /// `minimum` or `exclusiveMinimum`, whichever is stricter.
    pub fn minimum(&self) -> Option<Limit> {
        self.limit("minimum", "exclusiveMinimum", |exclusive, limit| exclusive >= limit)
    }

    /// `maximum` or `exclusiveMaximum`, whichever is stricter.
    pub fn maximum(&self) -> Option<Limit> {
        self.limit("maximum", "exclusiveMaximum", |exclusive, limit| exclusive <= limit)
    }

    /// A bound. A flag or a separate number makes it exclusive.
    fn limit(
        &self,
        key: &str,
        exclusive: &str,
        is_stricter: fn(Option<f64>, Option<f64>) -> bool,
    ) -> Option<Limit> {
        let limit = self.keywords.get(key).and_then(Value::as_number);
        let own = self.keywords.get(exclusive).and_then(Value::as_number);
        match (limit, own) {
            (limit, Some(own))
                if limit.is_none_or(|limit| is_stricter(own.as_f64(), limit.as_f64())) =>
            {
                Some(Limit { value: own.clone(), is_exclusive: true })
            }
            (limit, _) => {
                limit.map(|limit| Limit { value: limit.clone(), is_exclusive: self.is(exclusive) })
            }
        }
    }

    /// `discriminator`.
    pub fn discriminator(&self) -> Option<Discriminator<'_>> {
        let rule = self.keywords.get("discriminator")?;
        // The form of Swagger 2.0.
        if let Some(property) = rule.as_str() {
            return Some(Discriminator { property, mapping: Vec::new(), default: None });
        }
        let mapping = rule.get("mapping").and_then(Value::as_object).into_iter().flatten();
        let mapping = mapping.filter_map(|(tag, schema)| Some((tag.as_str(), schema.as_str()?)));
        let property = rule.get("propertyName")?.as_str()?;
        let default = rule.get("defaultMapping").and_then(Value::as_str);
        Some(Discriminator { property, mapping: mapping.collect(), default })
    }

    /// The schema in a keyword such as `items`, `additionalProperties` or `not`.
    pub fn part(&self, keyword: &str) -> Option<SchemaId> {
        self.list(keyword).next()
    }

    /// The schemas in a keyword such as `allOf`, `oneOf`, `prefixItems` or `patternProperties`.
    pub fn list(&self, keyword: &str) -> impl Iterator<Item = SchemaId> {
        let mut rest = self.parts.as_slice();
        // A keyword can hold thousands of schemas; binary search skips them.
        while let Some(other) = rest.first().filter(|part| part.keyword != keyword) {
            rest = &rest[rest.partition_point(|part| part.keyword == other.keyword)..];
        }
        let parts = rest.iter().take_while(move |part| part.keyword == keyword);
        parts.map(|part| part.schema)
    }

    /// Whether it is only a reference, without other keywords.
    pub fn is_plain_reference(&self) -> bool {
        self.reference.is_some() && self.keywords.is_empty()
    }
}
