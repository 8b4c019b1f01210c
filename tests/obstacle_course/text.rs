//! What is generated, as text: the list of files, the warnings, and that each file is Rust.

use specweave::config::Config;
use specweave::render::{Style, human};
use specweave::source::Source;
use specweave::{Inputs, Output};

/// Generates the crate.
pub(crate) fn generated() -> Output {
    let document = Source::new("obstacles.yaml", include_str!("obstacles.yaml"));
    let inputs = Inputs { sources: vec![document], overlays: Vec::new() };
    let mut config = Config::default();
    config.package.name = "obstacle-course".into();
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
