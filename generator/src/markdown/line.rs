//! The content of a paragraph or a cell in; its canonical form out.
//!
//! Adjacent runs with one style are one run. No line begins or ends with a space, nor does emphasized or linked text, as Markdown would
//! not recognise it. A web address is a link.

use super::prepare;
use std::rc::Rc;

/// The content of a paragraph or a cell; see [`tidy`] for its canonical form.
pub(super) type Line = Vec<Run>;

/// A stretch of text with one style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) kind: Kind,
    pub(super) style: Style,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// With invisible line feeds, as in the source.
    Text(String),
    Code(String),
    /// A visible line break.
    Break,
}

/// The style of a stretch of text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Style {
    pub(super) link: Option<Rc<str>>,
    pub(super) strike: bool,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
}

impl Style {
    /// Whether two stretches are in the same link; two links with the same target are different.
    pub(super) fn shares_link(&self, other: &Self) -> bool {
        match (&self.link, &other.link) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl Run {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { kind: Kind::Text(text.into()), style: Style::default() }
    }
}

/// The canonical form of a line.
pub(super) fn tidy(line: Line) -> Line {
    trimmed(merged(linked(merged(outside(line)))))
}

/// Removes the style of spaces at the edges of a run.
fn outside(line: Line) -> Line {
    let mut pieces: Vec<Run> = Vec::new();
    for run in line {
        match run.kind {
            Kind::Text(text) => {
                let core = text.trim();
                let start = text.len() - text.trim_start().len();
                let parts = if core.is_empty() {
                    [text.as_str(), "", ""]
                } else {
                    [&text[..start], core, &text[start + core.len()..]]
                };
                let parts = parts.into_iter().filter(|part| !part.is_empty());
                pieces.extend(parts.map(|part| Run {
                    kind: Kind::Text(part.to_owned()),
                    style: run.style.clone(),
                }));
            }
            _ => pieces.push(run),
        }
    }
    let mut before = Style::default();
    let mut after: Vec<Style> = Vec::with_capacity(pieces.len());
    for piece in pieces.iter().rev() {
        after.push(before.clone());
        if !is_space(piece) {
            before = piece.style.clone();
        }
    }
    let mut before = Style::default();
    for (piece, after) in pieces.iter_mut().zip(after.into_iter().rev()) {
        if is_space(piece) {
            piece.style = common(&before, &after);
        } else {
            before = piece.style.clone();
        }
    }
    pieces
}

fn is_space(run: &Run) -> bool {
    match &run.kind {
        Kind::Text(text) => text.trim().is_empty(),
        Kind::Code(_) => false,
        Kind::Break => true,
    }
}

fn common(one: &Style, other: &Style) -> Style {
    Style {
        link: one.link.clone().filter(|_| one.shares_link(other)),
        strike: one.strike && other.strike,
        strong: one.strong && other.strong,
        emphasis: one.emphasis && other.emphasis,
    }
}

/// Merges adjacent runs with one style.
fn merged(line: Line) -> Line {
    let mut merged: Line = Vec::new();
    for run in line {
        let Some(last) = merged.last_mut() else {
            merged.push(run);
            continue;
        };
        let is_same = last.style == run.style && last.style.shares_link(&run.style);
        match (&mut last.kind, &run.kind) {
            (Kind::Text(last), Kind::Text(text)) if is_same => last.push_str(text),
            // The marks between two code spans would be read as one.
            (Kind::Code(last), Kind::Code(text)) if is_same => last.push_str(text),
            _ => merged.push(run),
        }
    }
    merged
}

/// Turns web addresses into links.
fn linked(line: Line) -> Line {
    let mut linked = Line::new();
    for run in line {
        match run {
            Run { kind: Kind::Text(text), style } if style.link.is_none() => {
                let mut rest = text.as_str();
                while let Some((start, end, target)) = address(rest) {
                    linked
                        .push(Run { kind: Kind::Text(rest[..start].into()), style: style.clone() });
                    let style = Style { link: Some(target.into()), ..style.clone() };
                    linked.push(Run { kind: Kind::Text(rest[start..end].into()), style });
                    rest = &rest[end..];
                }
                linked.push(Run { kind: Kind::Text(rest.into()), style });
            }
            run => linked.push(run),
        }
    }
    linked
}

/// The first web address in a text that needs no encoding.
fn address(text: &str) -> Option<(usize, usize, &str)> {
    let mut from = 0;
    while let Some(found) = text[from..].find("http") {
        let start = from + found;
        let rest = &text[start..];
        from = start + 4;
        let Some(scheme) =
            ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme))
        else {
            continue;
        };
        let is_end = |char: char| {
            char.is_whitespace() || "<>\"'`()[]{}|\\^".contains(char) || char == '\u{fffd}'
        };
        let end = rest.find(is_end).unwrap_or(rest.len());
        let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']);
        if address.len() > scheme.len() && prepare::target(address).as_deref() == Some(address) {
            return Some((start, start + address.len(), address));
        }
    }
    None
}

/// Removes spaces at the ends of lines, final breaks, and empty runs.
fn trimmed(line: Line) -> Line {
    let mut out = Line::new();
    // Whether spaces are insignificant at the current place.
    let mut at_start = true;
    for mut run in line {
        match &mut run.kind {
            Kind::Text(text) => {
                let tidy = spaces(text, at_start);
                *text = tidy;
                if text.is_empty() {
                    continue;
                }
                at_start = text.ends_with([' ', '\n']);
            }
            Kind::Code(_) => at_start = false,
            Kind::Break => {
                if out.is_empty() {
                    continue;
                }
                trim_end(&mut out);
                at_start = true;
            }
        }
        out.push(run);
    }
    trim_end(&mut out);
    // Separated runs may be adjacent now.
    merged(out)
}

/// Replaces all spaces around a line feed by that line feed, and removes leading spaces after a space.
fn spaces(text: &str, after_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = if after_space { text.trim_start() } else { text };
    while let Some(start) = rest.find(char::is_whitespace) {
        out.push_str(&rest[..start]);
        let after = rest[start..].trim_start();
        let spaces = &rest[start..rest.len() - after.len()];
        out.push_str(if spaces.contains('\n') { "\n" } else { spaces });
        rest = after;
    }
    out + rest
}

/// Removes spaces and breaks from the end.
fn trim_end(line: &mut Line) {
    while let Some(run) = line.last_mut() {
        match &mut run.kind {
            Kind::Text(text) => {
                text.truncate(text.trim_end().len());
                if !text.is_empty() {
                    return;
                }
            }
            Kind::Code(_) => return,
            Kind::Break => {}
        }
        line.pop();
    }
}
