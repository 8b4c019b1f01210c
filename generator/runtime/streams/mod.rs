//! Streams of events or JSON texts: a [`Streaming`] from a [`Call`](crate::runtime::Call) of an operation with such a response.

#![allow(dead_code, reason = "an API need not have all kinds of streams")]

mod event_reader;
mod framing;
mod output;
mod streaming;
mod text_reader;

pub use framing::{Frame, Framing};
pub use output::{Datum, Event, Events, JsonLines, JsonSequence, Streamable, Text};
pub use streaming::Streaming;

#[allow(unused_imports, reason = "for tests")]
pub(crate) use output::reader;

mod fake;

mod blocking;
