//! A description with HTML in; the equivalent Markdown out.
//!
//! Angle brackets may also contain a placeholder (`<id>`, `List<i>`). A tag has the name of an element, attributes of the form
//! `name=value` if any, and a closing tag where HTML requires one. Code spans and fences do not change.

use std::collections::BTreeMap;

/// The elements that people use in descriptions.
const ELEMENTS: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
];

/// The elements without an end tag, or with an optional one.
const UNPAIRED: &[&str] = &["br", "hr", "img", "li", "p", "tbody", "td", "th", "thead", "tr"];

/// A tag in a text.
struct Tag {
    start: usize,
    end: usize,
    name: &'static str,
    closes: bool,
    /// The target of a link.
    href: Option<String>,
    /// Whether it is a real tag: it needs no other tag, or the other one exists.
    counts: bool,
}

/// The text with links, emphasis, line breaks and list items in Markdown, and without other tags; `None` if there is no tag.
pub(super) fn to_markdown(text: &str) -> Option<String> {
    let tags = tags(text);
    if tags.is_empty() {
        return None;
    }
    let (mut out, mut at, mut targets) = (String::with_capacity(text.len()), 0, Vec::new());
    for tag in tags {
        out.push_str(&text[at..tag.start]);
        at = tag.end;
        match (tag.name, tag.closes) {
            ("a", false) => {
                out.push_str(if tag.href.is_some() { "[" } else { "" });
                targets.push(tag.href);
            }
            ("a", true) => {
                if let Some(target) = targets.pop().flatten() {
                    out.push_str(&format!("]({target})"));
                }
            }
            (name, closes) => write(&mut out, name, closes),
        }
    }
    out.push_str(&text[at..]);
    Some(tidy(&out))
}

/// The real tags, in order.
fn tags(text: &str) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['<', '`', '~']) {
        at += found;
        let Some(mut tag) = text[at..].starts_with('<').then(|| tag(&text[at..])).flatten() else {
            at += code(text, at).unwrap_or(1);
            continue;
        };
        (tag.start, tag.end) = (at, at + tag.end);
        at = tag.end;
        tag.counts = UNPAIRED.contains(&tag.name);
        if !tag.counts && !tag.closes {
            open.entry(tag.name).or_default().push(tags.len());
        } else if !tag.counts
            && let Some(opening) = open.get_mut(tag.name).and_then(Vec::pop)
        {
            tags[opening].counts = true;
            tag.counts = true;
        }
        tags.push(tag);
    }
    tags.retain(|tag| tag.counts);
    tags
}

/// The length of a code span, a fence, or of a marker that begins neither.
fn code(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let run = rest.len() - rest.trim_start_matches(mark).len();
    // Looks back only over spaces, as lines may be long.
    let before = text[..at].trim_end_matches([' ', '\t', '\r']);
    let begins_line = before.is_empty() || before.ends_with('\n');
    if begins_line && run >= 3 {
        let mut length = 0;
        for (index, line) in rest.split_inclusive('\n').enumerate() {
            length += line.len();
            if index > 0 && closes_fence(line, &rest[..run]) {
                break;
            }
        }
        return Some(length);
    }
    if mark == '~' {
        return Some(run);
    }
    let mut end = run;
    while let Some(next) = rest[end..].find(mark) {
        end += next;
        let closing = rest[end..].len() - rest[end..].trim_start_matches(mark).len();
        end += closing;
        if closing == run {
            return Some(end);
        }
    }
    Some(run)
}

/// Whether a line ends the fence that began with these characters.
fn closes_fence(line: &str, fence: &str) -> bool {
    let line = line.trim();
    line.starts_with(fence) && line.trim_start_matches(&fence[..1]).is_empty()
}

/// The tag at the beginning of a text, with its length as the end.
fn tag(text: &str) -> Option<Tag> {
    // A tag does not contain another `<`, so no text is scanned twice.
    let end = 1 + text[1..].find(['<', '>'])?;
    let inner = text[1..end].trim_start_matches('/');
    let closes = text[1..].starts_with('/');
    if !text[end..].starts_with('>') {
        return None;
    }
    let length = inner.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = ELEMENTS.iter().find(|known| known.eq_ignore_ascii_case(&inner[..length]))?;
    let after = &inner[length..];
    let is_apart =
        after.is_empty() || after.starts_with('/') || after.starts_with(char::is_whitespace);
    let attributes = Some(after).filter(|_| is_apart).and_then(attributes)?;
    if closes && !after.trim().is_empty() {
        return None;
    }
    let href = attributes.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("href"));
    let href = href.map(|(_, value)| value.trim().replace("&amp;", "&"));
    let href = href.filter(|href| !href.is_empty() && !href.contains(char::is_whitespace));
    Some(Tag { start: 0, end: end + 1, name, closes, href, counts: false })
}

