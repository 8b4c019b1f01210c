//! The document itself: information, servers, tags, components.

use super::{LINKED, row};
use crate::document::Object::{
    Components, Contact, ExternalDocumentation, Info, License, OpenApi, Reference, Server,
    ServerVariable, Tag,
};
use crate::keywords::Effect::{
    Compared, Documented, None, Read, Sent, Tested, Typed, Unshown, Unsupported,
};
use crate::keywords::{Keyword, Versions};

const ALL: Versions = Versions::ALL;
const V2: Versions = Versions::V2;
const SINCE_3_0: Versions = Versions::SINCE_3_0;
const SINCE_3_1: Versions = Versions::SINCE_3_1;
const SINCE_3_2: Versions = Versions::SINCE_3_2;
const OWN: Versions = Versions::OWN;

const WEBHOOKS: &str = "requests that the server sends; the crate only sends requests";

pub(super) const ROWS: &[Keyword] = &[
    row(OpenApi, "openapi", SINCE_3_0, Typed),
    row(OpenApi, "info", ALL, Documented),
    row(OpenApi, "servers", SINCE_3_0, Sent),
    row(OpenApi, "paths", ALL, Typed),
    row(OpenApi, "components", SINCE_3_0, Typed),
    row(OpenApi, "security", ALL, Sent),
    row(OpenApi, "tags", ALL, Typed),
    row(OpenApi, "externalDocs", ALL, LINKED),
    row(
        OpenApi,
        "webhooks",
        SINCE_3_1,
        Unsupported(
            "a receiver of these requests; the body of each has a type, and all of them have one type if a property tells them apart",
        ),
    ),
    row(
        OpenApi,
        "jsonSchemaDialect",
        SINCE_3_1,
        Unsupported("the dialect of schemas; they are read in the dialect of OpenAPI"),
    ),
    row(OpenApi, "$self", SINCE_3_2, Typed),
    row(OpenApi, "swagger", V2, Typed),
    row(OpenApi, "host", V2, Sent),
    row(OpenApi, "basePath", V2, Sent),
    row(OpenApi, "schemes", V2, Sent),
    row(OpenApi, "consumes", V2, Sent).anywhere(),
    row(OpenApi, "produces", V2, Read).anywhere(),
    row(OpenApi, "definitions", V2, Typed),
    row(OpenApi, "parameters", V2, Sent),
    row(OpenApi, "responses", V2, Read),
    row(OpenApi, "securityDefinitions", V2, Sent),
    row(
        OpenApi,
        "x-webhooks",
        OWN,
        Unsupported(
            "a receiver of these requests; their bodies have types, like those of `webhooks`",
        ),
    ),
    row(
        OpenApi,
        "x-ms-paths",
        OWN,
        Unsupported("operations; an overlay can copy them to `paths`, which take such keys"),
    ),
    row(
        OpenApi,
        "x-ms-parameterized-host",
        OWN,
        Unsupported("a server with variables; an overlay can write it as `servers`"),
    ),
    row(Info, "title", ALL, Documented),
    row(Info, "version", ALL, None("the configuration gives the crate its version")),
    row(Info, "description", ALL, Documented),
    row(Info, "summary", SINCE_3_1, Unshown("a short text about the API")),
    row(Info, "termsOfService", ALL, Unshown("the address of the terms of service")),
    row(Info, "contact", ALL, Unshown("the contact for questions about the API")),
    row(
        Info,
        "license",
        ALL,
        Unshown("the licence of the API; the configuration names that of the crate"),
    ),
    row(Contact, "name", ALL, Unshown("the contact for questions about the API")),
    row(Contact, "url", ALL, Unshown("the contact for questions about the API")),
    row(Contact, "email", ALL, Unshown("the contact for questions about the API")),
    row(License, "name", ALL, Unshown("the licence of the API")),
    row(License, "identifier", SINCE_3_1, Unshown("the licence of the API")),
    row(License, "url", ALL, Unshown("the licence of the API")),
    row(Server, "url", SINCE_3_0, Sent),
    row(Server, "description", SINCE_3_0, Documented),
    row(Server, "variables", SINCE_3_0, Sent),
    row(Server, "name", SINCE_3_2, Typed),
    row(ServerVariable, "default", SINCE_3_0, Sent),
    row(ServerVariable, "enum", SINCE_3_0, Typed),
    row(ServerVariable, "description", SINCE_3_0, Documented),
    row(Tag, "name", ALL, Typed),
    row(Tag, "description", ALL, Documented),
    row(Tag, "externalDocs", ALL, LINKED),
    row(Tag, "summary", SINCE_3_2, Documented),
    row(Tag, "parent", SINCE_3_2, Unshown("the tag that this one is part of")),
    row(Tag, "kind", SINCE_3_2, None("a hint for other tools")),
    row(Tag, "x-rust-name", OWN, Typed),
    row(ExternalDocumentation, "url", ALL, LINKED),
    row(ExternalDocumentation, "description", ALL, LINKED),
    row(Components, "schemas", SINCE_3_0, Typed),
    row(Components, "responses", SINCE_3_0, Read),
    row(Components, "parameters", SINCE_3_0, Sent),
    row(Components, "examples", SINCE_3_0, Tested),
    row(Components, "requestBodies", SINCE_3_0, Sent),
    row(Components, "headers", SINCE_3_0, Compared),
    row(Components, "securitySchemes", SINCE_3_0, Sent),
    row(Components, "links", SINCE_3_0, Unsupported("the links from responses to operations")),
    row(Components, "callbacks", SINCE_3_0, Unsupported(WEBHOOKS)),
    row(Components, "pathItems", SINCE_3_1, Typed),
    row(Components, "mediaTypes", SINCE_3_2, Typed),
    row(Reference, "$ref", ALL, Typed),
    row(
        Reference,
        "summary",
        SINCE_3_1,
        Unshown("a summary that overrides the one of the referenced object"),
    ),
    row(
        Reference,
        "description",
        SINCE_3_1,
        Unshown("a description that overrides the one of the referenced object"),
    ),
];
