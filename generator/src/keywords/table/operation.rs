//! Requests and responses: path items, operations, parameters, bodies, headers, links.

use super::{LINKED, row};
use crate::document::Object::{
    Encoding, Example, Header, Link, MediaType, Operation, Parameter, PathItem, RequestBody,
    Response,
};
use crate::keywords::Effect::{
    Compared, Documented, None, Read, Sent, Tested, Typed, Unshown, Unsupported,
};
use crate::keywords::{Effect, Keyword, Versions};

const ALL: Versions = Versions::ALL;
const V2: Versions = Versions::V2;
const SINCE_3_0: Versions = Versions::SINCE_3_0;
const SINCE_3_2: Versions = Versions::SINCE_3_2;
const OWN: Versions = Versions::OWN;

const ILLUSTRATION: Effect = None("an illustration; types come from schemas");
const PARTS_OF_3_2: Effect = Unsupported("streams and parts without names");

pub(super) const PATH_ITEM: &[Keyword] = &[
    row(PathItem, "$ref", ALL, Typed),
    row(PathItem, "summary", SINCE_3_0, Unshown("a text about all operations of a path")),
    row(PathItem, "description", SINCE_3_0, Unshown("a text about all operations of a path")),
    row(PathItem, "get", ALL, Typed),
    row(PathItem, "put", ALL, Typed),
    row(PathItem, "post", ALL, Typed),
    row(PathItem, "delete", ALL, Typed),
    row(PathItem, "options", ALL, Typed),
    row(PathItem, "head", ALL, Typed),
    row(PathItem, "patch", ALL, Typed),
    row(PathItem, "trace", SINCE_3_0, Typed),
    row(PathItem, "query", SINCE_3_2, Typed).anywhere(),
    row(PathItem, "additionalOperations", SINCE_3_2, Typed),
    row(PathItem, "servers", SINCE_3_0, Sent),
    row(PathItem, "parameters", ALL, Sent),
];

pub(super) const OPERATION: &[Keyword] = &[
    // No version allows it, but authors use it.
    row(Operation, "$ref", OWN, Typed),
    row(Operation, "tags", ALL, Typed),
    row(Operation, "summary", ALL, Documented),
    row(Operation, "description", ALL, Documented),
    row(Operation, "externalDocs", ALL, LINKED),
    row(Operation, "operationId", ALL, Typed),
    row(Operation, "parameters", ALL, Sent),
    row(Operation, "requestBody", SINCE_3_0, Sent),
    row(Operation, "responses", ALL, Read),
    row(
        Operation,
        "callbacks",
        SINCE_3_0,
        Unsupported("requests that the server sends; the crate only sends requests"),
    ),
    row(Operation, "deprecated", ALL, Documented),
    row(Operation, "security", ALL, Sent),
    row(Operation, "servers", SINCE_3_0, Sent),
    row(Operation, "consumes", V2, Sent).anywhere(),
    row(Operation, "produces", V2, Read).anywhere(),
    row(Operation, "schemes", V2, Sent),
    row(Operation, "x-rust-name", OWN, Typed),
    row(Operation, "x-retry", OWN, Sent),
];

pub(super) const PARAMETER: &[Keyword] = &[
    row(Parameter, "name", ALL, Sent),
    row(Parameter, "in", ALL, Sent),
    row(Parameter, "description", ALL, Documented),
    row(Parameter, "required", ALL, Typed),
    row(Parameter, "deprecated", SINCE_3_0, Documented),
    row(
        Parameter,
        "allowEmptyValue",
        ALL,
        None(
            "a string can be empty anyway; reported (`SW561`) if the type of the parameter has no empty value",
        ),
    ),
    row(Parameter, "style", SINCE_3_0, Sent),
    row(Parameter, "explode", SINCE_3_0, Sent),
    row(Parameter, "allowReserved", SINCE_3_0, Sent),
    row(Parameter, "schema", ALL, Typed),
    row(Parameter, "content", SINCE_3_0, Sent),
    row(Parameter, "example", SINCE_3_0, Tested),
    row(Parameter, "examples", SINCE_3_0, Tested),
    row(Parameter, "x-rust-name", OWN, Typed),
    row(Parameter, "x-secret", OWN, Typed),
    // In Swagger 2.0, the parameter itself has the keywords of its schema.
    row(Parameter, "x-nullable", OWN, Typed),
    row(Parameter, "x-ms-enum", OWN, Typed),
    row(Parameter, "x-enum-varnames", OWN, Typed),
    row(Parameter, "x-enumNames", OWN, Typed),
    row(Parameter, "x-enum-descriptions", OWN, Documented),
    row(Parameter, "x-enumDescriptions", OWN, Documented),
    row(Parameter, "x-ms-skip-url-encoding", OWN, Sent),
    row(Parameter, "x-multi-segment", OWN, Sent),
    row(Parameter, "type", V2, Typed).anywhere(),
    row(Parameter, "format", V2, Typed).anywhere(),
    row(Parameter, "items", V2, Typed).anywhere(),
    row(Parameter, "collectionFormat", V2, Sent).anywhere(),
    row(Parameter, "default", V2, Documented).anywhere(),
    row(Parameter, "enum", V2, Typed).anywhere(),
    row(Parameter, "maximum", V2, Documented).anywhere(),
    row(Parameter, "exclusiveMaximum", V2, Documented).anywhere(),
    row(Parameter, "minimum", V2, Documented).anywhere(),
    row(Parameter, "exclusiveMinimum", V2, Documented).anywhere(),
    row(Parameter, "maxLength", V2, Documented).anywhere(),
    row(Parameter, "minLength", V2, Documented).anywhere(),
    row(Parameter, "pattern", V2, Documented).anywhere(),
    row(Parameter, "maxItems", V2, Documented).anywhere(),
    row(Parameter, "minItems", V2, Documented).anywhere(),
    row(Parameter, "uniqueItems", V2, Documented).anywhere(),
    row(Parameter, "multipleOf", V2, Documented).anywhere(),
];