/// The names and values of attributes; none if there is any other text.
fn attributes(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut rest = text.trim();
    rest = rest.strip_suffix('/').unwrap_or(rest).trim_end();
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=')?;
        let (name, after) = (name.trim_end(), after.trim_start());
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_name) {
            return None;
        }
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => after[1..].split_once(quote)?,
            None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        if quote.is_none() && value.is_empty() {
            return None;
        }
        attributes.push((name, value));
        rest = after.trim_start();
    }
    Some(attributes)
}

/// Writes the Markdown of a tag.
fn write(out: &mut String, name: &str, closes: bool) {
    match (name, closes) {
        ("b" | "strong", _) => out.push_str("**"),
        ("i" | "em", _) => out.push('*'),
        ("code" | "tt", _) => out.push('`'),
        ("li" | "ul" | "ol", false) => out.push_str("\n- "),
        ("br" | "hr" | "tr" | "li", _) => out.push('\n'),
        // The following text is not part of the last item.
        ("ul" | "ol", _) => out.push_str("\n\n"),
        ("p" | "div" | "pre" | "table" | "blockquote", _) => out.push_str("\n\n"),
        ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", _) => out.push_str("\n\n"),
        ("td" | "th", true) => out.push(' '),
        _ => {}
    }
}

/// Removes empty items and repeated empty lines that nested tags leave; keeps fences.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let start = line.trim_start();
        let run = start.len() - start.trim_start_matches(['`', '~']).len();
        match fence {
            Some(mark) => {
                fence = Some(mark).filter(|mark| !closes_fence(line, mark));
                lines.push(line);
                continue;
            }
            None if run >= 3 => fence = Some(&start[..run]),
            None => {}
        }
        let line = line.trim_end();
        let is_empty_item = line.trim() == "-";
        let repeats = line.trim().is_empty() && lines.last().is_none_or(|last| last.is_empty());
        if !is_empty_item && !repeats {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_the_markdown_that_it_stands_for() {
        for (html, markdown) in [
            ("plain, 1 < 2 > 0", None),
            ("ask <id> of `<b>` and Vec<u8>", None),
            ("one<br />two<BR>three", Some("one\ntwo\nthree")),
            ("is:<br /><li><ul>gpu</ul><ul>nvme</ul></li>", Some("is:\n\n- gpu\n\n- nvme")),
            ("<p>A <b>bold</b> <a href=\"x\">word</a></p>", Some("A **bold** [word](x)")),
            ("<ul><li>a</li><li>b</li></ul>", Some("- a\n\n- b")),
            ("<ul><li>a</li></ul>b", Some("- a\n\nb")),
            ("a < b<br>c", Some("a < b\nc")),
            ("`never closed <br>", Some("`never closed")),
            ("a<br>``<br> ` <br>`` b", Some("a\n``<br> ` <br>`` b")),
            (
                "<a href='https://x.example/?a=1&amp;b=2' target=_blank>t</a>",
                Some("[t](https://x.example/?a=1&b=2)"),
            ),
            ("<a name=\"top\"></a>up", Some("up")),
        ] {
            assert_eq!(to_markdown(html).as_deref(), markdown, "{html}");
        }
    }

    #[test]
    fn what_only_looks_like_a_tag_is_left_alone() {
        for text in [
            "List<i> of <s> and <b>, or </b",
            "<code>",
            "</b>",
            "<b x> y </b>",
            "<a-b>c</a-b>",
            "<i 1=>c",
            "```\n<br>\n\n\n<b>x</b>\n```\n",
            "~~~xml\n<p>",
        ] {
            assert_eq!(to_markdown(text), None, "{text}");
        }
        assert_eq!(
            to_markdown("a<br>b\n```\n<br>  \n\n\n- \n```").as_deref(),
            Some("a\nb\n```\n<br>  \n\n\n- \n```")
        );
        assert_eq!(to_markdown(&"<".repeat(400_000)), None);
        assert_eq!(to_markdown(&"<b>".repeat(100_000)), None);
        assert_eq!(to_markdown(&"`a`".repeat(400_000)), None);
    }
}
