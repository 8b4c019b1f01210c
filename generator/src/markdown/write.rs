//! [Blocks](Block) in; Markdown out.
//!
//! Escapes possible markup. The result is parsed again: unless it has the intended meaning, it is written with more escapes, and finally
//! without any style. So this module is safe without every rule of Markdown.

use super::block::{Block, flat};
use super::line::{Kind, Line, Run, Style, tidy};
use super::parse;
use super::prepare::{name, target};
use pulldown_cmark::Alignment;

/// Markdown of blocks, without a final line feed.
pub(super) fn text(blocks: &[Block]) -> String {
    let written = lines(blocks).join("\n");
    let read = parse::blocks(&written);
    if read == blocks {
        return written;
    }
    // Writes it again without the style that was lost.
    let again = lines(&read).join("\n");
    let words = flat(blocks);
    if parse::blocks(&again) == read && plain(&flat(&read)) == plain(&words) {
        return again;
    }
    line(&plain(&words), false)
}

/// Markdown of a paragraph or a cell.
pub(super) fn line(line: &Line, in_table: bool) -> String {
    let with_less: [fn(&Line) -> Line; 3] = [Line::clone, unmarked, plain];
    for line in with_less.into_iter().map(|less| less(line)) {
        for escapes in [Escapes::Few, Escapes::Many] {
            let written = inline(&line, escapes, in_table);
            if means(&written, &line, in_table) {
                return written;
            }
        }
    }
    bare(line)
}

/// A text of the document as a code span, also for table cells.
pub(crate) fn code(text: &str, in_table: bool) -> String {
    let text = name(text);
    // In a cell, code cannot contain a backslash before a pipe.
    if in_table && text.contains("\\|") {
        return line(&vec![Run { kind: Kind::Code(text), style: Style::default() }], true);
    }
    let mut span = String::new();
    push_code(&text, in_table, &mut span);
    span
}

/// An address as a link, if it is a web address.
pub(crate) fn address(text: &str) -> String {
    let text = super::one_line(text);
    let style = Style { link: target(&text).map(Into::into), ..Style::default() };
    line(&vec![Run { kind: Kind::Text(text), style }], false)
}

/// Whether Markdown parses to this line.
fn means(written: &str, line: &Line, in_table: bool) -> bool {
    if !in_table {
        return match parse::blocks(written).as_slice() {
            [] => line.is_empty(),
            [Block::Paragraph(read)] => read == line,
            _ => false,
        };
    }
    let table = format!("| a | {written} |\n|---|---|");
    match parse::blocks(&table).as_slice() {
        [Block::Table { rows, .. }] => {
            matches!(rows.as_slice(), [row] if row.len() == 2 && row[1] == *line)
        }
        _ => false,
    }
}

/// Only links and code.
fn unmarked(line: &Line) -> Line {
    let runs = line.iter().map(|run| {
        let style = Style { link: run.style.link.clone(), ..Style::default() };
        Run { kind: run.kind.clone(), style }
    });
    tidy(runs.collect())
}

/// Only the words.
fn plain(line: &Line) -> Line {
    tidy(vec![Run::text(words(line))])
}

/// The words of a line, without style.
pub(super) fn words(line: &Line) -> String {
    let words = line.iter().map(|run| match &run.kind {
        Kind::Text(text) | Kind::Code(text) => text.replace('\n', " "),
        Kind::Break => " ".to_owned(),
    });
    words.collect()
}

/// Only letters and digits, which have no other meaning.
fn bare(line: &Line) -> String {
    let is_bare = |char: char| char.is_alphanumeric() || matches!(char, ' ' | ',');
    let words = plain(line).into_iter().filter_map(|run| match run.kind {
        Kind::Text(text) => Some(text.replace(|char| !is_bare(char), " ")),
        _ => None,
    });
    words.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of blocks, separated by empty lines.
fn lines(blocks: &[Block]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut is_alternate = false;
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        // Adjacent lists with the same marks would be one list.
        let before = index.checked_sub(1).map(|before| &blocks[before]);
        is_alternate = match (before, block) {
            (Some(Block::List { start: one, .. }), Block::List { start: other, .. }) => {
                one.is_some() == other.is_some() && !is_alternate
            }
            _ => false,
        };
        append(block, is_alternate, &mut lines);
    }
    lines
}

