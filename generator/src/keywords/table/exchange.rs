//! Requests and responses: path items, operations, parameters, bodies, headers, links.

use super::{LINKED, REFUSED_2, row};
use crate::keywords::Effect::{
    Compared, Documented, None, Read, Sent, Typed, Unshown, Unsupported,
};
use crate::keywords::Object::{
    Encoding, Example, ExternalDocumentation, Header, Link, MediaType, Operation, Parameter,
    PathItem, RequestBody, Response, Schema, Server,
};
use crate::keywords::Under::{Data, List, Map, One, Plain};
use crate::keywords::{Effect, Keyword, Versions};

const ALL: Versions = Versions::ALL;
const V2: Versions = Versions::V2;
const SINCE_3_0: Versions = Versions::SINCE_3_0;
const SINCE_3_2: Versions = Versions::SINCE_3_2;
const OWN: Versions = Versions::OWN;

const ILLUSTRATION: Effect = None("an illustration; types come from schemas");
const OWN_SERVERS: Effect = Unsupported("addresses of single operations; the client has one");
const PARTS_OF_3_2: Effect = Unsupported("streams and parts without names");

pub(super) const PATH_ITEM: &[Keyword] = &[
    row(PathItem, "$ref", ALL, Plain, Typed),
    row(PathItem, "summary", SINCE_3_0, Plain, Unshown("a text on all operations of a path")),
    row(PathItem, "description", SINCE_3_0, Plain, Unshown("a text on all operations of a path")),
    row(PathItem, "get", ALL, One(Operation), Typed),
    row(PathItem, "put", ALL, One(Operation), Typed),
    row(PathItem, "post", ALL, One(Operation), Typed),
    row(PathItem, "delete", ALL, One(Operation), Typed),
    row(PathItem, "options", ALL, One(Operation), Typed),
    row(PathItem, "head", ALL, One(Operation), Typed),
    row(PathItem, "patch", ALL, One(Operation), Typed),
    row(PathItem, "trace", SINCE_3_0, One(Operation), Typed),
    row(
        PathItem,
        "query",
        SINCE_3_2,
        One(Operation),
        Unsupported("operations of the method QUERY"),
    ),
    row(
        PathItem,
        "additionalOperations",
        SINCE_3_2,
        Map(Operation),
        Unsupported("operations of other methods"),
    ),
    row(PathItem, "servers", SINCE_3_0, List(Server), OWN_SERVERS),
    row(PathItem, "parameters", ALL, List(Parameter), Sent),
];

pub(super) const OPERATION: &[Keyword] = &[
    row(Operation, "tags", ALL, Plain, Typed),
    row(Operation, "summary", ALL, Plain, Documented),
    row(Operation, "description", ALL, Plain, Documented),
    row(Operation, "externalDocs", ALL, One(ExternalDocumentation), LINKED),
    row(Operation, "operationId", ALL, Plain, Typed),
    row(Operation, "parameters", ALL, List(Parameter), Sent),
    row(Operation, "requestBody", SINCE_3_0, One(RequestBody), Sent),
    row(Operation, "responses", ALL, Map(Response), Read),
    row(
        Operation,
        "callbacks",
        SINCE_3_0,
        Data,
        Unsupported("requests that the server sends; the crate only sends requests"),
    ),
    row(Operation, "deprecated", ALL, Plain, Documented),
    row(Operation, "security", ALL, Data, Sent),
    row(Operation, "servers", SINCE_3_0, List(Server), OWN_SERVERS),
    row(Operation, "consumes", V2, Plain, Sent).anywhere(),
    row(Operation, "produces", V2, Plain, Read).anywhere(),
    row(Operation, "schemes", V2, Plain, REFUSED_2),
    row(Operation, "x-rust-name", OWN, Plain, Typed),
    row(Operation, "x-retry", OWN, Data, Sent),
];

