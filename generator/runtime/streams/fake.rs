//! Answers of a [`Fake`](crate::runtime::Fake) that are streams.

use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use super::framing::Framing;
use super::output::Streamable;
use crate::runtime::bodies::Body;
use crate::runtime::calls::{Answers, json};
use crate::runtime::wire::{Operation, Success};

impl<Op: Operation<Output: Streamable>> Answers<'_, Op> {
    /// Answers with a stream of these values, each an event or a JSON text.
    pub fn streams(self, values: &[impl Serialize]) -> Self {
        let (before, after, media_type) = match Op::Output::FRAMING {
            Framing::Events => ("data: ", "\n\n", "text/event-stream"),
            Framing::Lines => ("", "\n", "application/jsonl"),
            Framing::Sequence => ("\u{1e}", "\n", "application/json-seq"),
        };
        let mut text = String::new();
        for value in values {
            let value = serde_json::to_string(value).unwrap_or_else(|error| error.to_string());
            text.extend([before, &value, after]);
        }
        let mut response = json(Success::first(Op::SUCCESS), &());
        *response.body_mut() = Body::from(text);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        self.responds(response)
    }
}
