//! The chores of this repository: `cargo xtask pull | drift | codegen [--check] | features | contract | bench | quick | ci`.
//!
//! `pull`, `drift` and `codegen` only call `specweave`; the others are implemented here.

mod bench;
mod ci;
mod codegen;
mod contract;
mod features;
mod package;
mod site;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, io};

/// The same allocator as in `specweave`, so that `bench generate` measures the cost of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The chores of this repository
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Fetch the pages of `spec/` from the documentation site and replace those that changed: all or none
    ///
    /// With `--all`, also fetch pages of the site that the configuration lacks, and add them to it; with `--codegen`, generate the SDK
    /// afterwards. `cargo xtask pull --help` lists the other options. Exit codes: 0 done, 1 a page is invalid, 2 the result is unknown or
    /// the pull failed.
    #[command(disable_help_flag = true)]
    Pull {
        /// The options and pages of `specweave pull`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Check that the documentation site, `spec/` and `generated/` still agree, and report changes for users of the crate
    ///
    /// `cargo xtask drift --help` lists the options. Exit codes: 0 no drift, 1 drift, 2 unknown.
    #[command(disable_help_flag = true)]
    Drift {
        /// The options of `specweave drift`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Generate the SDK in `generated/` from `spec/`, and the crate of the tests from its frozen page
    ///
    /// Exit codes: 0 done, 1 the input is invalid, 2 the call is incorrect, 3 `--check` found a difference.
    Codegen {
        /// Write nothing; list the files that are stale, missing or orphaned, and exit with 3 if there are any
        #[arg(long)]
        check: bool,
        /// Show every note, not only the number of notes
        #[arg(long, short)]
        verbose: bool,
    },
    /// Measure the cost of compiling or running the emitted crate, or of generating it
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Compile the generated crate with the feature of each tag alone, with none and with all, warnings denied
    ///
    /// `cargo check` (debug and release), Clippy and rustdoc. Exit codes: 0 done, 1 a run failed, 2 the checks could not run.
    Features {
        /// Generate the crate from the pages in this folder instead of those of `spec/`
        #[arg(long, value_name = "DIR")]
        pages: Option<PathBuf>,
    },
    /// Run the generated contract tests against Prism, a mock server that checks each request against the specification
    ///
    /// Needs Node 20 with npm. Exit codes: 0 all tests passed or are listed exceptions; 1 a test failed, or an exception is no longer
    /// needed; 2 the tests could not run.
    Contract {
        /// Generate the crate from the pages in this folder instead of using `generated/`
        #[arg(long, value_name = "DIR")]
        pages: Option<PathBuf>,
        /// Generate the crate from this document of any API instead, without configuration and without exceptions
        #[arg(long, value_name = "FILE", conflicts_with = "pages")]
        document: Option<PathBuf>,
    },
    /// Run all checks before a change is merged; stop at the first failure
    Ci,
    /// Run the fast tests, which neither compile emitted crates nor search for counterexamples
    Quick,
}

fn main() -> ExitCode {
    match Cli::parse().chore {
        Chore::Pull { args } => site::pull(&args, || codegen::run(false, false)),
        Chore::Drift { args } => site::drift(&args),
        Chore::Codegen { check, verbose } => codegen::run(check, verbose),
        Chore::Bench(bench) => bench::run(&bench, &root()),
        Chore::Features { pages } => verdict(features::run(pages.as_deref())),
        Chore::Contract { pages, document } => {
            verdict(contract::run(pages.as_deref(), document.as_deref()))
        }
        Chore::Ci => ci::whole(),
        Chore::Quick => ci::quick(),
    }
}

/// The reason why a chore could not be done.
struct Stop(String);

impl Stop {
    fn fault(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// A program that does not start.
    fn unstarted(program: &str, error: &io::Error) -> Self {
        Self(format!("{program} cannot be started: {error}"))
    }
}

/// The exit code of a chore that counts failures.
fn verdict(failures: Result<usize, Stop>) -> ExitCode {
    match failures {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(Stop(message)) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// The cargo command that runs this program.
fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// The root of the workspace.
fn root() -> PathBuf {
    // Clones that share a target directory may run the program that was built in another one.
    let xtask =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let xtask = Path::new(&xtask);
    xtask.parent().unwrap_or(xtask).to_owned()
}
