//! Operations: parameters, bodies, responses.

use super::{Paging, Rest, SchemaId, Security, Server, Type, TypeDefinition, TypeKind};
use crate::config::Repeat;
use crate::document::MediaType;

pub use crate::document::Method;

/// One method on one path.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// `operationId`.
    pub id: Option<String>,
    /// The media type that it is sent or read in instead of the preferred one, if it is such a choice beside the operation itself.
    pub choice: Option<Choice>,
    /// A name that the document asks for (`x-rust-name`).
    pub asked_name: Option<String>,
    /// What it is called instead of by its id, as the configuration says.
    pub short_name: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path template: `/v3/servers/{uuid}`.
    pub path: String,
    /// One line on what it does.
    pub summary: Option<String>,
    /// More on what it does.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What it needs; `None` for the API's default.
    pub security: Option<Security>,
    /// The servers that it or else its path names; empty for those of the API.
    pub servers: Vec<Server>,
    /// Its parameters: path parameters in the path's order, then the others in the document's order.
    pub parameters: Vec<Parameter>,
    /// The body it takes.
    pub body: Option<RequestBody>,
    /// The responses that mean success, sorted by status.
    pub successes: Vec<Response>,
    /// The responses that mean failure, sorted by status.
    pub failures: Vec<Response>,
    /// How it is read in pages, if it is.
    pub paging: Option<Paging>,
    /// What can be waited for with it.
    pub waiters: Vec<Waiter>,
    /// What it sends in its body to say whether its response is to be a stream, if anything.
    pub asked: Option<Asked>,
    /// How often it may be sent: as its method promises and its responses allow, or as a mark says.
    pub repeat: Repeat,
    /// What else the document says of it: `callbacks`, `externalDocs`, parameters, bodies and responses that are not sent or read.
    pub rest: Rest,
    /// The JSON pointer of the operation in the merged document; that of a choice is that of the operation.
    pub pointer: String,
}

/// Something that can be waited for by calling an operation again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiter {
    /// What is waited for: `delivered`.
    pub name: String,
    /// The JSON pointer of the value to look at.
    pub at: String,
    /// The values that say that it is done.
    pub done: Vec<String>,
    /// The values that say that it has failed.
    pub failed: Vec<String>,
    /// The values with which it goes on; any other, if there are none.
    pub going_on: Vec<String>,
    /// The statuses that say that it is gone.
    pub gone: Vec<u16>,
    /// The statuses that say nothing.
    pub passed_over: Vec<u16>,
    /// The shortest and the longest time between two calls, in seconds.
    pub every: (u64, u64),
    /// Whether it begins with the longest time, and narrows to the shortest.
    pub narrows: bool,
    /// The time for all of it, in seconds.
    pub timeout: u64,
}

/// What an operation sends in its body to say whether its response is to be a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The property.
    pub member: String,
    /// Its value, which is a single one.
    pub value: serde_json::Value,
}

impl Asked {
    /// The property and its value, as JSON.
    pub fn words(&self) -> String {
        format!("{:?}: {}", self.member, self.value)
    }
}

/// One of several media types, in which an operation is offered once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The media type.
    pub media_type: String,
    /// What the operation is called after: `csv`.
    pub word: String,
    /// Whether it is the media type of the response, and not that of the body.
    pub is_response: bool,
}

impl Choice {
    /// What stands between the name of the operation and the word.
    pub(crate) fn preposition(&self) -> &'static str {
        if self.is_response { "as" } else { "with" }
    }
}

impl Operation {
    /// Whether the configuration means it by a name: its operationId, or its method and path.
    pub fn is_called(&self, name: &str) -> bool {
        self.id.as_deref() == Some(name)
            || name
                .split_once(' ')
                .is_some_and(|(method, path)| method == self.method.name() && path == self.path)
    }

    /// What it is called after where it asks for no name: a short name or its id, or else its method and path.
    pub fn raw_name(&self) -> String {
        let own = self.short_name.clone().or_else(|| self.id.clone());
        let own =
            own.unwrap_or_else(|| format!("{} {}", self.method.name().to_lowercase(), self.path));
        match &self.choice {
            Some(choice) => format!("{own} {} {}", choice.preposition(), choice.word),
            None => own,
        }
    }

