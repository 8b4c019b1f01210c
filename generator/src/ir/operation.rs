//! Operations: parameters, bodies, responses.

use super::{
    Constraints, Paging, Rest, SchemaId, Security, Server, Type, TypeDefinition, TypeKind,
};
use crate::config::Repeat;
use crate::document::MediaType;

pub use crate::document::Method;

/// One method on one path.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// `operationId`.
    pub id: Option<String>,
    /// The media type that this copy of an operation sends or reads in place of the preferred one.
    pub choice: Option<Choice>,
    /// Its name in Rust, if the document gives one (`x-rust-name`).
    pub rust_name: Option<String>,
    /// The name from the configuration that replaces its id.
    pub short_name: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path template: `/v3/servers/{uuid}`.
    pub path: String,
    /// A description in one line.
    pub summary: Option<String>,
    /// A longer description.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Its security requirements; `None` for the API's default.
    pub security: Option<Security>,
    /// Its own servers, or else those of its path; empty if it uses the API's.
    pub servers: Vec<Server>,
    /// Its parameters: path parameters in the path's order, then the others in the document's order.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<RequestBody>,
    /// The responses for success, sorted by status code.
    pub successes: Vec<Response>,
    /// The responses for failure, sorted by status code.
    pub failures: Vec<Response>,
    /// Its paging, if its response is read in pages.
    pub paging: Option<Paging>,
    /// The waiters that call it.
    pub waiters: Vec<Waiter>,
    /// The property of its body that asks for a stream or for a single response, if any.
    pub asked: Option<Asked>,
    /// Whether it may be sent again: by its method and responses, or by an explicit setting.
    pub repeat: Repeat,
    /// Its other keywords: `callbacks`, `externalDocs`, and parameters, bodies and responses that are not sent or read.
    pub rest: Rest,
    /// The JSON pointer of the operation in the merged document; copies for other media types have the same.
    pub pointer: String,
}

/// A state that a program can wait for by polling an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiter {
    /// The name of the state: `delivered`.
    pub name: String,
    /// The JSON pointer of the value to check.
    pub at: String,
    /// The values that mean that the state is reached.
    pub done: Vec<String>,
    /// The values that mean failure.
    pub failed: Vec<String>,
    /// The values with which polling continues; if empty, all other values.
    pub going_on: Vec<String>,
    /// The status codes that mean that the resource is gone.
    pub gone: Vec<u16>,
    /// The status codes that are ignored.
    pub passed_over: Vec<u16>,
    /// The shortest and the longest time between two calls, in seconds.
    pub every: (u64, u64),
    /// Whether the time between calls decreases from the longest to the shortest.
    pub narrows: bool,
    /// The total time limit, in seconds.
    pub timeout: u64,
}

/// The property of a request body that asks for a stream or for a single response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The name of the property.
    pub member: String,
    /// Its value.
    pub value: serde_json::Value,
}

impl Asked {
    /// The property and its value, as JSON.
    pub fn words(&self) -> String {
        format!("{:?}: {}", self.member, self.value)
    }
}

/// A media type for which an operation has a second method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The media type.
    pub media_type: String,
    /// The word for the operation's name: `csv`.
    pub word: String,
    /// Whether it is the media type of the response, not of the request body.
    pub is_response: bool,
}

impl Choice {
    /// The preposition between the operation's name and the word.
    pub(crate) fn preposition(&self) -> &'static str {
        if self.is_response { "as" } else { "with" }
    }
}

impl Operation {
    /// Whether a name in the configuration, an operationId or a method and path, refers to it.
    pub fn is_called(&self, name: &str) -> bool {
        self.id.as_deref() == Some(name)
            || name
                .split_once(' ')
                .is_some_and(|(method, path)| method == self.method.name() && path == self.path)
    }

    /// The source of its name if it has no `x-rust-name`: a short name or its id, or else its method and path.
    pub fn raw_name(&self) -> String {
        let own = self.short_name.clone().or_else(|| self.id.clone());
        let own =
            own.unwrap_or_else(|| format!("{} {}", self.method.name().to_lowercase(), self.path));
        match &self.choice {
            Some(choice) => format!("{own} {} {}", choice.preposition(), choice.word),
            None => own,
        }
    }

    /// The types that a call sends: parameters, and the body in every media type.
    pub fn sent(&self) -> impl Iterator<Item = &Type> {
        let bodies = self.body.iter().flat_map(|body| &body.contents).map(|content| &content.value);
        self.parameters.iter().map(|parameter| &parameter.value).chain(bodies)
    }

    /// The types that a call may receive: bodies in every media type, and headers.
    pub fn received(&self) -> impl Iterator<Item = &Type> {
        let contents = self.responses().flat_map(|response| &response.contents);
        let headers = self.responses().flat_map(|response| &response.headers);
        contents.map(|content| &content.value).chain(headers.map(|header| &header.value))
    }

    /// Its responses, successes first.
    pub fn responses(&self) -> impl Iterator<Item = &Response> {
        self.successes.iter().chain(&self.failures)
    }

