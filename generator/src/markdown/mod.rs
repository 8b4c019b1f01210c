//! Text of a document in; Markdown that rustdoc reads as exactly that text out.
//!
//! Descriptions are Markdown, HTML or plain text, mostly not written for rustdoc. [`parse`](parse::blocks) reads one into blocks of a few
//! kinds. [`write`] writes these again and parses the result: if it differs from the input, bare words replace it. There are no blocks
//! for code that runs, for HTML, for images or for headings, so none is ever written.

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

/// A text as a table cell, with a full stop if it is to be a sentence.
pub(crate) fn cell(text: &str, is_sentence: bool) -> String {
    write::line(&flat(text, is_sentence), true)
}

/// The words of a text on one line, for places without Markdown.
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