    /// The types of what a call sends: parameters, and the body in every media type.
    pub fn sent(&self) -> impl Iterator<Item = &Type> {
        let bodies = self.body.iter().flat_map(|body| &body.contents).map(|content| &content.value);
        self.parameters.iter().map(|parameter| &parameter.value).chain(bodies)
    }

    /// The types of what a call may receive: bodies in every media type, and headers.
    pub fn received(&self) -> impl Iterator<Item = &Type> {
        let contents = self.responses().flat_map(|response| &response.contents);
        let headers = self.responses().flat_map(|response| &response.headers);
        contents.map(|content| &content.value).chain(headers.map(|header| &header.value))
    }

    /// Its responses, successes first.
    pub fn responses(&self) -> impl Iterator<Item = &Response> {
        self.successes.iter().chain(&self.failures)
    }

    /// The headers that its responses are documented to have, each once. What is said of `content-type` is passed over (OpenAPI 3.0,
    /// "Response Object").
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

    /// How one of its headers is read: what is no single value and no list of them is text, and so is what its responses do not describe
    /// alike.
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

    /// What one of its responses holds, in the preferred media type. One to `HEAD` has no body, whatever a document says.
    pub fn content<'a>(&self, response: &'a Response) -> Option<&'a Content> {
        response.contents.first().filter(|_| self.method != Method::Head)
    }
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// A name that the document asks for (`x-rust-name`).
    pub asked_name: Option<String>,
    /// Where it goes, and how it is written there.
    pub location: Location,
    /// Whether every call must give it.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What it means.
    pub description: Option<String>,
    /// The type of its value.
    pub value: Type,
    /// The JSON pointer of the parameter in the merged document.
    pub pointer: String,
    /// The schema of its value.
    pub schema: Option<SchemaId>,
    /// The values in `example` and `examples`.
    pub examples: Vec<serde_json::Value>,
    /// What else the document says of it: `allowEmptyValue`.
    pub rest: Rest,
}

/// Where a parameter goes, and how its value is written there (OpenAPI 3.0, "Style Values").
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

/// Whether arrays and objects are written as one value each or as several.
pub type Explode = bool;
/// Whether reserved characters are sent as they are.
pub type AllowReserved = bool;

/// How a cookie is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum CookieStyle {
    Form,
    Cookie,
}

/// How a path parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum PathStyle {
    Simple,
    Label,
    Matrix,
}

/// How a query parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum QueryStyle {
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

impl QueryStyle {
    /// The style of a name; `form` for any that there is none of.
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

    /// What `explode` is where nothing says it.
    pub(crate) fn is_exploded(self) -> bool {
        matches!(self, Self::Form | Self::DeepObject)
    }
}

/// Where JSON text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum JsonLocation {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    /// Whether the parameter is a part of the path.
    pub fn is_path(self) -> bool {
        matches!(self, Self::Path(..) | Self::Json(JsonLocation::Path))
    }

    /// Whether reserved characters of its values are sent as they are.
    pub fn keeps_reserved(self) -> bool {
        matches!(self, Self::Path(_, _, true) | Self::Query(_, _, true))
    }

    /// OpenAPI's word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path(..) | Self::Json(JsonLocation::Path) => "path",
            Self::Query(..) | Self::Json(JsonLocation::Query) => "query",
            Self::Header(..) | Self::Json(JsonLocation::Header) => "header",
            Self::Cookie(..) | Self::Json(JsonLocation::Cookie) => "cookie",
        }
    }
}

/// What an operation takes as its body.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestBody {
    /// What it means.
    pub description: Option<String>,
    /// Whether every call must give one.
    pub required: bool,
    /// The media types it can be sent in, the preferred one first; never empty.
    pub contents: Vec<Content>,
    /// What else the document says of it: under `content` the media types that are not sent.
    pub rest: Rest,
    /// The JSON pointer of the body in the merged document.
    pub pointer: String,
}

/// A body in one media type.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The media type as the document writes it.
    pub media_type: String,
    /// How it is written.
    pub encoding: Encoding,
    /// What it holds.
    pub value: Type,
    /// What is said of single parts or form fields.
    pub encodings: Vec<PartEncoding>,
    /// The schema, if there is one.
    pub schema: Option<SchemaId>,
    /// What else the document says of it: `example`, `examples`.
    pub rest: Rest,
    /// The JSON pointer of the media type in the merged document.
    pub pointer: String,
}

