//! A place in; the piece of its line that is worth showing out.
//!
//! A page holds a whole fragment in one line of up to 100 kB, so a line is cut to a window around the place.

use super::visible;
use crate::source::Place;
use std::ops::Range;

/// How many characters of a line are shown.
const WIDTH: usize = 100;
/// How many of them are before the place, if there are more of them than fit.
const BEFORE: usize = 30;

/// Part of one line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// What to show; `…` stands for what was cut off.
    pub(super) text: String,
    /// The bytes of `text` to point at: the beginning of the place where it is longer than the window.
    pub(super) span: Range<usize>,
    /// The number of the line, counted from 1.
    pub(super) line: usize,
}

impl Window {
    /// `None` if the place has no span.
    pub(super) fn of(place: &Place) -> Option<Self> {
        let text = place.source.text.as_str();
        let span = place.span.as_ref()?;
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let line = line_around(text, start);
        let chars: Vec<char> = text[line.clone()].chars().collect();
        // A place at the line end itself counts as the place after the last character.
        let first = text[line.start..start.clamp(line.start, line.end)].chars().count();
        let last = text[line.start..end.clamp(line.start, line.end)].chars().count();
        let shown = shown(chars.len(), first);
        let marked = first..if last <= shown.end { last.max(first + 1) } else { first + 1 };
        Some(Self {
            line: text[..line.start].bytes().filter(|&byte| byte == b'\n').count() + 1,
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

/// Which characters of a line are shown, if one of them must be.
fn shown(length: usize, must: usize) -> Range<usize> {
    let latest = length.saturating_sub(WIDTH);
    let start = if length <= WIDTH { 0 } else { must.saturating_sub(BEFORE).min(latest) };
    start..length.min(start + WIDTH)
}

/// The line that a byte is in, without its end and without a byte order mark.
fn line_around(text: &str, offset: usize) -> Range<usize> {
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    let marks = line.len() - line.trim_start_matches('\u{feff}').len();
    start + marks..start + line.len()
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
