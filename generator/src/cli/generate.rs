//! Options in; generated files, written or compared, and an [`Exit`] out.

use super::input::{self, Asked};
use super::report::{Facts, Messages, Outcome};
use super::stop::Stop;
use super::{CONFIG, Exit, MessageFormat, Terminal, progress};
use crate::config::{Config, check_crate_name};
use crate::diagnostic::{Code, Diagnostic, Failure, Severity};
use crate::document::yaml;
use crate::files;
use crate::{Inputs, Output, Progress, Summary};
use serde_json::Value;
use std::env;
use std::io::Stderr;
use std::path::{Path, PathBuf};

/// The inputs of a run.
#[derive(Debug, Clone, Default)]
pub struct InputOptions {
    /// The configuration; by default, without paths, `specweave.yaml` in the current folder, if it exists.
    pub config: Option<PathBuf>,
    /// Overlays that are applied after those of the configuration.
    pub overlays: Vec<PathBuf>,
    /// Pages, documents and folders of them, in place of those in the configuration.
    pub paths: Vec<PathBuf>,
    /// Whether notes are listed rather than counted.
    pub verbose: bool,
}

/// The options of `generate`.
#[derive(Debug, Clone)]
pub struct GenerateOptions {
    /// The inputs.
    pub input: InputOptions,
    /// The folder of the crate.
    pub out: PathBuf,
    /// The crate's name, in place of that in the configuration.
    pub name: Option<String>,
    /// The use of the generated files.
    pub mode: Mode,
    /// Whether warnings are errors.
    pub strict: bool,
    /// Whether to print the results of each page.
    pub report: bool,
    /// The format of messages.
    pub message_format: MessageFormat,
}

/// The use of generated files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Write them.
    #[default]
    Write,
    /// Compare them with the existing files; a difference is [`Exit::Stale`].
    Check,
    /// Report the changes that writing would make.
    DryRun,
}

/// The options of `bundle`.
#[derive(Debug, Clone, Default)]
pub struct BundleOptions {
    /// The inputs.
    pub input: InputOptions,
    /// The format of the document.
    pub format: DocumentFormat,
    /// Whether known defects stay as written.
    pub raw: bool,
}

/// The format of a printed document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum DocumentFormat {
    /// JSON, indented.
    #[default]
    Json,
    /// YAML.
    Yaml,
}

