//! Descriptions of a document in, documentation comments out.
//!
//! Descriptions are Markdown, HTML or plain text by people who did not think of rustdoc. What would break a link, start a
//! test, open an HTML tag or end the comment is made plain text; control and bidirectional characters are dropped.

use proc_macro2::TokenStream;
use quote::quote;

/// A documentation comment of several paragraphs; empty ones are left out.
pub(super) fn comment<S: AsRef<str>>(paragraphs: &[S]) -> TokenStream {
    let attributes = lines(paragraphs).into_iter().map(|line| quote!(#[doc = #line]));
    quote!(#(#attributes)*)
}

/// The same as a comment of the module or crate that it stands in.
pub(super) fn inner<S: AsRef<str>>(paragraphs: &[S]) -> Vec<String> {
    lines(paragraphs).into_iter().map(|line| format!("//!{line}")).collect()
}

fn lines<S: AsRef<str>>(paragraphs: &[S]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in
        paragraphs.iter().map(AsRef::as_ref).filter(|paragraph| !paragraph.trim().is_empty())
    {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(
            paragraph
                .lines()
                .map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }),
        );
    }
    lines
}

/// The first of several texts that says something, as one sentence on one line; else `otherwise`, which is Markdown.
pub(super) fn sentence(texts: &[Option<&str>], otherwise: &str) -> String {
    let first = texts.iter().flatten().map(|text| line(text)).find(|text| !text.is_empty());
    first.map_or_else(|| otherwise.to_owned(), |text| stop(&text))
}

/// A text as one line of safe Markdown that begins no list, fence or heading.
pub(super) fn line(text: &str) -> String {
    let line = one_line(text);
    let safe = plain(&line);
    if is_item(&line) && !line.starts_with(|c: char| c.is_ascii_digit()) {
        format!("\\{safe}")
    } else {
        safe
    }
}

/// A text as one line, for where Markdown means nothing.
pub(super) fn one_line(text: &str) -> String {
    visible(&line_breaks(text)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as safe Markdown, with a full stop.
pub(super) fn text(text: &str) -> String {
    stop(&safe(text))
}

fn stop(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '!', '?', ':', '`', '|']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Something of the document as a code span.
pub(super) fn code(text: &str) -> String {
    let text: String = visible(text).replace('\n', " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A text as Markdown that rustdoc takes for nothing else.
pub(super) fn safe(text: &str) -> String {
    let text = visible(&line_breaks(text));
    let mut lines: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in text.lines().map(str::trim) {
        let is_fence = line.starts_with("```") || line.starts_with("~~~");
        if is_fence {
            fenced = !fenced;
            lines.push(if fenced { "```text".into() } else { "```".into() });
        } else if fenced {
            lines.push(line.replace("```", "'''"));
        } else {
            let line = plain(line);
            let after_item = lines.last().is_some_and(|last| is_item(last));
            if after_item && !line.is_empty() && !is_item(&line) {
                lines.push(String::new());
            }
            lines.push(line);
        }
    }
    if fenced {
        lines.push("```".into());
    }
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines.join("\n").trim().to_owned()
}

/// Whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ")
        || line.starts_with("* ")
        || line.starts_with("+ ")
        || (digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") ")))
}

/// HTML line breaks and paragraphs as lines.
fn line_breaks(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    for tag in ["<br>", "<br/>", "<br />", "<BR>", "</p>", "<p>"] {
        text = text.replace(tag, "\n");
    }
    text
}

/// Without control characters and without those that change the direction of text, which rustc refuses in comments.
fn visible(text: &str) -> String {
    let is_bidirectional = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|&c| {
            c == '\n'
                || !(c.is_control()
                    || is_bidirectional(c)
                    || c == '\u{feff}'
                    || c == '\u{2028}'
                    || c == '\u{2029}')
        })
        .collect()
}

/// One line with everything escaped that means something, except code spans and links to the web.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    if line.starts_with(['#', '=', '|', '~'])
        || (line.starts_with("---") && line.trim_matches('-').is_empty())
    {
        out.push('\\');
        out.push_str(&line[..1]);
        rest = &line[1..];
    }
    while let Some(c) = rest.chars().next() {
        if let Some(escaped) = rest
            .strip_prefix('\\')
            .and_then(|rest| rest.chars().next())
            .filter(char::is_ascii_punctuation)
        {
            out.extend(['\\', escaped]);
            rest = &rest[2..];
            continue;
        }
        let taken = code_span(rest, &mut out)
            .or_else(|| link(rest, &mut out))
            .or_else(|| address(rest, &mut out))
            .unwrap_or_else(|| {
                if matches!(c, '[' | ']' | '<' | '>' | '`') {
                    out.push('\\');
                }
                out.push(c);
                c.len_utf8()
            });
        rest = &rest[taken..];
    }
    out
}