impl Content {
    /// Whether it is a string of which the document leaves open whether it is JSON or text: the media type that a response names says so.
    pub fn is_any_string(&self) -> bool {
        self.encoding == Encoding::Json
            && self.value == Type::String
            && MediaType::of(&self.media_type).is_wild()
    }
}

/// How a part of a multipart body, or a field of a form, is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PartEncoding {
    /// The property that it is said of.
    pub name: String,
    /// `contentType`: one or more media types.
    pub content_type: Option<String>,
    /// How a field of a form, or a part of one, is written (`style`, `explode`), if anything says so.
    pub style: Option<(QueryStyle, Explode)>,
    /// The headers of the part that are sent.
    pub headers: Vec<PartHeader>,
    /// What else is said: `headers` that are not always the same.
    pub rest: Rest,
}

/// A header of a part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartHeader {
    /// Its name.
    pub name: String,
    /// What it always is, if its schema says so; a program sets any other at the file that the part is.
    pub known: Option<String>,
    /// Whether every part must have it.
    pub required: bool,
    /// What it means.
    pub description: Option<String>,
}

impl PartEncoding {
    /// How a field of a form is written, if not in the usual way. A style goes before a media type (OpenAPI 3.0, "Encoding Object").
    pub(crate) fn location(&self) -> Option<Location> {
        let is_json = || self.media_type().is_some_and(|name| MediaType::of(name).is_json());
        match self.style {
            Some((style, explode)) => Some(Location::Query(style, explode, false)),
            None => is_json().then_some(Location::Json(JsonLocation::Query)),
        }
    }

    /// The headers of the part that are sent whatever a program does, and their values.
    pub(crate) fn known_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().filter_map(|own| Some((own.name.as_str(), own.known.as_deref()?)))
    }

    /// The one media type that the part is sent with; none where several are allowed.
    pub fn media_type(&self) -> Option<&str> {
        let media_type = self.content_type.as_deref()?.trim();
        (!media_type.is_empty() && !media_type.contains([',', '*'])).then_some(media_type)
    }
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `application/json` and `+json`.
    Json,
    /// `application/xml`, `text/xml` and `+xml` of which the schema says what is in it.
    Xml,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// `text/event-stream`: a stream of events, of which the value is what one of them holds. Only read.
    Events,
    /// `application/jsonl` and the like: a stream of JSON texts, each on a line, of which the value is one. Only read.
    JsonLines,
    /// `application/json-seq` (RFC 7464): a stream of JSON texts, of which the value is one. Only read.
    JsonSequence,
    /// `text/*`.
    Text,
    /// Anything else: bytes.
    Binary,
}

impl Encoding {
    /// Whether a response that is written so consists of items.
    pub fn is_stream(self) -> bool {
        matches!(self, Self::Events | Self::JsonLines | Self::JsonSequence)
    }
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The statuses it stands for.
    pub status: Status,
    /// What it means.
    pub description: String,
    /// The media types it may come in, the preferred one first; empty for a response without a body.
    pub contents: Vec<Content>,
    /// Of all media types that the document lists, those that hold something else than the preferred one, or the chosen one.
    pub others: Vec<String>,
    /// The headers it carries.
    pub headers: Vec<Header>,
    /// What else the document says of it: `links`.
    pub rest: Rest,
    /// The JSON pointer of the response in the merged document.
    pub pointer: String,
}

/// The statuses that a response stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A class such as `4XX`, by its first digit.
    Class(u8),
    /// Every status that has no entry of its own.
    Default,
}

impl Status {
    /// Whether its response can have a body (RFC 9110, section 6.4.1).
    pub fn has_body(self) -> bool {
        !matches!(self, Self::Code(100..=199 | 204 | 205 | 304))
    }
}

/// How a header of responses is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderForm {
    /// As one value.
    One,
    /// As values with commas between them.
    List,
    /// As JSON text.
    Json,
    /// As the text that it is.
    Text,
}

/// A documented header of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What it means.
    pub description: Option<String>,
    /// The type of its value.
    pub value: Type,
    /// Whether its value is JSON text (`content: application/json`).
    pub is_json: bool,
    /// The JSON pointer of the header in the merged document.
    pub pointer: String,
    /// The schema of its value.
    pub schema: Option<SchemaId>,
    /// What else the document says of it: `example`, `style`, `explode`.
    pub rest: Rest,
}
