//! A place in; the piece of its line that is worth showing out.
//!
//! A page holds a whole fragment in one line of up to 100 kB, so a line is cut to a window around the place.

use super::visible;
use crate::source::Place;
use crate::source::floor;
use std::ops::Range;

/// The number of characters of a line that are shown.
const WIDTH: usize = 100;
/// The number of shown characters before the place, if the line does not fit.
const BEFORE: usize = 30;

/// The number of bytes around a place that are read: twice the window of the longest characters.
const NEAR: usize = 8 * (WIDTH + 1);

/// Part of one line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The text to show; `…` replaces parts that were cut off.
    pub(super) text: String,
    /// The bytes of `text` to point at; only the beginning of a place that is longer than the window.
    pub(super) span: Range<usize>,
    /// The number of the line, counted from 1.
    pub(super) line: usize,
}

impl Window {
    /// `None` if the place has no span, or if its text may not be shown.
    pub(super) fn of(place: &Place) -> Option<Self> {
        if place.is_unquoted {
            return None;
        }
        let text = place.source.text.as_str();
        let span = place.span.as_ref()?;
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let line = line_around(text, start);
        // A line may be a whole page, so only the text near the place is read.
        let start = start.clamp(line.start, line.end);
        let end = end.clamp(line.start, line.end);
        let before = text[line.start..start].chars().rev().take(WIDTH + 1).count();
        let from = text[line.start..start].char_indices().rev().take(before).last();
        let from = from.map_or(start, |(at, _)| line.start + at);
        let chars: Vec<char> = text[from..line.end].chars().take(2 * WIDTH + 2).collect();
        // A place at the line end itself counts as the place after the last character.
        let (first, last) = (before, before + text[start..end].chars().take(2 * WIDTH + 2).count());
        let shown = shown(chars.len(), first);
        let marked = first..if last <= shown.end { last.max(first + 1) } else { first + 1 };
        Some(Self {
            line: place.source.position(line.start).line,
            ..Self::cut(&chars, shown, marked)
        })
    }

    /// The characters of a range, with one of its parts marked.
    fn cut(chars: &[char], shown: Range<usize>, marked: Range<usize>) -> Self {
        let mut text = String::new();
        let mut span = None;
        if shown.start > 0 {
            text.push('…');
        }
        let mut end = None;
        for (index, &char) in chars.iter().enumerate().take(shown.end).skip(shown.start) {
            if index == marked.start {
                span = Some(text.len());
            }
            if index == marked.end {
                end = Some(text.len());
            }
            text.push(visible(char));
        }
        let start = span.unwrap_or(text.len());
        let span = start..end.unwrap_or(text.len());
        if shown.end < chars.len() {
            text.push('…');
        }
        Self { text, span, line: 1 }
    }
}

/// The characters of a line that are shown, if one of them must be.
fn shown(length: usize, must: usize) -> Range<usize> {
    let latest = length.saturating_sub(WIDTH);
    let start = if length <= WIDTH { 0 } else { must.saturating_sub(BEFORE).min(latest) };
    start..length.min(start + WIDTH)
}

/// The line of a byte, without its end and without a byte order mark. A line may be a whole page, so only the part near the byte is used.
fn line_around(text: &str, offset: usize) -> Range<usize> {
    let (from, to) = (floor(text, offset.saturating_sub(NEAR)), floor(text, offset + NEAR));
    let newline = text[from..offset].rfind('\n');
    let start = newline.map_or(from, |newline| from + newline + 1);
    let line = text[start..to].split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    let is_start = newline.is_some() || from == 0;
    let marks = if is_start { line.len() - line.trim_start_matches('\u{feff}').len() } else { 0 };
    start + marks..start + line.len()
}
