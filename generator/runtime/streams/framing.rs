//! [`Framing`]: the division of a stream's bytes into items, with a limit on their length.

use std::time::Duration;

/// The way in which the bytes of a stream are divided into items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// `text/event-stream`, as the HTML standard defines it.
    Events,
    /// One JSON text on each line.
    Lines,
    /// JSON texts that each begin with a record separator (RFC 7464).
    Sequence,
}

/// One item as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// The kind of the event, if the server names it.
    pub event: Option<String>,
    /// The last identifier from the server, if there is one.
    pub id: Option<String>,
    /// The content.
    pub data: Vec<u8>,
    /// Whether its end may be missing.
    pub cut: bool,
}

/// Divides bytes into items as they arrive.
pub(crate) trait Reader: Send {
    /// Reads the next bytes, and adds complete items to `out`. The error means that an item is longer than `limit`.
    fn push(&mut self, bytes: &[u8], limit: usize, out: &mut Vec<Frame>) -> Result<(), TooLong>;

    /// Returns the last item at the end of the stream, if there is one.
    fn finish(&mut self) -> Option<Frame>;

    /// The time that the server asks to wait before the stream is requested again.
    fn retry(&self) -> Option<Duration> {
        None
    }

    /// The last identifier from the server.
    fn last_id(&self) -> Option<&str> {
        None
    }
}

/// The error of an item that is too long.
pub(crate) struct TooLong;

/// Adds bytes to an incomplete item, unless it would be too long.
pub(crate) fn grow_within(item: &mut Vec<u8>, bytes: &[u8], limit: usize) -> Result<(), TooLong> {
    if item.len().saturating_add(bytes.len()) > limit {
        return Err(TooLong);
    }
    item.extend_from_slice(bytes);
    Ok(())
}

/// The byte order mark with which a UTF-8 text may begin.
pub(crate) const MARK: &[u8] = b"\xef\xbb\xbf";
