//! Descriptions that hold HTML, or links that lead nowhere outside the site that they are from.

use super::findings::Findings;
use super::walk;
use crate::diagnostic::Code;
use serde_json::Value;

/// The elements that people use in descriptions. Anything else in angle brackets may be a placeholder.
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

/// Writes HTML as the Markdown that it stands for, and notes dead links, of which the documentation keeps the text.
pub(super) fn correct(root: &mut Value, findings: &mut Findings) {
    Texts { pointer: String::new(), findings }.anything(root, false);
}

struct Texts<'f> {
    pointer: String,
    findings: &'f mut Findings,
}

impl Texts<'_> {
    /// Looks at a value; the keys of one that is `named` are names that the author chose.
    fn anything(&mut self, value: &mut Value, named: bool) {
        match value {
            Value::Object(map) => {
                for (key, child) in map.iter_mut() {
                    let is_data =
                        matches!(key.as_str(), "example" | "examples" | "default" | "enum")
                            || key.starts_with("x-");
                    if is_data && !named {
                        continue;
                    }
                    let length = self.pointer.len();
                    walk::push(&mut self.pointer, key);
                    match child {
                        Value::String(text) if key == "description" && !named => self.text(text),
                        child => {
                            let named =
                                !named && matches!(key.as_str(), "properties" | "responses");
                            self.anything(child, named);
                        }
                    }
                    self.pointer.truncate(length);
                }
            }
            Value::Array(items) => {
                for (index, child) in items.iter_mut().enumerate() {
                    let length = self.pointer.len();
                    walk::push(&mut self.pointer, &index.to_string());
                    self.anything(child, false);
                    self.pointer.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &mut String) {
        if let Some(target) = dead_link(text) {
            self.findings.push(
                Code::DeadLink,
                &self.pointer,
                format!("a description links to {target:?}, which leads nowhere from here; only the text of the link is kept in documentation"),
                "nothing but the link is lost",
            );
        }
        if let Some(markdown) = without_html(text) {
            *text = markdown;
            self.findings.push(
                Code::HtmlDescription,
                &self.pointer,
                "a description holds HTML; it was read as the Markdown that it stands for",
                "nothing is lost but its looks",
            );
        }
    }
}

/// The target of the first link into the page of a site (`#/…`, `other#/…`).
fn dead_link(text: &str) -> Option<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.into_iter().find(|target| target.contains("#/") && !target.contains("://"))
}

/// The text with line breaks and list items as Markdown has them, without other tags; `None` if there is no tag in it. What stands in
/// backticks is left alone.
fn without_html(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut any) = (text, false);
    while let Some(at) = rest.find(['<', '`']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match rest.strip_prefix('`') {
            Some(inner) => {
                let end = inner.find('`').map_or(1, |end| end + 2);
                out.push_str(&rest[..end]);
                end
            }
            None => match tag(rest) {
                Some((name, length)) => {
                    any = true;
                    write(&mut out, name, rest.starts_with("</"));
                    length
                }
                None => {
                    out.push('<');
                    1
                }
            },
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    any.then(|| tidy(&out))
}

/// The name of a tag at the beginning of a text, and how long it is.
fn tag(text: &str) -> Option<(&'static str, usize)> {
    let end = text.find('>')?;
    let inner = text[1..end].trim_start_matches('/');
    let name = inner.split(|char: char| !char.is_ascii_alphanumeric()).next()?;
    let known = ELEMENTS.iter().find(|known| known.eq_ignore_ascii_case(name))?;
    let after = inner[name.len()..].trim();
    let is_tag = after.is_empty() || after == "/" || after.contains('=');
    is_tag.then_some((*known, end + 1))
}

/// Writes what a tag stands for.
fn write(out: &mut String, name: &str, closes: bool) {
    match (name, closes) {
        ("b" | "strong", _) => out.push_str("**"),
        ("i" | "em", _) => out.push('*'),
        ("code" | "tt", _) => out.push('`'),
        ("li" | "ul" | "ol", false) => out.push_str("\n- "),
        ("br" | "hr" | "tr" | "li" | "ul" | "ol", _) => out.push('\n'),
        ("p" | "div" | "pre" | "table" | "blockquote", _) => out.push_str("\n\n"),
        ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", _) => out.push_str("\n\n"),
        ("td" | "th", true) => out.push(' '),
        _ => {}
    }
}

/// Without the items and the empty lines that tags inside tags leave.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
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
            ("<p>A <b>bold</b> <a href=\"x\">word</a></p>", Some("A **bold** word")),
            ("<ul><li>a</li><li>b</li></ul>", Some("- a\n\n- b")),
            ("a < b<br>c", Some("a < b\nc")),
            ("`never closed <br>", Some("`never closed")),
        ] {
            assert_eq!(without_html(html).as_deref(), markdown, "{html}");
        }
    }

    #[test]
    fn links_into_a_site_are_dead() {
        assert_eq!(dead_link("see [a](#/Cloud/get) and [b](all#/x)"), Some("#/Cloud/get"));
        assert_eq!(dead_link("see [a](https://x.example/#/b)"), None);
        assert_eq!(dead_link("see #/paths and [x](y)"), None);
    }
}
