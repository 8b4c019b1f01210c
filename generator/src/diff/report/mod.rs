//! A [`Comparison`] in; a report out: text for terminals, Markdown, JSON, workflow commands of GitHub, or an HTML page.
//!
//! Every text of the documents is escaped for its format: it ends no table, tag or line, and mentions nobody.

mod github;
mod html;
mod json;
mod markdown;
mod references;
mod text;

pub(super) use markdown::{code, prose};

use super::comparison::{Comparison, Release, State};
use super::{Change, Level, Reached, Subject};
use crate::files::path_in;
use crate::render::{one_line, plural};
use crate::source::Place;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The format of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people at a terminal.
    #[default]
    Text,
    /// For GitHub: comments, pull requests, job summaries.
    Markdown,
    /// For programs.
    Json,
    /// Workflow commands of GitHub, which mark lines of the new state.
    Github,
    /// A page that needs nothing else.
    Html,
}

/// Options of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// With terminal colours, in text.
    pub color: bool,
    /// The addresses of both states' pages, in Markdown and HTML.
    pub links: Links,
    /// The most bytes of a Markdown report. A longer one leaves out the lightest changes and gives their number; the summary is always
    /// shown. GitHub takes 65536 characters.
    pub limit: Option<usize>,
}

/// The addresses that the paths of pages are relative to, such as `https://github.com/acme/sdk/blob/main`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The address of the old state.
    pub old: Option<String>,
    /// The address of the new state.
    pub new: Option<String>,
}

/// The report.
pub fn render(comparison: &Comparison, format: Format, look: &Look) -> String {
    match format {
        Format::Text => text::render(comparison, look.color),
        Format::Markdown => markdown::render(comparison, &look.links, look.limit),
        Format::Json => json::render(comparison),
        Format::Github => github::render(comparison),
        Format::Html => html::render(comparison, &look.links),
    }
}

/// The sign for an absent value.
const NOTHING: &str = "—";

/// The characters of a path that are percent-encoded in an address.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The address of a place below a base; `None` for a path that cannot lie below it.
fn href(place: &Place, base: Option<&String>) -> Option<String> {
    let path = path_in(&place.source.name);
    if path.starts_with('/') || path.split('/').any(|part| part == "..") {
        return None;
    }
    let base = base?.trim_end_matches('/');
    let path_and_query = utf8_percent_encode(path.trim_start_matches("./"), PATH);
    // Without the query, the host shows Markdown as a page, which has no lines.
    let query = if path.ends_with(".md") { "?plain=1" } else { "" };
    let line = place.position().map_or(String::new(), |at| format!("#L{}", at.line));
    Some(format!("{base}/{path_and_query}{query}{line}"))
}

/// `page:line`.
fn locus(place: &Place) -> String {
    let name = one_line(&place.source.name);
    place.position().map_or(name.clone(), |at| format!("{name}:{}", at.line))
}

/// The same, relative to the folder of the state.
fn locus_in(place: &Place, state: &State) -> String {
    let full = locus(place);
    let folder = one_line(state.name.trim_end_matches('/'));
    let below = full.strip_prefix(&folder).and_then(|rest| rest.strip_prefix('/'));
    below.map_or(full.clone(), str::to_owned)
}

/// The name of an effect: its level, or `unaffected` if only documentation changes.
fn effect_name(level: Level) -> String {
    match level {
        Level::Documentation => "unaffected".to_owned(),
        level => level.to_string(),
    }
}

/// The changed part of the subject, or the title of the rule if the whole changed.
fn part(change: &Change) -> String {
    match halves(&change.subject) {
        (_, "") => change.rule.title.to_owned(),
        (_, part) => one_line(part),
    }
}

/// The text with a capital letter first.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The whole and the part of a subject. The whole of an API subject is `API`.
pub(super) fn halves(subject: &Subject) -> (String, &str) {
    match subject {
        Subject::Api { part } => ("API".to_owned(), part),
        Subject::Operation { method, path, part } => {
            (format!("{} {}", method.name(), one_line(path)), part)
        }
        Subject::Schema { name, part } => (one_line(name), part),
    }
}

/// The changes of one subject, in their order.
fn by_subject<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Vec<(String, Vec<&'c Change>)> {
    let mut groups: Vec<(String, Vec<&Change>)> = Vec::new();
    for change in changes {
        let (whole, _) = halves(&change.subject);
        match groups.iter_mut().find(|(known, _)| *known == whole) {
            Some((_, group)) => group.push(change),
            None => groups.push((whole, vec![change])),
        }
    }
    groups
}

/// `GET /v3/session`.
fn operation(reached: &Reached) -> String {
    format!("{} {}", reached.method.name(), one_line(&reached.path))
}

/// `2 breaking, 1 possibly breaking, 3 excepted`, without zeros; `no changes`.
pub fn totals(comparison: &Comparison) -> String {
    let counts = Level::ALL.map(|level| (comparison.of_level(level).count(), level.to_string()));
    let excepted = (comparison.excepted.len(), "excepted".to_owned());
    let parts = counts.into_iter().chain([excepted]).filter(|(count, _)| *count > 0);
    let parts: Vec<_> = parts.map(|(count, what)| format!("{count} {what}")).collect();
    match parts.as_slice() {
        [] => "no changes".to_owned(),
        _ => parts.join(", "),
    }
}

/// `Acme 1.0 → 1.1`: title and version of both states.
fn headline(comparison: &Comparison) -> String {
    let Comparison { old, new, .. } = comparison;
    let full = |state: &State| one_line(format!("{} {}", state.title, state.version).trim());
    match (full(old), full(new)) {
        (old, new) if old == new && new.is_empty() => "API".to_owned(),
        (old, new) if old == new => new,
        (before, _) if old.title == new.title => format!("{before} → {}", one_line(&new.version)),
        (old, new) => format!("{old} → {new}"),
    }
}

/// The new version of the crate, in one sentence without a final stop.
fn release(comparison: &Comparison) -> String {
    let bump = comparison.bump;
    match &comparison.release {
        Some(Release { package, from, to }) if from == to => {
            format!("{package} stays at {from}")
        }
        Some(Release { package, from, to }) => {
            format!("{package} goes from {from} to {to} ({bump})")
        }
        None if bump == super::Bump::None => "no new version of the crate is needed".to_owned(),
        None => format!("a crate from 1.0 on needs a new {bump} version"),
    }
}

/// The meaning of a level for users of the API or the crate.
fn meaning(level: Level) -> &'static str {
    match level {
        Level::Breaking => "what worked before does not work any more",
        Level::PossiblyBreaking => "some users may have to do something",
        Level::Compatible => "nobody has to do anything",
        Level::Documentation => "only what people read has changed",
    }
}

/// `12 operations`.
fn operations(count: usize) -> String {
    plural(count, "operation")
}

#[cfg(test)]
mod tests;
