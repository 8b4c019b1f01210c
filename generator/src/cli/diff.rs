//! Options in; a comparison of two states, a printed or written report, and an [`Exit`] out.

use super::input::{self, Asked};
use super::report::Messages;
use super::stop::Stop;
use super::{Exit, MessageFormat, Terminal, progress};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::diff::report::{Format, Links, Look, render, totals};
use crate::diff::{Comparison, Exception, Level, State, States, compare_inputs, exceptions};
use crate::files;
use crate::render::{one_line, plural};
use crate::{Inputs, Progress};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  no change is at or above the level of --fail-on
  1  the input is invalid: a page, document or overlay of one of the states, the content of the configuration or of the exceptions
  2  the command line is invalid: an argument, a path or revision that is not there, a report that cannot be written
  3  a change is at or above the level of --fail-on, and not excepted";

/// The changes that make a run of `diff` fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Breaking changes
    #[default]
    Breaking,
    /// Changes that are breaking or may be
    PossiblyBreaking,
    /// Changes to the API or the crate, without changes to documentation
    Compatible,
    /// Any change, including documentation
    Any,
    /// Nothing
    Never,
}

impl FailOn {
    /// The lowest level that a run fails on.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Breaking => Some(Level::Breaking),
            Self::PossiblyBreaking => Some(Level::PossiblyBreaking),
            Self::Compatible => Some(Level::Compatible),
            Self::Any => Some(Level::Documentation),
            Self::Never => None,
        }
    }
}

/// The options of `diff`.
#[derive(Debug, Clone, Default, Args)]
pub struct DiffOptions {
    /// The old state: a page, a document, a folder of them, or `git:REV:PATH`
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The new state, in the same form
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Read the configuration from this file, for both states; its pages are not read
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Apply this OpenAPI Overlay to both states, after those of the configuration; may be repeated
    #[arg(long = "overlay", value_name = "FILE")]
    pub overlays: Vec<PathBuf>,
    /// The format of the changes
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Fail on changes of this level or above that are not excepted
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    pub fail_on: FailOn,
    /// Read exceptions from this file: the fingerprints of changes that do not count, and why
    #[arg(long, value_name = "FILE")]
    pub exceptions: Option<PathBuf>,
    /// Write the report to this file
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Link lines of the new state to this address plus the path of the page, such as `https://github.com/acme/sdk/blob/main`
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub link_base: Option<String>,
    /// Link lines of the old state in the same way
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub old_link_base: Option<String>,
    /// Leave out the least important changes if the Markdown would be longer: 65000 fits a comment or pull request on GitHub
    #[arg(long, value_name = "BYTES")]
    pub limit: Option<usize>,
    /// Also show warnings and notes on the pages of both states
    #[arg(long, short)]
    pub verbose: bool,
}

/// Checks an address that a report may link to.
pub(super) fn web_address(text: &str) -> Result<String, &'static str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_plain = |rest: &str| {
        !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'()<>[\\]`|".contains(&byte))
    };
    match rest {
        Some(rest) if is_plain(rest) => Ok(text.to_owned()),
        _ => Err(
            "an address must begin with https:// or http:// and must not contain spaces, quotes or brackets",
        ),
    }
}

/// Compares two states and reports the changes on stdout and stderr.
pub fn run_diff(options: &DiffOptions) -> Exit {
    run_diff_with(options, &mut Terminal::standard(), &compare_inputs)
}

