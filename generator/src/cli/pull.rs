//! Options in; replaced pages, new entries in the configuration or a list of missing pages, and an [`Exit`] out.
//!
//! Stdout has the changed pages, one per line with their operations below, or with `--discover` the missing lines of the configuration;
//! everything else goes to stderr.

use super::report::Messages;
use super::{CONFIG, Exit, MessageFormat, Terminal, progress};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{self, ConfigFile, Fault, FileSet};
use crate::pull::{
    self, All, Discovered, Options, Origin, PullError, Pulled, PulledPage, Removal, State, Step,
};
use crate::render::{one_line, plural};
use clap::Args;
use clap::builder::TypedValueParser;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  done, whether pages changed or not
  1  a page is invalid: it is gone, moved, broken, without its operations, or does not fit the others, the overlay or
     the configuration; or the content of the configuration is invalid
  2  a page could not be fetched, or the command line is invalid
In both cases no page is changed.";

/// The options for fetching pages.
#[derive(Debug, Default, Args)]
pub(super) struct FetchArgs {
    /// Fetch from another server, whose address replaces the scheme and host of each page, or read from a folder
    ///
    /// With `--from https://mirror.example/docs` the page https://acme.example/api/users is read at
    /// https://mirror.example/docs/api/users.md. In a folder, a page is read from the existing file that matches the longest end of its
    /// path: pages/admin/users.md, or else admin/users.md, or else users.md.
    #[arg(long, value_name = "URL|DIR", value_parser = FromParser)]
    from: Option<Origin>,
    /// Accept removed operations: by default `pull` refuses any removal, and `drift` a page without any of its operations
    #[arg(long)]
    allow_removal: bool,
    /// Time limit of one request with its whole response
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, value_parser = seconds)]
    timeout: f64,
    /// Time limit of all requests together
    #[arg(long, value_name = "SECONDS", default_value_t = 300.0, value_parser = seconds)]
    total_timeout: f64,
    /// Keep cache validators (ETag, Last-Modified) in this folder, and fetch only pages that have changed
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

/// Parses `--from`; an invalid value is not repeated, as an address may contain a password.
#[derive(Debug, Clone)]
struct FromParser;

impl TypedValueParser for FromParser {
    type Value = Origin;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Origin, clap::Error> {
        let refused = |reason: &str| {
            let message = format!("the value of --from cannot be used: {reason}\n");
            clap::Error::raw(clap::error::ErrorKind::ValueValidation, message).with_cmd(command)
        };
        let text = value.to_str().ok_or_else(|| refused("it is not Unicode text"))?;
        Origin::parse(text).map_err(|reason| refused(&reason))
    }
}

