//! [`TextReader`]: JSON texts, each on a line or behind a record separator, cut wherever they may.

use super::framing::{Frame, MARK, Reader, TooLong, grow_within};

/// Reads JSON texts. Empty ones are passed over, and the last need not be ended.
#[derive(Debug)]
pub(crate) struct TextReader {
    separator: u8,
    text: Vec<u8>,
    begun: bool,
}

impl TextReader {
    /// Texts that each stand on a line.
    pub(crate) fn lines() -> Self {
        Self { separator: b'\n', text: Vec::new(), begun: false }
    }

    /// Texts that each follow a record separator.
    pub(crate) fn sequence() -> Self {
        Self { separator: 0x1e, ..Self::lines() }
    }

    fn take(&mut self) -> Option<Frame> {
        let text = std::mem::take(&mut self.text);
        let is_first = !std::mem::replace(&mut self.begun, true);
        let text = text.strip_prefix(MARK).filter(|_| is_first).unwrap_or(&text).trim_ascii();
        (!text.is_empty()).then(|| Frame { data: text.to_vec(), ..Frame::default() })
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