fn append(block: &Block, is_alternate: bool, out: &mut Vec<String>) {
    match block {
        Block::Paragraph(own) => out.extend(line(own, false).lines().map(str::to_owned)),
        Block::List { start, tight, items } => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 && !tight {
                    out.push(String::new());
                }
                let mark = match (start, is_alternate) {
                    (None, false) => "- ".to_owned(),
                    (None, true) => "* ".to_owned(),
                    (Some(start), false) => format!("{}. ", start + index as u64),
                    (Some(start), true) => format!("{}) ", start + index as u64),
                };
                let indent = " ".repeat(mark.len());
                let mut own = lines(item);
                if *tight {
                    own.retain(|line| !line.is_empty());
                }
                out.extend(prefixed(own, &mark, &indent));
            }
        }
        Block::Quote(blocks) => out.extend(prefixed(lines(blocks), "> ", "> ")),
        Block::Code(code) => {
            let fence = "`".repeat(longest_run(code).max(2) + 1);
            out.push(format!("{fence}text"));
            out.extend(code.lines().map(str::to_owned));
            out.push(fence);
        }
        Block::Table { alignments, rows } => {
            let rule = alignments.iter().map(|alignment| match alignment {
                Alignment::None => "---",
                Alignment::Left => ":--",
                Alignment::Center => ":-:",
                Alignment::Right => "--:",
            });
            let rule = format!("|{}|", rule.collect::<Vec<_>>().join("|"));
            let mut rows = rows.iter().map(|row| {
                let cells = row.iter().map(|cell| line(cell, true));
                format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
            });
            out.extend(rows.next());
            out.push(rule);
            out.extend(rows);
        }
    }
}

/// Lines inside a container; empty ones have no trailing space.
fn prefixed(lines: Vec<String>, first: &str, others: &str) -> impl Iterator<Item = String> {
    lines.into_iter().enumerate().map(move |(index, line)| {
        let prefix = if index == 0 { first } else { others };
        let written = format!("{prefix}{line}");
        written.trim_end().to_owned()
    })
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|char| char != '`').map(str::len).max().unwrap_or_default()
}

/// The amount of escapes for characters that only have a meaning in pairs.
#[derive(Clone, Copy, PartialEq)]
enum Escapes {
    /// Stars, underscores and tildes are not escaped.
    Few,
    /// All are escaped.
    Many,
}

/// A mark around a stretch of text.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Link,
    Strike,
    Strong,
    Emphasis,
}

const MARKS: [Mark; 4] = [Mark::Link, Mark::Strike, Mark::Strong, Mark::Emphasis];

impl Mark {
    /// Whether two adjacent runs are inside the same mark.
    fn spans(self, one: &Style, other: &Style) -> bool {
        match self {
            Self::Link => one.link.is_some() && one.shares_link(other),
            _ => self.is_on(one) && self.is_on(other),
        }
    }

    fn is_on(self, style: &Style) -> bool {
        match self {
            Self::Link => style.link.is_some(),
            Self::Strike => style.strike,
            Self::Strong => style.strong,
            Self::Emphasis => style.emphasis,
        }
    }

    fn close(self, link: Option<&str>, in_table: bool, out: &mut String) {
        match self {
            Self::Link => {
                let target = link.unwrap_or_default();
                out.push_str("](");
                for (at, char) in target.char_indices() {
                    match char {
                        '&' if is_entity(&target[at..]) => out.push_str("&amp;"),
                        '|' if in_table => out.push_str("%7C"),
                        char => out.push(char),
                    }
                }
                out.push(')');
            }
            Self::Strike => out.push_str("~~"),
            Self::Strong => out.push_str("**"),
            Self::Emphasis => out.push('*'),
        }
    }
}

/// Runs as Markdown, which still has to be checked by parsing.
fn inline(line: &Line, escapes: Escapes, in_table: bool) -> String {
    // For each run, the end of each mark.
    let mut ends = vec![[line.len(); 4]; line.len()];
    for index in (0..line.len().saturating_sub(1)).rev() {
        for (mark, which) in MARKS.into_iter().zip(0..) {
            let goes_on = mark.spans(&line[index].style, &line[index + 1].style);
            ends[index][which] = if goes_on { ends[index + 1][which] } else { index + 1 };
        }
    }
    let mut out = String::new();
    let mut open: Vec<(Mark, usize)> = Vec::new();
    for (index, run) in line.iter().enumerate() {
        let link = index.checked_sub(1).and_then(|before| line[before].style.link.as_deref());
        let ended = open.iter().position(|(_, end)| *end <= index).unwrap_or(open.len());
        for (mark, _) in open.drain(ended..).rev() {
            mark.close(link, in_table, &mut out);
        }
        let is_bare = is_bare(run)
            && ends[index][0] == index + 1
            && !open.iter().any(|(mark, _)| *mark == Mark::Link);
        let mut missing: Vec<(Mark, usize)> = MARKS
            .into_iter()
            .zip(ends[index])
            .filter(|(mark, _)| mark.is_on(&run.style) && !(is_bare && *mark == Mark::Link))
            .filter(|(mark, _)| open.iter().all(|(open, _)| open != mark))
            .collect();
        missing.sort_by_key(|(_, end)| std::cmp::Reverse(*end));
        for (mark, end) in missing {
            match mark {
                Mark::Link => {
                    // A `!` before the bracket would make it an image.
                    if out.ends_with('!') {
                        out.insert(out.len() - 1, '\\');
                    }
                    out.push('[');
                }
                mark => mark.close(None, in_table, &mut out),
            }
            open.push((mark, end));
        }
        match &run.kind {
            Kind::Text(text) if is_bare => out.extend(["<", text, ">"]),
            Kind::Text(text) => {
                let is_last = index + 1 == line.len();
                escape(text, is_last, escapes, in_table, &mut out);
            }
            Kind::Code(text) => push_code(text, in_table, &mut out),
            Kind::Break => out.push_str(if in_table { " " } else { "\\\n" }),
        }
    }
    let link = line.last().and_then(|run| run.style.link.as_deref());
    for (mark, _) in open.into_iter().rev() {
        mark.close(link, in_table, &mut out);
    }
    out
}

