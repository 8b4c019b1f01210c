//! The messages of a run in; text on a terminal, or lines of JSON, out.
//!
//! With `--message-format json`, stdout has one object per line: every diagnostic, in the form of [`crate::render`], then with `--report`
//! the lines of [`crate::report`], then a line with the result:
//!
//! ```json
//! {"result":{"status":"generated","exit":0,"out":"sdk","errors":0,"warnings":2,"operations":4,"types":9,"files":12,
//!  "written":3,"unchanged":9,"removed":0,
//!  "differences":[{"path":"src/lib.rs","kind":"changed","line":12,"want":"pub mod a;","got":"pub mod b;"}]}}
//! ```
//!
//! `status` is `generated`, `fresh` or `stale` (after `--check`), `previewed` (after `--dry-run`), or `failed`. After `failed`, only
//! `exit`, `out`, `errors` and `warnings` follow. `kind` is `changed`, `missing` or `orphan`; `line`, `want` and `got` are `null` if they
//! do not apply.

use super::Exit;
use crate::Summary;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{Difference, DifferenceKind, Written};
use crate::render::{self, Style, one_line, plural};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

/// The format of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum MessageFormat {
    /// For people, on stderr.
    #[default]
    Human,
    /// One JSON object per line, on stdout.
    Json,
}

/// The outputs of a run.
pub struct Terminal<'a> {
    stdout: Box<dyn Write + 'a>,
    stderr: Box<dyn Write + 'a>,
    /// Whether messages on stderr are coloured.
    color: bool,
    /// Whether a report on stdout is coloured.
    stdout_color: bool,
    /// Whether a line on stderr can be overwritten.
    live: bool,
    /// The error of writing to stdout.
    failure: Option<io::Error>,
}

impl std::fmt::Debug for Terminal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal").field("color", &self.color).finish_non_exhaustive()
    }
}

impl Terminal<'static> {
    /// Stdout and stderr of this process. `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected.
    pub fn standard() -> Self {
        let is_colored = |choice| choice != anstream::ColorChoice::Never;
        Self {
            stdout: Box::new(io::stdout()),
            stderr: Box::new(anstream::stderr()),
            color: is_colored(anstream::AutoStream::choice(&io::stderr())),
            stdout_color: is_colored(anstream::AutoStream::choice(&io::stdout())),
            live: io::stderr().is_terminal(),
            failure: None,
        }
    }
}

impl<'a> Terminal<'a> {
    /// A terminal with these outputs, without colours.
    pub fn new(stdout: impl Write + 'a, stderr: impl Write + 'a) -> Self {
        let (stdout, stderr) = (Box::new(stdout), Box::new(stderr));
        Self { stdout, stderr, color: false, stdout_color: false, live: false, failure: None }
    }

    /// Prints to stdout. The first failure is kept for [`Self::finish`]; nothing is printed after it.
    pub fn print(&mut self, text: &str) {
        if self.failure.is_none() {
            self.failure =
                self.stdout.write_all(text.as_bytes()).and_then(|()| self.stdout.flush()).err();
        }
    }

    /// Prints to stderr. Failures are ignored.
    pub fn say(&mut self, text: &str) {
        let _ = self.stderr.write_all(text.as_bytes()).and_then(|()| self.stderr.flush());
    }

    /// Prints diagnostics for people.
    pub(super) fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        Messages { terminal: self, format: MessageFormat::Human, verbose: false }
            .diagnostics(diagnostics);
    }

    /// Whether text on stdout may be coloured.
    pub(super) fn colors_stdout(&self) -> bool {
        self.stdout_color
    }

    /// The output for progress, if it can be shown.
    pub(super) fn status(&self) -> Option<io::Stderr> {
        self.live.then(io::stderr)
    }

    /// The exit of a run, unless its output failed. A reader that has gone is not a failure.
    pub fn finish(&mut self, exit: Exit) -> Exit {
        match self.failure.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.say(&format!("error: stdout cannot be written: {error}\n"));
                Exit::Call
            }
            _ => exit,
        }
    }
}

