//! The text of a Markdown page in; its fenced blocks and first heading out.
//!
//! `pulldown-cmark` parses the Markdown. The prefixes of block quotes and lists before the lines of a fence become spaces, so that the
//! text of a fence is as long as its byte range.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The content of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its fenced blocks, in order.
    pub(super) fences: Vec<Fence>,
    /// The text of its first heading of any level.
    pub(super) heading: Option<Heading>,
}

/// A heading.
#[derive(Debug, Default)]
pub(super) struct Heading {
    /// Its text without markup.
    pub(super) text: String,
    /// Its byte range.
    pub(super) range: Range<usize>,
}

/// A fenced block.
#[derive(Debug)]
pub(super) struct Fence {
    /// The first word of its info string, in lower case; empty if there is none.
    pub(super) language: String,
    /// The byte range of the whole block.
    pub(super) block: Range<usize>,
    /// The byte range of the lines inside.
    pub(super) range: Range<usize>,
    /// Those lines, as long as `range`.
    pub(super) text: String,
    /// Whether it has a closing fence.
    pub(super) closed: bool,
}

/// Reads a page; offsets count from the start of `text`.
pub(super) fn read(text: &str) -> Page {
    let mut page = Page::default();
    let mut heading: Option<Heading> = None;
    let mut fence: Option<(String, Range<usize>, Vec<Range<usize>>)> = None;
    let skipped = front_matter(text);
    for (event, range) in Parser::new_ext(&text[skipped..], Options::empty()).into_offset_iter() {
        let range = range.start + skipped..range.end + skipped;
        match event {
            Event::Start(Tag::Heading { .. }) if page.heading.is_none() => {
                heading = Some(Heading { text: String::new(), range });
            }
            Event::End(TagEnd::Heading(_)) if heading.is_some() => page.heading = heading.take(),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                fence = Some((language(&info), range, Vec::new()));
            }
            Event::End(TagEnd::CodeBlock) => {
                page.fences.extend(fence.take().map(|fence| finish(text, fence)));
            }
            Event::Text(words) | Event::Code(words) => match (&mut fence, &mut heading) {
                (Some((.., lines)), _) => lines.push(range),
                (None, Some(heading)) => heading.text.push_str(&words),
                (None, None) => {}
            },
            _ => {}
        }
    }
    page
}

/// The length of a block of metadata between lines of `---` at the start of the page.
fn front_matter(text: &str) -> usize {
    let mut offset = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let is_rule = line.trim_end() == "---";
        offset += line.len();
        match number {
            0 if !is_rule => return 0,
            0 => {}
            _ if is_rule => return offset,
            _ if line.trim().is_empty() => return 0,
            _ => {}
        }
    }
    0
}

/// The language of an info string such as `json title="x"`, `JSON,ignore` or `application/json`.
fn language(info: &str) -> String {
    let word = info.split([' ', '\t', ',', '{', ':']).next().unwrap_or_default();
    word.to_ascii_lowercase().trim_start_matches("application/").to_owned()
}

fn finish(text: &str, fence: (String, Range<usize>, Vec<Range<usize>>)) -> Fence {
    let (language, block, lines) = fence;
    let closed = is_closed(&text[block.clone()]);
    let range = match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => with_indent(text, first.start)..last.end,
        _ => block.end..block.end,
    };
    let text = masked(text, &range, &lines);
    Fence { language, block, range, text, closed }
}

/// The start of the line, if only space and quote markers precede the offset.
fn with_indent(text: &str, offset: usize) -> usize {
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    if text[start..offset].trim_matches([' ', '\t', '>']).is_empty() { start } else { offset }
}

/// A range of the text in which everything except the given lines and the line ends becomes a space.
fn masked(text: &str, range: &Range<usize>, lines: &[Range<usize>]) -> String {
    let mut masked = String::with_capacity(range.len());
    let mut at = range.start;
    let blank = |masked: &mut String, gap: &str| {
        masked.extend(gap.bytes().map(|byte| match byte {
            b'\n' | b'\r' => char::from(byte),
            _ => ' ',
        }));
    };
    for line in lines.iter().filter(|line| line.start >= range.start) {
        blank(&mut masked, text.get(at..line.start).unwrap_or_default());
        masked.push_str(&text[line.clone()]);
        at = line.end;
    }
    masked
}

/// Whether a fenced block ends with a fence at least as long as its opening fence.
fn is_closed(block: &str) -> bool {
    let block = block.trim_end();
    let Some(mark) = block.chars().next() else { return false };
    let opening = block.chars().take_while(|&character| character == mark).count();
    let last = block.lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
    last.len() >= opening && last.chars().all(|character| character == mark)
}
