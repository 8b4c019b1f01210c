//! `cargo xtask bench`: pages in; the cost of compiling or running the emitted crate, or of generating it, out.

mod baseline;
mod compile;
mod cpu;
mod generate;
mod instructions;
mod measured;
mod program;
mod runtime;

use crate::Stop;
use crate::package::inputs;
use clap::{Args, Subcommand};
use specweave::Inputs;
use specweave::config::Config;
use specweave::diagnostic::Diagnostic;
use specweave::render;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The kind of measurement.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// The time of `cargo check` of the emitted crate, in multiples of its types alone, and the size of a program
    Compile(Pages),
    /// CPU time and memory of generating the crate, by stage
    Generate(Pages),
    /// The time of decoding, encoding and a call, in multiples of hand-written code with serde's derives and reqwest
    Runtime,
}

/// The pages to generate from.
#[derive(Args)]
pub(crate) struct Pages {
    /// The folder of pages to generate from, in place of those in `spec/`
    #[arg(long, value_name = "DIR")]
    pages: Option<PathBuf>,
}

/// The result of a measurement, which may fail.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// Measures and prints. Exit codes: 0 measured, 2 could not measure.
pub(crate) fn run(bench: &Bench, root: &Path) -> ExitCode {
    let done = match bench {
        Bench::Compile(pages) => compile::run(root, pages),
        Bench::Generate(pages) => generate::run(root, pages),
        Bench::Runtime => runtime::run(root),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

impl Pages {
    fn read(&self) -> Outcome<(Inputs, Config)> {
        inputs(self.pages.as_deref()).map_err(|Stop(message)| message.into())
    }
}

/// Findings as `specweave` shows them.
fn listed(diagnostics: &[Diagnostic]) -> String {
    render::human(diagnostics, render::Style::default())
}