/// Prints the messages of one run.
pub(super) struct Messages<'t, 'a> {
    pub(super) terminal: &'t mut Terminal<'a>,
    pub(super) format: MessageFormat,
    pub(super) verbose: bool,
}

/// The outcome of a run of `generate`; its exit code follows from it.
pub(super) enum Outcome<'o> {
    Generated(&'o Written),
    Checked(&'o [Difference]),
    Previewed(&'o [Difference]),
    Failed(Exit),
}

impl Outcome<'_> {
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Failed(exit) => *exit,
            Self::Checked(differences) if !differences.is_empty() => Exit::Stale,
            _ => Exit::Done,
        }
    }

    fn status(&self) -> &'static str {
        match self {
            Self::Generated(_) => "generated",
            Self::Checked([]) => "fresh",
            Self::Checked(_) => "stale",
            Self::Previewed(_) => "previewed",
            Self::Failed(_) => "failed",
        }
    }

    fn differences(&self) -> &[Difference] {
        match self {
            Self::Generated(written) => &written.differences,
            Self::Checked(differences) | Self::Previewed(differences) => differences,
            Self::Failed(_) => &[],
        }
    }
}

/// The facts of a result besides the outcome.
pub(super) struct Facts<'f> {
    pub(super) out: String,
    pub(super) summary: Summary,
    pub(super) files: usize,
    pub(super) regenerate: &'f str,
}

impl Messages<'_, '_> {
    fn style(&self) -> Style {
        Style { color: self.terminal.color, verbose: self.verbose }
    }

    /// Prints all diagnostics and their number.
    pub(super) fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        if self.format == MessageFormat::Json {
            for diagnostic in diagnostics {
                self.terminal.print(&format!("{}\n", render::json(diagnostic)));
            }
            return;
        }
        let style = self.style();
        self.terminal.say(&render::human(diagnostics, style));
        if let Some(total) = render::total(diagnostics, style) {
            self.terminal.say(&format!("{total}\n"));
        }
    }

    /// Prints the findings in the input. If the files are unchanged, people do not see notes.
    pub(super) fn findings(&mut self, diagnostics: &[Diagnostic], outcome: &Outcome<'_>) {
        if self.verbose || self.format == MessageFormat::Json || !outcome.differences().is_empty() {
            return self.diagnostics(diagnostics);
        }
        let matters = |found: &&Diagnostic| found.severity() != Severity::Note;
        self.diagnostics(&diagnostics.iter().filter(matters).cloned().collect::<Vec<_>>());
    }

    /// Prints the results of each page.
    pub(super) fn made(&mut self, made: &crate::report::Report) {
        match self.format {
            MessageFormat::Human => self.terminal.print(&crate::report::text(made)),
            MessageFormat::Json => {
                let lines = crate::report::lines(made);
                lines.iter().for_each(|line| self.terminal.print(&format!("{line}\n")));
            }
        }
    }

    /// Prints the outcome of the run.
    pub(super) fn outcome(
        &mut self,
        outcome: &Outcome<'_>,
        facts: &Facts<'_>,
        diagnostics: &[Diagnostic],
    ) {
        match self.format {
            MessageFormat::Json => {
                let line = render::json_line(&result(outcome, facts, diagnostics));
                self.terminal.print(&format!("{line}\n"));
            }
            MessageFormat::Human => self.outcome_for_people(outcome, facts),
        }
    }

    fn outcome_for_people(&mut self, outcome: &Outcome<'_>, facts: &Facts<'_>) {
        let out = one_line(&facts.out);
        let changes = changes(outcome.differences());
        match outcome {
            Outcome::Failed(_) => {}
            Outcome::Generated(written) => {
                let orphan = |found: &&Difference| found.kind == DifferenceKind::Orphan;
                for removed in written.differences.iter().filter(orphan) {
                    self.terminal.say(&format!("removed {}\n", one_line(&removed.path)));
                }
                self.terminal.say(&format!("generated {}\n", made(facts, written)));
            }
            Outcome::Checked([]) => self.terminal.say(&format!("{out} is up to date\n")),
            Outcome::Checked(differences) => {
                self.terminal.print(&list(differences, ["stale", "missing", "orphan"], true));
                let command = one_line(facts.regenerate);
                self.terminal
                    .say(&format!("error: {out} is not up to date ({changes}); run `{command}`\n"));
            }
            Outcome::Previewed(differences) => {
                self.terminal.print(&list(differences, ["change", "write", "remove"], false));
                let end = if differences.is_empty() { "is up to date" } else { "would change" };
                self.terminal.say(&format!("{out} {end} ({changes})\n"));
            }
        }
    }
}

