//! The command line: arguments in, messages and an [`Exit`] out.
//!
//! [`main`] is the program `specweave`. [`run_generate`], [`run_bundle`], [`run_diff`] and, with the feature `pull`, `run_pull` are its
//! commands, for use in other programs. Messages for people go to stderr. Stdout has the requested output: the document of `bundle`, the
//! lists of `--check` and `--dry-run`, the reports of `--report` and `diff`, and the table of `explain`. With `--message-format json`,
//! stdout has everything, one JSON object per line (see [`report`]).

mod diff;
#[cfg(feature = "pull")]
mod drift;
mod generate;
mod init;
mod input;
mod numbers;
mod progress;
#[cfg(feature = "pull")]
mod pull;
pub mod report;
mod stop;
mod watch;

pub use diff::{Compare, DiffOptions, FailOn, run_diff, run_diff_with};
pub use generate::{
    Bundle, BundleOptions, DocumentFormat, Generate, GenerateOptions, InputOptions, Mode,
    run_bundle, run_bundle_with, run_generate, run_generate_with,
};
#[cfg(feature = "pull")]
pub use pull::{PullRun, Scope, run_pull, run_pull_with};
pub use report::{MessageFormat, Terminal};

use crate::diagnostic::Code;
use clap::{Args, CommandFactory, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// The outcome of a run, which determines the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: the input is invalid.
    Input,
    /// 1: the documentation site differs from the local pages or the crate.
    Drift,
    /// 2: the call is incorrect, or the result is unknown.
    Call,
    /// 3: the check found a difference: stale files, or changes at the level of `--fail-on`.
    Stale,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Input | Self::Drift => 1,
            Self::Call => 2,
            Self::Stale => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the input is invalid: a page, document, overlay or the content of the configuration
  2  the command line is invalid: an argument, a path that is not there, an output folder that cannot be written
  3  --check found a difference, or diff found a change at or above the level of --fail-on";

/// The default name of the configuration.
const CONFIG: &str = "specweave.yaml";

/// The name of the program.
const NAME: &str = "specweave";

/// Turns OpenAPI documents, and documentation pages with fragments of one, into a Rust SDK crate
#[derive(Debug, Parser)]
#[command(name = NAME, version, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the crate
    #[command(after_help = EXIT_CODES)]
    Generate(GenerateArgs),
    /// Print the OpenAPI document merged from all pages
    #[command(after_help = EXIT_CODES)]
    Bundle(BundleArgs),
    /// Report the changes between two states of an API: on the wire, and for programs that use the crate
    #[command(after_help = diff::EXIT_CODES)]
    Diff(DiffOptions),
    /// Fetch the pages of the configuration from their addresses, and replace those that changed: all or none
    #[cfg(feature = "pull")]
    #[command(after_help = pull::EXIT_CODES)]
    Pull(pull::PullArgs),
    /// Check that the documentation site, the local pages and the crate still agree
    #[cfg(feature = "pull")]
    #[command(after_help = drift::EXIT_CODES)]
    Drift(Box<drift::DriftArgs>),
    /// Fetch the pages of the configuration from their addresses
    #[cfg(not(feature = "pull"))]
    #[command(hide = true, disable_help_flag = true)]
    Pull {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        _args: Vec<OsString>,
    },
    /// Check that the documentation site, the local pages and the crate still agree
    #[cfg(not(feature = "pull"))]
    #[command(hide = true, disable_help_flag = true)]
    Drift {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        _args: Vec<OsString>,
    },
    /// Write a commented configuration for a document, a folder of pages, or a site
    Init(init::InitArgs),
    /// Print the JSON Schema of the configuration or of overlays, for editors
    Schema {
        /// Which schema
        #[arg(value_enum)]
        of: SchemaOf,
    },
    /// Print the completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the program, or of one of its commands, for `man -l -`
    Man {
        /// The command
        command: Option<String>,
    },
    /// Explain the codes of messages
    Explain {
        /// A code, such as SW101: prints its cause, an example, and a fix; without a code, prints a table of all codes
        code: Option<String>,
    },
}

/// The kind of schema.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum SchemaOf {
    /// `specweave.yaml`
    Config,
    /// An OpenAPI Overlay
    Overlay,
}

