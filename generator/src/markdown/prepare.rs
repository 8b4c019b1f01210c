//! A text as it stands in a document in, what the parser reads out; and the way back.
//!
//! What must never count as markup is replaced by a stand-in, a character of the private use area, and becomes itself again when the
//! parser has read the text: the `<` of HTML, the `:` of a reference definition. So these are text wherever they stand, and code is
//! left as it was. The parser takes quadratic time where many empty lines stand in deep containers, so both are bounded.

use std::fmt::Write;

/// Stands for the `<` of what could be HTML.
const LESS: char = '\u{e000}';
/// Stands for the `:` of what could be a reference definition.
const COLON: char = '\u{e001}';
/// Stands for nothing, in front of a marker that would open a container too many.
const NOTHING: char = '\u{e002}';

/// How many containers one line may open.
const MARKERS: usize = 24;

/// How many empty lines in a row are kept.
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

/// A line that opens a bounded number of containers, with stand-ins.
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

/// How long the marker of a container is that a line begins with, with the spaces before it.
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

/// Whether what follows a `<` can be a link in angle brackets.
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

/// What the parser has read, with what the stand-ins stand for, and without what an entity may have brought in.
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

/// The same for the lines of a block of code.
pub(super) fn restored_lines(text: &str) -> String {
    let lines = text.lines().map(|line| restored(line).trim_end().to_owned());
    let lines: Vec<String> = lines.collect();
    let is_text = |line: &String| !line.is_empty();
    let start = lines.iter().position(is_text).unwrap_or(lines.len());
    let end = lines.iter().rposition(is_text).map_or(start, |last| last + 1);
    lines[start..end].join("\n")
}

/// A text as one line, for where Markdown means nothing.
pub(crate) fn one_line(text: &str) -> String {
    visible(&line_breaks(text)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name as it can be shown, which is never empty.
pub(super) fn name(text: &str) -> String {
    let name = visible(text).replace('\n', " ");
    if name.is_empty() { " ".to_owned() } else { name }
}

/// HTML line breaks and paragraphs as lines.
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

/// Without what cannot be seen, and with spaces for tabs.
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

/// Whether a character is no control and none that changes the direction of text, which rustc refuses in comments.
fn is_visible(char: char) -> bool {
    let is_hidden = matches!(char,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    matches!(char, '\n' | '\t') || !(char.is_control() || is_hidden)
}

/// The target of a link as it may stand in Markdown; `None` for one that leads nowhere from here.
pub(super) fn target(text: &str) -> Option<String> {
    let text = restored(text);
    let (scheme, rest) = text.trim().split_once(':')?;
    let is_web = ["http", "https"].into_iter().any(|web| scheme.eq_ignore_ascii_case(web));
    // Rustdoc takes an address without a dot for the name of an item.
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
