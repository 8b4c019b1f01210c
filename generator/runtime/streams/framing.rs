//! [`Framing`]: how the bytes of a stream are cut into items, and how long an item may be.

use std::time::Duration;

/// How the bytes of a stream are cut into items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// `text/event-stream`, as the HTML standard defines it.
    Events,
    /// A JSON text on each line.
    Lines,
    /// JSON texts that each begin with a record separator (RFC 7464).
    Sequence,
}

/// One item, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// The kind of the event, if the server names it.
    pub event: Option<String>,
    /// The last identifier that the server gave, if it gave one.
    pub id: Option<String>,
    /// What it holds.
    pub data: Vec<u8>,
    /// Whether its end may be missing.
    pub cut: bool,
}

/// Cuts bytes into items as they come.
pub(crate) trait Reader: Send {
    /// Takes the next bytes in; what is whole by then goes to `out`. The error is that an item is longer than `limit`.
    fn push(&mut self, bytes: &[u8], limit: usize, out: &mut Vec<Frame>) -> Result<(), TooLong>;

    /// What is left at the end of the stream.
    fn finish(&mut self) -> Option<Frame>;

    /// How long the server asks to wait before the stream is asked for again.
    fn retry(&self) -> Option<Duration> {
        None
    }

    /// The last identifier that the server gave.
    fn last_id(&self) -> Option<&str> {
        None
    }
}

/// That an item is longer than it may be.
pub(crate) struct TooLong;

/// Adds bytes to an item that is not whole yet, unless it would be too long.
pub(crate) fn grow_within(item: &mut Vec<u8>, bytes: &[u8], limit: usize) -> Result<(), TooLong> {
    if item.len().saturating_add(bytes.len()) > limit {
        return Err(TooLong);
    }
    item.extend_from_slice(bytes);
    Ok(())
}

/// The mark that a text of UTF-8 may begin with.
pub(crate) const MARK: &[u8] = b"\xef\xbb\xbf";
