//! The parameter `charset` of the media type of text. Known are UTF-8 and the one-byte codes of western languages, which the standard
//! "Encoding" of the WHATWG reads as Windows-1252.

use std::borrow::Cow;
use std::ops::Range;

/// How text is coded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Charset {
    Utf8,
    Ascii,
    Latin1,
    Windows1252,
    Other,
}

/// The characters of the bytes 0x80 to 0x9F in Windows-1252. All others are those of ISO-8859-1.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The place of the parameter's value in a media type, without quotes.
fn place(media_type: &str) -> Option<Range<usize>> {
    let mut start = end_of_part(media_type);
    while start < media_type.len() {
        let end = start + 1 + end_of_part(&media_type[start + 1..]);
        if let Some((name, value)) = media_type[start + 1..end].split_once('=')
            && name.trim().eq_ignore_ascii_case("charset")
        {
            let begin = end - value.trim_start().len();
            let value = value.trim();
            let quote =
                usize::from(value.len() > 1 && value.starts_with('"') && value.ends_with('"'));
            return Some(begin + quote..begin + value.len() - quote);
        }
        start = end;
    }
    None
}

/// The place of the first semicolon outside of quotes, or the end of the text.
fn end_of_part(text: &str) -> usize {
    let mut is_quoted = false;
    let end = text.find(|c| {
        is_quoted ^= c == '"';
        c == ';' && !is_quoted
    });
    end.unwrap_or(text.len())
}

/// The code that a label stands for (WHATWG, "Encoding", 4.2).
fn charset(label: &str) -> Charset {
    match label.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" | "unicode-1-1-utf-8" => Charset::Utf8,
        "us-ascii" | "ascii" | "ansi_x3.4-1968" => Charset::Ascii,
        "iso-8859-1" | "iso8859-1" | "iso88591" | "iso_8859-1" | "iso_8859-1:1987" | "latin1"
        | "l1" | "csisolatin1" | "iso-ir-100" | "cp819" | "ibm819" => Charset::Latin1,
        "windows-1252" | "cp1252" | "x-cp1252" => Charset::Windows1252,
        _ => Charset::Other,
    }
}

/// A text as bytes, and the media type that says how it is coded. A text that the documented code cannot hold is sent as UTF-8. The same
/// holds for text of codes that are not known here.
pub(super) fn written<'m>(media_type: &'m str, text: &str) -> (Cow<'m, str>, Vec<u8>) {
    let place = place(media_type);
    let code = place.clone().map_or(Charset::Utf8, |place| charset(&media_type[place]));
    let bytes = match code {
        Charset::Utf8 => Some(text.as_bytes().to_vec()),
        Charset::Other => None,
        _ => text.chars().map(|char| byte(char, code)).collect(),
    };
    match (bytes, place) {
        (Some(bytes), _) => (media_type.into(), bytes),
        (None, Some(Range { start, end })) => {
            let label = [&media_type[..start], "utf-8", &media_type[end..]].concat();
            (label.into(), text.as_bytes().to_vec())
        }
        (None, None) => (media_type.into(), text.as_bytes().to_vec()),
    }
}

/// A media type with UTF-8 in place of another code: JSON and XML are written so.
pub(crate) fn in_utf8(media_type: &str) -> Cow<'_, str> {
    match place(media_type) {
        Some(place) if charset(&media_type[place.clone()]) != Charset::Utf8 => {
            [&media_type[..place.start], "utf-8", &media_type[place.end..]].concat().into()
        }
        _ => media_type.into(),
    }
}

/// A character as a byte, if the code has it. Other programs read the bytes 0x80 to 0x9F of ISO-8859-1 in different ways, so it is used
/// without them.
fn byte(char: char, code: Charset) -> Option<u8> {
    match u8::try_from(char).ok() {
        Some(byte @ 0..0x80) => Some(byte),
        Some(byte @ 0xa0..) => Some(byte).filter(|_| code != Charset::Ascii),
        _ if code == Charset::Windows1252 => {
            let index = HIGH.iter().position(|high| *high == char)?;
            u8::try_from(0x80 + index).ok()
        }
        _ => None,
    }
}

/// Bytes that are not UTF-8 as a text, if the media type of the response says how they are coded.
pub(super) fn read(media_type: &str, bytes: &[u8]) -> Option<String> {
    let code = charset(&media_type[place(media_type)?]);
    let char = |byte: &u8| match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        byte => char::from(*byte),
    };
    let is_western = matches!(code, Charset::Ascii | Charset::Latin1 | Charset::Windows1252);
    is_western.then(|| bytes.iter().map(char).collect())
}
