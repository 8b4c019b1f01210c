//! The outputs of operations whose response is a stream: [`Events`], [`JsonLines`] and [`JsonSequence`], if it is read completely.

use std::fmt;
use std::ops::Deref;

use super::event_reader::EventReader;
use super::framing::{Frame, Framing, Reader};
use super::text_reader::TextReader;
use crate::runtime::errors::DecodeError;
use crate::runtime::json::{Decode, Fault, Mode, from_json};
use crate::runtime::wire::{Output, Reply, Success};

/// The content of an event or a line of a stream.
pub trait Datum: Sized + Send + 'static {
    /// Whether an event with empty `data` has no content. Many servers send such events to keep a connection open. (An event without any
    /// line `data` has none in any case; see [`EventReader`].)
    #[doc(hidden)]
    const NEEDS_DATA: bool;

    /// Reads the content; none if it marks the end of the stream.
    #[doc(hidden)]
    fn read(data: &[u8], mode: Mode) -> Result<Option<Self>, DatumFault>;
}

/// An error in an event or a line.
#[doc(hidden)]
pub struct DatumFault(pub(crate) Fault);

/// JSON content. Some servers end a stream with `[DONE]`, which is not JSON.
impl<T: Decode + Send + 'static> Datum for T {
    const NEEDS_DATA: bool = true;

    fn read(data: &[u8], mode: Mode) -> Result<Option<Self>, DatumFault> {
        match data.trim_ascii() {
            b"[DONE]" => Ok(None),
            data => from_json(data, mode, None).map(Some).map_err(DatumFault),
        }
    }
}

/// Text whose format is not documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Text(pub String);

impl Datum for Text {
    const NEEDS_DATA: bool = false;

    fn read(data: &[u8], _: Mode) -> Result<Option<Self>, DatumFault> {
        Ok(Some(Self(String::from_utf8_lossy(data).into_owned())))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An event from the server.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The kind of the event, if the server names it.
    pub event: Option<String>,
    /// The identifier of this or an earlier event, if the server gave one.
    pub id: Option<String>,
    /// The content.
    pub data: T,
}

/// The events of a response that was read completely.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Events<T>(pub Vec<Event<T>>);

/// The lines of a response that was read completely, each a JSON text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JsonLines<T>(pub Vec<T>);

/// The JSON texts of a response that was read completely (RFC 7464).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JsonSequence<T>(pub Vec<T>);

/// The output of an operation that can be read as it arrives.
pub trait Streamable: Sized {
    /// The type of its items.
    type Item: Send;

    /// The way in which it is divided into items.
    #[doc(hidden)]
    const FRAMING: Framing;

    /// Reads an item, and takes from the frame what the item keeps; none if it marks the end of the stream.
    #[doc(hidden)]
    fn item(frame: &mut Frame, mode: Mode) -> Result<Option<Self::Item>, DatumFault>;

    /// Whether a frame holds no item.
    #[doc(hidden)]
    fn is_blank(_: &Frame) -> bool {
        false
    }

    /// Creates the output from all its items.
    #[doc(hidden)]
    fn all(items: Vec<Self::Item>) -> Self;
}

impl<T: Datum> Streamable for Events<T> {
    type Item = Event<T>;
    const FRAMING: Framing = Framing::Events;

    fn item(frame: &mut Frame, mode: Mode) -> Result<Option<Event<T>>, DatumFault> {
        let data = T::read(&frame.data, mode)?;
        Ok(data.map(|data| Event { event: frame.event.take(), id: frame.id.take(), data }))
    }

    fn is_blank(frame: &Frame) -> bool {
        T::NEEDS_DATA && frame.data.trim_ascii().is_empty()
    }

    fn all(items: Vec<Event<T>>) -> Self {
        Self(items)
    }
}

impl<T: Datum> Streamable for JsonLines<T> {
    type Item = T;
    const FRAMING: Framing = Framing::Lines;

    fn item(frame: &mut Frame, mode: Mode) -> Result<Option<T>, DatumFault> {
        T::read(&frame.data, mode)
    }

    fn all(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T: Datum> Streamable for JsonSequence<T> {
    type Item = T;
    const FRAMING: Framing = Framing::Sequence;

    fn item(frame: &mut Frame, mode: Mode) -> Result<Option<T>, DatumFault> {
        if frame.cut {
            let message = "the item may be incomplete, as no white space follows it".to_owned();
            return Err(DatumFault(Fault { path: String::new(), message }));
        }
        T::read(&frame.data, mode)
    }

    fn all(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T: Datum> Output for Events<T> {
    const SUCCESS: &'static [Success<Self>] = &[Success::stream(200)];
}

impl<T: Datum> Output for JsonLines<T> {
    const SUCCESS: &'static [Success<Self>] = &[Success::stream(200)];
}

impl<T: Datum> Output for JsonSequence<T> {
    const SUCCESS: &'static [Success<Self>] = &[Success::stream(200)];
}

impl<T: Streamable> Success<T> {
    /// A response that is a stream.
    #[must_use]
    pub const fn stream(status: u16) -> Self {
        let success = Self::map(status, Reply::stream);
        match T::FRAMING {
            // A response of any other media type is not a stream of events (HTML standard, 9.2.3).
            Framing::Events => success.among("text/event-stream", &["*/*"]),
            Framing::Lines | Framing::Sequence => success,
        }
    }
}

impl Reply {
    /// Reads the body as a completely received stream.
    ///
    /// # Errors
    ///
    /// When an item cannot be read.
    pub fn stream<T: Streamable>(&self) -> Result<T, DecodeError> {
        let (mut reader, mut frames) = (reader(T::FRAMING, None, None), Vec::new());
        // It cannot fail, as there is no limit.
        let _ = reader.push(self.body(), usize::MAX, &mut frames);
        frames.extend(reader.finish());
        let mut items = Vec::with_capacity(frames.len());
        frames.retain(|frame| !T::is_blank(frame));
        for (index, frame) in frames.iter_mut().enumerate() {
            let item = T::item(frame, self.mode()).map_err(|DatumFault(fault)| {
                let path = match fault.path.as_str() {
                    "" => format!("[{index}]"),
                    path if path.starts_with('[') => format!("[{index}]{path}"),
                    path => format!("[{index}].{path}"),
                };
                self.error(Fault { path, ..fault })
            })?;
            match item {
                Some(item) => items.push(item),
                None => break,
            }
        }
        Ok(T::all(items))
    }
}

/// The reader for a framing. `id` and `retry` continue an earlier stream of events.
pub(crate) fn reader(
    framing: Framing,
    id: Option<String>,
    retry: Option<std::time::Duration>,
) -> Box<dyn Reader> {
    match framing {
        Framing::Events => Box::new(EventReader::after(id, retry)),
        Framing::Lines => Box::new(TextReader::lines()),
        Framing::Sequence => Box::new(TextReader::sequence()),
    }
}