pub(super) const PARAMETER: &[Keyword] = &[
    row(Parameter, "name", ALL, Plain, Sent),
    row(Parameter, "in", ALL, Plain, Sent),
    row(Parameter, "description", ALL, Plain, Documented),
    row(Parameter, "required", ALL, Plain, Typed),
    row(Parameter, "deprecated", SINCE_3_0, Plain, Unshown("that a parameter is deprecated")),
    row(
        Parameter,
        "allowEmptyValue",
        ALL,
        Plain,
        None("an empty text can be sent for every parameter of text"),
    ),
    row(Parameter, "style", SINCE_3_0, Plain, Sent),
    row(Parameter, "explode", SINCE_3_0, Plain, Sent),
    row(Parameter, "allowReserved", SINCE_3_0, Plain, Sent),
    row(Parameter, "schema", ALL, One(Schema), Typed),
    row(Parameter, "content", SINCE_3_0, Map(MediaType), Sent),
    row(Parameter, "example", SINCE_3_0, Data, ILLUSTRATION),
    row(Parameter, "examples", SINCE_3_0, Map(Example), ILLUSTRATION),
    row(Parameter, "x-rust-name", OWN, Plain, Typed),
    row(Parameter, "x-secret", OWN, Plain, Typed),
    // Swagger 2.0 writes the schema of a parameter into the parameter.
    row(Parameter, "type", V2, Plain, Typed).anywhere(),
    row(Parameter, "format", V2, Plain, Typed).anywhere(),
    row(Parameter, "items", V2, One(Schema), Typed).anywhere(),
    row(Parameter, "collectionFormat", V2, Plain, Sent).anywhere(),
    row(Parameter, "default", V2, Data, Documented).anywhere(),
    row(Parameter, "enum", V2, Data, Typed).anywhere(),
    row(Parameter, "maximum", V2, Plain, Documented).anywhere(),
    row(Parameter, "exclusiveMaximum", V2, Plain, Documented).anywhere(),
    row(Parameter, "minimum", V2, Plain, Documented).anywhere(),
    row(Parameter, "exclusiveMinimum", V2, Plain, Documented).anywhere(),
    row(Parameter, "maxLength", V2, Plain, Documented).anywhere(),
    row(Parameter, "minLength", V2, Plain, Documented).anywhere(),
    row(Parameter, "pattern", V2, Plain, Documented).anywhere(),
    row(Parameter, "maxItems", V2, Plain, Documented).anywhere(),
    row(Parameter, "minItems", V2, Plain, Documented).anywhere(),
    row(Parameter, "uniqueItems", V2, Plain, Documented).anywhere(),
    row(Parameter, "multipleOf", V2, Plain, Documented).anywhere(),
];

pub(super) const BODIES: &[Keyword] = &[
    row(RequestBody, "description", SINCE_3_0, Plain, Documented),
    row(RequestBody, "content", SINCE_3_0, Map(MediaType), Sent),
    row(RequestBody, "required", SINCE_3_0, Plain, Typed),
    row(MediaType, "schema", SINCE_3_0, One(Schema), Typed),
    row(MediaType, "example", SINCE_3_0, Data, ILLUSTRATION),
    row(MediaType, "examples", SINCE_3_0, Map(Example), ILLUSTRATION),
    row(MediaType, "encoding", SINCE_3_0, Map(Encoding), Sent),
    row(MediaType, "description", SINCE_3_2, Plain, Unshown("a text on a media type")),
    row(MediaType, "itemSchema", SINCE_3_2, One(Schema), PARTS_OF_3_2),
    row(MediaType, "prefixEncoding", SINCE_3_2, List(Encoding), PARTS_OF_3_2),
    row(MediaType, "itemEncoding", SINCE_3_2, One(Encoding), PARTS_OF_3_2),
    row(Encoding, "contentType", SINCE_3_0, Plain, Sent),
    row(Encoding, "headers", SINCE_3_0, Map(Header), Unsupported("headers of a part of a body")),
    row(Encoding, "style", SINCE_3_0, Plain, Unsupported("how a property of a body is written")),
    row(Encoding, "explode", SINCE_3_0, Plain, Unsupported("how a property of a body is written")),
    row(
        Encoding,
        "allowReserved",
        SINCE_3_0,
        Plain,
        None("reserved characters may always be percent-encoded"),
    ),
    row(Encoding, "encoding", SINCE_3_2, Map(Encoding), PARTS_OF_3_2),
    row(Encoding, "prefixEncoding", SINCE_3_2, List(Encoding), PARTS_OF_3_2),
    row(Encoding, "itemEncoding", SINCE_3_2, One(Encoding), PARTS_OF_3_2),
    row(Example, "summary", SINCE_3_0, Plain, ILLUSTRATION),
    row(Example, "description", SINCE_3_0, Plain, ILLUSTRATION),
    row(Example, "value", SINCE_3_0, Data, ILLUSTRATION),
    row(Example, "externalValue", SINCE_3_0, Plain, ILLUSTRATION),
    row(Example, "dataValue", SINCE_3_2, Data, ILLUSTRATION),
    row(Example, "serializedValue", SINCE_3_2, Plain, ILLUSTRATION),
];

