//! [`TextReader`]: reads JSON texts, each on a line or after a record separator, from chunks of any size.

use super::framing::{Frame, MARK, Reader, TooLong, grow_within};

/// The record separator with which each text of a sequence begins.
const SEPARATOR: u8 = 0x1e;

/// Reads JSON texts. Empty ones are skipped, and the last one needs no terminator.
#[derive(Debug)]
pub(crate) struct TextReader {
    separator: u8,
    text: Vec<u8>,
    begun: bool,
}

impl TextReader {
    /// A reader of texts that are each on a line.
    pub(crate) fn lines() -> Self {
        Self { separator: b'\n', text: Vec::new(), begun: false }
    }

    /// A reader of texts that each follow a record separator.
    pub(crate) fn sequence() -> Self {
        Self { separator: SEPARATOR, ..Self::lines() }
    }

    fn take(&mut self) -> Option<Frame> {
        let text = std::mem::take(&mut self.text);
        let is_first = !std::mem::replace(&mut self.begun, true);
        let text = text.strip_prefix(MARK).filter(|_| is_first).unwrap_or(&text);
        // A text without a delimiter of its own, such as a number, must be followed by white space (RFC 7464, 2.4).
        let is_open =
            text.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
                && !text.last().is_some_and(u8::is_ascii_whitespace);
        let cut = self.separator == SEPARATOR && is_open;
        let data = text.trim_ascii().to_vec();
        (!data.is_empty()).then(|| Frame { data, cut, ..Frame::default() })
    }
}

impl Reader for TextReader {
    fn push(
        &mut self,
        mut bytes: &[u8],
        limit: usize,
        out: &mut Vec<Frame>,
    ) -> Result<(), TooLong> {
        while let Some(end) = bytes.iter().position(|byte| *byte == self.separator) {
            grow_within(&mut self.text, &bytes[..end], limit)?;
            bytes = &bytes[end + 1..];
            out.extend(self.take());
        }
        grow_within(&mut self.text, bytes, limit)
    }

    fn finish(&mut self) -> Option<Frame> {
        self.take()
    }
}
