//! What users of the vendor's API do with it, as `spec/` says it, against a server on loopback that plays their part: deliveries, failures, responses
//! that are lost.
//!
//! `flexmetal.yaml` stands for pages that need not be in the repository; `played.rs` is copied into the emitted crate and run there.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests stop where they fail")]

mod faked;
mod secrets;

use specweave::source::Source;
use specweave::{Inputs, Output, files};
use specweave_tests::{frozen, package};
use std::path::{Path, PathBuf};

/// The crate of the frozen page and of the document, as `spec/` configures it, whichever pages it lists.
fn output() -> Output {
    let (config, listed) = frozen::inputs_of("../spec/specweave.yaml");
    let (_, mut inputs) = frozen::inputs();
    let rank = config.rank("flexmetal.yaml");
    let document = Source::new("flexmetal.yaml", include_str!("flexmetal.yaml")).ranked(rank);
    inputs.sources.push(document);
    inputs.overlays = listed.overlays;
    specweave::generate(inputs, &config, &|_| {}).unwrap_or_else(|failure| panic!("{failure:#?}"))
}

/// The crate of all pages of both areas, which are not in the repository.
fn whole() -> Output {
    let general = std::env::var_os("SPECWEAVE_PAGES").expect("SPECWEAVE_PAGES is not set");
    let general = PathBuf::from(general);
    let (config, inputs) = frozen::inputs_of("../spec/specweave.yaml");
    let folders = [general.with_file_name("game"), general];
    let sources = specweave::files::read_inputs(&folders, &[], None).unwrap().sources;
    let ranked = sources.into_iter().map(|source| {
        let rank = config.rank(&source.name);
        source.ranked(rank)
    });
    let inputs = Inputs { sources: ranked.collect(), overlays: inputs.overlays };
    specweave::generate(inputs, &config, &|_| {}).unwrap()
}

/// Writes a crate with tests of ours in it, as a package of its own.
fn written(output: Output, name: &str, tests: &[(&str, String)]) -> PathBuf {
    let folder = package::folder(env!("CARGO_TARGET_TMPDIR"), name);
    let mut emitted = output.files;
    emitted.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
    for (name, text) in tests {
        emitted.insert(format!("tests/{name}.rs"), text.clone());
    }
    files::write(&emitted, &folder, &[]).unwrap();
    package::lock(&folder);
    folder
}

/// Runs cargo on a package, which must succeed. What it said.
#[track_caller]
fn passes(folder: &Path, arguments: &[&str]) -> String {
    let output = package::cargo(folder, arguments);
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn servers_are_ordered_delivered_and_installed_anew() {
    let played = include_str!("played.rs").to_owned();
    let folder = written(output(), "played", &[("played", played)]);
    passes(&folder, &["test", "--offline", "--quiet", "--test", "played"]);
    passes(
        &folder,
        &["clippy", "--offline", "--quiet", "--lib", "--examples", "--", "-D", "warnings"],
    );
}

/// Without the operations neither the module nor the example is there, and that is said.
#[test]
fn what_is_written_by_hand_is_emitted_where_its_operations_are() {
    let written = |output: &Output| -> Vec<String> {
        let is_ours = |path: &&String| path.starts_with("examples/") || *path == "src/flexmetal.rs";
        let (config, _) = frozen::inputs_of("../spec/specweave.yaml");
        let files = config.package.files.iter().map(|file| file.to.clone());
        let of_config: Vec<String> = files.collect();
        let paths = output.files.keys().filter(is_ours).cloned();
        paths.filter(|path| of_config.contains(path)).collect()
    };
    assert_eq!(written(&output()), ["examples/order_server.rs", "src/flexmetal.rs"]);
    let (config, inputs) = frozen::inputs_of("frozen/specweave.yaml");
    assert!(config.package.files.is_empty());
    let frozen = specweave::generate(inputs, &config, &|_| {}).unwrap();
    assert_eq!(written(&frozen), Vec::<String>::new());
}
