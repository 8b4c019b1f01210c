//! The original text of a document in; the text for the parser out, and back.
//!
//! A character that must never count as markup is replaced by a placeholder of the private use area, and restored after parsing: the `<`
//! of HTML, the `:` of a reference definition. So these are text everywhere, and code is unchanged. The parser takes quadratic time for
//! many empty lines in deep containers, so both are limited.

use std::fmt::Write;

/// The placeholder for a `<` that could begin HTML.
const LESS: char = '\u{e000}';
/// The placeholder for a `:` that could be part of a reference definition.
const COLON: char = '\u{e001}';
/// An empty placeholder before a marker that would open too many containers.
const NOTHING: char = '\u{e002}';

/// The maximum number of containers that a line may open.
const MARKERS: usize = 24;

/// The maximum number of consecutive empty lines.
const EMPTY_LINES: usize = 3;

/// A text for the parser.
pub(super) fn prepare(text: &str) -> String {
    let text = visible(&line_breaks(text));
    let mut prepared = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let is_empty = line.trim().is_empty();
        empty = if is_empty { empty + 1 } else { 0 };
        if !is_empty {
            bounded(line, &mut prepared);
        }
        if empty <= EMPTY_LINES {
            prepared.push('\n');
        }
    }
    prepared
}

/// A line with placeholders that opens a limited number of containers.
fn bounded(line: &str, out: &mut String) {
    let mut rest = line;
    for _ in 0..MARKERS {
        let Some(length) = marker(rest) else { break };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    if marker(rest).is_some() {
        out.push(NOTHING);
    }
    let (mut before, mut is_escaped) = (' ', false);
    for (at, char) in rest.char_indices() {
        out.push(match char {
            '<' if is_escaped => '<',
            '<' if !is_link(&rest[at + 1..]) && !rest[..at].ends_with("](") => LESS,
            ':' if before == ']' => COLON,
            char => char,
        });
        is_escaped = char == '\\' && !is_escaped;
        before = char;
    }
}

/// The length of the container marker at the beginning of a line, with the spaces before it.
fn marker(line: &str) -> Option<usize> {
    let start = line.len() - line.trim_start_matches(' ').len();
    let rest = &line[start..];
    if rest.starts_with('>') {
        return Some(start + 1);
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_marker = match rest[digits..].chars().next()? {
        '-' | '+' | '*' => digits == 0,
        '.' | ')' => (1..=9).contains(&digits),
        _ => false,
    };
    let after = &rest[digits..].get(1..)?;
    (is_marker && (after.is_empty() || after.starts_with(' '))).then_some(start + digits + 1)
}

/// Whether the text after a `<` can be a link in angle brackets.
fn is_link(rest: &str) -> bool {
    let end = rest.find(|char: char| char.is_whitespace() || matches!(char, '<' | '>'));
    let Some(target) = end.filter(|&end| rest[end..].starts_with('>')).map(|end| &rest[..end])
    else {
        return false;
    };
    let has_scheme = |scheme: &str| {
        target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    ["https://", "http://", "mailto:"].into_iter().any(has_scheme)
        || (target.contains('@') && !target.contains(['"', '\'', '=', ':']))
}

/// Parsed text with the placeholders restored, and without invisible characters from entities.
pub(super) fn restored(text: &str) -> String {
    let text = text.chars().filter(|&char| char != NOTHING && is_visible(char));
    text.map(|char| match char {
        LESS => '<',
        COLON => ':',
        '\n' | '\t' => ' ',
        char => char,
    })
    .collect()
}

/// The restored lines of a block of code.
pub(super) fn restored_lines(text: &str) -> String {
    let lines = text.lines().map(|line| restored(line).trim_end().to_owned());
    let lines: Vec<String> = lines.collect();
    let is_text = |line: &String| !line.is_empty();
    let start = lines.iter().position(is_text).unwrap_or(lines.len());
    let end = lines.iter().rposition(is_text).map_or(start, |last| last + 1);
    lines[start..end].join("\n")
}

/// A text as one line, for places without Markdown.
pub(crate) fn one_line(text: &str) -> String {
    visible(&line_breaks(text)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A visible form of a name, which is never empty.
pub(super) fn name(text: &str) -> String {
    let name = visible(text).replace('\n', " ");
    if name.is_empty() { " ".to_owned() } else { name }
}

/// Converts HTML line breaks and paragraphs to lines.
fn line_breaks(text: &str) -> String {
    const TAGS: [&str; 5] = ["<br>", "<br/>", "<br />", "</p>", "<p>"];
    let mut lines = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '\r']) {
        lines.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_tag = |tag: &&&str| {
            rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
        };
        let (length, text) = match TAGS.iter().find(is_tag) {
            Some(tag) => (tag.len(), "\n"),
            None if rest.starts_with("\r\n") => (2, "\n"),
            None if rest.starts_with('\r') => (1, "\n"),
            None => (1, "<"),
        };
        lines.push_str(text);
        rest = &rest[length..];
    }
    lines + rest
}

/// Removes invisible characters, and converts tabs to spaces.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for char in text.chars().filter(|&char| is_visible(char)) {
        match char {
            '\t' => visible.push_str("    "),
            LESS | COLON | NOTHING => visible.push(char::REPLACEMENT_CHARACTER),
            char => visible.push(char),
        }
    }
    visible
}

/// Whether a character is neither a control character nor one that changes the direction of text, which rustc refuses in comments.
fn is_visible(char: char) -> bool {
    let is_hidden = matches!(char,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    matches!(char, '\n' | '\t') || !(char.is_control() || is_hidden)
}

/// The target of a link in Markdown form; `None` for one that only works on its original site.
pub(super) fn target(text: &str) -> Option<String> {
    let text = restored(text);
    let (scheme, rest) = text.trim().split_once(':')?;
    let is_web = ["http", "https"].into_iter().any(|web| scheme.eq_ignore_ascii_case(web));
    // Rustdoc reads an address without a dot as the name of an item.
    let is_mail = scheme.eq_ignore_ascii_case("mailto")
        && rest.split_once('@').is_some_and(|(_, host)| host.trim_matches('.').contains('.'));
    if !(is_mail || (is_web && rest.len() > 2 && rest.starts_with("//"))) {
        return None;
    }
    let mut target = format!("{scheme}:");
    for char in rest.chars() {
        let is_bare = char.is_alphanumeric() || "-._~:/?#[]@!$&'*+,;=%".contains(char);
        if is_bare {
            target.push(char);
            continue;
        }
        for byte in char.encode_utf8(&mut [0; 4]).bytes() {
            let _ = write!(target, "%{byte:02X}");
        }
    }
    Some(target)
}
