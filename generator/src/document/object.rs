//! The kinds of objects in a document, and the values under each of their keys: one table for Swagger 2.0 and all versions of OpenAPI.

use super::method::Method;

/// The kinds of objects in a document, with the names of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum Object {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    ExternalDocumentation,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Example,
    Link,
    Callback,
    Reference,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
}

impl Object {
    /// Its name in the specification: `Media Type Object`.
    pub fn title(self) -> &'static str {
        match self {
            Self::OpenApi => "OpenAPI Object",
            Self::Info => "Info Object",
            Self::Contact => "Contact Object",
            Self::License => "License Object",
            Self::Server => "Server Object",
            Self::ServerVariable => "Server Variable Object",
            Self::Tag => "Tag Object",
            Self::ExternalDocumentation => "External Documentation Object",
            Self::Components => "Components Object",
            Self::PathItem => "Path Item Object",
            Self::Operation => "Operation Object",
            Self::Parameter => "Parameter Object",
            Self::RequestBody => "Request Body Object",
            Self::MediaType => "Media Type Object",
            Self::Encoding => "Encoding Object",
            Self::Response => "Response Object",
            Self::Header => "Header Object",
            Self::Example => "Example Object",
            Self::Link => "Link Object",
            Self::Callback => "Callback Object",
            Self::Reference => "Reference Object",
            Self::Schema => "Schema Object",
            Self::Discriminator => "Discriminator Object",
            Self::Xml => "XML Object",
            Self::SecurityScheme => "Security Scheme Object",
            Self::OAuthFlows => "OAuth Flows Object",
            Self::OAuthFlow => "OAuth Flow Object",
        }
    }

    /// Its name within a sentence: `a media type`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::OpenApi => "the document",
            Self::Info => "`info`",
            Self::Contact => "a contact",
            Self::License => "a license",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Tag => "a tag",
            Self::ExternalDocumentation => "external documentation",
            Self::Components => "`components`",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Response => "a response",
            Self::Header => "a header",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Callback => "a callback",
            Self::Reference => "a reference",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::Xml => "an XML object",
            Self::SecurityScheme => "a security scheme",
            Self::OAuthFlows => "the OAuth flows",
            Self::OAuthFlow => "an OAuth flow",
        }
    }
}

/// The kind of value under a key of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// Not an object: a string, a number, a boolean, any JSON, or a key that no version defines.
    Data,
    /// An object.
    One(Object),
    /// A list of objects.
    List(Object),
    /// Objects by names chosen by the author.
    Map(Object),
    /// One object, or a list of them.
    OneOrList(Object),
}

/// The kind of value under a key of an object, in the version that defines the key.
pub fn under(object: Object, key: &str) -> Under {
    use Object::{
        Callback, Components, Contact, Encoding, Example, ExternalDocumentation, Header, Info,
        License, Link, MediaType, OAuthFlow, OAuthFlows, OpenApi, Operation, Parameter, PathItem,
        RequestBody, Response, Schema, SecurityScheme, Server, ServerVariable, Tag,
    };
    use Under::{Data, List, Map, One};
    match (object, key) {
        (_, key) if key.starts_with("x-") => Data,
        (Schema, _) => under_schema(key),
        (OpenApi, "info") => One(Info),
        (OpenApi, "paths" | "webhooks") | (Components, "pathItems") => Map(PathItem),
        (OpenApi, "components") => One(Components),
        (OpenApi, "tags") => List(Tag),
        (OpenApi, "securityDefinitions") | (Components, "securitySchemes") => Map(SecurityScheme),
        (OpenApi, "definitions") | (Components, "schemas") => Map(Schema),
        (OpenApi | Components, "parameters") => Map(Parameter),
        (OpenApi | Components | Operation, "responses") => Map(Response),
        (OpenApi | PathItem | Operation, "servers") => List(Server),
        (OpenApi | Tag | Operation, "externalDocs") => One(ExternalDocumentation),
        (Info, "contact") => One(Contact),
        (Info, "license") => One(License),
        (Server, "variables") => Map(ServerVariable),
        (Components, "requestBodies") => Map(RequestBody),
        (Components | Encoding | Response, "headers") => Map(Header),
        (Components | Response, "links") => Map(Link),
        (Components | Operation, "callbacks") => Map(Callback),
        // The other keys are runtime expressions.
        (Callback, "$ref") => Data,
        (Callback, _) => One(PathItem),
        (Components, "mediaTypes") => Map(MediaType),
        (Components | Parameter | Header | MediaType, "examples") => Map(Example),
        (PathItem, "additionalOperations") => Map(Operation),
        (PathItem, key) if Method::of(key).is_some() => One(Operation),
        (PathItem | Operation, "parameters") => List(Parameter),
        (Operation, "requestBody") => One(RequestBody),
        (Parameter | Header | RequestBody | Response, "content") => Map(MediaType),
        (Parameter | Header | MediaType | Response, "schema") => One(Schema),
        (Parameter | Header, "items") | (MediaType, "itemSchema") => One(Schema),
        (MediaType | Encoding, "encoding") => Map(Encoding),
        (MediaType | Encoding, "prefixEncoding") => List(Encoding),
        (MediaType | Encoding, "itemEncoding") => One(Encoding),
        (Link, "server") => One(Server),
        (SecurityScheme, "flows") => One(OAuthFlows),
        (OAuthFlows, _) => One(OAuthFlow),
        _ => Data,
    }
}

