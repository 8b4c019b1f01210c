//! The parameter `charset` of the media type of text: UTF-8, and the one-byte codes of western languages.

use std::borrow::Cow;

/// How text is coded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Charset {
    Utf8,
    Ascii,
    /// ISO-8859-1, of which Windows-1252 is an extension.
    Latin1,
    Other,
}

/// The characters of the bytes 0x80 to 0x9F in Windows-1252. Text that is labelled ISO-8859-1 is read in the same way (WHATWG, "Encoding").
const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The value of the parameter in a media type.
fn named(media_type: &str) -> Option<&str> {
    let parameters = media_type.split(';').skip(1).filter_map(|own| own.split_once('='));
    let mut named = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    named.next().map(|(_, value)| value.trim().trim_matches('"'))
}

fn charset(media_type: &str) -> Charset {
    match named(media_type).unwrap_or("utf-8").to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => Charset::Utf8,
        "us-ascii" | "ascii" => Charset::Ascii,
        "iso-8859-1" | "iso8859-1" | "latin1" | "windows-1252" | "cp1252" => Charset::Latin1,
        _ => Charset::Other,
    }
}

/// A text as bytes, and the media type that says how it is coded. A text that the documented code cannot hold is sent as UTF-8.
/// Of Windows-1252, only what it shares with ISO-8859-1 is written.
pub(super) fn written<'m>(media_type: &'m str, text: &str) -> (Cow<'m, str>, Vec<u8>) {
    let byte = |char: char| match u32::from(char) {
        code @ (0..=0x7f | 0xa0..=0xff) => u8::try_from(code).ok(),
        _ => None,
    };
    let is_own = match charset(media_type) {
        Charset::Utf8 => true,
        Charset::Ascii => text.is_ascii(),
        Charset::Latin1 => match text.chars().map(byte).collect() {
            Some(bytes) => return (media_type.into(), bytes),
            None => false,
        },
        Charset::Other => false,
    };
    let label = match named(media_type) {
        Some(value) if !is_own => {
            let (before, after) = media_type.rsplit_once(value).unwrap_or((media_type, ""));
            format!("{before}utf-8{after}").into()
        }
        _ => media_type.into(),
    };
    (label, text.as_bytes().to_vec())
}

/// Bytes that are not UTF-8 as a text, if the media type of the response says how they are coded.
pub(super) fn read(media_type: &str, bytes: &[u8]) -> Option<String> {
    let char = |byte: &u8| match byte {
        0x80..=0x9f => HIGH.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::from(*byte)),
        byte => char::from(*byte),
    };
    (charset(media_type) == Charset::Latin1).then(|| bytes.iter().map(char).collect())
}
