//! Schemas: OpenAPI 3.0's subset, JSON Schema 2020-12, discriminators, XML.

use super::{LINKED, row};
use crate::keywords::Effect::{Documented, None, Tested, Typed, Unshown, Unsupported};
use crate::keywords::Object::{Discriminator, ExternalDocumentation, Schema, Xml};
use crate::keywords::Under::{Data, List, Map, One, OneOrList, Plain};
use crate::keywords::{Effect, Keyword, Versions};

const ALL: Versions = Versions::ALL;
const V3_0: Versions = Versions::V3_0;
const SINCE_3_0: Versions = Versions::SINCE_3_0;
const SINCE_3_1: Versions = Versions::SINCE_3_1;
const SINCE_3_2: Versions = Versions::SINCE_3_2;
const OWN: Versions = Versions::OWN;

const XML: Effect = None("XML is sent and read as bytes");
const DYNAMIC: Effect = Unsupported("references that depend on where they are followed from");
const CONDITION: Effect = Unsupported("what a schema says under a condition");

pub(super) const TYPE: &[Keyword] = &[
    row(Schema, "$ref", ALL, Plain, Typed),
    row(Schema, "type", ALL, Plain, Typed),
    row(Schema, "format", ALL, Plain, Typed),
    row(Schema, "nullable", V3_0, Plain, Typed).anywhere(),
    row(Schema, "enum", ALL, Data, Typed),
    row(Schema, "const", SINCE_3_1, Data, Typed),
    row(Schema, "properties", ALL, Map(Schema), Typed),
    row(Schema, "required", ALL, Plain, Typed),
    row(Schema, "additionalProperties", ALL, One(Schema), Typed),
    row(Schema, "items", ALL, OneOrList(Schema), Typed),
    row(
        Schema,
        "collectionFormat",
        Versions::V2,
        Plain,
        None("lists in lists are the caller's to write (SW405), and JSON writes lists in one way"),
    )
    .anywhere(),
    row(Schema, "readOnly", ALL, Plain, Typed),
    row(Schema, "writeOnly", SINCE_3_0, Plain, Typed),
];

pub(super) const BOUNDS: &[Keyword] = &[
    row(Schema, "multipleOf", ALL, Plain, Documented),
    row(Schema, "maximum", ALL, Plain, Documented),
    row(Schema, "exclusiveMaximum", ALL, Plain, Documented),
    row(Schema, "minimum", ALL, Plain, Documented),
    row(Schema, "exclusiveMinimum", ALL, Plain, Documented),
    row(Schema, "maxLength", ALL, Plain, Documented),
    row(Schema, "minLength", ALL, Plain, Documented),
    row(Schema, "pattern", ALL, Plain, Documented),
    row(Schema, "maxItems", ALL, Plain, Documented),
    row(Schema, "minItems", ALL, Plain, Documented),
    row(Schema, "uniqueItems", ALL, Plain, Documented),
    row(Schema, "maxProperties", ALL, Plain, Unshown("how many properties an object may have")),
    row(Schema, "minProperties", ALL, Plain, Unshown("how many properties an object must have")),
];

pub(super) const COMPOSITION: &[Keyword] = &[
    row(Schema, "allOf", ALL, List(Schema), Typed),
    row(Schema, "oneOf", SINCE_3_0, List(Schema), Typed),
    row(Schema, "anyOf", SINCE_3_0, List(Schema), Typed),
    row(Schema, "not", SINCE_3_0, One(Schema), Unsupported("values that are not allowed")),
    row(Schema, "discriminator", ALL, One(Discriminator), Typed),
    row(Schema, "x-discriminator", OWN, Data, Typed),
    row(Discriminator, "propertyName", SINCE_3_0, Plain, Typed),
    row(Discriminator, "mapping", SINCE_3_0, Data, Typed),
    row(
        Discriminator,
        "defaultMapping",
        SINCE_3_2,
        Plain,
        Unsupported("the schema of values that no mapping names"),
    ),
];

