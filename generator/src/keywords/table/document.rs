//! The document itself: information, servers, tags, components.

use super::{LINKED, REFUSED_2, row};
use crate::keywords::Effect::{
    Compared, Documented, None, Read, Sent, Typed, Unshown, Unsupported,
};
use crate::keywords::Object::{
    Components, Contact, Example, ExternalDocumentation, Header, Info, License, Link, MediaType,
    OpenApi, Parameter, PathItem, Reference, RequestBody, Response, Schema, SecurityScheme, Server,
    ServerVariable, Tag,
};
use crate::keywords::Under::{Data, List, Map, One, Plain};
use crate::keywords::{Keyword, Versions};

const ALL: Versions = Versions::ALL;
const V2: Versions = Versions::V2;
const SINCE_3_0: Versions = Versions::SINCE_3_0;
const SINCE_3_1: Versions = Versions::SINCE_3_1;
const SINCE_3_2: Versions = Versions::SINCE_3_2;
const OWN: Versions = Versions::OWN;

const WEBHOOKS: &str = "requests that the server sends; the crate only sends requests";

pub(super) const ROWS: &[Keyword] = &[
    row(OpenApi, "openapi", SINCE_3_0, Plain, Typed),
    row(OpenApi, "info", ALL, One(Info), Documented),
    row(OpenApi, "servers", SINCE_3_0, List(Server), Sent),
    row(OpenApi, "paths", ALL, Map(PathItem), Typed),
    row(OpenApi, "components", SINCE_3_0, One(Components), Typed),
    row(OpenApi, "security", ALL, Data, Sent),
    row(OpenApi, "tags", ALL, List(Tag), Typed),
    row(OpenApi, "externalDocs", ALL, One(ExternalDocumentation), LINKED),
    row(OpenApi, "webhooks", SINCE_3_1, Map(PathItem), Unsupported(WEBHOOKS)),
    row(
        OpenApi,
        "jsonSchemaDialect",
        SINCE_3_1,
        Plain,
        Unsupported("schemas are read as the dialect of OpenAPI, whatever it names"),
    ),
    row(
        OpenApi,
        "$self",
        SINCE_3_2,
        Plain,
        None("references are followed inside the document only"),
    ),
    row(OpenApi, "swagger", V2, Plain, REFUSED_2),
    row(OpenApi, "host", V2, Plain, REFUSED_2),
    row(OpenApi, "basePath", V2, Plain, REFUSED_2),
    row(OpenApi, "schemes", V2, Plain, REFUSED_2),
    row(OpenApi, "consumes", V2, Plain, Sent).anywhere(),
    row(OpenApi, "produces", V2, Plain, Read).anywhere(),
    row(OpenApi, "definitions", V2, Map(Schema), REFUSED_2),
    row(OpenApi, "parameters", V2, Map(Parameter), REFUSED_2),
    row(OpenApi, "responses", V2, Map(Response), REFUSED_2),
    row(OpenApi, "securityDefinitions", V2, Map(SecurityScheme), REFUSED_2),
    row(Info, "title", ALL, Plain, Documented),
    row(Info, "version", ALL, Plain, None("the configuration gives the crate its version")),
    row(Info, "description", ALL, Plain, Documented),
    row(Info, "summary", SINCE_3_1, Plain, Unshown("a short text on the API")),
    row(Info, "termsOfService", ALL, Plain, Unshown("the address of the terms of service")),
    row(Info, "contact", ALL, One(Contact), Unshown("whom to ask about the API")),
    row(
        Info,
        "license",
        ALL,
        One(License),
        Unshown("the licence of the API; the configuration names that of the crate"),
    ),
    row(Contact, "name", ALL, Plain, Unshown("whom to ask about the API")),
    row(Contact, "url", ALL, Plain, Unshown("whom to ask about the API")),
    row(Contact, "email", ALL, Plain, Unshown("whom to ask about the API")),
    row(License, "name", ALL, Plain, Unshown("the licence of the API")),
    row(License, "identifier", SINCE_3_1, Plain, Unshown("the licence of the API")),
    row(License, "url", ALL, Plain, Unshown("the licence of the API")),
    row(Server, "url", SINCE_3_0, Plain, Sent),
    row(Server, "description", SINCE_3_0, Plain, Unshown("what the server is for")),
    row(Server, "variables", SINCE_3_0, Map(ServerVariable), Sent),
    row(Server, "name", SINCE_3_2, Plain, Unshown("the name of the server")),
    row(ServerVariable, "default", SINCE_3_0, Plain, Sent),
    row(ServerVariable, "enum", SINCE_3_0, Plain, Unshown("other values of a server variable")),
    row(ServerVariable, "description", SINCE_3_0, Plain, Unshown("what a server variable means")),
    row(Tag, "name", ALL, Plain, Typed),
    row(Tag, "description", ALL, Plain, Documented),
    row(Tag, "externalDocs", ALL, One(ExternalDocumentation), LINKED),
    row(Tag, "summary", SINCE_3_2, Plain, Unshown("a short name of the tag")),
    row(Tag, "parent", SINCE_3_2, Plain, Unshown("the tag that this one is part of")),
    row(Tag, "kind", SINCE_3_2, Plain, None("a hint for other tools")),
    row(Tag, "x-rust-name", OWN, Plain, Typed),
    row(ExternalDocumentation, "url", ALL, Plain, LINKED),
    row(ExternalDocumentation, "description", ALL, Plain, LINKED),
    row(Components, "schemas", SINCE_3_0, Map(Schema), Typed),
    row(Components, "responses", SINCE_3_0, Map(Response), Read),
    row(Components, "parameters", SINCE_3_0, Map(Parameter), Sent),
    row(
        Components,
        "examples",
        SINCE_3_0,
        Map(Example),
        None("illustrations; types come from schemas"),
    ),
    row(Components, "requestBodies", SINCE_3_0, Map(RequestBody), Sent),
    row(Components, "headers", SINCE_3_0, Map(Header), Compared),
    row(Components, "securitySchemes", SINCE_3_0, Map(SecurityScheme), Sent),
    row(Components, "links", SINCE_3_0, Map(Link), Unsupported("how operations follow each other")),
    row(Components, "callbacks", SINCE_3_0, Data, Unsupported(WEBHOOKS)),
    row(Components, "pathItems", SINCE_3_1, Map(PathItem), Typed),
    row(Components, "mediaTypes", SINCE_3_2, Map(MediaType), Unsupported("shared media types")),
    row(Reference, "$ref", ALL, Plain, Typed),
    row(
        Reference,
        "summary",
        SINCE_3_1,
        Plain,
        Unshown("a summary that overrides the one of what is referred to"),
    ),
    row(
        Reference,
        "description",
        SINCE_3_1,
        Plain,
        Unshown("a description that overrides the one of what is referred to"),
    ),
];
