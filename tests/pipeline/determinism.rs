//! The same input gives the same bytes, in whatever order and however it is spread over files.

use specweave::source::Source;
use specweave::{Inputs, Output};
use specweave_tests::frozen;

/// The page cut into one page for each operation. They keep its name, by which the overlay knows it.
fn pieces() -> Vec<Source> {
    let (_, inputs) = frozen::inputs();
    let text = &inputs.sources[0].text;
    let sections: Vec<&str> = text.split("\n## ").collect();
    assert_eq!(sections.len(), 5, "a title and four operations");
    let pieces = sections[1..].iter().enumerate();
    pieces
        .map(|(index, section)| {
            Source::new(format!("pages/{index}/session.md"), format!("# Session\n\n## {section}"))
        })
        .collect()
}

fn generate(sources: Vec<Source>) -> Output {
    let (config, inputs) = frozen::inputs();
    specweave::generate(Inputs { sources, overlays: inputs.overlays }, &config, &|_| {}).unwrap()
}

/// All orders of four things.
fn orders() -> Vec<[usize; 4]> {
    let mut orders = Vec::new();
    for a in 0..4 {
        for b in (0..4).filter(|b| *b != a) {
            for c in (0..4).filter(|c| *c != a && *c != b) {
                orders.push([a, b, c, 6 - a - b - c]);
            }
        }
    }
    orders
}

#[test]
fn the_order_of_pages_does_not_matter() {
    let first = generate(pieces());
    assert_eq!(orders().len(), 24);
    for order in orders() {
        let shuffled = generate(order.iter().map(|&index| pieces()[index].clone()).collect());
        assert_eq!(shuffled.files, first.files, "{order:?}");
        assert_eq!(shuffled.diagnostics, first.diagnostics, "{order:?}");
    }
}

#[test]
fn the_folders_of_pages_decide_nothing() {
    let first = generate(pieces());
    for order in orders() {
        let renamed = pieces()
            .into_iter()
            .zip(order)
            .map(|(page, number)| Source::new(format!("{number}/session.md"), page.text));
        assert_eq!(generate(renamed.collect()).files, first.files, "{order:?}");
    }
}

/// Everything but the link to the page, which the configuration knows by the page's name.
#[test]
fn a_page_and_its_pieces_make_the_same_crate() {
    let strip = |output: Output| -> Vec<(String, String)> {
        let without_link = |text: &str| {
            text.lines().filter(|line| !line.contains("Source: <")).collect::<Vec<_>>().join("\n")
        };
        output
            .files
            .iter()
            .map(|(path, text)| (path.clone(), without_link(text).replace("//!\n\nuse", "\nuse")))
            .collect()
    };
    assert_eq!(strip(generate(pieces())), strip(frozen::output()));
}

#[test]
fn the_order_of_keys_in_objects_only_orders_fields() {
    let (config, mut inputs) = frozen::inputs();
    let before = frozen::output();
    let page = &mut inputs.sources[0];
    let moved = page.text.replace(
        r#""openapi":"3.0.1","info":{"title":"i3D.net Endpoints","version":"3.0.0"}"#,
        r#""info":{"version":"3.0.0","title":"i3D.net Endpoints"},"openapi":"3.0.1""#,
    );
    assert_ne!(moved, page.text);
    page.text = moved;
    assert_eq!(specweave::generate(inputs, &config, &|_| {}).unwrap().files, before.files);
}
