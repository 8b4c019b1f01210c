//! Options in; a comparison of the documentation site with the local pages, reports, and an [`Exit`] out.
//!
//! Stdout has the report; everything else, such as stale files, goes to stderr. The last line on stderr is the result.

use super::diff::{FailOn, read_exceptions, say, web_address};
use super::pull::{self, FetchArgs};
use super::{CONFIG, Exit, Terminal, progress};
use crate::diagnostic::{Code, Diagnostic};
use crate::diff::changelog;
use crate::diff::report::{Format, Links, Look, render, totals};
use crate::drift::{self, Doing, Drift, Unknown, changelog::with_entry};
use crate::files::{self, ConfigFile, DifferenceKind, FileSet, FilesError, NewText};
use crate::pull::{Options, Removal, State};
use crate::render::{one_line, plural};
use clap::Args;
use semver::Version;
use std::path::{Path, PathBuf};

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  no drift
  1  drift: a change at or above the level of --fail-on that is not excepted, a crate that is stale, or new pages from which no crate can
     be made
  2  drift could not be determined: a page could not be fetched or is broken, or the command line is invalid";

/// The options of `drift`.
#[derive(Debug, Args)]
pub(super) struct DriftArgs {
    /// Read the configuration from this file
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    config: PathBuf,
    /// Check that the crate in this folder matches the local pages
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    fetch: FetchArgs,
    /// Count changes of this level or above, unless they are excepted, as drift
    #[arg(long, value_enum, default_value_t = FailOn::Any, value_name = "LEVEL")]
    fail_on: FailOn,
    /// Read exceptions from this file: the fingerprints of changes that do not count, and why
    #[arg(long, value_name = "FILE")]
    exceptions: Option<PathBuf>,
    /// Also write the report to this file, in the format of its extension: md, html, json or txt; may be repeated
    #[arg(long = "report", value_name = "FILE", value_parser = report_file)]
    reports: Vec<(PathBuf, Format)>,
    /// The format of the changes on stdout
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Link lines of the new pages to this address plus the path of the page, such as `https://github.com/acme/sdk/blob/main/spec`
    #[arg(long, value_name = "URL", value_parser = web_address)]
    link_base: Option<String>,
    /// Link lines of the local pages in the same way
    #[arg(long, value_name = "URL", value_parser = web_address)]
    old_link_base: Option<String>,
    /// Leave out the least important changes if the Markdown would be longer: 65000 fits a comment or pull request on GitHub
    #[arg(long, value_name = "BYTES")]
    limit: Option<usize>,
    /// Add an entry for the new version to the changelog
    #[arg(long)]
    write_changelog: bool,
    /// The changelog
    #[arg(long, value_name = "FILE", default_value = "CHANGELOG.md")]
    changelog: PathBuf,
    /// Replace the local pages by the new ones, and set the version in the configuration that the changes require
    #[arg(long)]
    apply: bool,
    /// Also show warnings and notes on the pages
    #[arg(long, short)]
    verbose: bool,
}

/// The path of a report and the format of its extension.
fn report_file(text: &str) -> Result<(PathBuf, Format), &'static str> {
    let path = PathBuf::from(text);
    let format = match path.extension().and_then(|ending| ending.to_str()) {
        Some("md") => Format::Markdown,
        Some("html") => Format::Html,
        Some("json") => Format::Json,
        Some("txt") => Format::Text,
        _ => return Err("a report ends with .md, .html, .json or .txt"),
    };
    Ok((path, format))
}

/// Checks for drift and reports the findings on stdout and stderr.
pub(super) fn run(args: DriftArgs, terminal: &mut Terminal<'_>) -> Exit {
    let exit = match check(args, terminal) {
        Ok(exit) => exit,
        Err(Unknown(diagnostics)) => {
            say(terminal, false, &diagnostics);
            terminal.say("drift could not be determined\n");
            Exit::Call
        }
    };
    terminal.finish(exit)
}

