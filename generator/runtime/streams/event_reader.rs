//! [`EventReader`]: reads `text/event-stream` (HTML standard, 9.2.6) from chunks of any size.

use std::time::Duration;

use super::framing::{Frame, MARK, Reader, TooLong, grow_within};

/// Reads events. Lines end with CR, LF or both; the last event counts only if an empty line follows it.
#[derive(Debug, Default)]
pub(crate) struct EventReader {
    line: Vec<u8>,
    /// Whether a line feed that follows belongs to the end of the previous line.
    after_return: bool,
    begun: bool,
    event: String,
    data: Vec<u8>,
    has_data: bool,
    id: Option<String>,
    /// The identifier of the last event, unless that event was cut off.
    last_id: Option<String>,
    retry: Option<Duration>,
}

impl EventReader {
    /// A reader that continues after an event with this identifier.
    pub(crate) fn after(id: Option<String>, retry: Option<Duration>) -> Self {
        Self { id: id.clone(), last_id: id, retry, ..Self::default() }
    }

    /// Handles a complete line.
    fn end_line(&mut self, limit: usize, out: &mut Vec<Frame>) -> Result<(), TooLong> {
        let line = std::mem::take(&mut self.line);
        let is_first = !std::mem::replace(&mut self.begun, true);
        let line = match line.strip_prefix(MARK) {
            Some(rest) if is_first => rest,
            _ => &line,
        };
        if line.is_empty() {
            out.extend(self.dispatch());
            return Ok(());
        }
        let (field, value) = match line.iter().position(|byte| *byte == b':') {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &line[line.len()..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let text = || String::from_utf8_lossy(value).into_owned();
        match field {
            b"event" => self.event = text(),
            b"data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push(b'\n');
                }
                return grow_within(&mut self.data, value, limit);
            }
            b"id" if !value.contains(&0) => self.id = Some(text()),
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                self.retry = text().parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // Comments, whose field is empty, and unknown fields.
            _ => {}
        }
        Ok(())
    }

    /// Returns the event that an empty line ends; none without data.
    fn dispatch(&mut self) -> Option<Frame> {
        let event = std::mem::take(&mut self.event);
        let data = std::mem::take(&mut self.data);
        let has_data = std::mem::take(&mut self.has_data);
        let event = Some(event).filter(|event| !event.is_empty());
        let id = self.id.clone().filter(|id| !id.is_empty());
        self.last_id.clone_from(&id);
        has_data.then_some(Frame { event, id, data, cut: false })
    }
}

impl Reader for EventReader {
    fn push(
        &mut self,
        mut bytes: &[u8],
        limit: usize,
        out: &mut Vec<Frame>,
    ) -> Result<(), TooLong> {
        while !bytes.is_empty() {
            if std::mem::take(&mut self.after_return) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
                return grow_within(&mut self.line, bytes, limit);
            };
            grow_within(&mut self.line, &bytes[..end], limit)?;
            self.after_return = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            self.end_line(limit, out)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Option<Frame> {
        None
    }

    fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }
}
