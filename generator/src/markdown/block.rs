//! The blocks of a text.

use super::line::{Kind, Line, Run, Style, tidy};
use pulldown_cmark::Alignment;

/// A block.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Paragraph(Line),
    /// Numbered from `start`, or with bullets; a tight list has no empty lines.
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    /// The text of a block of code, which is never empty.
    Code(String),
    /// The first row is the header; other rows have no trailing empty cells.
    Table {
        alignments: Vec<Alignment>,
        rows: Vec<Vec<Line>>,
    },
}

/// Ends a text with a full stop, unless it ends with code or a table.
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
                *line = tidy(std::mem::take(line));
            }
        }
        Some(Block::List { items, .. }) => items.last_mut().into_iter().for_each(|item| stop(item)),
        Some(Block::Quote(blocks)) => stop(blocks),
        Some(Block::Code(_) | Block::Table { .. }) | None => {}
    }
}

/// The content of blocks, in one line.
pub(super) fn flat(blocks: &[Block]) -> Line {
    let mut line = Line::new();
    append(blocks, &mut line);
    tidy(line)
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