const ORDER: Effect = Unsupported("how operations follow each other");

pub(super) const RESPONSE: &[Keyword] = &[
    row(Response, "description", ALL, Plain, Documented),
    row(Response, "summary", SINCE_3_2, Plain, Unshown("a short text on a response")),
    row(Response, "headers", ALL, Map(Header), Compared),
    row(Response, "content", SINCE_3_0, Map(MediaType), Read),
    row(Response, "links", SINCE_3_0, Map(Link), ORDER),
    row(Response, "schema", V2, One(Schema), Read).anywhere(),
    row(Response, "examples", V2, Data, ILLUSTRATION).anywhere(),
    row(Header, "description", ALL, Plain, Compared),
    row(
        Header,
        "required",
        SINCE_3_0,
        Plain,
        None("a header of a response is read as a text if it is there"),
    ),
    row(
        Header,
        "deprecated",
        SINCE_3_0,
        Plain,
        Unshown("that a header of a response is deprecated"),
    ),
    row(
        Header,
        "allowEmptyValue",
        Versions::V3_0,
        Plain,
        None("a header of a response is read as a text"),
    ),
    row(Header, "style", SINCE_3_0, Plain, None("a header of a response is read as a text")),
    row(Header, "explode", SINCE_3_0, Plain, None("a header of a response is read as a text")),
    row(
        Header,
        "allowReserved",
        Versions::V3_0,
        Plain,
        None("a header of a response is read as a text"),
    ),
    row(Header, "schema", SINCE_3_0, One(Schema), Compared),
    row(
        Header,
        "content",
        SINCE_3_0,
        Map(MediaType),
        None("a header of a response is read as a text"),
    ),
    row(Header, "example", SINCE_3_0, Data, ILLUSTRATION),
    row(Header, "examples", SINCE_3_0, Map(Example), ILLUSTRATION),
    row(Header, "x-secret", OWN, Plain, Compared),
    row(Header, "type", V2, Plain, Compared).anywhere(),
    row(Header, "format", V2, Plain, Compared).anywhere(),
    row(Header, "items", V2, One(Schema), Compared).anywhere(),
    row(Header, "collectionFormat", V2, Plain, Compared).anywhere(),
    row(Header, "default", V2, Data, Compared).anywhere(),
    row(Header, "enum", V2, Data, Typed).anywhere(),
    row(Header, "maximum", V2, Plain, Compared).anywhere(),
    row(Header, "exclusiveMaximum", V2, Plain, Compared).anywhere(),
    row(Header, "minimum", V2, Plain, Compared).anywhere(),
    row(Header, "exclusiveMinimum", V2, Plain, Compared).anywhere(),
    row(Header, "maxLength", V2, Plain, Compared).anywhere(),
    row(Header, "minLength", V2, Plain, Compared).anywhere(),
    row(Header, "pattern", V2, Plain, Compared).anywhere(),
    row(Header, "maxItems", V2, Plain, Compared).anywhere(),
    row(Header, "minItems", V2, Plain, Compared).anywhere(),
    row(Header, "uniqueItems", V2, Plain, Compared).anywhere(),
    row(Header, "multipleOf", V2, Plain, Compared).anywhere(),
];

pub(super) const LINK: &[Keyword] = &[
    row(Link, "operationRef", SINCE_3_0, Plain, ORDER),
    row(Link, "operationId", SINCE_3_0, Plain, ORDER),
    row(Link, "parameters", SINCE_3_0, Data, ORDER),
    row(Link, "requestBody", SINCE_3_0, Data, ORDER),
    row(Link, "description", SINCE_3_0, Plain, ORDER),
    row(Link, "server", SINCE_3_0, One(Server), ORDER),
];