    /// The documented headers of its responses, each once, without `content-type` (OpenAPI 3.0, "Response Object").
    pub fn headers(&self) -> Vec<&Header> {
        let mut headers: Vec<&Header> = Vec::new();
        for header in self.responses().flat_map(|response| &response.headers) {
            let is_it = |other: &str| header.name.eq_ignore_ascii_case(other);
            if !is_it("content-type") && !headers.iter().any(|own| is_it(&own.name)) {
                headers.push(header);
            }
        }
        headers
    }

    /// The form in which one of its headers is read. It is text if it is neither JSON, a single value nor a list of such values, or if
    /// the responses describe it differently.
    pub fn header_form(&self, header: &Header, types: &[TypeDefinition]) -> HeaderForm {
        let is_single = |value: &Type| match value {
            Type::Named(id) => {
                matches!(types[id.0].kind, TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_))
            }
            Type::Array(_) | Type::Map(_) | Type::Nullable(_) => false,
            Type::Binary | Type::Parts | Type::Json => false,
            _ => true,
        };
        let others = self.responses().flat_map(|response| &response.headers);
        let mut others = others.filter(|other| other.name.eq_ignore_ascii_case(&header.name));
        let is_same =
            |other: &Header| other.value == header.value && other.is_json == header.is_json;
        if header.schema.is_none() || !others.all(is_same) {
            return HeaderForm::Text;
        }
        match header.value.without_null() {
            _ if header.is_json => HeaderForm::Json,
            Type::Array(items) if is_single(items) => HeaderForm::List,
            value if is_single(value) => HeaderForm::One,
            _ => HeaderForm::Text,
        }
    }

    /// The content of a response in the preferred media type. A response to `HEAD` never has a body.
    pub fn content<'a>(&self, response: &'a Response) -> Option<&'a Content> {
        response.contents.first().filter(|_| self.method != Method::Head)
    }
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Its name in Rust, if the document gives one (`x-rust-name`).
    pub rust_name: Option<String>,
    /// Its location and style.
    pub location: Location,
    /// Whether every call must have it.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Its description.
    pub description: Option<String>,
    /// The type of its value.
    pub value: Type,
    /// The default, the bounds and other restrictions of its values.
    pub constraints: Constraints,
    /// The JSON pointer of the parameter in the merged document.
    pub pointer: String,
    /// The schema of its value.
    pub schema: Option<SchemaId>,
    /// The values in `example` and `examples`.
    pub examples: Vec<serde_json::Value>,
    /// Its other keywords: `allowEmptyValue`.
    pub rest: Rest,
}

/// The location and style of a parameter (OpenAPI 3.0, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path(PathStyle, Explode, AllowReserved),
    /// In the query.
    Query(QueryStyle, Explode, AllowReserved),
    /// In a header.
    Header(Explode),
    /// In the cookie header.
    Cookie(CookieStyle, Explode),
    /// In the path, query, a header or a cookie, as JSON text (`content: application/json`).
    Json(JsonLocation),
}

/// Whether each item or property of an array or object is written separately.
pub type Explode = bool;
/// Whether reserved characters are sent unescaped.
pub type AllowReserved = bool;

/// The style of a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum CookieStyle {
    Form,
    Cookie,
}

/// The style of a path parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum PathStyle {
    Simple,
    Label,
    Matrix,
}

/// The style of a query parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum QueryStyle {
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

impl QueryStyle {
    /// The style with a name; `form` for unknown names.
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "spaceDelimited" => Self::SpaceDelimited,
            "pipeDelimited" => Self::PipeDelimited,
            "deepObject" => Self::DeepObject,
            _ => Self::Form,
        }
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
        }
    }

    /// The default of `explode`.
    pub(crate) fn is_exploded(self) -> bool {
        matches!(self, Self::Form | Self::DeepObject)
    }
}

/// The location of JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum JsonLocation {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    /// Whether the parameter is in the path.
    pub fn is_path(self) -> bool {
        matches!(self, Self::Path(..) | Self::Json(JsonLocation::Path))
    }

    /// Whether reserved characters of its values are sent unescaped.
    pub fn keeps_reserved(self) -> bool {
        matches!(self, Self::Path(_, _, true) | Self::Query(_, _, true))
    }

    /// OpenAPI's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path(..) | Self::Json(JsonLocation::Path) => "path",
            Self::Query(..) | Self::Json(JsonLocation::Query) => "query",
            Self::Header(..) | Self::Json(JsonLocation::Header) => "header",
            Self::Cookie(..) | Self::Json(JsonLocation::Cookie) => "cookie",
        }
    }
}

/// The request body of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestBody {
    /// Its description.
    pub description: Option<String>,
    /// Whether every call must have one.
    pub required: bool,
    /// Its contents by media type, the preferred one first; never empty.
    pub contents: Vec<Content>,
    /// Its other keywords; `content` has the media types that are not sent.
    pub rest: Rest,
    /// The JSON pointer of the body in the merged document.
    pub pointer: String,
}

