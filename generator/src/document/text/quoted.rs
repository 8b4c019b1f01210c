//! YAML with a quoted text that goes on in the column of its key, or further left, in; the same text with that quoted text in one line out.
//!
//! libyaml accepts both forms. Each byte of the space around a line break becomes a mark, so that every offset stays the same, and the value
//! gets its spaces and line breaks back.

use std::borrow::Cow;

/// At most this many texts of a document are joined: the document is read again after each.
pub(super) const TIMES: usize = 200;

/// In place of a space, and of the first half of a line break.
const SPACE: char = '\u{1}';
/// In place of a line break.
const BREAK: char = '\u{2}';

/// The text with the quoted text at the offset in one line.
pub(super) fn joined(text: &str, start: usize) -> Option<String> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(start)?;
    let mut joined = bytes.to_vec();
    let mut at = start + 1;
    loop {
        match *bytes.get(at)? {
            // Two quotation marks stand for one: the scan stops at the first, and the parser finds the second.
            byte if byte == quote && (quote == b'"' || bytes.get(at + 1) != Some(&quote)) => break,
            byte if byte == quote => at += 2,
            b'\\' if quote == b'"' => at += escape(&bytes[at..])?,
            b' ' | b'\t' | b'\r' | b'\n' => {
                let end = at + bytes[at..].iter().take_while(|b| b" \t\r\n".contains(b)).count();
                mark(&mut joined[at..end]);
                at = end;
            }
            _ => at += 1,
        }
    }
    String::from_utf8(joined).ok()
}

/// The length of an escape sequence, unless it is a line break or stands for a mark.
fn escape(bytes: &[u8]) -> Option<usize> {
    let digits = match bytes.get(1)? {
        b'\r' | b'\n' => return None,
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        _ => return Some(2),
    };
    let code = std::str::from_utf8(bytes.get(2..2 + digits)?).ok()?;
    let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    (!code.is_some_and(is_mark)).then_some(2 + digits)
}

/// Whether a character of a text would be taken for a mark.
pub(super) fn is_mark(char: char) -> bool {
    matches!(char, SPACE | BREAK)
}

/// Replaces a run of space by marks, if it has a line break.
fn mark(run: &mut [u8]) {
    if !run.iter().any(|byte| b"\r\n".contains(byte)) {
        return;
    }
    for at in 0..run.len() {
        let is_break = run[at] == b'\n' || (run[at] == b'\r' && run.get(at + 1) != Some(&b'\n'));
        run[at] = if is_break { BREAK as u8 } else { SPACE as u8 };
    }
}

/// The value of a scalar with this text, in which quoted texts were joined: one line break is a space, more are one fewer.
pub(super) fn restored<'a>(value: Cow<'a, str>, text: &str) -> Cow<'a, str> {
    if !text.contains(BREAK) {
        return value;
    }
    let (mut text, mut breaks) = (String::with_capacity(value.len()), 0);
    for char in value.chars().filter(|char| *char != SPACE) {
        if char == BREAK {
            breaks += 1;
            continue;
        }
        fold(&mut text, breaks);
        breaks = 0;
        text.push(char);
    }
    fold(&mut text, breaks);
    Cow::Owned(text)
}

fn fold(text: &mut String, breaks: usize) {
    match breaks {
        0 => {}
        1 => text.push(' '),
        more => text.extend(std::iter::repeat_n('\n', more - 1)),
    }
}
