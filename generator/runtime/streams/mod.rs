//! A [`Call`](crate::runtime::Call) of an operation whose response is a stream of events or of JSON texts in, a [`Streaming`] of them out.

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