pub(super) const BODIES: &[Keyword] = &[
    row(RequestBody, "description", SINCE_3_0, Documented),
    row(RequestBody, "content", SINCE_3_0, Sent),
    row(RequestBody, "required", SINCE_3_0, Typed),
    row(MediaType, "schema", SINCE_3_0, Typed),
    row(MediaType, "example", SINCE_3_0, ILLUSTRATION),
    row(MediaType, "examples", SINCE_3_0, ILLUSTRATION),
    row(MediaType, "encoding", SINCE_3_0, Sent),
    row(MediaType, "description", SINCE_3_2, Unshown("a text about a media type")),
    row(MediaType, "itemSchema", SINCE_3_2, Typed).anywhere(),
    row(MediaType, "prefixEncoding", SINCE_3_2, PARTS_OF_3_2),
    row(MediaType, "itemEncoding", SINCE_3_2, PARTS_OF_3_2),
    row(Encoding, "contentType", SINCE_3_0, Sent),
    row(Encoding, "headers", SINCE_3_0, Sent),
    row(Encoding, "style", SINCE_3_0, Sent),
    row(Encoding, "explode", SINCE_3_0, Sent),
    row(Encoding, "allowReserved", SINCE_3_0, Sent),
    row(Encoding, "x-collection-format", OWN, Sent),
    row(Encoding, "encoding", SINCE_3_2, PARTS_OF_3_2),
    row(Encoding, "prefixEncoding", SINCE_3_2, PARTS_OF_3_2),
    row(Encoding, "itemEncoding", SINCE_3_2, PARTS_OF_3_2),
    row(Example, "summary", SINCE_3_0, ILLUSTRATION),
    row(Example, "description", SINCE_3_0, ILLUSTRATION),
    // For a parameter; elsewhere it is an illustration.
    row(Example, "value", SINCE_3_0, Tested),
    row(Example, "externalValue", SINCE_3_0, ILLUSTRATION),
    row(Example, "dataValue", SINCE_3_2, Tested),
    row(Example, "serializedValue", SINCE_3_2, ILLUSTRATION),
];

const ORDER: Effect = Unsupported("the links from responses to operations");

pub(super) const RESPONSE: &[Keyword] = &[
    row(Response, "description", ALL, Documented),
    row(Response, "summary", SINCE_3_2, Documented),
    row(Response, "headers", ALL, Compared),
    row(Response, "content", SINCE_3_0, Read),
    row(Response, "links", SINCE_3_0, ORDER),
    row(Response, "schema", V2, Read).anywhere(),
    row(Response, "examples", V2, ILLUSTRATION).anywhere(),
    row(Header, "description", ALL, Documented),
    row(Header, "required", SINCE_3_0, None("a header of a response is read if it is there")),
    row(Header, "deprecated", SINCE_3_0, Documented),
    row(
        Header,
        "allowEmptyValue",
        Versions::V3_0,
        None("a header of a response is read if it is there"),
    ),
    row(Header, "style", SINCE_3_0, None("headers have only one style")),
    row(Header, "explode", SINCE_3_0, None("an object in a response header is read as text")),
    row(Header, "allowReserved", Versions::V3_0, None("headers are not percent-encoded")),
    row(Header, "schema", SINCE_3_0, Typed),
    row(Header, "content", SINCE_3_0, Typed),
    row(Header, "example", SINCE_3_0, ILLUSTRATION),
    row(Header, "examples", SINCE_3_0, ILLUSTRATION),
    row(Header, "x-secret", OWN, Compared),
    row(Header, "type", V2, Typed).anywhere(),
    row(Header, "format", V2, Compared).anywhere(),
    row(Header, "items", V2, Typed).anywhere(),
    row(Header, "collectionFormat", V2, Compared).anywhere(),
    row(Header, "default", V2, Compared).anywhere(),
    row(Header, "enum", V2, Typed).anywhere(),
    row(Header, "maximum", V2, Compared).anywhere(),
    row(Header, "exclusiveMaximum", V2, Compared).anywhere(),
    row(Header, "minimum", V2, Compared).anywhere(),
    row(Header, "exclusiveMinimum", V2, Compared).anywhere(),
    row(Header, "maxLength", V2, Compared).anywhere(),
    row(Header, "minLength", V2, Compared).anywhere(),
    row(Header, "pattern", V2, Compared).anywhere(),
    row(Header, "maxItems", V2, Compared).anywhere(),
    row(Header, "minItems", V2, Compared).anywhere(),
    row(Header, "uniqueItems", V2, Compared).anywhere(),
    row(Header, "multipleOf", V2, Compared).anywhere(),
];

pub(super) const LINK: &[Keyword] = &[
    row(Link, "operationRef", SINCE_3_0, ORDER),
    row(Link, "operationId", SINCE_3_0, ORDER),
    row(Link, "parameters", SINCE_3_0, ORDER),
    row(Link, "requestBody", SINCE_3_0, ORDER),
    row(Link, "description", SINCE_3_0, ORDER),
    row(Link, "server", SINCE_3_0, ORDER),
];
