//! `cargo xtask codegen`: generates the emitted crates of this repository, or checks them.

use crate::root;
use specweave::cli::{Exit, GenerateOptions, InputOptions, MessageFormat, Mode, run_generate};
use std::env;
use std::process::ExitCode;

/// The configurations of the emitted crates in the repository, and their folders: the SDK, and the crate of the tests.
const CRATES: [(&str, &str); 2] =
    [("spec/specweave.yaml", "generated"), ("tests/frozen/specweave.yaml", "tests/frozen/sdk")];

/// Generates both crates, or only compares them with the files that are there.
///
/// Exit codes: 0 done, 1 the input is invalid, 2 the call is incorrect, 3 `--check` found a difference.
pub(crate) fn run(check: bool, verbose: bool) -> ExitCode {
    let root = root();
    // Messages then contain `spec/…` and `generated/`, whatever the current folder was.
    if let Err(error) = env::set_current_dir(&root) {
        eprintln!("error: {} cannot be entered: {error}", root.display());
        return ExitCode::from(2);
    }
    let generate = |(config, out): (&str, &str)| {
        run_generate(&GenerateOptions {
            input: InputOptions { config: Some(config.into()), verbose, ..InputOptions::default() },
            out: out.into(),
            name: None,
            mode: if check { Mode::Check } else { Mode::Write },
            strict: false,
            report: false,
            message_format: MessageFormat::Human,
        })
    };
    let [exit, frozen] = CRATES.map(generate);
    if exit == Exit::Done { frozen.into() } else { exit.into() }
}
