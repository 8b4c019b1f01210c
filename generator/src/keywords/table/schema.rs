//! Schemas: OpenAPI 3.0's subset, JSON Schema 2020-12, discriminators, XML.

use super::{LINKED, row};
use crate::document::Object::{Discriminator, Schema, Xml};
use crate::keywords::Effect::{Documented, None, Tested, Typed, Unsupported};
use crate::keywords::{Effect, Keyword, Versions};

const ALL: Versions = Versions::ALL;
const V3_0: Versions = Versions::V3_0;
const SINCE_3_0: Versions = Versions::SINCE_3_0;
const SINCE_3_1: Versions = Versions::SINCE_3_1;
const SINCE_3_2: Versions = Versions::SINCE_3_2;
const OWN: Versions = Versions::OWN;

const XML: Effect =
    None("it counts only in bodies that are XML, where it names their elements and attributes");

pub(super) const TYPE: &[Keyword] = &[
    row(Schema, "$ref", ALL, Typed),
    row(Schema, "type", ALL, Typed),
    row(Schema, "format", ALL, Typed),
    row(Schema, "nullable", V3_0, Typed).anywhere(),
    row(Schema, "enum", ALL, Typed),
    row(Schema, "const", SINCE_3_1, Typed),
    row(Schema, "properties", ALL, Typed),
    row(Schema, "required", ALL, Typed),
    row(Schema, "additionalProperties", ALL, Typed),
    row(Schema, "items", ALL, Typed),
    row(Schema, "additionalItems", OWN, Typed),
    row(
        Schema,
        "collectionFormat",
        Versions::V2,
        None("arrays in arrays become strings that the caller writes (SW405), and JSON has one form of arrays"),
    )
    .anywhere(),
    row(Schema, "readOnly", ALL, Typed),
    row(Schema, "writeOnly", SINCE_3_0, Typed),
];

pub(super) const BOUNDS: &[Keyword] = &[
    row(Schema, "multipleOf", ALL, Documented),
    row(Schema, "maximum", ALL, Documented),
    row(Schema, "exclusiveMaximum", ALL, Documented),
    row(Schema, "minimum", ALL, Documented),
    row(Schema, "exclusiveMinimum", ALL, Documented),
    row(Schema, "maxLength", ALL, Documented),
    row(Schema, "minLength", ALL, Documented),
    row(Schema, "pattern", ALL, Documented),
    row(Schema, "maxItems", ALL, Documented),
    row(Schema, "minItems", ALL, Documented),
    row(Schema, "uniqueItems", ALL, Documented),
    row(Schema, "maxProperties", ALL, Documented),
    row(Schema, "minProperties", ALL, Documented),
];

pub(super) const COMPOSITION: &[Keyword] = &[
    row(Schema, "allOf", ALL, Typed),
    row(Schema, "oneOf", SINCE_3_0, Typed),
    row(Schema, "anyOf", SINCE_3_0, Typed),
    row(Schema, "not", SINCE_3_0, Documented),
    row(Schema, "discriminator", ALL, Typed),
    row(Schema, "x-discriminator", OWN, Typed),
    row(Schema, "x-ms-discriminator-value", OWN, Typed),
    row(Schema, "x-discriminator-value", OWN, Typed),
    row(Discriminator, "propertyName", SINCE_3_0, Typed),
    row(Discriminator, "mapping", SINCE_3_0, Typed),
    row(Discriminator, "defaultMapping", SINCE_3_2, Typed),
];

pub(super) const ANNOTATIONS: &[Keyword] = &[
    row(Schema, "title", ALL, Documented),
    row(Schema, "description", ALL, Documented),
    row(Schema, "default", ALL, Documented),
    row(Schema, "deprecated", SINCE_3_0, Documented),
    row(Schema, "example", ALL, Tested),
    row(Schema, "examples", SINCE_3_1, Tested).anywhere(),
    row(Schema, "externalDocs", ALL, LINKED),
    row(Schema, "xml", ALL, XML),
    row(Schema, "x-nullable", OWN, Typed),
    row(Schema, "x-rust-name", OWN, Typed),
    row(Schema, "x-rust-type", OWN, Typed),
    row(Schema, "x-secret", OWN, Typed),
    row(Schema, "x-rust-accessor", OWN, Typed),
    row(Schema, "x-ms-enum", OWN, Typed),
    row(Schema, "x-kubernetes-int-or-string", OWN, Typed),
    row(Schema, "x-enum-varnames", OWN, Typed),
    row(Schema, "x-enumNames", OWN, Typed),
    row(Schema, "x-enum-descriptions", OWN, Documented),
    row(Schema, "x-enumDescriptions", OWN, Documented),
];

pub(super) const JSON_SCHEMA: &[Keyword] = &[
    row(Schema, "$schema", SINCE_3_1, Unsupported("a dialect of JSON Schema")),
    row(Schema, "$id", SINCE_3_1, Typed),
    row(Schema, "$anchor", SINCE_3_1, Typed),
    row(Schema, "$dynamicAnchor", SINCE_3_1, Typed),
    row(Schema, "$dynamicRef", SINCE_3_1, Typed),
    row(Schema, "$recursiveRef", OWN, Typed),
    row(
        Schema,
        "$recursiveAnchor",
        OWN,
        None("a `$recursiveRef` leads to the whole schema around it"),
    ),
    row(Schema, "$vocabulary", SINCE_3_1, Unsupported("a dialect of JSON Schema")),
    row(Schema, "$comment", SINCE_3_1, None("a remark for authors of schemas")).anywhere(),
    row(Schema, "$defs", SINCE_3_1, Typed).anywhere(),
    row(Schema, "definitions", SINCE_3_1, Typed).anywhere(),
    row(Schema, "prefixItems", SINCE_3_1, Typed).anywhere(),
    row(Schema, "contains", SINCE_3_1, Documented),
    row(Schema, "minContains", SINCE_3_1, Documented),
    row(Schema, "maxContains", SINCE_3_1, Documented),
    row(Schema, "unevaluatedItems", SINCE_3_1, Typed),
    row(Schema, "patternProperties", SINCE_3_1, Typed).anywhere(),
    row(Schema, "propertyNames", SINCE_3_1, Documented),
    row(Schema, "unevaluatedProperties", SINCE_3_1, Typed),
    row(Schema, "dependentSchemas", SINCE_3_1, Typed).anywhere(),
    row(Schema, "dependentRequired", SINCE_3_1, Documented),
    row(Schema, "dependencies", SINCE_3_1, Documented),
    row(Schema, "if", SINCE_3_1, Typed).anywhere(),
    row(Schema, "then", SINCE_3_1, Typed).anywhere(),
    row(Schema, "else", SINCE_3_1, Typed).anywhere(),
    row(Schema, "contentEncoding", SINCE_3_1, Typed),
    row(Schema, "contentMediaType", SINCE_3_1, Typed).anywhere(),
    row(Schema, "contentSchema", SINCE_3_1, Unsupported("the schema of the content of a string")),
];

pub(super) const PARTS: &[Keyword] = &[
    row(Xml, "name", ALL, XML),
    row(Xml, "namespace", ALL, XML),
    row(Xml, "prefix", ALL, XML),
    row(Xml, "attribute", ALL, XML),
    row(Xml, "wrapped", ALL, XML),
    row(Xml, "nodeType", SINCE_3_2, XML),
];