/// `4 operations, 9 types into DIR (12 files: 3 written, 9 unchanged)`.
fn made(facts: &Facts<'_>, written: &Written) -> String {
    let mut text = format!(
        "{}, {} into {} ({}: {} written, {} unchanged",
        plural(facts.summary.operations, "operation"),
        plural(facts.summary.types, "type"),
        one_line(&facts.out),
        plural(facts.files, "file"),
        written.written,
        written.unchanged,
    );
    if written.removed > 0 {
        let _ = write!(text, "; {} removed", written.removed);
    }
    text + ")"
}

/// `1 changed, 2 missing, 0 orphaned`.
fn changes(differences: &[Difference]) -> String {
    let count = |name: &str| differences.iter().filter(|found| kind(found) == name).count();
    let (changed, missing, orphans) = (count("changed"), count("missing"), count("orphan"));
    format!("{changed} changed, {missing} missing, {orphans} orphaned")
}

fn kind(difference: &Difference) -> &'static str {
    match difference.kind {
        DifferenceKind::Changed(_) => "changed",
        DifferenceKind::Missing => "missing",
        DifferenceKind::Orphan => "orphan",
    }
}

/// One line per file, after the word for its kind; below a changed file its first difference.
fn list(differences: &[Difference], words: [&str; 3], lines: bool) -> String {
    let mut text = String::new();
    for difference in differences {
        let word = match difference.kind {
            DifferenceKind::Changed(_) => words[0],
            DifferenceKind::Missing => words[1],
            DifferenceKind::Orphan => words[2],
        };
        let _ = writeln!(text, "{word:<8} {}", one_line(&difference.path));
        if let (DifferenceKind::Changed(Some(line)), true) = (&difference.kind, lines) {
            let _ = writeln!(text, "         line {}", line.line);
            let _ = writeln!(text, "           want: {}", excerpt(line.want.as_deref()));
            let _ = writeln!(text, "           got:  {}", excerpt(line.got.as_deref()));
        }
    }
    text
}

/// The beginning of a line.
fn excerpt(line: Option<&str>) -> String {
    const WIDTH: usize = 100;
    let Some(line) = line else { return "(end of file)".to_owned() };
    let cut: String = line.chars().take(WIDTH).collect();
    let end = if cut.len() < line.len() { "…" } else { "" };
    one_line(&cut) + end
}

/// The line of JSON that ends a run.
fn result(outcome: &Outcome<'_>, facts: &Facts<'_>, diagnostics: &[Diagnostic]) -> Value {
    let count =
        |severity| diagnostics.iter().filter(|finding| finding.severity() == severity).count();
    let mut result = json!({
        "status": outcome.status(),
        "exit": outcome.exit().code(),
        "out": facts.out,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
    });
    if !matches!(outcome, Outcome::Failed(_)) {
        result["operations"] = facts.summary.operations.into();
        result["types"] = facts.summary.types.into();
        result["files"] = facts.files.into();
        if let Outcome::Generated(written) = outcome {
            result["written"] = written.written.into();
            result["unchanged"] = written.unchanged.into();
            result["removed"] = written.removed.into();
        }
        result["differences"] = outcome.differences().iter().map(difference_json).collect();
    }
    json!({ "result": result })
}

fn difference_json(difference: &Difference) -> Value {
    let line = match &difference.kind {
        DifferenceKind::Changed(line) => line.as_ref(),
        _ => None,
    };
    json!({
        "path": difference.path,
        "kind": kind(difference),
        "line": line.map(|line| line.line),
        "want": line.map(|line| &line.want),
        "got": line.map(|line| &line.got),
    })
}