/// A code span that ends on the same line.
fn code_span(rest: &str, out: &mut String) -> Option<usize> {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let inner = &rest[ticks..];
    let end = (ticks > 0).then(|| inner.find(&rest[..ticks])).flatten().filter(|&end| end > 0)?;
    let whole = ticks * 2 + end;
    out.push_str(&rest[..whole]);
    Some(whole)
}

/// An inline link: kept if it leads to the web, otherwise only its text, since its target is not here.
fn link(rest: &str, out: &mut String) -> Option<usize> {
    let label = rest.strip_prefix('[')?;
    let middle = label.find("](")?;
    let label = &label[..middle];
    let target = &rest[middle + 3..];
    let end = target.find(')')?;
    let target = &target[..end];
    if label.contains(['[', ']']) || target.contains([' ', '<', '>', '(']) {
        return None;
    }
    if target.starts_with("https://") || target.starts_with("http://") {
        out.push_str(&format!("[{}](<{target}>)", plain(label)));
    } else {
        out.push_str(&plain(label));
    }
    Some(middle + 4 + end)
}

/// A bare address of the web, made a link.
fn address(rest: &str, out: &mut String) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme))?;
    let end =
        rest.find(|c: char| c.is_whitespace() || "<>\"'`)]}|\\".contains(c)).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    if address.len() <= scheme.len() {
        return None;
    }
    out.push_str(&format!("<{address}>"));
    Some(address.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustdoc_would_take_for_something_else_is_escaped() {
        for (raw, expected) in [
            ("plain", "plain"),
            ("a [link] to nothing", "a \\[link\\] to nothing"),
            ("see [the docs](https://x.example/a)", "see [the docs](<https://x.example/a>)"),
            ("see [here](#/dead)", "see here"),
            ("go to https://x.example/a.", "go to <https://x.example/a>."),
            ("a <b>bold</b> word", "a \\<b\\>bold\\</b\\> word"),
            ("one<br>two", "one\ntwo"),
            ("`Vec<u8>` stays", "`Vec<u8>` stays"),
            ("an ` alone", "an \\` alone"),
            ("\\`Vec<u8>\\` and \\[x\\]", "\\`Vec\\<u8\\>\\` and \\[x\\]"),
            ("    let x = 1;", "let x = 1;"),
            ("```rust\npanic!()\n```", "```text\npanic!()\n```"),
            ("```\nnever closed", "```text\nnever closed\n```"),
            ("# heading", "\\# heading"),
            ("- item\nlazy", "- item\n\nlazy"),
            ("*/ } fn main() {", "*/ } fn main() {"),
            ("\u{202e}evil\u{0}\r\nnext\u{1b}[31m", "evil\nnext\\[31m"),
            ("größe 名前", "größe 名前"),
        ] {
            assert_eq!(safe(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn sentences_end_with_one_stop() {
        assert_eq!(sentence(&[None, Some(" \n"), Some("Log in")], "x"), "Log in.");
        assert_eq!(sentence(&[Some("Really?\nYes.")], "x"), "Really? Yes.");
        assert_eq!(sentence(&[None], "`x`."), "`x`.");
        assert_eq!(sentence(&[Some("~~~rust\npanic!();\n~~~")], ""), "\\~~~rust panic!(); ~~~.");
        assert_eq!(sentence(&[Some("- a\n- b")], ""), "\\- a - b.");
        assert_eq!(sentence(&[Some("```rust\npanic!();\n```")], ""), "```rust panic!(); ```");
        assert_eq!(sentence(&[Some("```rust\npanic!();")], ""), "\\`\\`\\`rust panic!();.");
    }

    #[test]
    fn code_spans_survive_backticks() {
        assert_eq!(code("a`b"), "`` a`b ``");
    }
}
