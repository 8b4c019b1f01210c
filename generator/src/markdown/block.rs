//! What a text can hold.

use pulldown_cmark::Alignment;
use std::rc::Rc;

/// A part of a text that stands for itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Paragraph(Line),
    /// Numbered from `start`, or with bullets; without empty lines if it is tight.
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    /// The text of a block of code, which is never empty.
    Code(String),
    /// The first row is the head; the others hold no empty cells at their end.
    Table {
        alignments: Vec<Alignment>,
        rows: Vec<Vec<Line>>,
    },
}

/// What stands in a paragraph or a cell; see [`super::line::tidy`] for its one form.
pub(super) type Line = Vec<Run>;

/// A stretch of one look.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) kind: Kind,
    pub(super) style: Style,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// With line feeds where the source has them and no reader sees them.
    Text(String),
    Code(String),
    /// The end of a line that readers see.
    Break,
}

/// How a stretch looks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Style {
    pub(super) link: Option<Rc<str>>,
    pub(super) strike: bool,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
}

impl Style {
    /// Whether two stretches are in one link, which two of the same target are not.
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

/// Ends a text with a full stop, where that is not the end of code or of a table.
pub(super) fn stop(blocks: &mut [Block]) {
    match blocks.last_mut() {
        Some(Block::Paragraph(line)) => {
            let ends = match line.last().map(|run| &run.kind) {
                Some(Kind::Text(text)) => text.ends_with(['.', '!', '?', ':']),
                Some(Kind::Code(_)) | None => true,
                Some(Kind::Break) => false,
            };
            if !ends {
                line.push(Run::text("."));
                *line = super::line::tidy(std::mem::take(line));
            }
        }
        Some(Block::List { items, .. }) => items.last_mut().into_iter().for_each(|item| stop(item)),
        Some(Block::Quote(blocks)) => stop(blocks),
        Some(Block::Code(_) | Block::Table { .. }) | None => {}
    }
}

/// All that blocks say, in one line.
pub(super) fn flat(blocks: &[Block]) -> Line {
    let mut line = Line::new();
    append(blocks, &mut line);
    super::line::tidy(line)
}

fn append(blocks: &[Block], line: &mut Line) {
    for block in blocks {
        match block {
            Block::Paragraph(own) => line.extend(own.iter().cloned().map(|run| match run.kind {
                Kind::Break => Run { kind: Kind::Text(" ".into()), ..run },
                Kind::Text(text) => Run { kind: Kind::Text(single_spaces(&text)), ..run },
                Kind::Code(_) => run,
            })),
            Block::List { start, items, .. } => {
                for (index, item) in items.iter().enumerate() {
                    let number = start.map(|start| format!("{}. ", start + index as u64));
                    line.push(Run::text(number.as_deref().unwrap_or("- ")));
                    append(item, line);
                }
            }
            Block::Quote(blocks) => append(blocks, line),
            Block::Code(code) => {
                let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
                line.push(Run { kind: Kind::Code(code), style: Style::default() });
            }
            Block::Table { rows, .. } => {
                for cell in rows.iter().flatten() {
                    line.extend(cell.iter().cloned());
                    line.push(Run::text(" "));
                }
            }
        }
        line.push(Run::text(" "));
    }
}

fn single_spaces(text: &str) -> String {
    let mut single = String::with_capacity(text.len());
    for char in text.chars() {
        if !char.is_whitespace() {
            single.push(char);
        } else if !single.ends_with(' ') {
            single.push(' ');
        }
    }
    single
}