/// A request or response body in one media type.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The media type as the document writes it.
    pub media_type: String,
    /// The encoding of the value.
    pub encoding: Encoding,
    /// The type of the value.
    pub value: Type,
    /// The encodings of single parts or form fields.
    pub encodings: Vec<PartEncoding>,
    /// The schema, if there is one.
    pub schema: Option<SchemaId>,
    /// The description of its schema, if its type has no name.
    pub description: Option<String>,
    /// The bounds and other restrictions of its values, if its type has no name.
    pub constraints: Constraints,
    /// Its other keywords: `example`, `examples`.
    pub rest: Rest,
    /// The JSON pointer of the media type in the merged document.
    pub pointer: String,
}

impl Content {
    /// Whether it is a string that may be JSON or text. The media type of the actual response decides.
    pub fn is_any_string(&self) -> bool {
        self.encoding == Encoding::Json
            && self.value == Type::String
            && MediaType::of(&self.media_type).is_wild()
    }
}

/// The encoding of a part of a multipart body, or of a form field.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PartEncoding {
    /// The name of the property.
    pub name: String,
    /// `contentType`: one or more media types.
    pub content_type: Option<String>,
    /// The style of the field or part (`style`, `explode`, `allowReserved`), if the document sets one.
    pub style: Option<(QueryStyle, Explode, AllowReserved)>,
    /// The headers that the part is sent with.
    pub headers: Vec<PartHeader>,
    /// Its other keywords: `headers` without a fixed value.
    pub rest: Rest,
}

/// A header of a part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartHeader {
    /// Its name.
    pub name: String,
    /// Its fixed value, if its schema has one. A program sets other headers on the file that is the part.
    pub known: Option<String>,
    /// Whether every part must have it.
    pub required: bool,
    /// Its description.
    pub description: Option<String>,
}

impl PartEncoding {
    /// The style of a form field, if it is not the default. A style takes precedence over a media type (OpenAPI 3.0, "Encoding Object").
    pub(crate) fn location(&self) -> Option<Location> {
        let is_json = || self.media_type().is_some_and(|name| MediaType::of(name).is_json());
        match self.style {
            Some((style, explode, reserved)) => Some(Location::Query(style, explode, reserved)),
            None => is_json().then_some(Location::Json(JsonLocation::Query)),
        }
    }

    /// The headers with a fixed value, and that value.
    pub(crate) fn known_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().filter_map(|own| Some((own.name.as_str(), own.known.as_deref()?)))
    }

    /// The media type of the part; none if several are allowed.
    pub fn media_type(&self) -> Option<&str> {
        let media_type = self.content_type.as_deref()?.trim();
        (!media_type.is_empty() && !media_type.contains([',', '*'])).then_some(media_type)
    }

    /// The media types, as written, if several are allowed. A style takes precedence over them.
    pub(crate) fn several_media_types(&self) -> Option<&str> {
        let named = self.content_type.as_deref().map(str::trim);
        named.filter(|named| self.style.is_none() && named.contains([',', '*']) && *named != "*/*")
    }
}

/// The encoding of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `application/json` and `+json`.
    Json,
    /// `application/xml`, `text/xml` and `+xml` with a schema that describes the content.
    Xml,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// `text/event-stream`: a stream of events; the type is that of one event's data. Only in responses.
    Events,
    /// `application/jsonl` and the like: a stream of JSON texts, one per line; the type is that of one text. Only in responses.
    JsonLines,
    /// `application/json-seq` (RFC 7464): a stream of JSON texts; the type is that of one text. Only in responses.
    JsonSequence,
    /// `text/*`.
    Text,
    /// Anything else: bytes.
    Binary,
}

impl Encoding {
    /// Whether a response with this encoding is a stream of items.
    pub fn is_stream(self) -> bool {
        matches!(self, Self::Events | Self::JsonLines | Self::JsonSequence)
    }
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The status codes that it applies to.
    pub status: Status,
    /// Its description.
    pub description: String,
    /// Its contents by media type, the preferred one first; empty without a body.
    pub contents: Vec<Content>,
    /// The documented media types whose content differs from that of the preferred or chosen one.
    pub others: Vec<String>,
    /// Its headers.
    pub headers: Vec<Header>,
    /// Its other keywords: `links`.
    pub rest: Rest,
    /// The JSON pointer of the response in the merged document.
    pub pointer: String,
}

/// The status codes that a response applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status code.
    Code(u16),
    /// A class such as `4XX`, by its first digit.
    Class(u8),
    /// Every status code without its own response.
    Default,
}

impl Status {
    /// Whether its response can have a body (RFC 9110, section 6.4.1).
    pub fn has_body(self) -> bool {
        !matches!(self, Self::Code(100..=199 | 204 | 205 | 304))
    }
}

/// The form in which a response header is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderForm {
    /// A single value.
    One,
    /// A list of values separated by commas.
    List,
    /// JSON text.
    Json,
    /// Plain text.
    Text,
}

/// A documented header of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Whether it is always present.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Its description.
    pub description: Option<String>,
    /// The type of its value.
    pub value: Type,
    /// Whether its value is JSON text (`content: application/json`).
    pub is_json: bool,
    /// The JSON pointer of the header in the merged document.
    pub pointer: String,
    /// The schema of its value.
    pub schema: Option<SchemaId>,
    /// Its other keywords: `example`, `style`, `explode`.
    pub rest: Rest,
}
