//! Texts that differ in bytes that mean nothing: the same output. Files that are no text of a document: what they seem to be.

use crate::run::{Place, files};
use specweave::cli::Exit;

const PAGE: &str = include_str!("fixtures/good/pets.md");

#[test]
fn line_ends_byte_order_mark_and_final_newline_change_no_byte_of_the_output() {
    let expected = files(&Place::new().out());
    for text in [
        PAGE.replace('\n', "\r\n"),
        format!("\u{feff}{PAGE}"),
        format!("\u{feff}{}", PAGE.replace('\n', "\r\n")),
        PAGE.trim_end().to_owned(),
        PAGE.replace("\n\n", "\n\n\n"),
    ] {
        let place = Place::empty();
        let run = place.generate_text("pets.md", &text);
        assert_eq!(run.exit, Exit::Done, "{}", run.stderr);
        assert!(files(&place.out()) == expected, "{text:?}");
    }
}

#[test]
fn the_fence_of_the_trailer_is_no_finding() {
    assert!(PAGE.contains("\n```\nGET https://"));
    let run = Place::empty().generate_text("pets.md", PAGE);
    assert_eq!(run.exit, Exit::Done);
    assert!(!run.stderr.contains("SW"), "{}", run.stderr);
}

#[test]
fn a_page_that_ends_in_its_fence_is_whole() {
    let end = PAGE.find("\n\n---").unwrap();
    let place = Place::empty();
    let run = place.generate_text("pets.md", PAGE[..end].trim_end());
    assert_eq!(run.exit, Exit::Done, "{}", run.stderr);
    assert!(files(&place.out()) == files(&Place::new().out()));
}

#[test]
fn what_is_no_text_of_a_document_is_told_as_what_it_seems_to_be() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for (name, bytes, help) in [
        ("a.yaml", utf16("\u{feff}openapi: 3.0.3\n"), "it looks like UTF-16; save it as UTF-8"),
        ("a.yaml", utf16("openapi: 3.0.3\n"), "it looks like UTF-16; save it as UTF-8"),
        ("a.json", vec![0x1f, 0x8b, 8, 0], "it looks compressed; unpack it first"),
        ("a.yaml", b"PK\x03\x04\xff".to_vec(), "it looks compressed; unpack it first"),
        ("a.yaml", b"a: \xff\n".to_vec(), "save it as UTF-8"),
        ("a.json", b"// About pets\n{}".to_vec(), "JSON has no comments: remove them"),
        ("a.json", b"<!DOCTYPE html><html></html>".to_vec(), "fetch the document itself: "),
        ("a.md", b"<!DOCTYPE html><html></html>".to_vec(), "with `.md` at the end"),
    ] {
        let run = Place::empty().generate_text(name, bytes);
        assert_eq!(run.exit, Exit::Input, "{}", run.stderr);
        assert!(run.stderr.contains(help), "{}", run.stderr);
    }
}
