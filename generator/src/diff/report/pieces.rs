//! A sentence in; its pieces, each code or not, out.
//!
//! Code is what stands between backticks. In a sentence on Rust without any, it is what can only be a name or type of a program:
//! `client.session().login(body)`, `Vec<SessionUser>`, `LoginError::Conflict`, `SessionUser`.

use crate::render::one_line;

/// A part of a sentence, and whether it is code.
pub(super) type Piece = (bool, String);

/// A text in one line, cut at its backticks.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let text = one_line(text);
    if text.matches('`').count() % 2 == 1 {
        return vec![(false, text)];
    }
    let pieces = text.split('`').enumerate();
    pieces
        .map(|(index, piece)| (index % 2 == 1, piece.to_owned()))
        .filter(|(_, piece)| !piece.is_empty())
        .collect()
}

/// The same of a sentence on Rust.
pub(super) fn rust_pieces(text: &str) -> Vec<Piece> {
    if text.contains('`') {
        return pieces(text);
    }
    let text = one_line(text);
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, word) in words(&text).into_iter().enumerate() {
        if index > 0 {
            push(&mut pieces, false, " ");
        }
        let core = word.trim_end_matches([':', ';', ',']);
        push(&mut pieces, is_code(core), core);
        push(&mut pieces, false, &word[core.len()..]);
    }
    pieces
}

/// Adds to the last piece, or a piece of another kind.
fn push(pieces: &mut Vec<Piece>, is_code: bool, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some((last, piece)) if *last == is_code => piece.push_str(text),
        _ => pieces.push((is_code, text.to_owned())),
    }
}

/// What spaces set apart that are not in brackets. Brackets that do not match count as letters.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, char) in text.char_indices() {
        match char {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 => {
                words.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if depth > 0 {
        return text.split(' ').collect();
    }
    words.push(&text[start..]);
    words
}

/// Whether a word can only be a name, a call or a type.
fn is_code(word: &str) -> bool {
    let Some(first) = word.chars().next() else { return false };
    let is_closed = |open, close| word.contains(open) && word.ends_with(close);
    let has_hump = || {
        let mut letters = word.chars().zip(word.chars().skip(1));
        first.is_uppercase() && letters.any(|(one, next)| one.is_lowercase() && next.is_uppercase())
    };
    match first {
        '#' => is_closed("#[", ']'),
        '(' => word == "()",
        first if !first.is_alphabetic() => false,
        _ => {
            word.contains("::")
                || word.trim_matches('_').contains('_')
                || is_closed("(", ')')
                || is_closed("<", '>')
                || word.contains("().")
                || has_hump()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentence with its code in brackets.
    fn marked(pieces: Vec<Piece>) -> String {
        let mark = |(is_code, text): Piece| if is_code { format!("⟦{text}⟧") } else { text };
        pieces.into_iter().map(mark).collect()
    }

    #[test]
    fn names_and_types_of_a_program_are_code() {
        for (text, expected) in [
            (
                "client.tags().rename(tag, body): Vec<Old> → Vec<New>: code that calls it no longer compiles",
                "⟦client.tags().rename(tag, body)⟧: ⟦Vec<Old>⟧ → ⟦Vec<New>⟧: code that calls it no longer compiles",
            ),
            ("User.phone_number: String is new", "⟦User.phone_number⟧: String is new"),
            ("SessionUser.phone is gone", "⟦SessionUser.phone⟧ is gone"),
            ("client.a(): new, returns ()", "⟦client.a()⟧: new, returns ⟦()⟧"),
            (
                "Error::Api; it is #[non_exhaustive] now",
                "⟦Error::Api⟧; it is ⟦#[non_exhaustive]⟧ now",
            ),
            (
                "this (and that) is PUT, not PATCH: 5 < 6",
                "this (and that) is PUT, not PATCH: 5 < 6",
            ),
            ("reads `a b` only", "reads ⟦a b⟧ only"),
            ("one ` only", "one ` only"),
            ("", ""),
        ] {
            assert_eq!(marked(rust_pieces(text)), expected);
        }
        assert_eq!(marked(pieces("a_b of `c`")), "a_b of ⟦c⟧");
    }

    #[test]
    fn nothing_is_lost() {
        let text = format!("{}  < {} ) x_y: ", crate::diff::testing::NASTY, "a(b c");
        let text = text.replace('`', "");
        let whole: String = rust_pieces(&text).into_iter().map(|(_, piece)| piece).collect();
        assert_eq!(whole, one_line(&text));
    }
}
