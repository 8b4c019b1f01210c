//! [`File`]: a file that is sent as part of a form.

use bytes::Bytes;
use futures_core::Stream;

use super::body::Body;

/// A file that is sent as part of a form: its name, its media type, and its content in memory or as a stream.
///
/// A file in memory can be sent any number of times. A stream can be sent once: clones share it, and two files are
/// equal if they share one; see [`Body::from_stream`]. `Debug` shows the name and the size, never the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    name: String,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    content: Body,
}

impl File {
    /// A file in memory.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Body::from(bytes.into()))
    }

    /// A file that is read from a stream while it is sent, with its length in bytes, if known.
    pub fn from_stream<S, B, E>(name: impl Into<String>, stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::new(name.into(), Body::from_stream(stream, length))
    }

    fn new(name: String, content: Body) -> Self {
        Self { name, content_type: None, headers: Vec::new(), content }
    }

    /// Sets its media type, such as `application/pdf`. The default is the documented media type, or else
    /// `application/octet-stream`.
    #[must_use]
    pub fn with_content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Adds a header to this part of the form.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its media type, if it was set.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Its headers.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Its content.
    pub fn content(&self) -> &Body {
        &self.content
    }
}

/// The content without the name: to send a file as a whole body.
impl From<File> for Body {
    fn from(file: File) -> Self {
        file.content
    }
}