pub(super) const ANNOTATIONS: &[Keyword] = &[
    row(Schema, "title", ALL, Plain, Documented),
    row(Schema, "description", ALL, Plain, Documented),
    row(Schema, "default", ALL, Data, Documented),
    row(Schema, "deprecated", SINCE_3_0, Plain, Documented),
    row(Schema, "example", ALL, Data, Tested),
    row(Schema, "examples", SINCE_3_1, Data, None("illustrations; types come from schemas"))
        .anywhere(),
    row(Schema, "externalDocs", ALL, One(ExternalDocumentation), LINKED),
    row(Schema, "xml", ALL, One(Xml), XML),
    row(Schema, "x-rust-name", OWN, Plain, Typed),
    row(Schema, "x-secret", OWN, Plain, Typed),
];

pub(super) const JSON_SCHEMA: &[Keyword] = &[
    row(Schema, "$schema", SINCE_3_1, Plain, Unsupported("a dialect of JSON Schema")),
    row(Schema, "$id", SINCE_3_1, Plain, Unsupported("an address that references may use")),
    row(Schema, "$anchor", SINCE_3_1, Plain, Unsupported("a name that references may use")),
    row(Schema, "$dynamicAnchor", SINCE_3_1, Plain, DYNAMIC),
    row(Schema, "$dynamicRef", SINCE_3_1, Plain, DYNAMIC),
    row(Schema, "$vocabulary", SINCE_3_1, Data, Unsupported("a dialect of JSON Schema")),
    row(Schema, "$comment", SINCE_3_1, Plain, None("a remark for authors of schemas")).anywhere(),
    row(Schema, "$defs", SINCE_3_1, Map(Schema), Typed).anywhere(),
    row(Schema, "definitions", SINCE_3_1, Map(Schema), Typed).anywhere(),
    row(Schema, "prefixItems", SINCE_3_1, List(Schema), Unsupported("the types of single items")),
    row(Schema, "contains", SINCE_3_1, One(Schema), Unsupported("what some item must be")),
    row(Schema, "minContains", SINCE_3_1, Plain, Unsupported("how many items must be so")),
    row(Schema, "maxContains", SINCE_3_1, Plain, Unsupported("how many items may be so")),
    row(Schema, "unevaluatedItems", SINCE_3_1, One(Schema), Unsupported("what further items are")),
    row(
        Schema,
        "patternProperties",
        SINCE_3_1,
        Map(Schema),
        Unsupported("the types of properties whose names match a pattern"),
    ),
    row(
        Schema,
        "propertyNames",
        SINCE_3_1,
        One(Schema),
        Unsupported("what names of properties are allowed"),
    ),
    row(
        Schema,
        "unevaluatedProperties",
        SINCE_3_1,
        One(Schema),
        Unsupported("what further properties are"),
    ),
    row(Schema, "dependentSchemas", SINCE_3_1, Map(Schema), CONDITION),
    row(Schema, "dependentRequired", SINCE_3_1, Data, CONDITION),
    row(Schema, "dependencies", SINCE_3_1, Data, CONDITION),
    row(Schema, "if", SINCE_3_1, One(Schema), CONDITION),
    row(Schema, "then", SINCE_3_1, One(Schema), CONDITION),
    row(Schema, "else", SINCE_3_1, One(Schema), CONDITION),
    row(Schema, "contentEncoding", SINCE_3_1, Plain, Typed),
    row(
        Schema,
        "contentMediaType",
        SINCE_3_1,
        Plain,
        Unsupported("the media type of what a text holds"),
    ),
    row(
        Schema,
        "contentSchema",
        SINCE_3_1,
        One(Schema),
        Unsupported("the schema of what a text holds"),
    ),
];

pub(super) const PARTS: &[Keyword] = &[
    row(Xml, "name", ALL, Plain, XML),
    row(Xml, "namespace", ALL, Plain, XML),
    row(Xml, "prefix", ALL, Plain, XML),
    row(Xml, "attribute", ALL, Plain, XML),
    row(Xml, "wrapped", ALL, Plain, XML),
    row(Xml, "nodeType", SINCE_3_2, Plain, XML),
];
