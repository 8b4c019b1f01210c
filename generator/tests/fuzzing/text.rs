//! Texts in, a text like them with some pieces changed out.

use super::Parser;
use crate::random::Random;
use std::ops::Range;

/// No input is longer than about this.
const LIMIT: usize = 64 * 1024;

/// Pieces that mean something to any parser, or nothing to all.
const ODD: &[&str] = &[
    "\0",
    "\u{1b}[31m",
    "\u{85}",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "é",
    "名",
    "🦀",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    "\t",
    "  ",
    "\\",
    "\\\"",
    "\\u0000",
    "\\ud800",
    "\"",
    "'",
    "`",
    "```",
    "~~~",
    "<",
    ">",
    "&",
    "&#0;",
    "%",
    "%2F",
    "%ff",
    "%00",
    "#",
    "/",
    "//",
    "..",
    "~",
    "~0",
    "~1",
    "{",
    "}",
    "{}",
    "{{",
    "[",
    "]",
    "[]",
    "(",
    ")",
    ":",
    ": ",
    ";",
    ",",
    "=",
    "|",
    "|-",
    ">+2",
    "*",
    "&a ",
    "*a",
    "<<: ",
    "!!binary ",
    "!x ",
    "- ",
    "? ",
    "---",
    "...",
    "0",
    "-0",
    "1e999",
    "-1",
    "18446744073709551616",
    "9223372036854775807",
    "0x",
    "NaN",
    ".inf",
    "null",
    "true",
    "",
    "$ref",
    "@",
    "$",
    "^",
];

/// A text of one of the parser's seeds, with a few changes.
pub(crate) fn changed(random: &mut Random, parser: &Parser) -> String {
    let mut text = parser.seeds[random.below(parser.seeds.len())].clone();
    if random.below(4) == 0 {
        text = text[piece(random, &text, 400)].to_owned();
    }
    for _ in 0..1 + random.below(5) {
        change(random, parser, &mut text);
        if text.len() > LIMIT {
            text.truncate(floor(&text, LIMIT));
        }
    }
    text
}

fn change(random: &mut Random, parser: &Parser, text: &mut String) {
    match random.below(12) {
        0 => text.replace_range(piece(random, text, 60), ""),
        1 => {
            let range = piece(random, text, 60);
            text.insert_str(range.end, &text[range.clone()].to_owned());
        }
        2 | 3 => {
            let at = piece(random, text, 1).start;
            text.insert_str(at, word(random, parser));
        }
        4 | 5 => text.replace_range(piece(random, text, 8), word(random, parser)),
        6 => {
            let other = &parser.seeds[random.below(parser.seeds.len())];
            let other = other[piece(random, other, 300)].to_owned();
            text.replace_range(piece(random, text, 20), &other);
        }
        7 => {
            let range = piece(random, text, 30);
            let times = [10, 100, 1000][random.below(3)];
            let times = times.min(1 + LIMIT / (1 + range.len()));
            text.replace_range(range.clone(), &text[range].repeat(times));
        }
        8 => text.truncate(piece(random, text, 1).start),
        _ => *text = lines(random, text),
    }
}

/// The text with one of its lines removed, doubled, moved or set further in or out.
fn lines(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if lines.is_empty() {
        return "\n".to_owned();
    }
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(5) {
        0 => drop(lines.remove(one)),
        1 => lines.insert(other, lines[one].clone()),
        2 => lines.swap(one, other),
        3 => lines[one].insert_str(0, [" ", "  ", "\t", "    "][random.below(4)]),
        _ => lines[one] = lines[one].strip_prefix("  ").unwrap_or("\n").to_owned(),
    }
    lines.concat()
}

fn word<'w>(random: &mut Random, parser: &Parser) -> &'w str {
    let words = if random.below(2) == 0 { parser.words } else { ODD };
    words.get(random.below(words.len().max(1))).copied().unwrap_or_default()
}

/// A piece of a text of at most so many bytes.
fn piece(random: &mut Random, text: &str, limit: usize) -> Range<usize> {
    let start = floor(text, random.below(text.len() + 1));
    let end = floor(text, (start + random.below(limit + 1)).min(text.len()));
    start..end.max(start)
}

/// The beginning of the character that an offset is in.
fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
