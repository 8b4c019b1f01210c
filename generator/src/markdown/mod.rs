//! Text of a document in, Markdown that rustdoc reads as that text and as nothing else out.
//!
//! Descriptions are Markdown, HTML or plain text by people who did not think of rustdoc, or who did. [`parse`](parse::blocks) reads
//! one into blocks of the few kinds that there are here; [`write`] writes these anew, and reads again what it wrote: it means what
//! was read, or it is replaced by the bare words. There is no block for code that runs, for HTML, for images or for headings, so
//! none is ever written.

mod block;
#[cfg(test)]
pub(crate) mod fuzz;
mod line;
mod parse;
mod prepare;
#[cfg(test)]
pub(crate) mod tests;
mod write;

pub(crate) use prepare::one_line;
pub(crate) use write::{address, code};

use block::Block;

/// A text as Markdown of one or more blocks, with a full stop.
pub(crate) fn text(text: &str) -> String {
    let mut blocks = parse::blocks(text);
    block::stop(&mut blocks);
    write::text(&blocks)
}

/// A text as one line of Markdown, with a full stop if it is to be a sentence.
pub(crate) fn line(text: &str, is_sentence: bool) -> String {
    write::line(&flat(text, is_sentence), false)
}

/// The same for the cell of a table.
pub(crate) fn cell(text: &str, is_sentence: bool) -> String {
    write::line(&flat(text, is_sentence), true)
}

/// The words of a text on one line, for where Markdown means nothing.
pub(crate) fn plain(text: &str) -> String {
    one_line(&write::words(&flat(text, false)))
}

fn flat(text: &str, is_sentence: bool) -> line::Line {
    let mut blocks = vec![Block::Paragraph(block::flat(&parse::blocks(text)))];
    if is_sentence {
        block::stop(&mut blocks);
    }
    block::flat(&blocks)
}

/// Whether Markdown of [`text`] ends in a list, which another list after it would continue.
pub(crate) fn ends_with_list(markdown: &str) -> bool {
    matches!(parse::blocks(markdown).last(), Some(Block::List { start: None, .. }))
}
