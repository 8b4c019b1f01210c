//! Emits documentation comments from descriptions of a document.
//!
//! Texts, names and addresses from the document arrive here only as Markdown that [`markdown`] has written.

use crate::markdown;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) use markdown::{address, one_line, plain, text};

/// A documentation comment of several paragraphs; empty ones are left out.
pub(super) fn comment<S: AsRef<str>>(paragraphs: &[S]) -> TokenStream {
    let attributes = lines(paragraphs).into_iter().map(|line| quote!(#[doc = #line]));
    quote!(#(#attributes)*)
}

/// The same, as a comment of the enclosing module or crate.
pub(super) fn inner<S: AsRef<str>>(paragraphs: &[S]) -> Vec<String> {
    lines(paragraphs).into_iter().map(|line| format!("//!{line}")).collect()
}

fn lines<S: AsRef<str>>(paragraphs: &[S]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in
        paragraphs.iter().map(AsRef::as_ref).filter(|paragraph| !paragraph.trim().is_empty())
    {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(
            paragraph
                .lines()
                .map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }),
        );
    }
    lines
}

/// The first text that is not empty, as one sentence on one line; else `otherwise`, which is Markdown.
pub(super) fn sentence(texts: &[Option<&str>], otherwise: &str) -> String {
    let mut said = texts.iter().flatten().map(|text| markdown::line(text, true));
    said.find(|text| !text.is_empty()).unwrap_or_else(|| otherwise.to_owned())
}

/// The same for the cell of a table.
pub(super) fn cell(texts: &[Option<&str>]) -> String {
    let mut said = texts.iter().flatten().map(|text| markdown::cell(text, true));
    said.find(|text| !text.is_empty()).unwrap_or_default()
}

/// A text as one line of Markdown that does not begin a list, fence or heading.
pub(super) fn line(text: &str) -> String {
    markdown::line(text, false)
}

/// A text of the document as a code span.
pub(super) fn code(text: &str) -> String {
    markdown::code(text, false)
}

/// The same for the cell of a table.
pub(super) fn code_in_cell(text: &str) -> String {
    markdown::code(text, true)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::markdown::fuzz::{self, Random};
    use crate::markdown::tests::offence;

    /// The comment as rustdoc reads it: the values of the attributes, without their leading space.
    fn read(paragraphs: &[String]) -> String {
        let docs = comment(paragraphs);
        let attributes: syn::File = syn::parse2(quote!(#docs mod m {})).unwrap();
        let syn::Item::Mod(item) = &attributes.items[0] else { unreachable!() };
        let lines = item.attrs.iter().map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(syn::MetaNameValue {
                value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }),
                ..
            }) => text.value(),
            _ => unreachable!(),
        });
        let lines: Vec<String> =
            lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect();
        lines.join("\n")
    }

    #[test]
    fn sentences_end_with_one_stop() {
        for (text, expected) in [
            ("Log in", "Log in."),
            ("Really?\nYes.", "Really? Yes."),
            ("404", "404\\."),
            ("- a\n- b", "\\- a - b."),
            ("~~~rust\npanic!();\n~~~", "`panic!();`"),
            ("```rust\npanic!();", "`panic!();`"),
            ("# Title\ntext", "**Title** text."),
            ("a | b", "a | b."),
        ] {
            assert_eq!(sentence(&[None, Some(" \n"), Some(text)], "x"), expected);
        }
        assert_eq!(sentence(&[None], "`x`."), "`x`.");
        assert_eq!(cell(&[Some("a | `b|c`")]), "a \\| `b\\|c`");
    }

    #[test]
    fn code_spans_hold_any_text() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("``", "``` `` ```"),
            ("`a", "`` `a ``"),
            ("k`` <img src=x> ``", "``` k`` <img src=x> `` ```"),
            ("", "` `"),
            ("a\nb\u{202e}", "`a b`"),
        ] {
            assert_eq!(code(text), expected);
        }
        assert_eq!(code_in_cell("a|b`c"), "``a\\|b`c``");
    }

    #[test]
    fn a_comment_of_several_texts_is_as_harmless_as_each() {
        let mut random = Random(20);
        for index in 0..500 {
            let [one, other] = [0; 2].map(|_| fuzz::text(&mut random));
            let name = fuzz::name(&mut random);
            let paragraphs = [
                text(&one),
                format!("{} {}.", sentence(&[Some(&other)], ""), code(&name)),
                format!("- `a`: {}\n- `b` ({})", sentence(&[Some(&one)], "x"), code(&name)),
                text(&other),
                format!("Source: {}.", address(&name)),
                "**Deprecated.**".to_owned(),
            ];
            let read = read(&paragraphs);
            assert_eq!(offence(&read), None, "{index}: {paragraphs:?}\n{read}");
        }
    }
}