/// [`crate::generate`], or a replacement.
pub type Generate = dyn Fn(Inputs, &Config, Progress<'_>) -> Result<Output, Failure>;

/// [`crate::bundle`], [`crate::bundle_raw`], or a replacement.
pub type Bundle = dyn Fn(Inputs, Progress<'_>) -> Result<(Value, Vec<Diagnostic>), Failure>;

/// Generates a crate and reports the results on stdout and stderr.
pub fn run_generate(options: &GenerateOptions) -> Exit {
    run_generate_with(options, &mut Terminal::standard(), &crate::generate)
}

/// Like [`run_generate`], with another terminal and generator.
pub fn run_generate_with(
    options: &GenerateOptions,
    terminal: &mut Terminal<'_>,
    generate: &Generate,
) -> Exit {
    let (format, verbose) = (options.message_format, options.input.verbose);
    let mut report = Messages { terminal, format, verbose };
    let exit = delivered(options, &mut report, generate).unwrap_or_else(|stop| {
        let out = options.out.display().to_string();
        let facts = Facts { out, summary: Summary::default(), files: 0, regenerate: "" };
        report.diagnostics(&stop.diagnostics);
        report.outcome(&Outcome::Failed(stop.exit), &facts, &stop.diagnostics);
        stop.exit
    });
    terminal.finish(exit)
}

/// Checks the crate name from the call.
pub(super) fn check_name(name: &str) -> Result<(), Stop> {
    check_crate_name(name).map_err(|reason| {
        let message = format!("the crate name {name:?} {reason}");
        Stop::call(Diagnostic::new(Code::InvalidConfig, message).help("give another --name"))
    })
}

/// Generates the crate and writes or compares it.
fn delivered(
    options: &GenerateOptions,
    report: &mut Messages<'_, '_>,
    generate: &Generate,
) -> Result<Exit, Stop> {
    let (inputs, mut config, paths) = read(&options.input, report.terminal.status())?;
    files::ensure_apart(&options.out, &paths, &config.package.extra_files)?;
    if let Some(name) = &options.name {
        check_name(name)?;
        config.package.name.clone_from(name);
    }
    let status = report.terminal.status();
    let output = progress::watch(status, |progress| generate(inputs, &config, progress))?;
    let warnings =
        output.diagnostics.iter().filter(|own| own.severity() == Severity::Warning).count();
    if options.strict && warnings > 0 {
        return Err(Stop::strict(output.diagnostics, warnings));
    }
    let facts = Facts {
        out: options.out.display().to_string(),
        summary: output.summary,
        files: output.files.len(),
        regenerate: &config.package.regenerate,
    };
    deliver(options, &config, &output, report, &facts).map_err(|mut stop| {
        stop.diagnostics.splice(0..0, output.diagnostics.iter().cloned());
        stop
    })
}

/// Writes or compares the files, and reports the result.
fn deliver(
    options: &GenerateOptions,
    config: &Config,
    output: &Output,
    report: &mut Messages<'_, '_>,
    facts: &Facts<'_>,
) -> Result<Exit, Stop> {
    let (out, kept) = (options.out.as_path(), config.package.extra_files.as_slice());
    let made = options.report.then(|| output.report());
    let mut finish = |outcome: &Outcome<'_>| {
        report.findings(&output.diagnostics, outcome);
        made.iter().for_each(|made| report.made(made));
        report.outcome(outcome, facts, &output.diagnostics);
        outcome.exit()
    };
    match options.mode {
        Mode::Check => {
            let differences = files::compare(&output.files, out, kept)?;
            Ok(finish(&Outcome::Checked(&differences)))
        }
        Mode::DryRun => {
            files::ensure_ours(out, kept)?;
            let differences = files::compare(&output.files, out, kept)?;
            Ok(finish(&Outcome::Previewed(&differences)))
        }
        Mode::Write => {
            let was_somewhere = env::current_dir().is_ok();
            let written = files::write(&output.files, out, kept)?;
            let exit = finish(&Outcome::Generated(&written));
            if was_somewhere && env::current_dir().is_err() {
                report.terminal.say(
                    "note: the current folder was replaced; enter it again with `cd \"$PWD\"`\n",
                );
            }
            Ok(exit)
        }
    }
}

/// Prints the merged document on stdout, and messages on stderr.
pub fn run_bundle(options: &BundleOptions) -> Exit {
    let bundle: &Bundle = if options.raw { &crate::bundle_raw } else { &crate::bundle };
    run_bundle_with(options, &mut Terminal::standard(), bundle)
}

/// Like [`run_bundle`], with another terminal and merger.
pub fn run_bundle_with(
    options: &BundleOptions,
    terminal: &mut Terminal<'_>,
    bundle: &Bundle,
) -> Exit {
    let status = terminal.status();
    let bundled = read(&options.input, terminal.status())
        .and_then(|(inputs, ..)| Ok(progress::watch(status, |progress| bundle(inputs, progress))?));
    let verbose = options.input.verbose;
    let mut report = Messages { terminal, format: MessageFormat::Human, verbose };
    let exit = match bundled {
        Err(stop) => {
            report.diagnostics(&stop.diagnostics);
            stop.exit
        }
        Ok((document, diagnostics)) => {
            report.diagnostics(&diagnostics);
            print_document(&document, options.format, terminal)
        }
    };
    terminal.finish(exit)
}

fn print_document(document: &Value, format: DocumentFormat, terminal: &mut Terminal<'_>) -> Exit {
    let text = match format {
        DocumentFormat::Json => Ok(crate::render::json_text(&format!("{document:#}\n"))),
        DocumentFormat::Yaml => yaml::to_string(document),
    };
    match text {
        Ok(text) => {
            terminal.print(&text);
            Exit::Done
        }
        Err(error) => {
            terminal.say(&format!("error: the document cannot be written: {error}\n"));
            Exit::Input
        }
    }
}

/// Reads the configuration, if there is one, and all inputs; also returns the paths of all files that were read.
pub(super) fn read(
    options: &InputOptions,
    status: Option<Stderr>,
) -> Result<(Inputs, Config, Vec<PathBuf>), Stop> {
    let usual = Path::new(CONFIG);
    let is_usual = || options.paths.is_empty() && usual.is_file();
    let config = options.config.as_deref().or_else(|| is_usual().then_some(usual));
    let file = config.map(files::load_config).transpose()?;
    let Asked { paths, texts } = input::read_inputs(&options.paths, status)?;
    let (inputs, paths) =
        files::read_inputs_and_paths(&paths, texts, &options.overlays, file.as_ref())?;
    Ok((inputs, file.map(|file| file.config).unwrap_or_default(), paths))
}