/// Whether a run is a link that only shows its target.
fn is_bare(run: &Run) -> bool {
    let (Kind::Text(text), Some(link)) = (&run.kind, run.style.link.as_deref()) else {
        return false;
    };
    !text.contains(['<', '>', ' ', '\n', '|'])
        && (link == text
            || link.strip_prefix("mailto:").is_some_and(|mail| mail == text && mail.contains('@')))
}

/// A code span: its marks are longer than those in the text, with added spaces if the text begins or ends with a mark or with spaces.
fn push_code(text: &str, in_table: bool, out: &mut String) {
    let ticks = "`".repeat(longest_run(text) + 1);
    let touches = text.starts_with('`') || text.ends_with('`');
    let is_padded = text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty();
    let space = if touches || is_padded { " " } else { "" };
    let text = if in_table { text.replace('|', "\\|") } else { text.to_owned() };
    out.extend([&ticks, space, &text, space, &ticks]);
}

/// A text with escapes. Unless it is the last run, the following text is unknown.
fn escape(text: &str, is_last: bool, escapes: Escapes, in_table: bool, out: &mut String) {
    let mut rest = text;
    let mut before = out.chars().next_back();
    while let Some(char) = rest.chars().next() {
        if before.is_none_or(|before| before == '\n')
            && let Some(at) = line_start(rest)
        {
            out.push_str(&rest[..at]);
            out.push('\\');
            out.push_str(&rest[at..=at]);
            before = rest[at..].chars().next();
            rest = &rest[at + 1..];
            continue;
        }
        let after = rest[char.len_utf8()..].chars().next();
        let is_open = after.is_none() && !is_last;
        let is_escaped = match char {
            '`' | '[' | ']' => true,
            '\\' => is_open || after.is_none_or(|c| c.is_ascii_punctuation() || c == '\n'),
            '<' => is_open || after.is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
            '&' => is_open || is_entity(rest),
            '|' => in_table,
            '_' => {
                let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                escapes == Escapes::Many && !(is_letter(before) && is_letter(after))
            }
            '*' | '~' => escapes == Escapes::Many,
            _ => false,
        };
        if is_escaped {
            out.push('\\');
        }
        out.push(char);
        before = Some(char);
        rest = &rest[char.len_utf8()..];
    }
}

/// The offset of the character that makes the beginning of a line markup.
fn line_start(rest: &str) -> Option<usize> {
    let line = rest.split('\n').next().unwrap_or_default();
    let first = line.chars().next()?;
    let is_word_end = |at: usize| line.len() == at || line[at..].starts_with(' ');
    let only = |chars: &str| line.chars().all(|char| char == ' ' || chars.contains(char));
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_special = match first {
        '#' => {
            let level = line.bytes().take_while(|byte| *byte == b'#').count();
            level <= 6 && is_word_end(level)
        }
        '>' => true,
        '-' | '|' | ':' => only("-|:") || (first == '-' && is_word_end(1)),
        '=' => only("="),
        '+' => is_word_end(1),
        '*' => is_word_end(1) || only("*"),
        '_' => only("_"),
        '~' => line.starts_with("~~~"),
        '0'..='9' if digits <= 9 => {
            let is_number = line[digits..].starts_with(['.', ')']) && is_word_end(digits + 1);
            return is_number.then_some(digits);
        }
        _ => false,
    };
    is_special.then_some(0)
}

/// Whether a text beginning with `&` could begin with an entity.
fn is_entity(text: &str) -> bool {
    let name = text[1..].trim_start_matches('#');
    let end = name.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
    end > 0 && name[end..].starts_with(';')
}