fn check(mut args: DriftArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Unknown> {
    let config = files::load_config(&args.config)?;
    let exceptions =
        read_exceptions(args.exceptions.as_deref()).map_err(|stop| Unknown(stop.diagnostics))?;
    // Held to the end, so that no other run replaces pages in the meantime.
    let writes = args.apply || args.write_changelog;
    let outside = config.pages_outside().chain([path_of(&args.changelog)?]);
    let set = writes.then(|| FileSet::open_with(config.folder(), outside)).transpose();
    let set = set.map_err(|error| Unknown(vec![error.diagnostic()]))?;
    let mut options: Options = std::mem::take(&mut args.fetch).into();
    if options.removal == Removal::Refused {
        // Missing operations are reported as changes.
        options.removal = Removal::Partial;
    }
    let found = progress::watch_steps(terminal.status(), words, |progress| {
        drift::find(&config, args.out.as_deref(), exceptions, &options, progress)
    })?;
    report(&args, &found, terminal)?;
    if let Some(set) = &set {
        write(&args, &found, &config, set, terminal)?;
    }
    if args.apply {
        pull::remember(&found.pulled, options.cache.as_deref(), terminal);
    }
    Ok(verdict(&args, &found, terminal))
}

fn words(doing: Doing) -> String {
    match doing {
        Doing::Pulling(step) => pull::words(step),
        Doing::Comparing(stage) => progress::words(stage).to_owned(),
    }
}

/// Prints the report, and writes the requested files.
fn report(args: &DriftArgs, found: &Drift, terminal: &mut Terminal<'_>) -> Result<(), Unknown> {
    let links = Links { old: args.old_link_base.clone(), new: args.link_base.clone() };
    let look = |color| Look { color, links: links.clone(), limit: args.limit };
    say(terminal, args.verbose, &found.diagnostics);
    let color = terminal.colors_stdout();
    terminal.print(&render(&found.comparison, args.format, &look(color)));
    for difference in &found.stale {
        let how = match difference.kind {
            DifferenceKind::Changed(_) => "stale",
            DifferenceKind::Missing => "missing",
            DifferenceKind::Orphan => "orphaned",
        };
        terminal.say(&format!("{how}: {}\n", one_line(&difference.path)));
    }
    say(terminal, args.verbose, &found.unfit);
    for path in &found.unexplained {
        terminal.say(&format!("would differ: {}\n", one_line(path)));
    }
    let write = |(path, format): &(PathBuf, Format)| {
        let text = render(&found.comparison, *format, &look(false));
        files::write_text(path, &text).map_err(|error| unknown(&error))
    };
    args.reports.iter().try_for_each(write)
}

fn unknown(error: &FilesError) -> Unknown {
    Unknown(vec![error.diagnostic()])
}

/// Writes the changelog, the pages and the configuration, as requested: all of them or nothing.
fn write(
    args: &DriftArgs,
    found: &Drift,
    config: &ConfigFile,
    set: &FileSet,
    terminal: &mut Terminal<'_>,
) -> Result<(), Unknown> {
    let entry = if args.write_changelog { entry(&args.changelog, found)? } else { None };
    let version = if args.apply {
        drift::apply(found, config, set, entry.as_slice())?
    } else {
        set.replace(entry.as_slice()).map_err(|error| Unknown(vec![error.diagnostic()]))?;
        None
    };
    if let (Some(_), Some(release)) = (entry, &found.comparison.release) {
        let name = args.changelog.display().to_string();
        terminal.say(&format!("{} has an entry for {}\n", one_line(&name), release.to));
    }
    if args.apply {
        applied(found, config, version, terminal);
    }
    Ok(())
}

/// The changelog with an entry for the new version, if there is one.
fn entry(path: &Path, found: &Drift) -> Result<Option<NewText>, Unknown> {
    let comparison = &found.comparison;
    let released = comparison.release.as_ref().filter(|release| release.from != release.to);
    let Some(release) = released else { return Ok(None) };
    let source = files::read_source(path)?;
    let excepted = comparison.excepted.iter().map(|excepted| &excepted.change);
    let changes = comparison.changes.iter().chain(excepted);
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let entry = changelog(changes, &release.to, &today);
    let text = with_entry(&source.text, &entry, &release.to).map_err(|taken| {
        let finding = Diagnostic::new(
            Code::UnwritableOutput,
            format!("the entry cannot be added to `{}`: {taken}", source.name),
        );
        Unknown(vec![finding.help("join both entries by hand, or raise the version first")])
    })?;
    let old = Some(files::digest(source.text.as_bytes()));
    Ok(Some(NewText { path: path_of(path)?, old, text }))
}

/// The path of the changelog in a [`FileSet`]; the file may be outside the folder of the configuration.
fn path_of(changelog: &Path) -> Result<String, Unknown> {
    let whole = std::path::absolute(changelog)
        .map_err(|error| unknown(&FilesError::unwritable(changelog)(error)))?;
    Ok(whole.to_string_lossy().into_owned())
}

/// Reports the applied changes.
fn applied(
    found: &Drift,
    config: &ConfigFile,
    version: Option<Version>,
    terminal: &mut Terminal<'_>,
) {
    let pages = found.pulled.pages.iter().filter(|page| page.state != State::Unchanged).count();
    let version = version
        .map_or(String::new(), |version| format!("; the version of the crate is now {version}"));
    terminal.say(&format!("replaced {}{version}\n", plural(pages, "page")));
    if pages > 0 {
        terminal.say(&format!("now run `{}`\n", one_line(&config.config.package.regenerate)));
    }
}

/// Prints the last line, and returns the outcome.
fn verdict(args: &DriftArgs, found: &Drift, terminal: &mut Terminal<'_>) -> Exit {
    let mut reasons = Vec::new();
    let counted = args.fail_on.level().map_or(0, |level| found.comparison.at_least(level));
    if counted > 0 {
        reasons.push(totals(&found.comparison));
    }
    if args.fail_on != FailOn::Never {
        if !found.stale.is_empty() {
            let files = plural(found.stale.len(), "file");
            reasons.push(format!("the crate is stale ({files}): regenerate it"));
        }
        if !found.unfit.is_empty() {
            reasons.push("no crate can be made from the new pages (see above)".to_owned());
        }
        if !found.unexplained.is_empty() {
            let files = plural(found.unexplained.len(), "file");
            reasons.push(format!("{files} would differ, though no change was found"));
        }
    }
    if reasons.is_empty() {
        let what = if is_nothing(found) { "" } else { " that counts" };
        terminal.say(&format!("no drift{what}\n"));
        return Exit::Done;
    }
    terminal.say(&format!("drift: {}\n", reasons.join("; ")));
    Exit::Drift
}

/// Whether there are no differences at all, including those that `--fail-on` or exceptions exclude.
fn is_nothing(found: &Drift) -> bool {
    let Drift { comparison, stale, unfit, unexplained, .. } = found;
    comparison.changes.is_empty()
        && comparison.excepted.is_empty()
        && stale.is_empty()
        && unfit.is_empty()
        && unexplained.is_empty()
}