/// [`compare_inputs`], or a replacement.
pub type Compare =
    dyn Fn(Inputs, Inputs, &Config, Progress<'_>) -> Result<States, crate::diagnostic::Failure>;

/// Like [`run_diff`], with another terminal and comparison.
pub fn run_diff_with(
    options: &DiffOptions,
    terminal: &mut Terminal<'_>,
    compare: &Compare,
) -> Exit {
    let exit = match compared(options, terminal, compare) {
        Ok((comparison, diagnostics)) => deliver(options, terminal, &comparison, diagnostics),
        Err(stop) => {
            say(terminal, options.verbose, &stop.diagnostics);
            stop.exit
        }
    };
    terminal.finish(exit)
}

/// Prints all diagnostics, or only errors and those about the comparison itself.
pub(super) fn say(terminal: &mut Terminal<'_>, verbose: bool, diagnostics: &[Diagnostic]) {
    let matters = |found: &&Diagnostic| {
        verbose
            || found.severity() == Severity::Error
            || matches!(found.code, Code::StaleException | Code::UnrelatedStates)
    };
    let shown: Vec<Diagnostic> = diagnostics.iter().filter(matters).cloned().collect();
    Messages { terminal, format: MessageFormat::Human, verbose }.diagnostics(&shown);
}

/// Reads all inputs, and compares the states. All read errors are reported together.
fn compared(
    options: &DiffOptions,
    terminal: &Terminal<'_>,
    compare: &Compare,
) -> Result<(Comparison, Vec<Diagnostic>), Stop> {
    if [&options.old, &options.new].into_iter().all(|state| state == Path::new("-")) {
        let message = "standard input (`-`) is given for both states";
        let help = "give `-` once, and name a file, folder or revision for the other state";
        return Err(Stop::calls(vec![Diagnostic::new(Code::UnreadableInput, message).help(help)]));
    }
    let config = options.config.as_deref().map(files::load_config).transpose();
    let file = config.as_ref().ok().and_then(Option::as_ref);
    let read = |state: &Path| {
        let Asked { paths, texts } = input::read_inputs(&[state.to_owned()], terminal.status())?;
        if paths.is_empty() {
            let read = files::read_inputs_and_paths(&[], texts, &options.overlays, file);
            return Ok(read?.0);
        }
        Ok(files::read_state(state, &options.overlays, file)?)
    };
    // Without a valid configuration, the inputs are unknown.
    let states = config.is_ok().then(|| (read(&options.old), read(&options.new)));
    let exceptions = read_exceptions(options.exceptions.as_deref());
    let mut faults = Faults::default();
    let config = faults.part(config.map_err(Stop::from));
    let [old, new] =
        states.map_or([None, None], |(old, new)| [old, new].map(|state| faults.part(state)));
    let exceptions = faults.part(exceptions);
    let (Some(config), Some(old), Some(new), Some(exceptions)) = (config, old, new, exceptions)
    else {
        return Err(faults.stop());
    };
    let config = config.map(|file| file.config);
    let rules = config.clone().unwrap_or_default();
    let status = terminal.status();
    let states = progress::watch(status, |progress| compare(old, new, &rules, progress))?;
    let names = [(&options.old, &states.old), (&options.new, &states.new)];
    let names = names.map(|(path, model)| State::new(input::shown(path), model));
    let comparison = Comparison::new(names, states.changes, exceptions, config.as_ref());
    Ok((comparison, states.diagnostics))
}

/// The failures of parts of a run.
#[derive(Default)]
struct Faults(Vec<Stop>);

impl Faults {
    fn part<T>(&mut self, part: Result<T, Stop>) -> Option<T> {
        part.map_err(|stop| self.0.push(stop)).ok()
    }

    /// A fault of the call takes precedence, and no finding is repeated.
    fn stop(self) -> Stop {
        let is_call = self.0.iter().any(|stop| stop.exit == Exit::Call);
        let mut diagnostics = Vec::new();
        for found in self.0.into_iter().flat_map(|stop| stop.diagnostics) {
            if !diagnostics.contains(&found) {
                diagnostics.push(found);
            }
        }
        Stop { exit: if is_call { Exit::Call } else { Exit::Input }, diagnostics }
    }
}

pub(super) fn read_exceptions(path: Option<&Path>) -> Result<Vec<Exception>, Stop> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let source = files::read_source(path)?;
    exceptions::read(&source).map_err(|diagnostics| Stop { exit: Exit::Input, diagnostics })
}

/// Prints or writes the report, and determines the outcome.
fn deliver(
    options: &DiffOptions,
    terminal: &mut Terminal<'_>,
    comparison: &Comparison,
    mut diagnostics: Vec<Diagnostic>,
) -> Exit {
    let color = terminal.colors_stdout() && options.output.is_none();
    let links = Links { old: options.old_link_base.clone(), new: options.link_base.clone() };
    let look = Look { color, links, limit: options.limit };
    let report = render(comparison, options.format, &look);
    diagnostics.extend(comparison.stale.iter().map(Exception::stale));
    say(terminal, options.verbose, &diagnostics);
    match &options.output {
        None => terminal.print(&report),
        Some(path) => {
            if let Err(error) = files::write_text(path, &report) {
                say(terminal, options.verbose, &[error.diagnostic()]);
                return Exit::Call;
            }
            let path = one_line(&path.display().to_string());
            terminal.say(&format!("{}; the report is in {path}\n", totals(comparison)));
        }
    }
    let Some(level) = options.fail_on.level() else { return Exit::Done };
    match comparison.at_least(level) {
        0 => Exit::Done,
        count => {
            let changes = plural(count, "change");
            let verb = if count == 1 { "fails" } else { "fail" };
            let name = options.fail_on.to_possible_value();
            let name = name.as_ref().map_or("", |value| value.get_name());
            terminal.say(&format!("error: {changes} {verb} this run (--fail-on {name})\n"));
            Exit::Stale
        }
    }
}

#[cfg(test)]
mod tests;