/// The keywords that list schemas of which several, one or any must hold.
pub(crate) const COMPOSERS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// The keywords that list alternatives.
pub(crate) const UNIONS: [&str; 2] = ["oneOf", "anyOf"];

/// The pointers of the named schemas in OpenAPI 3 and in Swagger 2.
pub(crate) const SCHEMA_LISTS: [&str; 2] = ["/components/schemas", "/definitions"];

/// The keywords of a schema that hold schemas.
pub(crate) const SUBSCHEMAS: [(&str, Under); 21] = [
    ("allOf", Under::List(Object::Schema)),
    ("oneOf", Under::List(Object::Schema)),
    ("anyOf", Under::List(Object::Schema)),
    ("prefixItems", Under::List(Object::Schema)),
    ("items", Under::OneOrList(Object::Schema)),
    ("additionalItems", Under::One(Object::Schema)),
    ("additionalProperties", Under::One(Object::Schema)),
    ("not", Under::One(Object::Schema)),
    ("contains", Under::One(Object::Schema)),
    ("propertyNames", Under::One(Object::Schema)),
    ("unevaluatedItems", Under::One(Object::Schema)),
    ("unevaluatedProperties", Under::One(Object::Schema)),
    ("if", Under::One(Object::Schema)),
    ("then", Under::One(Object::Schema)),
    ("else", Under::One(Object::Schema)),
    ("contentSchema", Under::One(Object::Schema)),
    ("properties", Under::Map(Object::Schema)),
    ("patternProperties", Under::Map(Object::Schema)),
    ("dependentSchemas", Under::Map(Object::Schema)),
    ("$defs", Under::Map(Object::Schema)),
    ("definitions", Under::Map(Object::Schema)),
];

fn under_schema(key: &str) -> Under {
    match key {
        "discriminator" => Under::One(Object::Discriminator),
        "externalDocs" => Under::One(Object::ExternalDocumentation),
        "xml" => Under::One(Object::Xml),
        _ => SUBSCHEMAS.iter().find(|(own, _)| *own == key).map_or(Under::Data, |found| found.1),
    }
}

/// The type of a schema that another language's name of one means: `int`, `bool`, or a name in other letters, such as `String`.
pub(crate) fn meant_type(name: &str) -> Option<&'static str> {
    const NAMES: [(&str, &[&str]); 6] = [
        ("string", &["string", "str", "text", "date", "datetime", "date-time", "uuid"]),
        ("integer", &["integer", "int", "int32", "int64", "long", "short"]),
        ("number", &["number", "float", "double", "decimal"]),
        ("boolean", &["boolean", "bool"]),
        ("array", &["array", "list"]),
        ("object", &["object", "dict", "dictionary", "map", "hash"]),
    ];
    let lower = name.to_ascii_lowercase();
    let (meant, _) = NAMES.iter().find(|(_, names)| names.contains(&lower.as_str()))?;
    (*meant != name).then_some(*meant)
}

/// Whether a keyword of a schema does not restrict values.
pub(crate) fn is_annotation(key: &str) -> bool {
    const ANNOTATIONS: [&str; 11] = [
        "title",
        "description",
        "deprecated",
        "default",
        "example",
        "examples",
        "externalDocs",
        "nullable",
        "readOnly",
        "writeOnly",
        "xml",
    ];
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}
