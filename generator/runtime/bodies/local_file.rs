//! [`File::open`]: local files, on systems where programs can open them.

#![cfg(not(target_family = "wasm"))]

use std::future::poll_fn;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::file::File;

/// The number of bytes of a file that are read at once.
const CHUNK: usize = 64 * 1024;

impl File {
    /// Opens a local file, which is read while it is sent. Its name is the last part of the path. The timeout of the call
    /// includes the time for sending.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened.
    pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut file = tokio::fs::File::open(path).await?;
        let metadata = file.metadata().await?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // Only a regular file has a length, not a pipe for instance. Files of the system may claim to be empty.
        let length = match metadata.len() {
            _ if !metadata.is_file() => None,
            0 if has_bytes(&mut file).await? => {
                file = tokio::fs::File::open(path).await?;
                None
            }
            length => Some(length),
        };
        Ok(Self::from_stream(name, Chunks(file), length))
    }
}

/// Whether a file has more bytes.
async fn has_bytes(file: &mut tokio::fs::File) -> io::Result<bool> {
    poll_fn(|cx| {
        let mut byte = [0];
        let mut buffer = ReadBuf::new(&mut byte);
        ready!(Pin::new(&mut *file).poll_read(cx, &mut buffer))?;
        Poll::Ready(Ok(!buffer.filled().is_empty()))
    })
    .await
}

/// A local file, read in chunks.
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
