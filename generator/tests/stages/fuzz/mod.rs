//! Every parser of the generator, with texts that nobody would write.

mod corpus;
mod documents;
mod overlays;
mod pages;
mod pointers;
mod templates;
mod texts;

use specweave::diagnostic::Diagnostic;
use specweave::render::{Style, human, json};

crate::fuzzing::tests! {
    yaml: texts::yaml, 250;
    json_text: texts::json, 250;
    pages: pages::pages, 150;
    descriptions: pages::descriptions, 10;
    pointers: pointers::pointers, 40;
    templates: templates::templates, 30;
    overlays: overlays::overlays, 100;
    config: overlays::config, 60;
    documents: documents::documents, 15;
    swagger_2: documents::swagger_2, 12;
    diff: documents::diff, 10;
}

/// What was found can be shown: nothing in it means something to a terminal, and every line of JSON is one.
fn shown(diagnostics: &[Diagnostic]) {
    let text = human(diagnostics, Style { color: false, verbose: true });
    let is_odd = |char: char| char.is_control() && char != '\n';
    assert!(!text.contains(is_odd), "a message holds a control character: {text:?}");
    for diagnostic in diagnostics {
        let line = json(diagnostic);
        assert!(
            !line.contains('\n') && serde_json::from_str::<serde_json::Value>(&line).is_ok(),
            "{line}"
        );
        let place =
            diagnostic.place.iter().chain(diagnostic.related.iter().map(|(place, _)| place));
        for place in place {
            let is_inside = |span| place.source.text.get(span).is_some();
            assert!(place.span.clone().is_none_or(is_inside), "{diagnostic:?}");
        }
    }
}
