//! The name of a media type in; the kind of body that it stands for out.

/// The media type of forms.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The media type of bytes of no particular kind.
pub(crate) const BYTES: &str = "application/octet-stream";

/// The header parameters, in lower case, that OpenAPI tells to ignore: media types and security schemes determine these headers.
pub(crate) const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// A media type without its parameters, in lower case: `application/json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MediaType(String);

impl MediaType {
    /// Reads a name such as `Application/JSON; charset=utf-8`.
    pub(crate) fn of(name: &str) -> Self {
        Self(name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The type without its parameters, in lower case.
    pub(crate) fn essence(&self) -> &str {
        &self.0
    }

    /// Whether the body is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.0.ends_with("/json") || self.0.ends_with("+json")
    }

    /// Whether the body is XML.
    pub(crate) fn is_xml(&self) -> bool {
        self.0.ends_with("/xml") || self.0.ends_with("+xml")
    }

    /// Whether the body is a form.
    pub(crate) fn is_form(&self) -> bool {
        self.0 == FORM
    }

    /// Whether it is a range, and so leaves the body open in whole or in part.
    pub(crate) fn is_wild(&self) -> bool {
        self.0.contains('*')
    }

    /// Whether the body is text.
    pub(crate) fn is_text(&self) -> bool {
        self.0.starts_with("text/")
    }

    /// Whether the body is a stream of server-sent events.
    pub(crate) fn is_events(&self) -> bool {
        self.0 == "text/event-stream"
    }

    /// Whether the body is a stream of JSON texts, one per line.
    pub(crate) fn is_json_lines(&self) -> bool {
        const NAMES: [&str; 8] = [
            "jsonl",
            "jsonlines",
            "x-jsonl",
            "ndjson",
            "x-ndjson",
            "json-lines",
            "x-json-lines",
            "stream+json",
        ];
        self.0.strip_prefix("application/").is_some_and(|name| NAMES.contains(&name))
    }

    /// Whether the body is a stream of JSON texts (RFC 7464).
    pub(crate) fn is_json_sequence(&self) -> bool {
        self.0 == "application/json-seq" || self.0.ends_with("+json-seq")
    }

    /// Whether the body consists of parts.
    pub(crate) fn is_multipart(&self) -> bool {
        self.0.starts_with("multipart/")
    }
}

/// Whether a text is a valid name of a header or cookie, or part of a media type (RFC 9110, 5.6.2).
pub(crate) fn is_token(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}