impl From<FetchArgs> for Options {
    fn from(args: FetchArgs) -> Self {
        Self {
            from: args.from.unwrap_or_default(),
            removal: if args.allow_removal { Removal::Allowed } else { Removal::Refused },
            cache: args.cache,
            timeout: Duration::from_secs_f64(args.timeout),
            total_timeout: Duration::from_secs_f64(args.total_timeout),
            ..Self::default()
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct PullArgs {
    /// Read the configuration from this file
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    config: PathBuf,
    #[command(flatten)]
    fetch: FetchArgs,
    /// Write nothing; read the site's index and print the pages that the configuration lacks
    #[arg(long, conflicts_with_all = ["allow_removal", "pages"])]
    discover: bool,
    /// Also read the site's index, and add the pages that the configuration lacks
    #[arg(long, conflicts_with_all = ["discover", "pages"])]
    all: bool,
    /// The pages to fetch, by path or by file name without extension; default: all pages with an address
    #[arg(value_name = "PAGE")]
    pages: Vec<String>,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is not a number".to_owned())?;
    let limit = 1e6;
    if seconds > 0.0 && seconds <= limit {
        Ok(seconds)
    } else {
        Err(format!("it is not between 0 and {limit}"))
    }
}

/// The options of `pull`.
#[derive(Debug, Clone)]
pub struct PullRun {
    /// The configuration.
    pub config: PathBuf,
    /// The pages to process.
    pub scope: Scope,
    /// The options for fetching.
    pub options: Options,
}

/// The pages that `pull` processes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scope {
    /// Pulls the pages of the configuration.
    #[default]
    Listed,
    /// Also pulls the other pages of the site's index, and adds them to the configuration.
    All,
    /// Only lists the pages that the configuration lacks.
    Lacking,
}

impl From<PullArgs> for PullRun {
    fn from(args: PullArgs) -> Self {
        let options = Options { pages: args.pages, ..args.fetch.into() };
        let scope = match (args.all, args.discover) {
            (true, _) => Scope::All,
            (_, true) => Scope::Lacking,
            _ => Scope::Listed,
        };
        Self { config: args.config, scope, options }
    }
}

/// Pulls pages and reports the results on stdout and stderr.
pub fn run_pull(run: &PullRun) -> Exit {
    run_pull_with(run, &mut Terminal::standard())
}

/// Like [`run_pull`], with another terminal.
pub fn run_pull_with(run: &PullRun, terminal: &mut Terminal<'_>) -> Exit {
    let done = match run.scope {
        Scope::Listed => pulled(run, terminal),
        Scope::All => pulled_all(run, terminal),
        Scope::Lacking => discovered(run, terminal),
    };
    let exit = match done {
        Ok(()) => Exit::Done,
        Err(PullError { fault, diagnostics }) => {
            terminal.diagnostics(&diagnostics);
            if diagnostics.iter().all(|finding| finding.code != Code::PullInterrupted) {
                terminal.say("no page was changed\n");
            }
            match fault {
                Fault::Input => Exit::Input,
                Fault::Call => Exit::Call,
            }
        }
    };
    terminal.finish(exit)
}

fn pulled(run: &PullRun, terminal: &mut Terminal<'_>) -> Result<(), PullError> {
    let config = files::load_config(&run.config)?;
    let set = FileSet::open_with(config.folder(), config.pages_outside())?;
    let pulled = progress::watch_steps(terminal.status(), words, |progress| {
        pull::fetch(&config, &run.options, progress)
    })?;
    if pulled.pages.iter().any(|page| page.state != State::Unchanged) {
        say(&pull::check(&pulled, &config)?, terminal);
    }
    pull::apply(&pulled, &set, &[])?;
    remember(&pulled, run.options.cache.as_deref(), terminal);
    report(&pulled, &config, terminal);
    Ok(())
}

fn pulled_all(run: &PullRun, terminal: &mut Terminal<'_>) -> Result<(), PullError> {
    let config = files::load_config(&run.config)?;
    let set = FileSet::open_with(config.folder(), config.pages_outside())?;
    let all = progress::watch_steps(terminal.status(), words, |progress| {
        pull::fetch_all(&config, &run.options, progress)
    })?;
    let All { discovered, pulled, config: new, text, decided } = all;
    pull::apply(&pulled, &set, text.as_slice())?;
    remember(&pulled, run.options.cache.as_deref(), terminal);
    say(discovered.no_index.as_slice(), terminal);
    let left_out: Vec<Diagnostic> = pulled.left_out.iter().map(|(_, why)| why.clone()).collect();
    say(&left_out, terminal);
    say(&decided, terminal);
    let added = new.config.pages.len() - config.config.pages.len();
    if added > 0 {
        let name = one_line(&config.source.name);
        terminal.say(&format!("added {} to {name}\n", plural(added, "page")));
    }
    note_unlisted(&discovered, terminal);
    report(&pulled, &new, terminal);
    Ok(())
}

fn say(diagnostics: &[Diagnostic], terminal: &mut Terminal<'_>) {
    if !diagnostics.is_empty() {
        let format = MessageFormat::Human;
        Messages { terminal, format, verbose: true }.diagnostics(diagnostics);
    }
}

/// Stores the validators of the pages, which are in place, in the cache.
pub(super) fn remember(pulled: &Pulled, cache: Option<&Path>, terminal: &mut Terminal<'_>) {
    if let Err(error) = cache.map_or(Ok(()), |cache| pull::remember(pulled, cache)) {
        terminal.say(&format!(
            "note: the cache cannot be written, so the next run fetches all pages: {error}\n"
        ));
    }
}

pub(super) fn words(step: Step) -> String {
    match step {
        Step::Fetching { done, of } => format!("fetching the pages: {done} of {of}"),
        Step::Waiting { seconds } => format!("waiting {seconds} s, as the server asks"),
        Step::Checking => "checking the pages".to_owned(),
    }
}

fn report(pulled: &Pulled, config: &ConfigFile, terminal: &mut Terminal<'_>) {
    let differs = |page: &&PulledPage| page.state != State::Unchanged;
    let text: String = pulled.pages.iter().filter(differs).map(changed).collect();
    terminal.print(&text);
    let count = |state| pulled.pages.iter().filter(|page| page.state == state).count();
    let (new, changed) = (count(State::New), count(State::Changed));
    let of_each = |count: fn(&PulledPage) -> usize| pulled.pages.iter().map(count).sum::<usize>();
    terminal.say(&format!(
        "pulled {}: {new} new, {changed} changed, {} unchanged; {}{}\n",
        plural(pulled.pages.len(), "page"),
        count(State::Unchanged),
        plural(of_each(|page| page.operations.len()), "operation"),
        difference(of_each(|page| page.added.len()), of_each(|page| page.removed.len())),
    ));
    if new + changed > 0 {
        terminal.say(&format!("now run `{}`\n", one_line(&config.config.package.regenerate)));
    }
}

/// A changed page, with its added and removed operations below it.
fn changed(page: &PulledPage) -> String {
    let word = if page.state == State::New { "new" } else { "changed" };
    let operations = plural(page.operations.len(), "operation");
    let difference = match page.state {
        State::New => String::new(),
        _ => difference(page.added.len(), page.removed.len()),
    };
    let mut text = format!("{word:<8} {}  {operations}{difference}\n", one_line(&page.path));
    let added = page.added.iter().filter(|_| page.state != State::New).map(|name| ('+', name));
    for (sign, name) in added.chain(page.removed.iter().map(|name| ('-', name))) {
        text.push_str(&format!("         {sign} {}\n", one_line(name)));
    }
    text
}

/// The numbers of changes: ` (1 added, 2 removed)`.
fn difference(added: usize, removed: usize) -> String {
    let parts = [(added, "added"), (removed, "removed")];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = parts.map(|(count, word)| format!("{count} {word}")).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

fn discovered(run: &PullRun, terminal: &mut Terminal<'_>) -> Result<(), PullError> {
    let config = files::load_config(&run.config)?;
    let found = progress::watch_steps(
        terminal.status(),
        |_| "reading the index".to_owned(),
        |progress| pull::discover(&config, &run.options, progress),
    )?;
    say(found.no_index.as_slice(), terminal);
    let Discovered { common, lacking, elsewhere, .. } = &found;
    terminal.print(&pages_yaml(&found));
    terminal.say(&format!(
        "{} below {common} that the configuration lacks; the index lists {} elsewhere\n",
        plural(lacking.len(), "page"),
        plural(*elsewhere, "page"),
    ));
    note_unlisted(&found, terminal);
    Ok(())
}

fn note_unlisted(found: &Discovered, terminal: &mut Terminal<'_>) {
    let unlisted = found.unlisted.join(", ");
    if !unlisted.is_empty() && found.no_index.is_none() {
        terminal.say(&format!("note: the index lacks {}\n", one_line(&unlisted)));
    }
}

/// Entries for `pages` of the configuration.
fn pages_yaml(found: &Discovered) -> String {
    let entry =
        |page: &pull::Found| format!("  # {}\n{}", one_line(&page.title), pull::entry(page, "  "));
    found.lacking.iter().map(entry).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Arguments {
        #[command(flatten)]
        fetch: FetchArgs,
    }

    #[test]
    fn an_address_that_cannot_be_used_is_not_repeated() {
        for from in
            ["https://jo:hunter2@a.test/?x", "https://a.test/#hunter2", "https://jo:hunter2@["]
        {
            let error = Arguments::try_parse_from(["pull", "--from", from]).unwrap_err();
            let said = error.to_string();
            assert!(said.contains("--from") && !said.contains("hunter2"), "{said}");
        }
        let read = Arguments::try_parse_from(["pull", "--from", "folder"]).unwrap();
        assert_eq!(Options::from(read.fetch).from, Origin::Folder("folder".into()));
    }
}
