//! Texts that differ in bytes that mean nothing: the same output.

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
