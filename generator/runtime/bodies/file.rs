//! [`File`]: a file that is sent as a part of a form.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::body::Body;

/// How many bytes of a file are read at once.
const CHUNK: usize = 64 * 1024;

/// A file that is sent as a part of a form: its name, its content in memory or as a stream, and what it is.
///
/// A file in memory can be sent as often as you like. A stream can be sent once: clones share it, and two files are
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

    /// A file that is read from a stream while it is sent; its length, in bytes, if it is known.
    pub fn from_stream<S, B, E>(name: impl Into<String>, stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::new(name.into(), Body::from_stream(stream, length))
    }

    /// A file of this machine, which is read while it is sent. It is called by the last part of its path. The timeout of the
    /// call includes the time that sending takes.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = tokio::fs::File::open(path).await?;
        let metadata = file.metadata().await?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // What is no regular file, a pipe for instance, has no length of its own.
        let length = metadata.is_file().then_some(metadata.len());
        Ok(Self::from_stream(name, Chunks(file), length))
    }

    fn new(name: String, content: Body) -> Self {
        Self { name, content_type: None, headers: Vec::new(), content }
    }

    /// Sets its media type, such as `application/pdf`. Without it, it is what the API says it must be, or
    /// `application/octet-stream`.
    #[must_use]
    pub fn with_content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Adds a header of its own, which is sent with the part of the form.
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

/// Its content, without the name: to send a file as a whole body.
impl From<File> for Body {
    fn from(file: File) -> Self {
        file.content
    }
}

/// A file of this machine, piece by piece.
struct Chunks(tokio::fs::File);

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut bytes = vec![0; CHUNK];
        let mut buffer = ReadBuf::new(&mut bytes);
        ready!(Pin::new(&mut self.0).poll_read(cx, &mut buffer))?;
        let length = buffer.filled().len();
        bytes.truncate(length);
        Poll::Ready((length > 0).then(|| Ok(bytes.into())))
    }
}
