//! What a configuration and marks in the document change: each as a piece of what is emitted, all of them compiled and used.

use crate::course::passes;
use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};
use specweave_tests::package;
use std::sync::Arc;

fn generated() -> Output {
    let config = Source::new("specweave.yaml", include_str!("custom_specweave.yaml"));
    let config = Config::parse(&Arc::new(config)).unwrap();
    let document = Source::new("custom.yaml", include_str!("custom.yaml"));
    let inputs = Inputs { sources: vec![document], overlays: Vec::new() };
    let output = specweave::generate(inputs, &config, &|_| {}).unwrap();
    let codes: Vec<Code> = output.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::UnsupportedKeyword, Code::WebhookEvent], "{:?}", output.diagnostics);
    output
}

#[test]
fn each_customization_as_it_is_emitted() {
    let files = generated().files;
    let dependencies = files["Cargo.toml"].split("[dependencies]").nth(1).unwrap();
    let dependencies = dependencies.split("\n\n").next().unwrap().trim();
    insta::assert_snapshot!("custom_dependencies", dependencies);
    for (name, path) in [
        ("custom_conversation", "src/models/conversation.rs"),
        ("custom_state", "src/models/state.rs"),
        ("custom_charge", "src/models/charge.rs"),
        ("custom_conversations", "src/operations/conversations.rs"),
        ("custom_charges", "src/operations/charges.rs"),
        ("custom_api", "src/api.rs"),
    ] {
        insta::assert_snapshot!(name, files[path]);
    }
    let models: Vec<&str> =
        files.keys().filter_map(|path| path.strip_prefix("src/models/")).collect();
    assert_eq!(
        models,
        [
            "charge.rs",
            "closed_payload.rs",
            "closed_payload_event.rs",
            "conversation.rs",
            "mod.rs",
            "opened.rs",
            "opened_event.rs",
            "state.rs",
            "webhook_event.rs",
        ]
    );
}

#[test]
fn a_customized_crate_compiles_without_a_warning_and_works() {
    let mut files = generated().files;
    files.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
    files.insert("tests/custom.rs".into(), include_str!("custom_usage.rs").into());
    let folder = package::folder(env!("CARGO_TARGET_TMPDIR"), "custom_course");
    specweave::files::write(&files, &folder, &[]).unwrap();
    package::lock(&folder);
    let all = ["--offline", "--quiet", "--all-features"];
    passes(&folder, &[&["clippy"], &all[..], &["--all-targets", "--", "-D", "warnings"]].concat());
    passes(&folder, &[&["doc"], &all[..], &["--no-deps"]].concat());
    passes(&folder, &[&["test"], &all[..]].concat());
}