#[derive(Debug, Args)]
struct InputArgs {
    /// Read the configuration from this file; default: specweave.yaml in the current folder, if no PATH is given
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Apply this OpenAPI Overlay, after those of the configuration; may be repeated
    #[arg(long = "overlay", value_name = "FILE")]
    overlays: Vec<PathBuf>,
    /// Show every note, not only the number of notes
    #[arg(long, short)]
    verbose: bool,
    /// Markdown pages, OpenAPI documents (JSON or YAML), folders of them, addresses of documents, or `-` for standard input; they
    /// replace the pages of the configuration
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl From<InputArgs> for InputOptions {
    fn from(args: InputArgs) -> Self {
        let InputArgs { config, overlays, verbose, paths } = args;
        Self { config, overlays, verbose, paths }
    }
}

#[derive(Debug, Args)]
struct GenerateArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Write the crate to this folder
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// Set the name of the crate, in place of the one in the configuration
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// Write nothing; list the files that are stale, missing or orphaned, and exit with 3 if there are any
    #[arg(long)]
    check: bool,
    /// Keep running, and generate again whenever an input changes
    #[arg(long, conflicts_with_all = ["check", "dry_run"])]
    watch: bool,
    /// Write nothing; list the files that would be written and removed
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
    /// Treat warnings as errors: exit with 1 and write nothing if there are any
    #[arg(long)]
    strict: bool,
    /// Also print the results of each page, and the values without a type and why
    #[arg(long)]
    report: bool,
    /// The format of messages: for people on stderr, or one JSON object per line on stdout
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

impl From<GenerateArgs> for GenerateOptions {
    fn from(args: GenerateArgs) -> Self {
        let mode = match (args.check, args.dry_run) {
            (true, _) => Mode::Check,
            (_, true) => Mode::DryRun,
            _ => Mode::Write,
        };
        Self {
            input: args.input.into(),
            out: args.out,
            name: args.name,
            mode,
            strict: args.strict,
            report: args.report,
            message_format: args.message_format,
        }
    }
}

#[derive(Debug, Args)]
struct BundleArgs {
    #[command(flatten)]
    input: InputArgs,
    /// The format of the document
    #[arg(long, value_enum, default_value_t)]
    format: DocumentFormat,
    /// Leave known defects as written, instead of correcting them
    #[arg(long)]
    raw: bool,
}

/// Runs the program with its arguments, the first of which is its name.
pub fn main(args: impl IntoIterator<Item = OsString>) -> Exit {
    main_with(args, &mut Terminal::standard())
}

/// Like [`main`], with another terminal. Help and errors in the arguments go to the standard one.
pub fn main_with(args: impl IntoIterator<Item = OsString>, terminal: &mut Terminal<'_>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // A reader that has gone is not an error.
            let _ = error.print();
            return if error.use_stderr() { Exit::Call } else { Exit::Done };
        }
    };
    match cli.command {
        Command::Generate(args) if args.watch => {
            watch::run(&args.into(), terminal, &crate::generate, &mut watch::pause)
        }
        Command::Generate(args) => run_generate_with(&args.into(), terminal, &crate::generate),
        Command::Bundle(args) => {
            let BundleArgs { input, format, raw } = args;
            let bundle: &Bundle = if raw { &crate::bundle_raw } else { &crate::bundle };
            let options = BundleOptions { input: input.into(), format, raw };
            run_bundle_with(&options, terminal, bundle)
        }
        Command::Diff(options) => run_diff_with(&options, terminal, &crate::diff::compare_inputs),
        #[cfg(feature = "pull")]
        Command::Pull(args) => run_pull_with(&args.into(), terminal),
        #[cfg(feature = "pull")]
        Command::Drift(args) => drift::run(*args, terminal),
        #[cfg(not(feature = "pull"))]
        Command::Pull { .. } | Command::Drift { .. } => {
            terminal.say(
                "error: this program was built without the commands `pull` and `drift`: \
                 build it with `--features pull`\n",
            );
            terminal.finish(Exit::Call)
        }
        Command::Init(args) => init::run(&args, terminal),
        Command::Schema { of } => {
            terminal.print(match of {
                SchemaOf::Config => init::CONFIG_SCHEMA,
                SchemaOf::Overlay => init::OVERLAY_SCHEMA,
            });
            terminal.finish(Exit::Done)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), NAME, &mut script);
            terminal.print(&String::from_utf8_lossy(&script));
            terminal.finish(Exit::Done)
        }
        Command::Man { command } => man(command.as_deref(), terminal),
        Command::Explain { code } => explain(code.as_deref(), terminal),
    }
}

/// Prints the manual page of the program, or of a command.
fn man(command: Option<&str>, terminal: &mut Terminal<'_>) -> Exit {
    let mut program = Cli::command();
    program.build();
    let wanted = match command {
        None => Some(&program),
        Some(name) => program.find_subcommand(name),
    };
    let Some(wanted) = wanted else {
        let name = crate::render::one_line(command.unwrap_or_default());
        terminal.say(&format!("error: there is no command `{name}`; `{NAME} help` lists them\n"));
        return terminal.finish(Exit::Call);
    };
    let mut page = Vec::new();
    let written = clap_mangen::Man::new(wanted.clone()).render(&mut page);
    debug_assert!(written.is_ok(), "memory takes all that is written");
    terminal.print(&String::from_utf8_lossy(&page));
    terminal.finish(Exit::Done)
}

/// Prints the page of a code, or the table of all of them.
fn explain(code: Option<&str>, terminal: &mut Terminal<'_>) -> Exit {
    let line = |known: &Code| {
        let severity = known.severity().to_string();
        format!("{}  {severity:<7}  {}\n", known.number(), known.title())
    };
    let Some(code) = code else {
        terminal.print(&Code::ALL.iter().map(line).collect::<String>());
        return terminal.finish(Exit::Done);
    };
    let is_wanted = |known: &&Code| {
        let number = known.number();
        number.eq_ignore_ascii_case(code) || number.strip_prefix("SW") == Some(code)
    };
    let Some(known) = Code::ALL.iter().find(is_wanted) else {
        let code = crate::render::one_line(code);
        terminal.say(&format!(
            "error: there is no code `{code}`; `specweave explain` lists them all\n"
        ));
        return terminal.finish(Exit::Call);
    };
    let (number, severity, title) = (known.number(), known.severity(), known.title());
    terminal.print(&format!("# {number} ({severity}): {title}\n\n{}", known.explanation()));
    terminal.finish(Exit::Done)
}
