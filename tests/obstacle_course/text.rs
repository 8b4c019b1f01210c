//! What is generated, as text: the list of files, the warnings, and that each file is Rust.

use specweave::config::Config;
use specweave::render::{Style, human};
use specweave::source::Source;
use specweave::{Inputs, Output};
use std::sync::Arc;

const CONFIG: &str = "\
crate:
  name: obstacle-course
paging:
  - header: RANGED-DATA
    range: start={start},results={results}
    results: 3
  - header: PAGE-TOKEN
    token: true
    expired: 410
  - header: X-Nowhere
    token: true
";

/// Generates the crate.
pub(crate) fn generated() -> Output {
    let document = Source::new("obstacles.yaml", include_str!("obstacles.yaml"));
    let inputs = Inputs { sources: vec![document], overlays: Vec::new() };
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", CONFIG))).unwrap();
    specweave::generate(inputs, &config, &|_| {}).unwrap_or_else(|failure| {
        let style = Style::default();
        panic!("{}", human(&failure.diagnostics, style))
    })
}

#[test]
fn files_and_warnings() {
    let output = generated();
    let files: Vec<&str> = output.files.keys().map(String::as_str).collect();
    insta::assert_snapshot!("files", files.join("\n"));
    let style = Style { verbose: true, ..Style::default() };
    insta::assert_snapshot!("warnings", human(&output.diagnostics, style));
}

#[test]
fn every_file_is_rust_and_ends_with_a_line_feed() {
    for (path, text) in generated().files {
        assert!(text.ends_with('\n') && !text.contains('\r'), "{path}");
        if path.ends_with(".rs") {
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}
